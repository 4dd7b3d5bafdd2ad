package frame

import (
	"slices"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// readArray puts an array's elements into C order, the slow and plain way: element by element, straight from the
// definition of the layout (digest 9).
func readArray(f *Frame) ([]byte, error) {
	size := f.ItemSize()
	shape := f.B2ND().Shape
	out := make([]byte, count(shape)*size)
	g := f.Geometry()
	var d chunk.Decoder
	for i := range f.NChunks() {
		c, err := f.Chunk(i)
		if err != nil {
			return nil, err
		}
		raw := make([]byte, c.NBytes())
		if err := c.Decode(&d, raw); err != nil {
			return nil, err
		}
		eachItem(f.B2ND(), g, i, func(inArray, inChunk int) {
			copy(out[inArray*size:(inArray+1)*size], raw[inChunk*size:])
		})
	}
	return out, nil
}

// chunkOf gathers the bytes of chunk i from an array in C order.
func chunkOf(m *B2ND, g Geometry, i int, array []byte, size int) []byte {
	raw := make([]byte, g.ChunkItems*size)
	eachItem(m, g, i, func(inArray, inChunk int) {
		copy(raw[inChunk*size:(inChunk+1)*size], array[inArray*size:])
	})
	return raw
}

// eachItem calls visit for every element of chunk i that lies inside the array.
func eachItem(m *B2ND, g Geometry, i int, visit func(inArray, inChunk int)) {
	origin := unravel(i, g.Grid)
	for d := range origin {
		origin[d] *= m.Chunks[d]
	}
	for k := range count(m.Chunks) {
		at := unravel(k, m.Chunks)
		block, within, global := slices.Clone(at), slices.Clone(at), slices.Clone(at)
		inside := true
		for d := range at {
			block[d], within[d] = at[d]/m.Blocks[d], at[d]%m.Blocks[d]
			global[d] = origin[d] + at[d]
			inside = inside && global[d] < m.Shape[d]
		}
		if inside {
			visit(ravel(global, m.Shape), ravel(block, g.BlockGrid)*g.BlockItems+ravel(within, m.Blocks))
		}
	}
}

func count(dims []int) int {
	n := 1
	for _, d := range dims {
		n *= d
	}
	return n
}

func unravel(i int, dims []int) []int {
	at := make([]int, len(dims))
	for d := len(dims) - 1; d >= 0; d-- {
		at[d] = i % dims[d]
		i /= dims[d]
	}
	return at
}

func ravel(at, dims []int) int {
	i := 0
	for d := range at {
		i = i*dims[d] + at[d]
	}
	return i
}
