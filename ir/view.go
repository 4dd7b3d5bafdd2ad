package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/shape"
)

// Slice takes span i of each axis of n, pushed down to the operands, so that only what is asked for is read and
// computed. No axis is dropped: one position is an axis of length 1, which Reaxis may remove. A slice of a slice is one of
// what that was made of, and equal ones are one node.
func Slice(n *Node, spans []shape.Span) *Node {
	for _, s := range spans {
		if s.Count == 0 {
			return empty(n, spans)
		}
	}
	return slice(n, spans)
}

// empty is an array of no elements, which needs no computing.
func empty(n *Node, spans []shape.Span) *Node {
	out := counts(spans)
	text := fmt.Sprintf("zeros(%s, dtype=%s)", shape.Format(out), n.DType)
	return NewOperand(&Generator{DType: n.DType, Shape: out}, text, n.DType, out)
}

// counts is the shape of a slice.
func counts(spans []shape.Span) []int {
	out := make([]int, len(spans))
	for i, s := range spans {
		out[i] = s.Count
	}
	return out
}

func slice(n *Node, spans []shape.Span) *Node {
	for _, s := range spans {
		if s.Count == 0 && n.Kind != ConstNode && (n.Kind != CastNode || n.Explicit) {
			return empty(n, spans)
		}
	}
	if n.Kind == ConstNode || slices.Equal(spans, fullSpans(n.Shape)) {
		return n
	}
	if o := n.origin; o != nil {
		return reaxis(slice(o.base, o.under(spans)), o.axes)
	}
	key := make([]int, 0, 3*len(spans))
	for _, s := range spans {
		key = append(key, s.Start, s.Step, s.Count)
	}
	return n.part(partKey('s', key...), func() *Node { return slicedOf(n, spans) })
}

// slicedOf makes the slice of a node that is no slice itself.
func slicedOf(n *Node, spans []shape.Span) *Node {
	if n.Kind == ViewNode && !n.View.accessed() {
		return sliceView(n, spans)
	}
	out := *n
	out.Shape = counts(spans)
	switch n.Kind {
	case OperandNode:
		out.Access = sliceAccess(n.Access, spans)
	case ViewNode:
		out.Source, out.Access = n.read()
		out.Access = sliceAccess(out.Access, spans)
	case ReduceNode:
		if n.Access != nil { // its axes were changed, or it is a part of a scan
			return sliceRead(n, spans)
		}
		if n.Op.Reduce.Scans() {
			return sliceScan(n, spans)
		}
		out.Args = []*Node{slice(n.Args[0], underReduce(n, spans))}
	case BroadcastNode:
		return broadcast(slice(n.Args[0], underBroadcast(n.Shape, n.Args[0].Shape, spans)), out.Shape)
	default:
		out.Args = make([]*Node, len(n.Args))
		for i, a := range n.Args {
			out.Args[i] = slice(a, underBroadcast(n.Shape, a.Shape, spans))
		}
	}
	out.Axes = n.Axes & shape.Varying(out.Shape)
	return newPart(out, &origin{base: n, spans: spans, axes: firstNumbers(len(spans))})
}

// sliceView slices what a Concat or a Take is made of.
func sliceView(n *Node, spans []shape.Span) *Node {
	under := slices.Clone(spans)
	s := spans[n.Along]
	if n.View == ViewTake {
		at := make([]int, s.Count)
		for i := range at {
			at[i] = n.At[s.Start+s.Step*i]
		}
		if span, ok := progression(at); ok {
			under[n.Along] = span
			return slice(n.Args[0], under)
		}
		under[n.Along] = shape.Span{Step: 1, Count: n.Args[0].Shape[n.Along]}
		return take(slice(n.Args[0], under), at, n.Along)
	}
	var parts []*Node
	lo := 0
	for _, a := range n.Args {
		d := a.Shape[n.Along]
		if span, ok := s.Within(lo, d); ok {
			under[n.Along] = span
			parts = append(parts, slice(a, slices.Clone(under)))
		}
		lo += d
	}
	if s.Step < 0 {
		slices.Reverse(parts)
	}
	return concat(parts, n.Along)
}

func sliceAccess(access []shape.Access, spans []shape.Span) []shape.Access {
	out := slices.Clone(access)
	for i, a := range out {
		if a.Axis >= 0 {
			s := spans[len(spans)-1-a.Axis]
			out[i] = shape.Access{Axis: a.Axis, Start: a.Start + a.Step*s.Start, Step: a.Step * s.Step}
		}
	}
	return out
}

// underBroadcast is what spans of a result take of an argument that was broadcast to it.
func underBroadcast(result, arg []int, spans []shape.Span) []shape.Span {
	lead := len(result) - len(arg)
	out := make([]shape.Span, len(arg))
	for i, d := range arg {
		if out[i] = spans[lead+i]; d != result[lead+i] {
			out[i] = shape.Span{Start: 0, Step: 1, Count: 1}
		}
	}
	return out
}

// underReduce is what spans of a reduction's result take of its argument: all of the axes reduced over.
func underReduce(n *Node, spans []shape.Span) []shape.Span {
	arg := n.Args[0].Shape
	out := make([]shape.Span, len(arg))
	next := 0
	for i, d := range arg {
		reduced := slices.Contains(n.Over, i)
		if reduced {
			out[i] = shape.Span{Start: 0, Step: 1, Count: d}
		} else {
			out[i] = spans[next]
		}
		if !reduced || n.Keep {
			next++
		}
	}
	return out
}

