package main

import (
	"context"
	"iter"
	"runtime"
	"sync"

	"github.com/b2gen/b2"
)

// boxBytes is about how much of an array a goroutine holds: much more than the call that reads it costs, and little
// enough for many goroutines.
const boxBytes = 4 << 20

// inBoxes reads an array box by box, each once, with a goroutine for each processor; find looks at a box, and merge gets
// what it found, in the order of the boxes. Goroutine k takes every box whose number is k more than a multiple of their
// number, so that no more than two results for each wait for their turn.
func inBoxes[T b2.Element, R any](ctx context.Context, e *b2.Expr, boxes iter.Seq[[]b2.SliceItem], find func([]T) R, merge func(R)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel(nil)
	found := make([]chan R, runtime.GOMAXPROCS(0))
	for k := range found {
		found[k] = make(chan R, 1)
		all.Go(func() {
			defer close(found[k])
			if err := readBoxes(ctx, e, every(boxes, k, len(found)), find, found[k]); err != nil {
				cancel(err)
			}
		})
	}
	for i := 0; ; i++ {
		r, more := <-found[i%len(found)]
		if !more {
			return context.Cause(ctx)
		}
		merge(r)
	}
}

// readBoxes is what one goroutine does.
func readBoxes[T b2.Element, R any](ctx context.Context, e *b2.Expr, boxes iter.Seq[[]b2.SliceItem], find func([]T) R, out chan<- R) error {
	var data []T
	for box := range boxes {
		part := e.Slice(box...)
		n := 1
		for _, d := range part.Shape() {
			n *= d
		}
		if cap(data) < n {
			data = make([]T, n)
		}
		if err := b2.ReadInto(ctx, data[:n], part, b2.Workers(1)); err != nil {
			return err
		}
		select {
		case out <- find(data[:n]):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// every is the elements number first, first+step and so on of a sequence.
func every[T any](list iter.Seq[T], first, step int) iter.Seq[T] {
	return func(yield func(T) bool) {
		i := 0
		for x := range list {
			if i%step == first && !yield(x) {
				return
			}
			i++
		}
	}
}

// boxesOf cuts an array into chunks and these, where they are large, into boxes of whole blocks.
func boxesOf(a *b2.Array) iter.Seq[[]b2.SliceItem] {
	shape, chunks := a.Shape(), a.Chunks()
	step := boxOf(chunks, a.Blocks(), boxBytes/a.DType().Size())
	return func(yield func([]b2.SliceItem) bool) {
		origin := make([]int, len(shape))
		for chunk := range firsts(origin, shape, chunks) {
			end := stops(chunk, chunks, shape)
			for at := range firsts(chunk, end, step) {
				items := make([]b2.SliceItem, len(at))
				for i, stop := range stops(at, step, end) {
					items[i] = b2.Span(at[i], stop, 1)
				}
				if !yield(items) {
					return
				}
			}
		}
	}
}

// boxOf is as many blocks of a chunk as take no more than room elements, but one at least.
func boxOf(chunk, block []int, room int) []int {
	box := append([]int{}, block...)
	for _, n := range block {
		room /= max(n, 1)
	}
	for i := len(box) - 1; i >= 0 && room > 1; i-- {
		if block[i] == 0 {
			continue
		}
		blocks := min((chunk[i]+block[i]-1)/block[i], room)
		box[i] = min(blocks*block[i], chunk[i])
		room /= blocks
	}
	return box
}

// firsts lists the first positions of the boxes, step long, that cut what lies from start to end, in C order.
func firsts(start, end, step []int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		for i := range start {
			if start[i] >= end[i] {
				return
			}
		}
		at := append([]int{}, start...)
		for {
			if !yield(append([]int{}, at...)) {
				return
			}
			i := len(at) - 1
			for ; i >= 0; i-- {
				if at[i] += step[i]; at[i] < end[i] {
					break
				}
				at[i] = start[i]
			}
			if i < 0 {
				return
			}
		}
	}
}

// stops is where a box at a position ends.
func stops(at, step, end []int) []int {
	out := make([]int, len(at))
	for i := range at {
		out[i] = min(at[i]+step[i], end[i])
	}
	return out
}
