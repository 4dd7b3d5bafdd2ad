package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/shape"
)

// Slice takes span i of each axis of n, pushed down to the operands, so that only what is asked for is read and
// computed. No axis is dropped: one position is an axis of length 1, which Reaxis may remove.
func Slice(n *Node, spans []shape.Span) *Node {
	for _, s := range spans {
		if s.Count == 0 {
			return empty(n, spans)
		}
	}
	return (&slicer{seen: map[*Node]*Node{}}).slice(n, spans)
}

// empty is an array of no elements, which needs no computing.
func empty(n *Node, spans []shape.Span) *Node {
	out := make([]int, len(spans))
	for i, s := range spans {
		out[i] = s.Count
	}
	text := fmt.Sprintf("zeros(%s, dtype=%s)", shape.Format(out), n.DType)
	return NewOperand(&Generator{DType: n.DType, Shape: out}, text, n.DType, out)
}

// slicer slices each shared node once; outside of reductions a node is always met with the same spans.
type slicer struct{ seen map[*Node]*Node }

func (sl *slicer) slice(n *Node, spans []shape.Span) *Node {
	if have, ok := sl.seen[n]; ok {
		return have
	}
	out := *n
	out.Shape = make([]int, len(spans))
	for i, s := range spans {
		out.Shape[i] = s.Count
	}
	switch n.Kind {
	case ConstNode:
		return n
	case OperandNode:
		out.Access = sliceAccess(n.Access, spans)
	case ReduceNode:
		if n.Access != nil { // its axes were changed, or it is a part of a scan
			out = *sliceRead(n, spans)
			break
		}
		if n.Op.Reduce.Scans() {
			out = *sliceScan(n, spans)
			break
		}
		under := &slicer{seen: map[*Node]*Node{}} // nodes in there are taken along other spans than outside
		out.Args = []*Node{under.slice(n.Args[0], underReduce(n, spans))}
	default:
		out.Args = make([]*Node, len(n.Args))
		for i, a := range n.Args {
			out.Args[i] = sl.slice(a, underBroadcast(n.Shape, a.Shape, spans))
		}
	}
	out.Axes = n.Axes & shape.Varying(out.Shape)
	sl.seen[n] = &out
	return &out
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

// Reaxis is n with other axes: axes lists, in order, the axes of n that stay and the new ones; those left out have
// length 1 and go.
func Reaxis(n *Node, axes []int) *Node {
	same := len(axes) == len(n.Shape)
	for i, a := range axes {
		same = same && a == i
	}
	if same {
		return n
	}
	return (&reaxer{seen: map[*Node]*Node{}}).reaxis(n, axes)
}

type reaxer struct{ seen map[*Node]*Node }

func (r *reaxer) reaxis(n *Node, axes []int) *Node {
	if have, ok := r.seen[n]; ok {
		return have
	}
	out := *n
	out.Shape = make([]int, len(axes))
	for i, a := range axes {
		if out.Shape[i] = 1; a != NewAxis {
			out.Shape[i] = n.Shape[a]
		}
	}
	switch n.Kind {
	case ConstNode:
		return n
	case OperandNode:
		out.Access = reaxisAccess(n.Access, len(n.Shape), axes)
	case ReduceNode: // its result is an array of its own, read through an access like an operand
		if out.Access == nil {
			out.Source, out.Access = n.Shape, shape.Whole(len(n.Shape))
		}
		out.Access = reaxisAccess(out.Access, len(n.Shape), axes)
	default:
		out.Args = make([]*Node, len(n.Args))
		for i, a := range n.Args {
			out.Args[i] = r.reaxis(a, underAxes(axes, len(n.Shape)-len(a.Shape)))
		}
	}
	out.Axes = shape.Varying(out.Shape)
	r.seen[n] = &out
	return &out
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

// underAxes is the list of axes for an argument with lead fewer axes than the result.
func underAxes(axes []int, lead int) []int {
	first := 0
	for first < len(axes) && axes[first] < lead { // NewAxis is less, too: an argument needs no leading axes
		first++
	}
	out := make([]int, 0, len(axes)-first)
	for _, a := range axes[first:] {
		if a != NewAxis {
			a -= lead
		}
		out = append(out, a)
	}
	return out
}

// Index applies an index to n as NumPy does.
func Index(n *Node, items []shape.Item) (*Node, error) {
	sel, err := shape.Resolve(items, n.Shape)
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
