package frame

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/chunk"
)

const maxDims = 16

// B2ND is the metalayer that makes a frame an array (digest 9).
type B2ND struct {
	Shape  []int
	Chunks []int  // shape of a chunk
	Blocks []int  // shape of a block
	DType  string // NumPy's notation, as stored; empty in very old files
}

// Geometry is how an array is cut. All counts are of whole chunks, padding included.
type Geometry struct {
	Grid       []int // chunks along each dimension
	ExtChunk   []int // shape of a chunk rounded up to whole blocks, which is what is stored
	BlockGrid  []int // blocks of a chunk along each dimension
	NChunks    int
	NBlocks    int // of a chunk
	ChunkItems int // elements of a chunk
	BlockItems int // elements of a block
}

// parseB2ND reads the metalayer.
func parseB2ND(b []byte) (*B2ND, error) {
	c := &cursor{b: b}
	c.take(2) // array mark and version, which the reference does not check
	n := int(c.byte())
	if c.err == nil && n > maxDims {
		return nil, corrupt("b2nd: %d dimensions are more than %d", n, maxDims)
	}
	meta := &B2ND{Shape: make([]int, n), Chunks: make([]int, n), Blocks: make([]int, n)}
	for _, list := range []struct {
		dims []int
		mark byte
	}{{meta.Shape, mpInt64}, {meta.Chunks, mpInt32}, {meta.Blocks, mpInt32}} {
		c.take(1) // the mark of a 16-element array is no valid one (digest 9)
		for d := range list.dims {
			c.mark(list.mark)
			v := int64(0)
			if list.mark == mpInt64 {
				v = c.int64()
			} else {
				v = int64(c.int32())
			}
			if c.err == nil && (v < 0 || v > math.MaxInt) {
				return nil, corrupt("b2nd: dimension %d is %d", d, v)
			}
			list.dims[d] = int(v)
		}
	}
	if c.err == nil && c.at < len(b) { // caterva, the predecessor, had no dtype
		if format := c.byte(); format != 0 {
			return nil, corrupt("b2nd: dtype format %d is not known", format)
		}
		c.mark(mpStr32)
		s := c.take(c.int32())
		if !utf8.Valid(s) {
			return nil, corrupt("b2nd: dtype %q is not UTF-8", s)
		}
		meta.DType = string(s)
	}
	if c.err != nil {
		return nil, fmt.Errorf("b2nd: %w", c.err)
	}
	return meta, nil
}

// Geometry derives the cuts, and fails when the shapes are impossible. An array without elements has no chunks.
func (m *B2ND) Geometry() (Geometry, error) {
	n := len(m.Shape)
	if n > maxDims || len(m.Chunks) != n || len(m.Blocks) != n {
		return Geometry{}, corrupt("b2nd: %d, %d and %d dimensions", n, len(m.Chunks), len(m.Blocks))
	}
	g := Geometry{Grid: make([]int, n), ExtChunk: make([]int, n), BlockGrid: make([]int, n)}
	for d := range n {
		s, c, b := m.Shape[d], m.Chunks[d], m.Blocks[d]
		switch {
		case s < 0 || c < 0 || b < 0 || c > math.MaxInt32 || b > math.MaxInt32:
			return Geometry{}, corrupt("b2nd: dimension %d has shape %d, chunk %d, block %d", d, s, c, b)
		case s > 0 && c == 0, (s > 0 || c > 0) && b == 0:
			return Geometry{}, corrupt("b2nd: dimension %d of %d has chunk %d, block %d", d, s, c, b)
		}
		if c > 0 {
			g.Grid[d] = ceil(s, c)
			g.BlockGrid[d] = ceil(c, b)
			g.ExtChunk[d] = g.BlockGrid[d] * b
		}
	}
	ok := true
	for _, p := range []struct {
		n    *int
		dims []int
		most int
	}{
		{&g.NChunks, g.Grid, math.MaxInt}, {&g.NBlocks, g.BlockGrid, math.MaxInt32},
		{&g.ChunkItems, g.ExtChunk, math.MaxInt32}, {&g.BlockItems, m.Blocks, math.MaxInt32},
	} {
		var fits bool
		*p.n, fits = product(p.dims, p.most)
		ok = ok && fits
	}
	if _, fits := product(m.Shape, math.MaxInt); !ok || !fits {
		return Geometry{}, corrupt("b2nd: shape %v, chunks %v, blocks %v are too large", m.Shape, m.Chunks, m.Blocks)
	}
	if slices.Contains(m.Shape, 0) {
		g.NChunks = 0
	}
	return g, nil
}

