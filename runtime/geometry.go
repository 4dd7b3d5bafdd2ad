package runtime

import (
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/frame"
)

// geometry is how the elements of an array lie in its chunks (digest 9): chunks in C order; in a chunk its blocks in
// C order; in a block its elements in C order. Chunks are padded to whole blocks, and blocks to their full lengths.
type geometry struct {
	frame.Geometry
	shape, chunks, blocks []int
}

// box sets the part of the array that block b of chunk c holds: its first element and its lengths, which are less
// than the block's at an edge, and 0 or less where all is padding.
func (g *geometry) box(c, b int, lo, n []int) {
	for i := len(g.shape) - 1; i >= 0; i-- {
		first := c % g.Grid[i] * g.chunks[i]
		at := b % g.BlockGrid[i] * g.blocks[i]
		lo[i] = first + at
		n[i] = min(g.blocks[i], g.chunks[i]-at, g.shape[i]-lo[i])
		c /= g.Grid[i]
		b /= g.BlockGrid[i]
	}
}

// piece is a run of positions of one axis of a read that fall into one block.
type piece struct {
	to, n        int // first place in the destination, and how many
	chunk, block int // along the axis
	at           int // first position in the block
}

// pieces appends what is read of axis i, cut at the edges of blocks.
func (g *geometry) pieces(out []piece, i int, s shape.Span) []piece {
	chunk, block := g.chunks[i], g.blocks[i]
	for k := 0; k < s.Count; {
		pos := s.Start + s.Step*k
		in := pos % chunk
		p := piece{to: k, chunk: pos / chunk, block: in / block, at: in % block}
		if s.Step > 0 {
			end := min((p.block+1)*block, chunk) // the block's end, in the chunk
			p.n = (end-1-in)/s.Step + 1
		} else {
			p.n = p.at/-s.Step + 1
		}
		p.n = min(p.n, s.Count-k)
		k += p.n
		out = append(out, p)
	}
	return out
}
