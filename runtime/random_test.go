package runtime_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/interp"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// planOf makes the plan of an expression for the interpreter. Operands' Refs are sources.
func planOf(t testing.TB, n *ir.Node) *b2rt.Plan {
	t.Helper()
	plan := &b2rt.Plan{}
	for _, l := range ir.Build(n).Loops {
		if v := l.View; v != nil {
			plan.Nodes = append(plan.Nodes, viewNode(l))
			continue
		}
		k, err := interp.Compile(l)
		if err != nil {
			t.Fatal(err)
		}
		node := &b2rt.Node{Shape: l.Shape, Kernel: k}
		if r := l.Reduce; r != nil {
			kinds := map[ir.ReduceKind]b2rt.ReduceKind{
				ir.ReduceSum: b2rt.Sum, ir.ReduceMean: b2rt.Mean, ir.ReduceMin: b2rt.Min, ir.ReduceMax: b2rt.Max,
				ir.ReduceCumSum: b2rt.CumSum, ir.ReduceCumProd: b2rt.CumProd,
			}
			node.Reduce = &b2rt.Reduce{Kind: kinds[r.Op.Reduce], Over: r.Over, Keep: r.Keep, Out: r.Out}
		}
		node.In = inputsOf(l)
		plan.Nodes = append(plan.Nodes, node)
	}
	return plan
}

func viewNode(l *ir.Loop) *b2rt.Node {
	kinds := map[ir.ViewKind]b2rt.ViewKind{ir.ViewConcat: b2rt.Concat, ir.ViewReshape: b2rt.Reshape, ir.ViewTake: b2rt.Take, ir.ViewGather: b2rt.Gather, ir.ViewNonzero: b2rt.Nonzero}
	v := &b2rt.View{Kind: kinds[l.View.Kind], Axis: l.View.Axis, At: l.View.At, DType: l.View.DType}
	return &b2rt.Node{Shape: l.Shape, View: v, In: inputsOf(l)}
}

func inputsOf(l *ir.Loop) []b2rt.Input {
	var inputs []b2rt.Input
	for _, in := range l.Inputs {
		input := b2rt.Input{Node: in.Loop, Shape: in.Shape, Access: in.Access}
		if in.Node != nil {
			source, ok := in.Node.Ref.(b2rt.Source)
			if !ok { // what an empty slice becomes
				source = b2rt.NewAffine(in.DType, in.Node.Source, nil)
			}
			input.Source = source
		}
		inputs = append(inputs, input)
	}
	return inputs
}

// sourceNode is a source as an expression.
func sourceNode(s b2rt.Source) *ir.Node { return ir.NewOperand(s, "", s.DType(), s.Shape()) }

func bytesOf[T dtype.Element](data []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), len(data)*int(unsafe.Sizeof(*new(T))))
}

func plain[T dtype.Element](a array[T]) *b2rt.Plain {
	return b2rt.NewPlain(dtype.Of[T](), a.shape, bytesOf(a.data), a.data)
}

// read computes an expression into the middle of a larger slice, and makes sure that nothing around it is touched.
func read[T dtype.Element](t testing.TB, n *ir.Node, o b2rt.Options) []T {
	t.Helper()
	const guard = 40
	size := shape.Len(n.Shape)
	all := make([]T, size+2*guard)
	for i := range bytesOf(all) {
		bytesOf(all)[i] = 0xA5
	}
	dst := all[guard : guard+size]
	if err := planOf(t, n).ReadInto(context.Background(), o, bytesOf(dst)); err != nil {
		t.Fatalf("%s: %v", shape.Format(n.Shape), err)
	}
	for i, b := range bytesOf(all) {
		if e := i / int(unsafe.Sizeof(all[0])); b != 0xA5 && (e < guard || e >= guard+size) {
			t.Fatalf("ReadInto wrote to element %d of %d", e-guard, size)
		}
	}
	return dst
}

// dice are what random cases are made with.
type dice struct {
	*rand.Rand
	t    testing.TB
	open []*b2rt.Array
}

func newDice(t testing.TB, seed uint64) *dice {
	d := &dice{Rand: rand.New(rand.NewPCG(seed, 1)), t: t}
	t.Cleanup(func() {
		for _, a := range d.open {
			a.Close()
		}
	})
	return d
}

var lengths = []int{1, 1, 2, 3, 5, 7, 15, 16, 17, 31, 47, 48, 49, 63, 64, 65, 130, 1023, 1024, 1025, 2100}

// shape is a random shape of up to 5 axes and about most elements.
func (d *dice) shape(most int) []int {
	s := make([]int, d.IntN(6))
	for i := range s {
		s[i] = lengths[d.IntN(len(lengths))]
		if d.IntN(40) == 0 {
			s[i] = 0
		}
	}
	for shape.Len(s) > most {
		i := d.IntN(len(s))
		s[i] = (s[i] + 1) / 2
	}
	return s
}

