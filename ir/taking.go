package ir

import (
	"errors"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// What the rows of ops_shape.go make that take elements at given positions.

var errPositions = errors.New("indices must be whole numbers, or an array of them")

// positionsOf is an array of positions as an option: Positions where they are known, else the array. Truth values are 0
// and 1, as everywhere in NumPy but in an index.
func positionsOf(n *Node) (any, error) {
	if n.DType == dtype.Bool {
		var err error
		if n, err = cast(n, dtype.Int64, true); err != nil {
			return nil, err
		}
	}
	if n.Kind != ConstNode && !n.DType.IsInteger() {
		return nil, errPositions
	}
	e, err := EntryOf(n)
	switch e.Kind {
	case shape.KindAt:
		return Positions{At: []int{e.At}, Shape: []int{}}, err
	case shape.KindList:
		return Positions{At: e.List, Shape: e.Lengths}, err
	}
	return e.Array, err
}

func buildTake(m *maker, a []*Node, o Options) *Node {
	n, axis := m.alongOrFlat(a[0], o)
	if m.err != nil {
		return nil
	}
	p := picked{axis: axis}
	switch v := o["indices"].(type) {
	case Positions:
		p.Positions = v
	case []int:
		p.Positions = Positions{At: v, Shape: []int{len(v)}}
	case *Node:
		p.array = v
	default:
		return m.keep(nil, errPositions)
	}
	return m.keep((&arranged{n: n, first: axis, lists: []picked{p}}).take(p.shape()))
}

func buildTakeAlongAxis(m *maker, a []*Node, o Options) *Node {
	n, at, axis := array(a[0]), array(a[1]), o.Int("axis", -1)
	if _, flat := o["axis"].(noValue); flat {
		if len(at.Shape) != 1 {
			return m.fail("with axis None the indices must have one axis")
		}
		n, axis = reshape(n, []int{shape.Len(n.Shape)}), 0
	}
	if len(n.Shape) != len(at.Shape) {
		return m.fail("indices and arr must have the same number of dimensions; they have %d and %d", len(at.Shape), len(n.Shape))
	}
	if !at.DType.IsInteger() {
		return m.fail("indices must be an array of integers, not of %s", at.DType)
	}
	axis, err := axisOf(axis, len(n.Shape))
	if err != nil {
		return m.keep(nil, err)
	}
	entries := make([]Entry, len(n.Shape))
	for i, d := range n.Shape {
		if entries[i] = (Entry{Item: shape.Item{Kind: shape.KindArray}, Array: at}); i != axis {
			order := slices.Repeat([]int{NewAxis}, len(n.Shape))
			order[i] = 0
			entries[i].Array = Reaxis(numbers(0, d), order)
		}
	}
	return m.keep(advanced(n, entries))
}
