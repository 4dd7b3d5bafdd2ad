package runtime

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Fault is a part of an array's or an SChunk's file that cannot be decoded.
type Fault struct {
	Chunk  int    // its number; -1: an attribute
	Attr   string // the attribute's name
	Start  []int  // the array's first element in the chunk; nil: an SChunk's
	Block  int    // its number in the chunk; -1: the chunk as a whole
	Offset int64  // of the bytes that are wrong, in the file; -1: not known
	Err    error
}

// String is a line about the fault.
func (f Fault) String() string {
	if f.Chunk < 0 {
		return fmt.Sprintf("attribute %q: %v", f.Attr, f.Err)
	}
	s := fmt.Sprintf("chunk %d", f.Chunk)
	if f.Start != nil {
		s += fmt.Sprintf(" (elements from %s)", strings.ReplaceAll(fmt.Sprint(f.Start), " ", ", "))
	}
	if f.Block >= 0 {
		s += fmt.Sprintf(", block %d", f.Block)
	}
	if f.Offset >= 0 {
		s += fmt.Sprintf(", offset %#x", f.Offset)
	}
	return fmt.Sprintf("%s: %v", s, f.Err)
}

// Cuts are the numbers of chunks and of blocks that the array is stored as.
func (a *Array) Cuts() (chunks, blocks int) {
	return a.geometry.NChunks, a.geometry.NChunks * a.geometry.NBlocks
}

// Verify decodes all that the array's file holds, each worker a block at a time, and reports what cannot be decoded,
// in any order but one fault at a time. It fails only when it is cancelled, or when the store gives nothing any more.
//
// The format has no checksums: bytes that were changed and still decode, to other values, are not found.
func (a *Array) Verify(ctx context.Context, o Options, report func(Fault)) error {
	v := &verification{f: &a.frameFile, report: report, start: a.chunkStart}
	v.attributes()
	blocks := a.geometry.NBlocks
	_, tasks := a.Cuts()
	return o.each(ctx, tasks, a.geometry.NChunks*a.geometry.ChunkItems, func(context.Context) func(int) error {
		b := &blockVerifier{v: v, open: -1}
		return func(task int) error { return b.verify(task/blocks, task%blocks) }
	})
}

// chunkStart is the first element of a chunk.
func (a *Array) chunkStart(c int) []int {
	start, n := make([]int, len(a.geometry.shape)), make([]int, len(a.geometry.shape))
	a.geometry.box(c, 0, start, n)
	return start
}

// Verify decodes all that the SChunk's file holds, each worker a chunk at a time, as an Array's does.
func (s *SChunk) Verify(ctx context.Context, o Options, report func(Fault)) error {
	v := &verification{f: &s.frameFile, report: report, start: func(int) []int { return nil }}
	v.attributes()
	return o.each(ctx, s.NChunks(), int(min(s.NBytes(), 1<<40)), func(context.Context) func(int) error {
		b := &blockVerifier{v: v, open: -1}
		return b.verifyChunk
	})
}

// verification is what the goroutines of a Verify share.
type verification struct {
	f      *frameFile
	start  func(chunk int) []int
	mu     sync.Mutex
	report func(Fault)
	places *places // made for the first fault
}

// attributes decodes the attributes.
func (v *verification) attributes() {
	for _, l := range v.f.frame.Attrs() {
		if _, _, err := v.f.frame.Attr(l.Name); err != nil {
			v.report(Fault{Chunk: -1, Attr: l.Name, Block: -1, Offset: -1, Err: cause(err)})
		}
	}
}

// fault reports a block, or with -1 a chunk, unless the error means that nothing more can be read.
func (v *verification) fault(c, b int, err error) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !errors.Is(err, ErrCorrupt) && !errors.Is(err, errors.ErrUnsupported) && v.f.gone() {
		return fmt.Errorf("%schunk %d: %w", v.f.prefix(), c, cause(err))
	}
	if v.places == nil {
		v.places = newPlaces(v.f)
	}
	v.report(Fault{Chunk: c, Start: v.start(c), Block: b, Offset: v.places.find(c, b), Err: cause(err)})
	return nil
}

// blockVerifier is one goroutine's scratch.
type blockVerifier struct {
	v       *verification
	chunk   chunk.Reader
	open    int // the number of chunk
	err     error
	decoder chunk.Decoder
	data    []byte
}

// verify decodes a block. A chunk that cannot be opened is reported with its first block.
func (w *blockVerifier) verify(c, b int) error {
	if w.open != c {
		w.open, w.err = c, w.v.f.frame.OpenChunk(c, &w.chunk)
	}
	if w.err != nil {
		if b > 0 {
			return nil
		}
		return w.v.fault(c, -1, w.err)
	}
	if n := w.chunk.BlockLen(b); cap(w.data) < n {
		w.data = make([]byte, n)
	}
	if err := w.chunk.ReadBlock(&w.decoder, b, w.data[:w.chunk.BlockLen(b)]); err != nil {
		return w.v.fault(c, b, err)
	}
	return nil
}

// verifyChunk decodes a chunk block by block. One that stores no bytes is what it says.
func (w *blockVerifier) verifyChunk(c int) error {
	if err := w.v.f.frame.OpenChunk(c, &w.chunk); err != nil {
		return w.v.fault(c, -1, err)
	}
	w.open, w.err = c, nil
	if w.chunk.Special() != chunk.None {
		return nil
	}
	for b := range w.chunk.NBlocks() {
		if err := w.verify(c, b); err != nil {
			return err
		}
	}
	return nil
}

// places finds where in the file bytes lie that cannot be decoded: it reads them again and looks where that ends.
type places struct {
	seen    recorder
	frame   *frame.Frame // nil: they cannot be found
	chunk   chunk.Reader
	decoder chunk.Decoder
}

func newPlaces(f *frameFile) *places {
	p := &places{seen: recorder{Reader: f.file()}}
	if p.seen.Reader != nil {
		p.frame, _ = frame.Open(&p.seen, f.limits)
	}
	return p
}

// find is the offset of block b of chunk c, or of the chunk if b is negative; -1 when it has none.
func (p *places) find(c, b int) int64 {
	if p.frame == nil {
		return -1
	}
	p.seen.first = -1
	if err := p.frame.OpenChunk(c, &p.chunk); b < 0 || err != nil {
		return p.seen.first
	}
	p.seen.last = -1
	p.chunk.ReadBlock(&p.decoder, b, make([]byte, p.chunk.BlockLen(b))) // its error is known
	return p.seen.last
}

// recorder notes what is read. It serves one goroutine at a time.
type recorder struct {
	store.Reader
	first, last int64 // offsets; first is kept until it is set to -1
}

func (r *recorder) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if r.first < 0 {
		r.first = off
	}
	r.last = off
	return r.Reader.View(off, n, buf)
}

// placed matches what errors begin with that a Fault says by itself.
var placed = regexp.MustCompile(`^((frame: )?chunk( at offset)? \d+(, block \d+)?|attribute ".*"): $`)

// cause takes off the places that an error was wrapped with.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		before, ok := strings.CutSuffix(err.Error(), inner.Error())
		if !ok || !placed.MatchString(before) {
			return err
		}
		err = inner
	}
}

// CompareFaults orders faults as they lie in the array, attributes first.
func CompareFaults(a, b Fault) int {
	return cmp.Or(cmp.Compare(a.Chunk, b.Chunk), cmp.Compare(a.Block, b.Block), strings.Compare(a.Attr, b.Attr))
}
