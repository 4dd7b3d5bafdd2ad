package main

import (
	"context"
	"iter"

	"github.com/b2gen/b2"
)

// slabBytes is about how much of a result is in memory at a time when it is written uncompressed.
const slabBytes = 32 << 20

// slabs computes a result piece by piece, the elements of all pieces in C order.
func slabs(ctx context.Context, e *b2.Expr, most int, opts []b2.ReadOption) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for part := range parts(e, most) {
			data, err := b2.ReadBytes(ctx, part, opts...)
			if !yield(data, err) || err != nil {
				return
			}
		}
	}
}

// parts cuts an expression into parts of at most so many bytes, but of one element at least, in C order: runs along
// one axis, for each position on the axes before it.
func parts(e *b2.Expr, most int) iter.Seq[*b2.Expr] {
	shape := e.Shape()
	return func(yield func(*b2.Expr) bool) {
		if e.NBytes() <= int64(most) {
			yield(e)
			return
		}
		axis, inner := 0, int(e.NBytes())/shape[0]
		for inner > most && axis < len(shape)-1 {
			axis++
			inner /= shape[axis]
		}
		run := max(most/inner, 1)
		at := make([]b2.SliceItem, axis+1)
		walk(e, shape[:axis+1], run, at, 0, yield)
	}
}

// walk goes through the positions on the axes from k on, and along the last one in runs.
func walk(e *b2.Expr, shape []int, run int, at []b2.SliceItem, k int, yield func(*b2.Expr) bool) bool {
	step := 1
	if k == len(shape)-1 {
		step = run
	}
	for i := 0; i < shape[k]; i += step {
		at[k] = b2.Span(i, min(i+step, shape[k]), 1)
		if k == len(shape)-1 {
			if !yield(e.Slice(at...)) {
				return false
			}
		} else if !walk(e, shape, run, at, k+1, yield) {
			return false
		}
	}
	return true
}
