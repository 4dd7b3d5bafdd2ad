package ir

import (
	"fmt"
	"math"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Reductions of selections are reductions of the whole array at the places that the mask selects.

// plainOfAll reports whether a reduction of a selection is a sum, a mean or an extreme of all of it, which is put
// together of reductions without a mask when it runs: fused kernels are made of those.
func plainOfAll(op *Op, n *Node, o Options) bool {
	axes, given := o.axes()
	return len(o.only("axis", "keepdims")) == len(o) && op.Reduce >= ReduceSum && op.Reduce <= ReduceMax && !op.SkipNaN &&
		len(n.Shape) == 1 && (!given || scalarAxis(axes))
}

// reduceSelected is such a reduction.
func reduceSelected(op *Op, n *Node, keep bool) (*Node, error) {
	if op.Reduce.needsOne(op.SkipNaN) && shape.Len(n.Args[0].Shape) == 0 {
		return nil, fmt.Errorf("%s of an empty selection has no value", op.Name)
	}
	arg, out, err := reduceTypes(op, n, Setting{})
	if err != nil {
		return nil, err
	}
	r := newNode(Node{Kind: ReduceNode, Op: op, Args: []*Node{arg}, DType: out.accumulated, Shape: []int{}, Over: []int{0}})
	if r, err = cast(r, out.result, false); err == nil && keep {
		r = Reaxis(r, []int{NewAxis})
	}
	return r, err
}

// reduceSelection is the row over axes of a selection (nil: all).
func (m *maker) reduceSelection(n *Node, axes []int, keep bool, s Setting) *Node {
	over, err := overOf(axes, len(n.Shape))
	if err != nil {
		return m.keep(nil, err)
	}
	values, mask := n.Args[0], n.Args[1]
	rows, along := len(mask.Shape), slices.Index(n.Shape, Unknown)
	if along > 0 && len(over) > 1 && (m.op.Reduce == ReduceArgMin || m.op.Reduce == ReduceArgMax) {
		r := m.reduceSelection(inOrder(n), nil, false, s)
		if !keep || m.err != nil {
			return r
		}
		return Reaxis(r, slices.Repeat([]int{NewAxis}, len(n.Shape)))
	}
	under := make([]int, 0, rows+len(over))
	for _, a := range over { // the axes of the whole array
		if a == along {
			under = append(under, firstNumbers(rows)...)
			continue
		}
		under = append(under, wholeAxis(a, along, rows))
	}
	slices.Sort(under)
	if !slices.Contains(over, along) { // each row has a result
		if s.Qs != nil {
			return m.fail("%s for several q of the rows of a selection is not there; take one q after the other", m.op.Name)
		}
		r := m.keep(reduceWith(m.op, values, masking{}, under, keep, s))
		if m.err != nil {
			return nil
		}
		at := along
		for _, a := range over {
			if a < along && !keep {
				at--
			}
		}
		return selected(r, mask, slices.Insert(slices.Clone(r.Shape[rows:]), at, Unknown))
	}
	which := masking{onFirst(mask, len(values.Shape)), rows}
	if m.others != nil {
		values, which = m.choose(which.mask, values, m.others), masking{}
	}
	if m.err != nil {
		return nil
	}
	r := m.keep(reduceWith(m.op, values, which, under, false, s))
	if !keep || m.err != nil {
		return r
	}
	list, next := []int{}, 0
	if s.Qs != nil {
		list, next = append(list, 0), 1
	}
	for i := range n.Shape {
		if slices.Contains(over, i) {
			list = append(list, NewAxis)
			continue
		}
		list = append(list, next)
		next++
	}
	return Reaxis(r, list)
}

// wholeAxis is an axis of the whole array, whose first axes are those of the mask, for one of a selection that is not the
// selected one.
func wholeAxis(a, along, rows int) int {
	if a > along {
		a--
	}
	return a + rows
}

// inOrder is the elements of a selection in C order, selected one by one of the whole array with its axes in the order of
// the result.
func inOrder(n *Node) *Node {
	values, mask := n.Args[0], n.Args[1]
	rows, along := len(mask.Shape), slices.Index(n.Shape, Unknown)
	order, of := []int{}, []int{}
	for i := range n.Shape {
		if i == along {
			order, of = append(order, firstNumbers(rows)...), append(of, firstNumbers(rows)...)
			continue
		}
		order, of = append(order, wholeAxis(i, along, rows)), append(of, NewAxis)
	}
	v := Reaxis(values, order)
	return selected(v, broadcast(Reaxis(mask, of), v.Shape), []int{Unknown})
}

// onFirst is a mask with axes of length 1 behind its own.
func onFirst(mask *Node, ndim int) *Node {
	axes := firstNumbers(len(mask.Shape))
	for len(axes) < ndim {
		axes = append(axes, NewAxis)
	}
	return Reaxis(mask, axes)
}

// ranks reports whether a node is the position of an extreme in a selection.
func (n *Node) ranks() bool {
	return n.Kind == ReduceNode && n.Access == nil && n.Rows > 0 && (n.Op.Reduce == ReduceArgMin || n.Op.Reduce == ReduceArgMax)
}

// lowerRank is such a node made of the position in the whole array: how many selected elements, or rows, are before it.
func lowerRank(n *Node) *Node {
	m := &maker{apply: applyByName}
	at, mask := *n, n.Args[1]
	at.Rows = 0
	s := n.Args[0].Shape
	if len(n.Over) == n.Rows {
		s = mask.Shape
	}
	before := m.do("less", reshape(numbers(0, shape.Len(s)), s), newNode(at))
	return must(m.with("sum", Options{"axis": n.Over}, m.do("logical_and", mask, before)), m)
}

// scanSelection is a scan of a selection: of the whole array, with what changes nothing in the place of the others.
func (m *maker) scanSelection(n *Node, axis int, along bool) *Node {
	values, mask := n.Args[0], n.Args[1]
	rows, out, place := len(mask.Shape), n.Shape, slices.Index(n.Shape, Unknown)
	switch {
	case along:
		at, err := axisOf(axis, len(n.Shape))
		if m.keep(n, err); err != nil {
			return nil
		}
		if at != place {
			return selected(m.keep(scanOf(m.op, values, wholeAxis(at, place, rows), true)), mask, out)
		}
	case place > 0:
		return m.scanSelection(inOrder(n), 0, false)
	}
	others, err := m.op.unchanging(n.DType)
	filled := m.choose(onFirst(mask, len(values.Shape)), values, m.keep(others, err))
	if m.err != nil {
		return nil
	}
	if along && len(n.Shape) > 1 {
		filled = reshape(filled, slices.Concat([]int{shape.Len(mask.Shape)}, values.Shape[rows:]))
	} else if len(n.Shape) > 1 { // all elements of the rows
		mask, out = broadcast(onFirst(mask, len(values.Shape)), values.Shape), []int{Unknown}
	}
	r := m.keep(scanOf(m.op, filled, 0, along && len(n.Shape) > 1))
	if m.err != nil {
		return nil
	}
	return selected(reshape(r, values.Shape), mask, out)
}

// unchanging is the element that a scan goes over without a change, signs of zeros included.
func (op *Op) unchanging(d dtype.DType) (*Node, error) {
	zero := math.Copysign(0, -1)
	switch product := op.Reduce == ReduceCumProd; {
	case product && d.IsComplex():
		return nil, fmt.Errorf("%s of a selection of complex numbers is not there", op.Name)
	case product && d == dtype.Bool:
		return boolNode(true), nil
	case product:
		return newWhole(1), nil
	case d.IsComplex():
		return NewComplex(complex(zero, zero)), nil
	case d.IsFloat():
		return NewFloat(zero), nil
	case d == dtype.Bool:
		return boolNode(false), nil
	}
	return newWhole(0), nil
}
