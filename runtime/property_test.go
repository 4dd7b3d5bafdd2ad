package runtime_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// rounds is how many random cases a test tries.
func rounds(n int) uint64 {
	if testing.Short() || raceEnabled {
		n /= 4
	}
	return uint64(n)
}

func TestRandomPlans(t *testing.T) {
	for seed := range rounds(400) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			switch d := newDice(t, seed); seed % 5 {
			case 0:
				checkPlan[float32](d)
			case 1:
				checkPlan[uint8](d)
			case 2:
				checkPlan[int32](d)
			default:
				checkPlan[float64](d)
			}
		})
	}
}

// most is the size of a random case: some are too large for one goroutine.
func (d *dice) most() int {
	if d.IntN(6) == 0 {
		return 150000
	}
	return 8000
}

func checkPlan[T number](d *dice) {
	p := expression[T](d, d.shape(d.most()))
	if d.IntN(2) == 0 && !slices.Contains(p.want.shape, 0) { // a part of the result
		spans := make([]shape.Span, len(p.want.shape))
		for i, n := range p.want.shape {
			step := 1 + d.IntN(3)
			first := d.IntN(n)
			spans[i] = shape.Span{Start: first, Step: step, Count: (n-1-first)/step + 1}
			if d.IntN(2) == 0 {
				spans[i] = shape.Span{Start: first, Step: -step, Count: first/step + 1}
			}
		}
		p = pair[T]{ir.Slice(p.node, spans), p.want.slice(spans)}
	}
	d.check("ReadInto", p.want.shape, read[T](d.t, p.node, d.options()), p.want.data)
	target := d.target(p.want.shape)
	if d.IntN(3) == 0 {
		target.Path = filepath.Join(d.t.TempDir(), "result.b2nd")
	}
	x, err := planOf(d.t, p.node).Compute(context.Background(), d.options(), target)
	if err != nil {
		d.t.Fatalf("shape %v as %+v: %v", p.want.shape, target, err)
	}
	d.open = append(d.open, x)
	d.check("Compute", p.want.shape, read[T](d.t, sourceNode(x), d.options()), p.want.data)
}

// TestLargeBlocks has blocks that are computed in several tiles.
func TestLargeBlocks(t *testing.T) {
	d := newDice(t, 3)
	a := noise(3, 300, 500) // 3.6 MB
	for _, blocks := range [][]int{{3, 300, 500}, {2, 299, 500}, {1, 300, 500}} {
		x := stored(d, a, b2rt.Target{Layout: b2rt.Layout{Chunks: []int{3, 300, 500}, Blocks: blocks}})
		back := pair[float64]{sourceNode(x), a}
		spans := []shape.Span{{Start: 2, Step: -1, Count: 3}, {Start: 0, Step: 1, Count: 300}, {Start: 499, Step: -1, Count: 500}}
		turned := pair[float64]{ir.Slice(back.node, spans), a.slice(spans)}
		column := noise(300, 1)
		p := apply("add", apply("multiply", back, pair[float64]{sourceNode(plain(column)), column}), turned)
		d.check("ReadInto", a.shape, read[float64](t, p.node, d.options()), p.want.data)
		y, err := planOf(t, p.node).Compute(context.Background(), d.options(), b2rt.Target{Layout: b2rt.Layout{Chunks: []int{3, 300, 500}, Blocks: blocks}})
		if err != nil {
			t.Fatal(err)
		}
		d.check("Compute", a.shape, read[float64](t, sourceNode(y), d.options()), p.want.data)
		one, four := b2rt.DefaultOptions(), b2rt.DefaultOptions()
		one.Workers, four.Workers = 1, 4
		for _, over := range [][]int{{0, 1, 2}, {0, 1}, {0}, {2}, {1}} {
			sum := d.reduced("sum", p.node, over, false)
			d.check("sum by four", a.shape, read[float64](t, sum, four), read[float64](t, sum, one))
		}
	}
}

// check compares bits.
func (d *dice) check(what string, s []int, got, want any) {
	d.t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		d.t.Fatalf("%s of shape %v: got %.200s, want %.200s", what, s, g, w)
	}
}

func TestRandomReductions(t *testing.T) {
	for seed := range rounds(300) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			switch d := newDice(t, seed+1e6); seed % 4 {
			case 0:
				checkReduce[int32, int64](d)
			case 1:
				checkReduce[float32, float32](d)
			case 2:
				checkReduce[uint8, uint64](d)
			default:
				checkReduce[float64, float64](d)
			}
		})
	}
}

// checkReduce reduces a random expression. Sums of T have the type R.
func checkReduce[T, R number](d *dice) {
	p := expression[T](d, d.shape(d.most()))
	s := p.want.shape
	var over []int
	for i := range s {
		if d.IntN(2) == 0 {
			over = append(over, i)
		}
	}
	if len(over) == 0 { // all of them
		for i := range s {
			over = append(over, i)
		}
	}
	keep := d.IntN(2) == 0
	sum := d.reduced("sum", p.node, over, keep)
	wantSum := fold(p.want, over, 0, func(sum float64, v T) float64 { return sum + float64(v) })
	limit := fold(p.want, over, 0, func(sum float64, v T) float64 { return sum + math.Abs(float64(v)) })
	got := read[R](d.t, sum, d.options())
	for i, v := range got {
		if diff := math.Abs(float64(v) - wantSum.data[i]); diff > limit.data[i]*1e-6 {
			d.t.Fatalf("sum of %v over %v: element %d is %v, want %v", s, over, i, v, wantSum.data[i])
		}
	}
	d.check("sum with other workers", s, read[R](d.t, sum, d.options()), got)
	d.check("sum, stored", s, read[R](d.t, sourceNode(d.computed(sum)), d.options()), got)
	if slices.Contains(s, 0) {
		return
	}
	least := fold(p.want, over, greatest[T](), func(m, v T) T { return min(m, v) })
	d.check("min", s, read[T](d.t, d.reduced("min", p.node, over, keep), d.options()), least.data)
	most := fold(p.want, over, least.data[0], func(m, v T) T { return max(m, v) })
	if len(least.data) == 1 {
		d.check("max", s, read[T](d.t, d.reduced("max", p.node, over, keep), d.options()), most.data)
	}
	above := apply("subtract", p, pair[T]{d.reduced("min", p.node, over, true), least})
	d.check("x - min(x)", s, read[T](d.t, above.node, d.options()), above.want.data)
}

// greatest is above every value of the tests.
func greatest[T number]() T {
	v := 1 << 30
	if dtype.Of[T]() == dtype.Uint8 {
		v = math.MaxUint8
	}
	return T(v)
}

func (d *dice) reduced(name string, n *ir.Node, over []int, keep bool) *ir.Node {
	op, _ := ir.Find(name)
	out, err := ir.Reduce(op, n, over, keep)
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

// computed is an expression's value, compressed.
func (d *dice) computed(n *ir.Node) *b2rt.Array {
	x, err := planOf(d.t, n).Compute(context.Background(), d.options(), d.target(n.Shape))
	if err != nil {
		d.t.Fatal(err)
	}
	d.open = append(d.open, x)
	return x
}