// cut is random chunks or blocks of something of a shape, so that there are not too many.
func (d *dice) cut(s []int, most int) []int {
	out, parts := slices.Clone(s), 1
	for _, i := range d.Perm(len(s)) {
		if s[i] < 2 || d.IntN(3) == 0 {
			continue
		}
		n := 1 + d.IntN(s[i])
		if p := (s[i] + n - 1) / n; parts*p <= most {
			out[i], parts = n, parts*p
		}
	}
	return out
}

// target is a random layout and storage.
func (d *dice) target(s []int) b2rt.Target {
	var t b2rt.Target
	if d.IntN(4) > 0 {
		t.Layout.Chunks = d.cut(s, 60)
		if d.IntN(4) > 0 {
			t.Layout.Blocks = d.cut(t.Layout.Chunks, 20)
		}
	} else if d.IntN(2) == 0 {
		t.Layout.Blocks = d.cut(s, 200)
	}
	t.Codec = []string{"", "lz4", "zlib", "zstd"}[d.IntN(4)]
	if level := d.IntN(7); level < 6 {
		t.Level = &level
	}
	t.Filters = [][]string{nil, {}, {"shuffle"}, {"bitshuffle"}, {"shuffle", "bytedelta"}, {"shuffle:4", "bytedelta:2", "bitshuffle", "shuffle"}, {"delta", "shuffle"}}[d.IntN(7)]
	if len(t.Filters) > 0 && t.Filters[0] == "delta" {
		t.Layout.Blocks = nil
	}
	return t
}

// options are random, too: none may change a result.
func (d *dice) options() b2rt.Options {
	o := b2rt.DefaultOptions()
	o.Workers = 1 + d.IntN(4)
	o.Hoist = []int{0, -1, 1, 1000}[d.IntN(4)]
	return o
}

// spans are a random slice that gives a shape, and the shape that is sliced.
func (d *dice) spans(s []int) (whole []int, spans []shape.Span) {
	whole, spans = slices.Clone(s), make([]shape.Span, len(s))
	for i, n := range s {
		spans[i] = shape.Span{Step: 1, Count: n}
		if n == 0 || d.IntN(2) == 0 || shape.Len(whole) > 30000 {
			continue
		}
		step := 1 + d.IntN(3)
		before := d.IntN(4)
		whole[i] = before + (n-1)*step + 1 + d.IntN(4)
		spans[i] = shape.Span{Start: before, Step: step, Count: n}
		if d.IntN(2) == 0 {
			spans[i] = shape.Span{Start: before + (n-1)*step, Step: -step, Count: n}
		}
	}
	return whole, spans
}

// operand is an array that can be broadcast to a shape: stored in a random layout, or plain.
func operand[T number](d *dice, s []int) pair[T] {
	own := slices.Clone(s[d.IntN(len(s)+1)*d.IntN(2):])
	for i := range own {
		if d.IntN(4) == 0 {
			own[i] = 1
		}
	}
	sliced := shape.Len(own) < 20000 && d.IntN(2) == 0
	source, spans := own, []shape.Span(nil)
	if sliced {
		source, spans = d.spans(own)
	}
	a := build(source, func([]int) T { return T(d.IntN(9)) })
	var in b2rt.Source = plain(a)
	switch kind := d.IntN(6); {
	case kind == 0:
		for i := range a.data {
			a.data[i] = T(i % 7)
		}
		in = b2rt.NewAffine(dtype.Of[T](), source, func(dst []byte, first, step, n int) {
			for i, out := 0, unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(dst))), n); i < n; i++ {
				out[i] = T((first + i*step) % 7)
			}
		})
	case kind < 5:
		in = stored(d, a, d.target(source))
	}
	p := pair[T]{sourceNode(in), a}
	if sliced {
		p = pair[T]{ir.Slice(p.node, spans), a.slice(spans)}
	}
	return p
}

// stored is the array compressed.
func stored[T number](d *dice, a array[T], target b2rt.Target) *b2rt.Array {
	d.t.Helper()
	x, err := planOf(d.t, sourceNode(plain(a))).Compute(context.Background(), d.options(), target)
	if err != nil {
		d.t.Fatalf("shape %v as %+v: %v", a.shape, target, err)
	}
	d.open = append(d.open, x)
	return x
}

// expression is a random one with values of about a shape.
func expression[T number](d *dice, s []int) pair[T] {
	p := operand[T](d, s)
	for range d.IntN(4) {
		switch q := operand[T](d, s); d.IntN(6) {
		case 0:
			p = apply("multiply", p, operand[T](d, s))
		case 1:
			p = apply("minimum", q, p)
		case 2:
			p = apply("add", p, p)
		case 3:
			p = apply("add", apply("square", q), p)
		case 4: // dear enough to be hoisted
			if dtype.Of[T]().IsFloat() {
				q = apply("sqrt", q)
			}
			p = apply("add", p, q)
		default:
			p = apply("subtract", p, q)
		}
	}
	return p
}
