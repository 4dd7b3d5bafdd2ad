package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Setting is what a reduction has besides its axes.
type Setting struct {
	DDof   float64 // of var: what is taken off the count that is divided by
	Q      float64 // of a quantile
	Method string  // of a quantile

	Qs     []float64 // of several quantiles at once, which are the result's last axis; nil: Q alone
	Halves bool      // of those in float64: the elements are float16, as are their differences
}

func (s Setting) equal(t Setting) bool {
	return s.DDof == t.DDof && s.Q == t.Q && s.Method == t.Method && s.Halves == t.Halves &&
		(s.Qs == nil) == (t.Qs == nil) && slices.Equal(s.Qs, t.Qs)
}

// masking is which elements a reduction is of: where a mask that is broadcast to them is true. One of a selection is of
// the first so many axes.
type masking struct {
	mask *Node // nil: all
	rows int
}

// overOf are the sorted axes that a list says; nil: all.
func overOf(axes []int, ndim int) ([]int, error) {
	if axes != nil {
		return shape.Axes(axes, ndim)
	}
	over := make([]int, ndim)
	for i := range over {
		over[i] = i
	}
	return over, nil
}

// reduceWith is Reduce with a setting, of chosen elements.
func reduceWith(op *Op, n *Node, which masking, axes []int, keep bool, s Setting) (*Node, error) {
	if len(n.Shape) == 0 && scalarAxis(axes) && op.Reduce.scalars(op.SkipNaN || which.mask != nil) {
		axes = nil
	}
	over, err := overOf(axes, len(n.Shape))
	if err != nil {
		return nil, err
	}
	arg, out, err := reduceTypes(op, n, s)
	if err != nil {
		return nil, err
	}
	lengths := []int{}
	for i, d := range n.Shape {
		switch {
		case !slices.Contains(over, i):
			lengths = append(lengths, d)
		case d == 0 && op.Reduce.needsOne(op.SkipNaN):
			return nil, fmt.Errorf("%s of an empty axis has no value: axis %d of shape %s has length 0", op.Name, i, shape.Format(n.Shape))
		case keep:
			lengths = append(lengths, 1)
		}
	}
	s.Halves = s.Qs != nil && n.DType == dtype.Float16 && out.result == dtype.Float64
	args := []*Node{arg}
	if which.mask != nil {
		args = append(args, array(which.mask))
	}
	if s.Qs == nil {
		r := newNode(Node{Kind: ReduceNode, Op: op, Args: args, DType: out.accumulated, Shape: lengths, Over: over, Keep: keep, Axes: shape.Varying(lengths), Setting: s, Rows: which.rows})
		return cast(r, out.result, false)
	}
	first := append([]int{len(lengths)}, firstNumbers(len(lengths))...)
	lengths = append(lengths, len(s.Qs))
	if err := fitsShape(lengths); err != nil {
		return nil, err
	}
	r := newNode(Node{Kind: ReduceNode, Op: op, Args: args, DType: out.accumulated, Shape: lengths, Over: over, Keep: keep, Axes: shape.Varying(lengths), Setting: s, Rows: which.rows})
	if r, err = cast(r, out.result, false); err != nil {
		return nil, err
	}
	return Reaxis(r, first), nil
}

// reduced are the types of a reduction's result: as it is accumulated, and in the end.
type reducedTypes struct{ accumulated, result dtype.DType }

// reduceTypes casts the argument of a reduction to what it takes. float16 is computed as float32; quantiles, which round
// as NumPy does, give it themselves, and scans step by step.
func reduceTypes(op *Op, n *Node, s Setting) (arg *Node, out reducedTypes, err error) {
	if err := computes(n.DType); err != nil {
		return nil, out, err
	}
	sig, err := op.Types([]dtype.Type{n.Type()})
	if err != nil {
		return nil, out, err
	}
	single := sig.computed()
	switch {
	case op.Reduce.Scans():
		single = sig
	case op.Reduce == ReduceQuantile:
		if sig.Out, err = quantileType(sig.Out, s); err != nil {
			return nil, out, err
		}
		single.Out = sig.Out
	}
	arg, err = argument(n, sig.In[0], single.In[0])
	return arg, reducedTypes{single.Out, sig.Out}, err
}

