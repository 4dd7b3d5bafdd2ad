// Package filter has the reversible byte rearrangements that Blosc2 runs over a block before its codec (digest 4).
// In goes one block, out comes one of the same length in another buffer. Package chunk makes a Pipeline from a
// header's filter slots and runs it forward when writing and backward when reading; it owns all buffers.
package filter

import (
	"errors"
	"fmt"

	"github.com/b2gen/b2/runtime/cpu"
)

// The filter ids of the format.
const (
	None         = 0
	ShuffleID    = 1
	BitshuffleID = 2
	DeltaID      = 3  // written for chunks of one block only (digest 4)
	TruncPrec    = 4  // lossy, so that there is nothing to undo
	ByteDeltaOld = 34 // read only: the carry restarts at the last 16-byte boundary
	ByteDeltaID  = 35
	IntTrunc     = 36 // lossy, nothing to undo
)

// Slots is the number of filter slots in a header.
const Slots = 6

// step is one filter of a pipeline with its group size resolved.
type step struct {
	id    uint8
	group int // bytes a group (shuffle, bytedelta), element size (bitshuffle) or unit (delta)
	fused bool
	kernels
}

// Pipeline is a header's filters, checked and ready to run. It is immutable and may be shared.
type Pipeline struct {
	steps []step
	lossy bool
	mask  uint64 // the bits that Truncate leaves of 8 bytes, elements of size bytes
	size  int
}

// Config says what a header says about filters.
type Config struct {
	IDs      [Slots]uint8
	Meta     [Slots]uint8
	TypeSize int // the chunk's typesize byte
	ItemSize int // what bytedelta takes when its meta is 0: the frame's typesize; 0 means TypeSize
	// Blosc1 chunks (version 2) leave a block unfiltered when bitshuffle does not fit it exactly.
	Blosc1 bool
}

// New checks the filters that a header names. An id that this package does not know is an error that matches
// errors.ErrUnsupported.
func New(c Config) (*Pipeline, error) { return newFor(cpu.Best(), c) }

func newFor(isa cpu.ISA, c Config) (*Pipeline, error) {
	if c.TypeSize < 1 {
		return nil, fmt.Errorf("filters: typesize %d is not positive", c.TypeSize)
	}
	p := &Pipeline{size: c.TypeSize, mask: ^uint64(0)}
	for i, id := range c.IDs {
		s := step{id: id, group: c.TypeSize}
		meta := int(c.Meta[i])
		switch id {
		case None:
			continue
		case TruncPrec, IntTrunc:
			if bits, err := truncated(id, c.Meta[i], c.TypeSize); err == nil { // nothing to a reader, whatever it says
				p.lossy, p.mask = true, p.mask&maskOf(bits, c.TypeSize)
			}
			continue
		case ShuffleID:
			if meta != 0 {
				s.group = meta
			}
			if s.group == 1 {
				continue // the identity
			}
		case BitshuffleID:
			if c.Blosc1 {
				s.id = bitshuffle1
			}
		case DeltaID:
			s.group = deltaUnit(c.TypeSize)
		case ByteDeltaOld, ByteDeltaID:
			if meta != 0 {
				s.group = meta
			} else if c.ItemSize > 0 {
				s.group = c.ItemSize
			}
		default:
			return nil, fmt.Errorf("filter %d in slot %d is not supported: %w", id, i, errors.ErrUnsupported)
		}
		s.kernels = chooseFor(isa, s.group)
		p.push(s)
	}
	return p, nil
}

// bitshuffle1 stands for bitshuffle by Blosc1's rule inside a pipeline; it is no id of the format.
const bitshuffle1 = 255

// push adds a step, or fuses a bytedelta into the shuffle before it: one pass over memory instead of two.
func (p *Pipeline) push(s step) {
	if n := len(p.steps); n > 0 && s.id == ByteDeltaID {
		last := &p.steps[n-1]
		if last.id == ShuffleID && last.group == s.group && !last.fused && s.fusable(s.group) {
			last.fused = true
			return
		}
	}
	p.steps = append(p.steps, s)
}

