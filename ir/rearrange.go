package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/parser"
)

// ViewKind says where a view's elements come from.
type ViewKind uint8

const (
	ViewConcat  ViewKind = iota // Args one after the other along an axis
	ViewReshape                 // Args[0] in C order
	ViewTake                    // listed positions of an axis of Args[0]
	ViewGather                  // positions of neighbouring axes of Args[0], which the other Args have
	ViewNonzero                 // positions where Args[0], of one axis, is true: one, or as many as the shape says
)

// accessed tells that a part of such a view is read through an access, as its parts are not parts of its Args.
func (k ViewKind) accessed() bool { return k == ViewReshape || k >= ViewGather }

// String is the name of the row that makes such a view.
func (k ViewKind) String() string {
	switch k {
	case ViewConcat:
		return "concat"
	case ViewReshape:
		return "reshape"
	case ViewGather:
		return "gather"
	case ViewNonzero:
		return "nonzero"
	}
	return "take"
}

// array is n as an array: a number becomes one without axes.
func array(n *Node) *Node {
	if n.Kind != ConstNode {
		return n
	}
	sized := newElement(n.DType, []uint64{n.Bits, n.Imag})
	switch {
	case n.half && n.DType.IsComplex():
		sized = foldCast(n, dtype.Complex64)
	case n.half:
		sized = foldCast(n, dtype.Float16)
	}
	return filled(sized, []int{})
}

// reshape is n's elements in C order under a shape of as many.
func reshape(n *Node, s []int) *Node {
	n = array(n)
	if slices.Equal(n.Shape, s) {
		return n
	}
	if axes, ok := sameButOnes(n.Shape, s); ok {
		return Reaxis(n, axes)
	}
	if g, ok := n.Ref.(*Generator); ok && n.Kind == OperandNode && slices.Equal(n.Access, shape.Whole(len(n.Source))) && slices.Equal(n.Shape, n.Source) {
		other := *g
		other.Shape = s
		return NewOperand(&other, fmt.Sprintf("reshape(%s, %s)", n.Name, shape.Format(s)), n.DType, s)
	}
	whole := n.Access == nil || slices.Equal(n.Access, shape.Whole(len(n.Source))) && slices.Equal(n.Shape, n.Source)
	if n.Kind == ViewNode && n.View == ViewReshape && whole {
		n = n.Args[0]
		return reshape(n, s)
	}
	return newNode(Node{Kind: ViewNode, View: ViewReshape, Args: []*Node{n}, DType: n.DType, Shape: s, Axes: shape.Varying(s)})
}

// sameButOnes is what Reaxis needs to make one shape of another that differs by axes of length 1 only.
func sameButOnes(from, to []int) (axes []int, ok bool) {
	next := 0
	skip := func() {
		for next < len(from) && from[next] == 1 {
			next++
		}
	}
	axes = []int{}
	for _, d := range to {
		if d == 1 {
			axes = append(axes, NewAxis)
			continue
		}
		if skip(); next == len(from) || from[next] != d {
			return nil, false
		}
		axes = append(axes, next)
		next++
	}
	skip()
	return axes, next == len(from)
}

// concat is arrays one after the other; those of no elements along the axis are left out.
func concat(parts []*Node, axis int) *Node {
	s := slices.Clone(parts[0].Shape)
	var list []*Node
	s[axis] = 0
	for _, p := range parts {
		s[axis] += p.Shape[axis]
		if p.Shape[axis] > 0 {
			list = append(list, array(p))
		}
	}
	switch {
	case slices.Contains(s, 0):
		return zeros(parts[0].DType, s)
	case len(list) == 1:
		return list[0]
	}
	return newNode(Node{Kind: ViewNode, View: ViewConcat, Args: list, DType: list[0].DType, Shape: s, Along: axis, Axes: shape.Varying(s)})
}

// take is the listed positions of an axis.
func take(n *Node, at []int, axis int) *Node {
	s := slices.Clone(n.Shape)
	s[axis] = len(at)
	if slices.Contains(s, 0) {
		return zeros(n.DType, s)
	}
	if span, ok := progression(at); ok {
		spans := fullSpans(n.Shape)
		spans[axis] = span
		return Slice(n, spans)
	}
	if n.Kind == ViewNode && n.View == ViewTake && n.Along == axis {
		inner := make([]int, len(at))
		for i, p := range at {
			inner[i] = n.At[p]
		}
		return take(n.Args[0], inner, axis)
	}
	return newNode(Node{Kind: ViewNode, View: ViewTake, Args: []*Node{n}, DType: n.DType, Shape: s, Along: axis, At: at, Axes: shape.Varying(s)})
}

// progression is positions as a span, if they are one.
func progression(at []int) (shape.Span, bool) {
	s := shape.Span{Start: at[0], Step: 1, Count: len(at)}
	if len(at) > 1 {
		s.Step = at[1] - at[0]
	}
	for i, p := range at {
		if p != s.Start+s.Step*i {
			return s, false
		}
	}
	return s, s.Step != 0
}

func fullSpans(s []int) []shape.Span {
	spans := make([]shape.Span, len(s))
	for i, d := range s {
		spans[i] = shape.Span{Step: 1, Count: d}
	}
	return spans
}

// zeros is an array that needs no computing.
func zeros(d dtype.DType, s []int) *Node { return filled(newElement(d, []uint64{0, 0}), s) }

// filled is an array of one value, a sized constant. The shape is one of arrays that there are.
func filled(c *Node, s []int) *Node {
	text := fmt.Sprintf("full(%s, %s)", shape.Format(s), typedConst(c))
	if c.Bits == 0 && c.Imag == 0 && len(s) > 0 {
		text = fmt.Sprintf("zeros(%s, dtype=%s)", shape.Format(s), c.DType)
	}
	g := &Generator{DType: c.DType, Shape: s, Kind: Fill, Bits: c.Bits}
	if c.DType.IsComplex() {
		g.Imag = &Generator{DType: c.DType.Part(), Shape: s, Kind: Fill, Bits: c.Imag}
	}
	return NewOperand(g, text, c.DType, s)
}

// typedConst is a constant as text that has its type.
func typedConst(n *Node) string { return parser.String(constTree(n)) }

// broadcast is n repeated along axes; s is a shape that n's broadcasts to.
func broadcast(n *Node, s []int) *Node {
	if slices.Equal(n.Shape, s) {
		return n
	}
	if n.Kind == ConstNode {
		n = array(n)
	}
	if n.Kind == BroadcastNode {
		n = n.Args[0]
	}
	return newNode(Node{Kind: BroadcastNode, Args: []*Node{n}, DType: n.DType, Shape: s, Axes: n.Axes})
}

// flip turns axes round.
func flip(n *Node, axes []int) *Node {
	spans := fullSpans(n.Shape)
	for _, a := range axes {
		spans[a] = shape.Span{Start: n.Shape[a] - 1, Step: -1, Count: n.Shape[a]}
	}
	return Slice(n, spans)
}

// roll moves elements along an axis, the last ones to its front.
func roll(n *Node, by, axis int) *Node {
	d := n.Shape[axis]
	if d == 0 || by%d == 0 {
		return n
	}
	by = (by%d + d) % d
	front, back := fullSpans(n.Shape), fullSpans(n.Shape)
	front[axis] = shape.Span{Start: d - by, Step: 1, Count: by}
	back[axis].Count = d - by
	return concat([]*Node{Slice(n, front), Slice(n, back)}, axis)
}

// sized reports an error for an array whose length is known only when it is computed.
func (n *Node) sized() error {
	if n.Kind == SelectNode {
		return errUnsized
	}
	return nil
}