// NewAxis in the list of axes given to Reaxis stands for an axis of length 1 that n does not have.
const NewAxis = -1

// Reaxis is n with other axes: axes lists, in the order they get, the axes of n that stay and the new ones; those left
// out have length 1 and go.
func Reaxis(n *Node, axes []int) *Node {
	if len(axes) == len(n.Shape) && slices.Equal(axes, firstNumbers(len(axes))) {
		return n
	}
	return reaxis(array(n), axes)
}

func reaxis(n *Node, axes []int) *Node {
	if n.Kind == ConstNode || len(axes) == len(n.Shape) && slices.Equal(axes, firstNumbers(len(axes))) {
		return n
	}
	if o := n.origin; o != nil && !slices.Equal(o.axes, firstNumbers(len(o.axes))) {
		return reaxis(slice(o.base, o.spans), o.reordered(axes))
	}
	return n.part(partKey('a', axes...), func() *Node { return reaxisOf(n, axes) })
}

// reaxisOf makes a node with other axes of one that still has its own.
func reaxisOf(n *Node, axes []int) *Node {
	out := *n
	out.Shape = make([]int, len(axes))
	for i, a := range axes {
		if out.Shape[i] = 1; a != NewAxis {
			out.Shape[i] = n.Shape[a]
		}
	}
	out.Axes = underReaxis(n.Axes, len(n.Shape), axes) & shape.Varying(out.Shape)
	switch {
	case n.Kind == OperandNode:
		out.Access = reaxisAccess(n.Access, len(n.Shape), axes)
	case n.Kind == ReduceNode, n.Kind == ViewNode && n.View.accessed(): // its result is read through an access like an operand
		out.Source, out.Access = n.read()
		out.Access = reaxisAccess(out.Access, len(n.Shape), axes)
	case n.Kind == ViewNode:
		parts := make([]*Node, len(n.Args))
		for i, a := range n.Args {
			parts[i] = reaxis(a, axes)
		}
		if n.View == ViewTake {
			return take(parts[0], n.At, slices.Index(axes, n.Along))
		}
		return concat(parts, slices.Index(axes, n.Along))
	case n.Kind == BroadcastNode:
		a := n.Args[0]
		return broadcast(reaxis(a, underAxes(axes, len(n.Shape)-len(a.Shape))), out.Shape)
	default:
		out.Args = make([]*Node, len(n.Args))
		for i, a := range n.Args {
			out.Args[i] = reaxis(a, underAxes(axes, len(n.Shape)-len(a.Shape)))
		}
	}
	o := origin{base: n, spans: fullSpans(n.Shape), axes: axes}
	if n.origin != nil { // a slice
		o.base, o.spans = n.origin.base, n.origin.spans
	}
	return newPart(out, &o)
}

// read is how the result of a reduction or a view is read: the shape it was made with, and the access.
func (n *Node) read() (source []int, access []shape.Access) {
	if n.Access == nil {
		return n.Shape, shape.Whole(len(n.Shape))
	}
	return n.Source, n.Access
}

// underReaxis is the set of the new axes that an old one in the set became.
func underReaxis(set shape.AxisSet, ndim int, axes []int) shape.AxisSet {
	var out shape.AxisSet
	for i, a := range axes {
		if a != NewAxis && set.Has(ndim-1-a) {
			out |= 1 << (len(axes) - 1 - i)
		}
	}
	return out
}

func reaxisAccess(access []shape.Access, ndim int, axes []int) []shape.Access {
	out := slices.Clone(access)
	for i, a := range out {
		if a.Axis >= 0 {
			at := slices.Index(axes, ndim-1-a.Axis)
			out[i].Axis = -1
			if at >= 0 {
				out[i].Axis = len(axes) - 1 - at
			}
		}
	}
	return out
}

// underAxes is the list of axes for an argument with lead fewer axes than the result. If there are any, it needs no
// leading ones that it does not have.
func underAxes(axes []int, lead int) []int {
	first := 0
	for lead > 0 && first < len(axes) && axes[first] < lead {
		first++
	}
	out := make([]int, 0, len(axes)-first)
	for _, a := range axes[first:] {
		if a = a - lead; a < 0 {
			a = NewAxis
		}
		out = append(out, a)
	}
	return out
}

// Index applies an index to n as NumPy does.
func Index(n *Node, items []shape.Item) (*Node, error) { return IndexWith(n, EntriesOf(items)) }

// basicIndex applies an index of positions, slices, new axes and an ellipsis.
func basicIndex(n *Node, items []shape.Item) (*Node, error) {
	sel, err := shape.Resolve(items, n.Shape)
	if err == nil {
		err = fitsShape(sel.Shape)
	}
	if err != nil {
		return nil, err
	}
	return Reaxis(Slice(n, sel.Spans), Axes(items, sel)), nil
}

// Axes is the list that Reaxis needs to drop and add the axes that an index says.
func Axes(items []shape.Item, sel shape.Selection) []int {
	var axes []int
	next, open := 0, len(sel.Spans)
	for _, it := range items {
		if it.Kind == shape.KindAt || it.Kind == shape.KindSpan {
			open-- // axes that an ellipsis, or the end, stands for
		}
	}
	take := func(n int) {
		for range n {
			if !sel.Drop[next] {
				axes = append(axes, next)
			}
			next++
		}
	}
	for _, it := range items {
		switch it.Kind {
		case shape.KindNewAxis:
			axes = append(axes, NewAxis)
		case shape.KindEllipsis:
			take(open)
			open = 0
		default:
			take(1)
		}
	}
	take(open)
	return axes
}
