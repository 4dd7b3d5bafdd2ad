package b2_test

import (
	"sync"
	"testing"

	"github.com/b2gen/b2"
)

// TestStencils builds expressions that take parts of themselves again and again. Copies of copies would make each of
// them larger than memory.
func TestStencils(t *testing.T) {
	a := counting(t, 12, 12)
	steps := map[string]struct {
		expr func(*b2.Expr) *b2.Expr
		loop func(get func(i, j int) int64, i, j int) int64
	}{
		"roll": {
			func(e *b2.Expr) *b2.Expr { return e.Add(e.Roll([]int{1}, b2.Axis(0))) },
			func(get func(i, j int) int64, i, j int) int64 { return get(i, j) + get((i+11)%12, j) },
		},
		"both axes": {
			func(e *b2.Expr) *b2.Expr { return e.Roll([]int{-1}, b2.Axis(1)).Subtract(e.Roll([]int{1}, b2.Axis(0))) },
			func(get func(i, j int) int64, i, j int) int64 { return get(i, (j+1)%12) - get((i+11)%12, j) },
		},
		"transpose": {
			func(e *b2.Expr) *b2.Expr { return e.Transpose().Add(e) },
			func(get func(i, j int) int64, i, j int) int64 { return get(j, i) + get(i, j) },
		},
		"flip of a transpose": {
			func(e *b2.Expr) *b2.Expr { return e.Transpose().Flip(b2.Axis(1)).Subtract(e) },
			func(get func(i, j int) int64, i, j int) int64 { return get(11-j, i) - get(i, j) },
		},
		"two parts": {
			func(e *b2.Expr) *b2.Expr {
				return b2.Concat([]any{e.Index("4:"), e.Index("3::-1")}).Add(e)
			},
			func(get func(i, j int) int64, i, j int) int64 {
				if i < 8 {
					return get(i+4, j) + get(i, j)
				}
				return get(11-i, j) + get(i, j)
			},
		},
	}
	for name, step := range steps {
		t.Run(name, func(t *testing.T) {
			e, want := a.Expr(), make([]int64, 144)
			for i := range want {
				want[i] = int64(i)
			}
			for range 30 {
				e = step.expr(e)
				next := make([]int64, 144)
				for k := range next {
					next[k] = step.loop(func(i, j int) int64 { return want[12*i+j] }, k/12, k%12)
				}
				want = next
			}
			var readers sync.WaitGroup
			for _, row := range []int{0, 5, 5, 11} { // makers of the same parts
				readers.Go(func() {
					got := make([]int64, 12)
					if err := b2.ReadInto(t.Context(), got, e.Slice(b2.At(row))); err != nil {
						t.Error(err)
						return
					}
					for j, v := range got {
						if v != want[12*row+j] {
							t.Errorf("element %d, %d is %d, want %d", row, j, v, want[12*row+j])
							return
						}
					}
				})
			}
			readers.Wait()
		})
	}
}