// Writable reports the first thing that keeps filters from being written, so that a writer can refuse them early.
func Writable(c Config) error {
	moved := -1 // the slot of a filter that leaves elements otherwise than they were
	for i, id := range c.IDs {
		switch id {
		case None:
			continue
		case ShuffleID, BitshuffleID, ByteDeltaID:
		case DeltaID:
			if moved >= 0 { // so that there is one at most: with threads, it fails to undo a second one, too
				return fmt.Errorf("filter delta must come before %s: Python-Blosc2 reads some such chunks wrongly", Name(c.IDs[moved]))
			}
		case TruncPrec, IntTrunc:
			if _, err := truncated(id, c.Meta[i], c.TypeSize); err != nil {
				return err
			}
			if moved >= 0 {
				return fmt.Errorf("filter %s must come before %s, which leaves no elements to truncate", Name(id), Name(c.IDs[moved]))
			}
			continue
		default:
			return fmt.Errorf("filter %s in slot %d cannot be written: %w", Name(id), i, errors.ErrUnsupported)
		}
		moved = i
	}
	return nil
}

// Empty reports whether the pipeline changes nothing.
func (p *Pipeline) Empty() bool { return len(p.steps) == 0 }

// NeedsFirst reports whether doing or undoing a block needs the chunk's first block (digest 4, delta).
func (p *Pipeline) NeedsFirst() bool {
	for _, s := range p.steps {
		if s.id == DeltaID {
			return true
		}
	}
	return false
}

// Forward filters block, after Truncate, and returns the result, which lies in a, in b or, when there is no filter, in
// block itself. a and b must be as long as block and not overlap it or each other. The filters must be Writable. Delta
// takes the block for its chunk's first.
func (p *Pipeline) Forward(block, a, b []byte) []byte {
	if len(block) == 0 {
		return block
	}
	cur, next := block, a
	for _, s := range p.steps {
		s.forward(next, cur)
		cur = next
		if next = a; &cur[0] == &a[0] {
			next = b
		}
	}
	return cur
}

func (s step) forward(dst, src []byte) {
	switch {
	case s.id == ShuffleID && s.fused:
		s.shuffleDeltaBlock(dst, src, s.group)
	case s.id == ShuffleID:
		s.shuffleBlock(dst, src, s.group)
	case s.id == BitshuffleID:
		s.bitshuffleBlock(dst, src, s.group)
	case s.id == ByteDeltaID:
		s.deltaBlock(dst, src, s.group)
	case s.id == DeltaID:
		xorDelta(dst, src, s.group)
	}
}

// Inverse undoes the filters of the block in src and leaves the result in dst. src and tmp are used as scratch; all
// three have the block's length and do not overlap. first is the chunk's first block with all filters undone, nil
// when src is that block itself; only delta looks at it.
func (p *Pipeline) Inverse(dst, src, tmp, first []byte) error {
	if len(p.steps) == 0 {
		copy(dst, src)
		return nil
	}
	cur, next := src, tmp
	for i := len(p.steps) - 1; i >= 0; i-- {
		if i == 0 {
			next = dst
		}
		if err := p.steps[i].inverse(next, cur, first); err != nil {
			return err
		}
		cur, next = next, cur
	}
	return nil
}

func (s step) inverse(dst, src, first []byte) error {
	switch {
	case s.id == ShuffleID && s.fused:
		s.unshuffleDeltaBlock(dst, src, s.group)
	case s.id == ShuffleID:
		s.unshuffleBlock(dst, src, s.group)
	case s.id == BitshuffleID:
		s.bitunshuffleBlock(dst, src, s.group)
	case s.id == bitshuffle1:
		s.bitunshuffle1(dst, src, s.group)
	case s.id == ByteDeltaID:
		s.undeltaBlock(dst, src, s.group)
	case s.id == ByteDeltaOld:
		unByteDeltaOld(dst, src, s.group)
	case s.id == DeltaID:
		return undelta(dst, src, first, s.group)
	}
	return nil
}
