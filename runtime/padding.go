package runtime

import (
	"fmt"

	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/frame"
)

// Chunks and blocks may be longer than their array, as those of arrays that are to grow are. What lies beyond it is zeros.
// These are bounds to what they cost: a chunk that is written holds a few bytes in memory for every block, and each
// goroutine makes blocks whole.
const (
	maxPaddingBlocks = 1 << 16  // of a chunk, wholly beyond the array
	maxPaddedBlock   = 16 << 20 // bytes of a block that is longer than the array
)

// checkPadding refuses to write what would be mostly padding, and cost memory for it.
func (g *geometry) checkPadding(size int) error {
	within, longer := 1, false
	for i, n := range g.shape {
		if n == 0 {
			return nil // no chunk is written
		}
		within *= (min(n, g.chunks[i])-1)/g.blocks[i] + 1
		longer = longer || g.blocks[i] > n
	}
	if n := g.NBlocks - within; n > maxPaddingBlocks {
		return fmt.Errorf("chunks %s are too long for an array of %s: %d blocks of %s in each would be padding, more than %d: make chunks shorter or blocks longer",
			shape.Format(g.chunks), shape.Format(g.shape), n, shape.Format(g.blocks), maxPaddingBlocks)
	}
	if longer && g.BlockItems > maxPaddedBlock/size {
		return fmt.Errorf("blocks %s are too long for an array of %s: with padding they have more than %d bytes each",
			shape.Format(g.blocks), shape.Format(g.shape), maxPaddedBlock)
	}
	return nil
}

// suits tells whether a result of shape s may have the layout of an operand.
func (l Layout) suits(s []int, size int) bool {
	if shape.Len(l.Chunks)*size > largestGrid {
		return false
	}
	b := frame.B2ND{Shape: s, Chunks: l.Chunks, Blocks: l.Blocks}
	g, err := b.Geometry()
	return err == nil && (&geometry{Geometry: g, shape: s, chunks: l.Chunks, blocks: l.Blocks}).checkPadding(size) == nil
}
