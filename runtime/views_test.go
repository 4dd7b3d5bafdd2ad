package runtime_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// TestRandomViews makes views of expressions and expressions of views.
func TestRandomViews(t *testing.T) {
	for seed := range rounds(600) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			switch d := newDice(t, 1000+seed); seed % 4 {
			case 0:
				checkViews[float32](d)
			case 1:
				checkViews[uint8](d)
			default:
				checkViews[float64](d)
			}
		})
	}
}

func checkViews[T number](d *dice) {
	p := expression[T](d, d.shape(d.most()))
	if slices.Contains(p.want.shape, 0) {
		return
	}
	for range 1 + d.IntN(3) {
		p = view(d, p)
		if d.IntN(2) == 0 {
			p = apply("add", p, operand[T](d, p.want.shape))
		}
		if d.IntN(3) == 0 {
			spans := make([]shape.Span, len(p.want.shape))
			for i, n := range p.want.shape {
				spans[i] = d.span(n)
			}
			p = pair[T]{ir.Slice(p.node, spans), p.want.slice(spans)}
		}
	}
	d.check("ReadInto", p.want.shape, read[T](d.t, p.node, d.options()), p.want.data)
	x, err := planOf(d.t, p.node).Compute(context.Background(), d.options(), d.target(p.want.shape))
	if err != nil {
		d.t.Fatal(err)
	}
	d.open = append(d.open, x)
	d.check("Compute", p.want.shape, read[T](d.t, sourceNode(x), d.options()), p.want.data)
}

// span is a random part of an axis.
func (d *dice) span(n int) shape.Span {
	step, first := 1+d.IntN(3), d.IntN(n)
	if d.IntN(2) == 0 {
		return shape.Span{Start: first, Step: -step, Count: first/step + 1}
	}
	return shape.Span{Start: first, Step: step, Count: (n-1-first)/step + 1}
}

// view is a random view of an expression.
func view[T number](d *dice, p pair[T]) pair[T] {
	s := p.want.shape
	n := len(s)
	if n == 0 {
		return p
	}
	axis := d.IntN(n)
	switch d.IntN(8) {
	case 6, 7:
		return gathered(d, p)
	case 0:
		order := d.Perm(n)
		out := make([]int, n)
		for i, a := range order {
			out[i] = s[a]
		}
		at := make([]int, n)
		return pair[T]{row(d, "transpose", ir.Options{"axes": order}, p.node), build(out, func(pos []int) T {
			for i, a := range order {
				at[a] = pos[i]
			}
			return p.want.at(at)
		})}
	case 1, 2:
		out := d.refactored(shape.Len(s))
		return pair[T]{row(d, "reshape", ir.Options{"shape": out}, p.node), array[T]{out, p.want.data}}
	case 3:
		q := expression[T](d, s)
		if !slices.Equal(q.want.shape, s) || shape.Len(s) > 200000 {
			q = p
		}
		out := slices.Clone(s)
		out[axis] *= 2
		return pair[T]{row(d, "concat", ir.Options{"axis": axis}, p.node, q.node), build(out, func(pos []int) T {
			from := slices.Clone(pos)
			if from[axis] < s[axis] {
				return p.want.at(from)
			}
			from[axis] -= s[axis]
			return q.want.at(from)
		})}
	case 4:
		list := make([]int, 1+d.IntN(min(2*s[axis], 50)))
		for i := range list {
			list[i] = d.IntN(s[axis])
		}
		return pair[T]{row(d, "take", ir.Options{"indices": list, "axis": axis}, p.node), p.want.taken(axis, list)}
	}
	by, list := d.IntN(s[axis]), make([]int, s[axis])
	for i := range list {
		list[i] = (i + s[axis] - by) % s[axis]
	}
	return pair[T]{row(d, "roll", ir.Options{"shift": []int{by}, "axis": []int{axis}}, p.node), p.want.taken(axis, list)}
}

func (a array[T]) taken(axis int, list []int) array[T] {
	s := slices.Clone(a.shape)
	s[axis] = len(list)
	return build(s, func(pos []int) T {
		from := slices.Clone(pos)
		from[axis] = list[from[axis]]
		return a.at(from)
	})
}

