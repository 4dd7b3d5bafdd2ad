package ir

import (
	"fmt"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir/shape"
)

// What the rows of ops_shape.go make that give the axes of an array other places or lengths.

// axisOf is the number of an axis counted from the front.
func axisOf(a, ndim int) (int, error) {
	list, err := shape.Axes([]int{a}, ndim)
	if err != nil {
		return 0, err
	}
	return list[0], nil
}

// eachAxis counts axes from the front, in the order they are given.
func eachAxis(axes []int, ndim int) ([]int, error) {
	if _, err := shape.Axes(axes, ndim); err != nil {
		return nil, err
	}
	out := slices.Clone(axes)
	for i := range out {
		if out[i] < 0 {
			out[i] += ndim
		}
	}
	return out, nil
}

func buildExpandDims(m *maker, a []*Node, o Options) *Node {
	ndim := len(a[0].Shape) + len(o.Ints("axis"))
	if ndim > shape.MaxDims {
		return m.fail("the result would have more than %d dimensions", shape.MaxDims)
	}
	added, err := shape.Axes(o.Ints("axis"), ndim)
	if err != nil {
		return m.keep(nil, err)
	}
	axes, next := []int{}, 0
	for i := range ndim {
		if slices.Contains(added, i) {
			axes = append(axes, NewAxis)
			continue
		}
		axes = append(axes, next)
		next++
	}
	return Reaxis(a[0], axes)
}

func buildSqueeze(m *maker, a []*Node, o Options) *Node {
	s := a[0].Shape
	if len(s) == 0 && scalarAxis(o.Ints("axis")) {
		return a[0]
	}
	gone, err := shape.Axes(o.Ints("axis"), len(s))
	if err != nil {
		return m.keep(nil, err)
	}
	axes := []int{}
	for i, d := range s {
		switch given := slices.Contains(gone, i); {
		case given && d != 1:
			return m.fail("axis %d of shape %s has length %d, not 1, and cannot be left out", i, shape.Format(s), d)
		case !given && (d != 1 || o.Ints("axis") != nil):
			axes = append(axes, i)
		}
	}
	return Reaxis(a[0], axes)
}

func buildTranspose(m *maker, a []*Node, o Options) *Node {
	order := o.Ints("axes")
	if order == nil {
		return m.keep(transposed(a[0], false))
	}
	n := len(a[0].Shape)
	if len(order) != n {
		return m.fail("axes %s do not order the %d axes of shape %s", shape.Format(order), n, shape.Format(a[0].Shape))
	}
	axes, err := eachAxis(order, n)
	if err != nil {
		return m.keep(nil, err)
	}
	return Reaxis(a[0], axes)
}

// transposed is n with its axes in reverse order, or with the last two swapped.
func transposed(n *Node, matrix bool) (*Node, error) {
	if err := n.sized(); err != nil {
		return nil, err
	}
	axes := make([]int, len(n.Shape))
	for i := range axes {
		if axes[i] = len(axes) - 1 - i; matrix {
			axes[i] = i
		}
	}
	if matrix {
		if len(axes) < 2 {
			return nil, fmt.Errorf("a matrix has at least two axes; shape %s has %d", shape.Format(n.Shape), len(axes))
		}
		k := len(axes) - 2
		axes[k], axes[k+1] = k+1, k
	}
	return Reaxis(n, axes), nil
}

func buildMatrixTranspose(m *maker, a []*Node, _ Options) *Node {
	return m.keep(transposed(a[0], true))
}

func buildSwapAxes(m *maker, a []*Node, o Options) *Node {
	n := len(a[0].Shape)
	x, err := axisOf(o.Int("axis1", 0), n)
	if err != nil {
		return m.keep(nil, err)
	}
	y, err := axisOf(o.Int("axis2", 0), n)
	if err != nil {
		return m.keep(nil, err)
	}
	axes := firstNumbers(n)
	axes[x], axes[y] = y, x
	return Reaxis(a[0], axes)
}

// firstNumbers are 0 to n-1.
func firstNumbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func buildMoveAxis(m *maker, a []*Node, o Options) *Node {
	n := len(a[0].Shape)
	from, err := eachAxis(o.Ints("source"), n)
	if err != nil {
		return m.keep(nil, err)
	}
	to, err := eachAxis(o.Ints("destination"), n)
	if err != nil {
		return m.keep(nil, err)
	}
	if len(from) != len(to) {
		return m.fail("%d axes cannot move to %d places", len(from), len(to))
	}
	axes := slices.Repeat([]int{-1}, n)
	for i, at := range to {
		axes[at] = from[i]
	}
	next := 0
	for i := range axes {
		if axes[i] >= 0 {
			continue
		}
		for slices.Contains(from, next) {
			next++
		}
		axes[i] = next
		next++
	}
	return Reaxis(a[0], axes)
}

