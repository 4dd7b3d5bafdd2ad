package runtime

import "github.com/b2gen/b2/ir/shape"

// geometry is how the elements of an array lie in its chunks (digest 9): chunks in C order; in a chunk its blocks in
// C order; in a block its elements in C order. Chunks are padded to whole blocks, and blocks to their full lengths.
type geometry struct {
	shape, chunks, blocks []int
	chunkGrid             []int // chunks along each axis
	blockGrid             []int // blocks of a chunk along each axis
	blockLen              int   // elements of a block, padding included
}

func newGeometry(s []int, l Layout) geometry {
	g := geometry{shape: s, chunks: l.Chunks, blocks: l.Blocks, blockLen: shape.Len(l.Blocks)}
	for i := range s {
		g.chunkGrid = append(g.chunkGrid, parts(s[i], l.Chunks[i]))
		g.blockGrid = append(g.blockGrid, parts(l.Chunks[i], l.Blocks[i]))
	}
	return g
}

// parts is the number of pieces of length part that cover n.
func parts(n, part int) int {
	if n == 0 {
		return 0
	}
	return (n + part - 1) / part
}

func (g *geometry) numChunks() int { return shape.Len(g.chunkGrid) }
func (g *geometry) numBlocks() int { return shape.Len(g.blockGrid) } // of each chunk

// box sets the part of the array that block b of chunk c holds: its first element and its lengths, which are less
// than the block's at an edge, and 0 or less where all is padding.
func (g *geometry) box(c, b int, lo, n []int) {
	for i := len(g.shape) - 1; i >= 0; i-- {
		first := c % g.chunkGrid[i] * g.chunks[i]
		at := b % g.blockGrid[i] * g.blocks[i]
		lo[i] = first + at
		n[i] = min(g.blocks[i], g.chunks[i]-at, g.shape[i]-lo[i])
		c /= g.chunkGrid[i]
		b /= g.blockGrid[i]
	}
}

// piece is a run of positions of one axis of a read that fall into one block.
type piece struct {
	to, n        int // first place in the destination, and how many
	chunk, block int // along the axis
	at           int // first position in the block
}

// pieces cuts what is read of axis i at the edges of blocks.
func (g *geometry) pieces(i int, s shape.Span, out []piece) []piece {
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