func row(d *dice, name string, o ir.Options, arrays ...*ir.Node) *ir.Node {
	d.t.Helper()
	op, _ := ir.Find(name)
	n, err := ir.Apply(op, arrays, o)
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// refactored is a random shape of n elements.
func (d *dice) refactored(n int) []int {
	out := []int{}
	for f := 2; n > 1 && len(out) < 4; f++ {
		if f*f > n {
			break
		}
		if n%f == 0 && d.IntN(2) == 0 {
			out = append(out, f)
			n /= f
			f--
		}
	}
	out = append(out, n)
	d.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	if d.IntN(4) == 0 {
		out = slices.Insert(out, d.IntN(len(out)+1), 1)
	}
	return out
}

// TestRandomSelections takes what masks select.
func TestRandomSelections(t *testing.T) {
	for seed := range rounds(150) {
		d := newDice(t, 5000+seed)
		s := d.shape(d.most())
		if slices.Contains(s, 0) {
			continue
		}
		values := expression[int32](d, s)
		mask := expression[int32](d, s)
		if !slices.Equal(values.want.shape, mask.want.shape) || len(values.want.shape) == 0 {
			continue
		}
		if d.IntN(3) == 0 {
			order := d.Perm(len(values.want.shape))
			for _, p := range []*pair[int32]{&values, &mask} {
				n := p.node
				*p = pair[int32]{row(d, "transpose", ir.Options{"axes": order}, n), array[int32]{}}
				p.want = array[int32]{p.node.Shape, read[int32](t, p.node, b2rt.DefaultOptions())}
			}
		}
		limit := int32(d.IntN(12) - 3)
		less, _ := ir.Find("less")
		under, err := ir.Call(less, mask.node, ir.NewConst(dtype.Int32, uint64(uint32(limit))))
		if err != nil {
			t.Fatal(err)
		}
		var want []int32
		for i, v := range values.want.data {
			if mask.want.data[i] < limit {
				want = append(want, v)
			}
		}
		got, err := b2rt.Select(context.Background(), d.options(), planOf(t, under), planOf(t, values.node))
		if err != nil {
			t.Fatal(err)
		}
		if n := got.Shape()[0]; n != len(want) {
			t.Fatalf("seed %d: %d elements are selected, want %d", seed, n, len(want))
		}
		if len(want) == 0 {
			continue
		}
		d.check("all", got.Shape(), read[int32](t, sourceNode(got), d.options()), want)
		span := d.span(len(want))
		part := array[int32]{[]int{len(want)}, want}.slice([]shape.Span{span})
		d.check("part", part.shape, read[int32](t, ir.Slice(sourceNode(got), []shape.Span{span}), d.options()), part.data)
	}
}

// TestBands reads across blocks with memory for parts of the array alone, from several goroutines.
func TestBands(t *testing.T) {
	d := newDice(t, 9)
	a := noise(700, 900) // 5 MB
	x := stored(d, a, b2rt.Target{})
	turn := func(n *ir.Node) *ir.Node { return row(d, "transpose", nil, n) }
	turned := build([]int{900, 700}, func(pos []int) float64 { return a.at([]int{pos[1], pos[0]}) })
	square := build([]int{700, 700}, func(pos []int) float64 { return a.at(pos) + a.at([]int{pos[1], pos[0]}) })
	part := ir.Slice(sourceNode(x), []shape.Span{{Step: 1, Count: 700}, {Step: 1, Count: 700}})
	whole := stored(d, build([]int{700, 700}, func(pos []int) float64 { return a.at(pos) }), b2rt.Target{})
	add, _ := ir.Find("add")
	sum, err := ir.Call(add, sourceNode(whole), turn(sourceNode(whole)))
	if err != nil {
		t.Fatal(err)
	}
	sliced, err := ir.Call(add, part, turn(part))
	if err != nil {
		t.Fatal(err)
	}
	for _, hoist := range []int{-1, 0, 2 << 20, 3 << 20} {
		o := b2rt.DefaultOptions()
		o.Hoist, o.Workers = hoist, 3
		flat := row(d, "reshape", ir.Options{"shape": []int{1000, 630}}, turn(sourceNode(x)))
		d.check("reshape", []int{1000, 630}, read[float64](t, flat, o), turned.data)
		d.check("sum", []int{700, 700}, read[float64](t, sum, o), square.data)
		d.check("sum of slices", []int{700, 700}, read[float64](t, sliced, o), square.data)
		y, err := planOf(t, turn(sourceNode(x))).Compute(context.Background(), o, b2rt.Target{Layout: b2rt.Layout{Chunks: []int{8, 700}}})
		if err != nil {
			t.Fatal(err)
		}
		d.open = append(d.open, y)
		d.check("in other chunks", []int{900, 700}, read[float64](t, sourceNode(y), o), turned.data)
	}
}