// columns reports whether the option order is F: the first axis is the fastest.
func (m *maker) columns(o Options, orders string) bool {
	order := o.Text("order", "C")
	if len(order) != 1 || !strings.Contains(orders, order) {
		m.fail("order must be one of the letters %s, not %q", orders, order)
	}
	return order == "F"
}

func buildReshape(m *maker, a []*Node, o Options) *Node {
	s, columns := reshaped(m, a[0], o), m.columns(o, "CFA")
	switch {
	case m.err != nil:
		return nil
	case columns:
		slices.Reverse(s)
		return turned(reshape(turned(a[0]), s))
	}
	return reshape(a[0], s)
}

// turned has the axes in reverse order.
func turned(n *Node) *Node {
	axes := firstNumbers(len(n.Shape))
	slices.Reverse(axes)
	return Reaxis(n, axes)
}

// reshaped is the shape that is asked for, with the length for -1.
func reshaped(m *maker, a *Node, o Options) []int {
	s := slices.Clone(o.Ints("shape"))
	n, ok := shape.Size(a.Shape)
	unknown, known := -1, 1
	for i, d := range s {
		switch {
		case d == -1 && unknown < 0:
			unknown = i
		case d == -1:
			m.fail("a shape has at most one length -1")
			return nil
		case d < 0:
			m.fail("a shape has no negative lengths but one -1")
			return nil
		case d > 0 && known > n && n > 0:
			ok = false
		default:
			known *= d
		}
	}
	if ok && unknown >= 0 && known > 0 && n%known == 0 {
		s[unknown] = n / known
		known = n
	}
	if size, fits := shape.Size(s); !ok || !fits || unknown >= 0 && s[unknown] < 0 || size != n {
		m.fail("%d elements of shape %s do not fill the shape %s", n, shape.Format(a.Shape), shape.Format(o.Ints("shape")))
	}
	if len(s) > shape.MaxDims {
		m.fail("the result would have %d dimensions, more than %d", len(s), shape.MaxDims)
	}
	return s
}

func buildRavel(m *maker, a []*Node, o Options) *Node {
	n := array(a[0])
	if m.columns(o, "CFAK") {
		n = turned(n)
	}
	return m.keep(reshape(n, []int{shape.Len(n.Shape)}), nil)
}

func buildBroadcastTo(m *maker, a []*Node, o Options) *Node {
	s := o.Ints("shape")
	if slices.ContainsFunc(s, func(d int) bool { return d < 0 }) {
		return m.fail("a shape has no negative lengths")
	}
	if err := fitsShape(s); err != nil {
		return m.keep(nil, err)
	}
	if have, err := shape.Broadcast(a[0].Shape, s); err != nil || !slices.Equal(have, s) {
		return m.fail("an array of shape %s cannot be broadcast to %s", shape.Format(a[0].Shape), shape.Format(s))
	}
	return broadcast(array(a[0]), slices.Clone(s))
}

// fitsShape refuses shapes that no array can have.
func fitsShape(s []int) error {
	if len(s) > shape.MaxDims {
		return fmt.Errorf("the result would have %d dimensions, more than %d", len(s), shape.MaxDims)
	}
	if _, ok := shape.Size(s); !ok {
		return fmt.Errorf("the result of shape %s would have too many elements to count", shape.Format(s))
	}
	return nil
}

// buildAtLeast makes the row for a number of axes.
func buildAtLeast(axes int) func(*maker, []*Node, Options) *Node {
	return func(_ *maker, a []*Node, _ Options) *Node { return atLeast(array(a[0]), axes) }
}

// atLeast adds axes as NumPy does: in front, but the third behind.
func atLeast(n *Node, axes int) *Node {
	list := firstNumbers(len(n.Shape))
	if axes == 3 && len(list) == 1 {
		return Reaxis(n, []int{NewAxis, 0, NewAxis})
	}
	if axes == 3 && len(list) == 2 {
		return Reaxis(n, []int{0, 1, NewAxis})
	}
	for len(list) < axes {
		list = append([]int{NewAxis}, list...)
	}
	return Reaxis(n, list)
}