// Scans reports whether every element has a result.
func (k ReduceKind) Scans() bool { return k == ReduceCumSum || k == ReduceCumProd }

// scalarAxis reports whether NumPy lets the axes stand for none at all where a scalar is reduced.
func scalarAxis(axes []int) bool { return len(axes) == 1 && (axes[0] == 0 || axes[0] == -1) }

// scalars reports whether it does so for the reduction.
func (k ReduceKind) scalars(skipNaN bool) bool {
	switch k {
	case ReduceMean, ReduceVar:
		return skipNaN
	case ReduceQuantile:
		return false
	}
	return true
}

// needsOne reports whether there is no result of no elements.
func (k ReduceKind) needsOne(skipNaN bool) bool {
	switch k {
	case ReduceMin, ReduceMax, ReduceArgMin, ReduceArgMax:
		return true
	case ReduceQuantile:
		return !skipNaN
	}
	return false
}

// scanOf is a scan of n along an axis, or of all elements in C order when there is none.
func scanOf(op *Op, n *Node, axis int, along bool) (*Node, error) {
	axes := []int{axis}
	if along = along && !(len(n.Shape) == 0 && scalarAxis(axes)); !along {
		axes = nil
	}
	over, err := overOf(axes, len(n.Shape))
	if err != nil {
		return nil, err
	}
	arg, out, err := reduceTypes(op, n, Setting{})
	if err != nil {
		return nil, err
	}
	lengths := n.Shape
	if !along {
		lengths = []int{shape.Len(n.Shape)}
	}
	return newNode(Node{Kind: ReduceNode, Op: op, Args: []*Node{arg}, DType: out.result, Shape: lengths, Over: over, Keep: along, Axes: shape.Varying(lengths)}), nil
}

// sliceScan is a part of a scan: what lies before it on the axis is needed, too.
func sliceScan(n *Node, spans []shape.Span) *Node {
	whole := *n
	if n.Keep {
		under := slices.Clone(spans)
		read := make([]shape.Span, len(spans))
		for i, s := range spans {
			read[i] = shape.Span{Start: 0, Step: 1, Count: s.Count}
		}
		axis := n.Over[0]
		s := spans[axis]
		under[axis] = shape.Span{Start: 0, Step: 1, Count: 1 + max(s.Start, s.Start+s.Step*(s.Count-1))}
		read[axis] = s
		whole.Args = []*Node{slice(n.Args[0], under)}
		whole.Shape = whole.Args[0].Shape
		spans = read
	}
	whole.Source, whole.Access = whole.Shape, sliceAccess(shape.Whole(len(whole.Shape)), spans)
	whole.Shape = make([]int, len(spans))
	for i, s := range spans {
		whole.Shape[i] = s.Count
	}
	whole.Axes = shape.Varying(whole.Shape)
	return newNode(whole)
}

// sliceRead is a part of what is read of a reduction's result: of the result no more than that is computed.
func sliceRead(n *Node, spans []shape.Span) *Node {
	whole := *n
	whole.Shape, whole.Access, whole.Source, whole.Axes = n.Source, nil, nil, shape.Varying(n.Source)
	under := make([]shape.Span, len(n.Access))
	axes := make([]int, len(spans))
	for i := range axes {
		axes[i] = NewAxis
	}
	for i, a := range n.Access {
		under[i] = shape.Span{Start: a.Start, Step: 1, Count: 1}
		if a.Axis >= 0 {
			at := len(spans) - 1 - a.Axis
			s := spans[at]
			under[i] = shape.Span{Start: a.Start + a.Step*s.Start, Step: a.Step * s.Step, Count: s.Count}
			axes[at] = i
		}
	}
	return Reaxis(slice(newNode(whole), under), axes)
}
