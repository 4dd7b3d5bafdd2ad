package chunk

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
)

// Block is one encoded block. Kind tells what its elements were: Zeros, Repeated, or None for different ones.
type Block struct {
	Data []byte
	Kind Special
}

// Encoder writes blocks and chunks with one set of Params. Each worker has one; blocks of one chunk may come from
// different Encoders of equal Params, because what a block becomes depends on its bytes alone.
type Encoder struct {
	p      Params
	codec  *codec.Encoder // nil at level 0
	pipe   *filter.Pipeline
	split  bool
	sieve  sieve
	a, b   []byte // between filters
	cut    []byte // a block without the bits that a filter takes off
	head   []byte
	raw    []byte
	pieces [][]byte
	dec    Decoder
}

// NewEncoder makes an Encoder.
func NewEncoder(p Params) (*Encoder, error) {
	if err := p.Check(); err != nil {
		return nil, fmt.Errorf("chunk: %w", err)
	}
	for i, id := range p.Filters {
		if id == filter.ByteDeltaID && p.FilterMeta[i] == 0 {
			p.FilterMeta[i] = uint8(p.Stored()) // else a reader takes the frame's typesize, which a bare chunk lacks
		}
	}
	pipe, err := filter.New(p.filters())
	if err != nil {
		return nil, fmt.Errorf("chunk: %w", err)
	}
	e := &Encoder{p: p, pipe: pipe, split: p.split()}
	if p.Level > 0 {
		if e.codec, err = codec.NewEncoder(p.Codec, p.Level); err != nil {
			return nil, fmt.Errorf("chunk: %w", err)
		}
	}
	return e, nil
}

// Params are what the Encoder was made with, defaults filled in.
func (e *Encoder) Params() Params { return e.p }

// EncodeBlock appends the streams of one block to dst and returns them alone as Data, in dst's memory or in larger
// memory if that was too small: who keeps Data[:0] for the next block allocates nothing after a while. leftover says
// that the chunk has several blocks and this last one is shorter.
func (e *Encoder) EncodeBlock(dst, block []byte, leftover bool) (Block, error) {
	if len(block) == 0 || len(block) > e.p.BlockSize || len(block)%e.p.TypeSize != 0 {
		return Block{}, fmt.Errorf("chunk: a block of %d bytes, blocksize %d, typesize %d", len(block), e.p.BlockSize, e.p.TypeSize)
	}
	if e.pipe.Lossy() { // at any level and of any block: what is read must not depend on what compresses
		cut := sized(&e.cut, len(block))
		e.pipe.Truncate(cut, block)
		block = cut
	}
	start := len(dst)
	kind := kindOf(block, e.p.TypeSize)
	streams := e.streams(leftover)
	switch {
	case e.p.Level == 0 && kind == Zeros: // Assemble has the bytes: a chunk may be padding for the most part
	case e.p.Level == 0:
		dst = append(dst, block...)
	case kind == Zeros:
		for range streams { // no filter makes something of nothing
			dst = append(dst, 0, 0, 0, 0)
		}
	default:
		filtered := block
		if !e.pipe.Empty() {
			filtered = e.pipe.Forward(block, sized(&e.a, len(block)), sized(&e.b, len(block)))
		}
		n := len(block) / streams
		for k := range streams {
			dst = e.encodeStream(dst, filtered[k*n:(k+1)*n])
		}
	}
	return Block{Data: dst[start:], Kind: kind}, nil
}

// streams is the number of streams of a block.
func (e *Encoder) streams(leftover bool) int {
	if e.split && !leftover {
		return e.p.Stored()
	}
	return 1
}

// encodeStream appends one stream: a token, raw bytes, or the codec's output, whichever fits (digest 3).
func (e *Encoder) encodeStream(dst, s []byte) []byte {
	if same(s, 1) {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(-int32(s[0])))
		if s[0] != 0 {
			dst = append(dst, 1) // the token that says the size is a byte's value
		}
		return dst
	}
	at := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	out, ok := dst, false
	if e.sieve.worthwhile(e.p.Codec, s) {
		out, ok = e.codec.Encode(dst, s)
	}
	if !ok {
		out = append(dst, s...)
	}
	binary.LittleEndian.PutUint32(out[at:], uint32(len(out)-at-4))
	return out
}

// same reports whether b is one value of size bytes, repeated. It stops at the first difference.
func same(b []byte, size int) bool { return bytes.Equal(b[size:], b[:len(b)-size]) }

// kindOf classifies a block.
func kindOf(block []byte, size int) Special {
	switch {
	case !same(block, size):
		return None
	case block[0] == 0 && same(block[:size], 1):
		return Zeros
	}
	return Repeated
}
