package ir

import (
	"errors"
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/shape"
)

// picked is positions of one axis, listed or the elements of an array.
type picked struct {
	Positions
	array *Node // nil: they are listed
	axis  int   // of the array that the index is of
	item  int   // the entry that they are of
}

func (p picked) shape() []int {
	if p.array != nil {
		return p.array.Shape
	}
	return p.Positions.Shape
}

// arranged is an index with lists, arrays or masks, taken apart by NumPy's rules: what all other entries take, and then
// the positions of neighbouring axes.
type arranged struct {
	n     *Node    // the other entries applied, the axes that are left to index next to each other
	first int      // the first of these axes
	lists []picked // of the first of them
	flags [][]int  // shapes of the truth values without axes: (1,) for True, (0,) for False
	mask  *Node    // of the axes after those of the lists, which are in its shape
}

// arrange takes an index apart.
func arrange(n *Node, entries []Entry) (*arranged, error) {
	items, _ := ItemsOf(entries)
	left, err := shape.Left(items, len(n.Shape))
	if err != nil {
		return nil, err
	}
	a := &arranged{first: -1}
	p := placement{left: left}
	axis, apart := 0, false
	for i, e := range entries {
		if e.Kind >= shape.KindList {
			if err := a.add(e, i, axis, n.Shape[axis:axis+e.Axes()]); err != nil {
				return nil, &shape.ItemError{Item: i, Err: err}
			}
		}
		if e.Kind == shape.KindAt || e.Kind >= shape.KindList {
			if a.first < 0 {
				a.first = p.kept
			} else if k := items[i-1].Kind; k != shape.KindAt && k < shape.KindList {
				apart = true
			}
		}
		axis += p.add(i, e)
	}
	if apart {
		a.first = 0
	}
	if n, err = p.applied(n); err != nil {
		return nil, err
	}
	moved := append(p.listed, p.masked...)
	var order []int
	for k := range n.Shape {
		if !slices.Contains(moved, k) {
			order = append(order, k)
		}
	}
	a.n = ordered(n, slices.Insert(order, a.first, moved...))
	return a, nil
}

// placement is what becomes of axes: an index without lists, arrays and masks, which takes the axes of these whole.
type placement struct {
	left           int // axes that the ellipsis stands for
	basic          []shape.Item
	of             []int // the entries of basic
	kept           int   // axes of the result that are not indexed by positions
	listed, masked []int // those that are, by lists and arrays or by a mask
}

// add takes in an entry, and tells how many axes it takes.
func (p *placement) add(i int, e Entry) int {
	axes := e.Axes()
	switch e.Kind {
	case shape.KindAt:
		p.basic = append(p.basic, e.Item)
	case shape.KindSpan, shape.KindNewAxis:
		p.basic, p.kept = append(p.basic, e.Item), p.kept+1
	case shape.KindEllipsis:
		axes = p.left
		p.basic, p.kept = append(p.basic, make([]shape.Item, axes)...), p.kept+axes
	default:
		p.basic = append(p.basic, make([]shape.Item, axes)...)
		list := &p.listed
		if e.Kind == shape.KindMask && e.Array != nil {
			list = &p.masked
		}
		for range axes {
			*list = append(*list, p.kept+len(p.listed)+len(p.masked))
		}
	}
	p.of = append(p.of, slices.Repeat([]int{i}, len(p.basic)-len(p.of))...)
	return axes
}

// applied is what the index takes of n.
func (p *placement) applied(n *Node) (*Node, error) {
	if !slices.ContainsFunc(p.basic, func(it shape.Item) bool { return !it.Full() }) {
		return n, nil
	}
	n, err := basicIndex(n, p.basic)
	var item *shape.ItemError
	if errors.As(err, &item) {
		err = &shape.ItemError{Item: p.of[item.Item], Err: item.Err}
	}
	return n, err
}

// ordered is n with other axes; without elements, an array of its own.
func ordered(n *Node, axes []int) *Node {
	if n = Reaxis(n, axes); slices.Contains(n.Shape, 0) {
		return empty(n, fullSpans(n.Shape))
	}
	return n
}

// add takes in entry number item, a list, an array or a mask, for axes of the given lengths.
func (a *arranged) add(e Entry, item, axis int, lengths []int) error {
	switch {
	case e.Kind == shape.KindArray:
		a.lists = append(a.lists, picked{array: e.Array, axis: axis, item: item})
	case e.Kind == shape.KindList:
		p := Positions{e.List, e.Lengths}
		if p.Shape == nil {
			p.Shape = []int{len(p.At)}
		}
		a.lists = append(a.lists, picked{Positions: p, axis: axis, item: item})
	case e.Array == nil && len(e.Lengths) == 0:
		a.flags = append(a.flags, []int{len(e.List)})
	default:
		for i, d := range e.Lengths {
			if d != lengths[i] && d > 0 { // NumPy takes an axis without truth values for any
				return fmt.Errorf("boolean index did not match indexed array along axis %d; size of axis is %d but size of corresponding boolean axis is %d",
					axis+i, lengths[i], d)
			}
		}
		if e.Array != nil {
			if a.mask != nil {
				return fmt.Errorf("an index can have one mask that is an array, as how many elements two select may differ")
			}
			a.mask = e.Array
			return nil
		}
		pos := make([]Positions, len(lengths))
		for k, size := len(lengths)-1, 1; k >= 0; k-- {
			pos[k] = Positions{make([]int, len(e.List)), []int{len(e.List)}}
			for i, number := range e.List {
				pos[k].At[i] = number / size % lengths[k]
			}
			size *= lengths[k]
		}
		for k, p := range pos {
			a.lists = append(a.lists, picked{Positions: p, axis: axis + k, item: item})
		}
	}
	return nil
}
