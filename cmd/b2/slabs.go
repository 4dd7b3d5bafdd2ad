package main

import (
	"context"
	"iter"

	"github.com/b2gen/b2"
)

// slabBytes is about how much of a result is in memory at a time when it is written uncompressed.
const slabBytes = 32 << 20

// slabs computes a result piece by piece, the elements of all pieces in C order. A piece is valid until the next.
func slabs(ctx context.Context, e *b2.Expr, most int, opts ...b2.BlocksOption) iter.Seq2[[]byte, error] {
	opts = append([]b2.BlocksOption{b2.BlockShape(slab(e, most)...)}, opts...)
	return func(yield func([]byte, error) bool) {
		for block, err := range e.Blocks(ctx, opts...) {
			if !yield(block.Bytes, err) {
				return
			}
		}
	}
}

// slab is the shape of pieces of at most so many bytes, but of one element at least, that follow each other in C
// order: a run along one axis, one position on the axes before it, all on those behind.
func slab(e *b2.Expr, most int) []int {
	lengths := e.Shape()
	room := most / e.DType().Size()
	for k := len(lengths) - 1; k >= 0; k-- {
		lengths[k] = max(min(lengths[k], room), 1)
		room /= lengths[k]
	}
	return lengths
}