func ceil(a, b int) int {
	q := a / b
	if a%b != 0 {
		q++
	}
	return q
}

// product multiplies without overflow. A zero among the numbers does not excuse the others.
func product(dims []int, most int) (int, bool) {
	p, zero := uint64(1), false
	for _, d := range dims {
		if d == 0 {
			zero = true
			continue
		}
		hi, lo := bits.Mul64(p, uint64(d))
		if hi != 0 || lo > uint64(most) {
			return 0, false
		}
		p = lo
	}
	if zero {
		return 0, true
	}
	return int(p), true
}

// openArray reads the b2nd metalayer, if there is one, and makes sure that it agrees with the header before anything
// is allocated for the chunks that both claim.
func (f *Frame) openArray() error {
	content, ok := find(f.layers, "b2nd")
	if !ok {
		if content, ok = find(f.layers, "caterva"); !ok {
			return nil
		}
	}
	m, err := parseB2ND(content)
	if err != nil {
		return err
	}
	g, err := m.Geometry()
	if err != nil {
		return err
	}
	if f.info.variable && f.info.NBytes > 0 || f.info.vlBlocks {
		return unsupported("arrays with chunks or blocks of variable size")
	}
	f.b2nd, f.geometry = m, g
	if g.NChunks != f.info.NChunks {
		return corrupt("b2nd: shape %v in chunks %v makes %d chunks, the header says %d", m.Shape, m.Chunks, g.NChunks, f.info.NChunks)
	}
	if g.NChunks == 0 {
		return nil
	}
	if f.info.ChunkSize%g.ChunkItems != 0 || f.info.NBytes%int64(f.info.ChunkSize) != 0 {
		return corrupt("b2nd: %d elements do not fill chunks of %d bytes", g.ChunkItems, f.info.ChunkSize)
	}
	switch n := f.blockBytes(); {
	case n > chunk.MaxBlockSize:
		return corrupt("b2nd: blocks of %d bytes are more than %d", n, chunk.MaxBlockSize)
	case n > f.lim.BlockNBytes:
		return corrupt("b2nd: blocks of %d bytes are more than the limit of %d", n, f.lim.BlockNBytes)
	}
	return nil
}

// ItemSize is the number of bytes of one element. Chunks tell it truly; the header's typesize can be 1 for large
// elements (digest 9).
func (f *Frame) ItemSize() int {
	if f.b2nd == nil || f.info.NChunks == 0 {
		return f.info.TypeSize
	}
	return f.info.ChunkSize / f.geometry.ChunkItems
}

// blockBytes is the size of an array's block; the array must have chunks.
func (f *Frame) blockBytes() int { return f.geometry.BlockItems * f.ItemSize() }

// Stored is the array's element type, or an error when it is one that b2 cannot read.
func (f *Frame) Stored() (dtype.Stored, error) {
	if f.b2nd == nil {
		return dtype.Stored{}, fmt.Errorf("frame: not an array: it has no b2nd metalayer")
	}
	d, err := dtype.ParseStored(f.b2nd.DType)
	if err != nil {
		return d, fmt.Errorf("frame: %w", err)
	}
	if size := d.DType.Size(); size != f.ItemSize() && f.info.NChunks > 0 {
		return dtype.Stored{}, corrupt("b2nd: dtype %.100q has %d bytes, elements have %d", f.b2nd.DType, size, f.ItemSize())
	}
	return d, nil
}
