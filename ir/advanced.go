package ir

import (
	"errors"
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Entry is one entry of an index: what a text says, or an array.
type Entry struct {
	shape.Item
	Array *Node // of KindArray: of integers; of KindMask: of truth values, unless these are listed
}

// EntryOf is the entry that an array is.
func EntryOf(n *Node) (Entry, error) {
	switch {
	case n.sized() != nil:
		return Entry{}, errUnsized
	case n.DType == dtype.Bool && n.Kind == ConstNode:
		return Entry{Item: maskItem([]bool{n.Bits != 0}, []int{})}, nil
	case n.DType == dtype.Bool:
		return Entry{Item: shape.Item{Kind: shape.KindMask, Lengths: n.Shape}, Array: n}, nil
	case n.Kind == ConstNode && n.DType.IsInteger() && n.fitsIndex():
		return Entry{Item: shape.Item{Kind: shape.KindAt, At: signed(n.DType, n.Bits)}}, nil
	case n.Kind == ConstNode:
		return Entry{}, fmt.Errorf("an index must be a whole number, no larger than an int64 holds")
	case !n.DType.IsInteger():
		return Entry{}, fmt.Errorf("an array of positions must be of integers, and a mask of bools; this one is %s", n.DType)
	}
	if p, ok := n.positions(); ok {
		return Entry{Item: shape.Item{Kind: shape.KindList, List: p.At, Lengths: p.Shape}}, nil
	}
	return Entry{Item: shape.Item{Kind: shape.KindArray}, Array: n}, nil
}

// fitsIndex reports whether a constant is no Python int that is too large for a position.
func (n *Node) fitsIndex() bool {
	v, python := n.integer()
	return !python || fits(v, dtype.Int64)
}

// maskItem is the entry that listed truth values are.
func maskItem(truths []bool, lengths []int) shape.Item {
	it := shape.Item{Kind: shape.KindMask, List: []int{}, Lengths: lengths}
	for i, t := range truths {
		if t {
			it.List = append(it.List, i)
		}
	}
	return it
}

// EntriesOf are the entries of an index without arrays.
func EntriesOf(items []shape.Item) []Entry {
	entries := make([]Entry, len(items))
	for i, it := range items {
		entries[i].Item = it
	}
	return entries
}

// ItemsOf are entries without their arrays; basic tells that there are neither arrays nor lists among them.
func ItemsOf(entries []Entry) (items []shape.Item, basic bool) {
	items, basic = make([]shape.Item, len(entries)), true
	for i, e := range entries {
		items[i] = e.Item
		basic = basic && e.Kind < shape.KindList
	}
	return items, basic
}

// IndexWith applies an index that may have arrays of positions and masks, as NumPy does.
func IndexWith(n *Node, entries []Entry) (*Node, error) {
	if err := n.sized(); err != nil {
		return nil, err
	}
	if items, basic := ItemsOf(entries); basic {
		return basicIndex(n, items)
	}
	return advanced(array(n), entries)
}

// Positions are the places that a list of whole numbers names, with axes of their own.
type Positions struct {
	At    []int
	Shape []int
}

// resolved are the positions counted from the front of an axis.
func (p Positions) resolved(axis, n int) ([]int, error) {
	out := make([]int, len(p.At))
	for i, at := range p.At {
		if out[i] = at; at < 0 {
			out[i] += n
		}
		if out[i] < 0 || out[i] >= n {
			return nil, fmt.Errorf("index %d is out of bounds for axis %d with size %d", at, axis, n)
		}
	}
	return out, nil
}

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

// advanced applies an index that has lists of positions: NumPy broadcasts them together and takes element by element.
// Single positions count as lists then, and masks as the positions where they are true. The lists' axes take the place of
// those they index, or come first where something else, even an ellipsis of no axes, stands between them.
func advanced(n *Node, entries []Entry) (*Node, error) {
	a, err := arrange(n, entries)
	if err != nil {
		return nil, err
	}
	if a.mask != nil {
		return a.masked()
	}
	shapes := a.flags
	for _, p := range a.lists {
		shapes = append(shapes, p.shape())
	}
	common, err := shape.Broadcast(shapes...)
	if err != nil {
		return nil, fmt.Errorf("the lists and arrays of an index do not fit each other: %w", err)
	}
	return a.take(common)
}

// arrange takes an index apart.
func arrange(n *Node, entries []Entry) (*arranged, error) {
	items, _ := ItemsOf(entries)
	left, err := shape.Left(items, len(n.Shape))
	if err != nil {
		return nil, err
	}
	a := &arranged{first: -1}
	var basic []shape.Item
	var of []int            // the entries of basic
	var moved, masked []int // axes left to index, among those that the basic entries leave
	kept, axis, apart := 0, 0, false
	for i, e := range entries {
		switch e.Kind {
		case shape.KindSpan, shape.KindNewAxis:
			basic, kept = append(basic, e.Item), kept+1
		case shape.KindEllipsis:
			basic, kept = append(basic, make([]shape.Item, left)...), kept+left
			axis += left
		case shape.KindAt:
			basic = append(basic, e.Item)
		default:
			count := e.Axes()
			basic = append(basic, make([]shape.Item, count)...)
			if err := a.add(e, i, axis, n.Shape[axis:axis+count]); err != nil {
				return nil, &shape.ItemError{Item: i, Err: err}
			}
			for range count {
				if e.Kind == shape.KindMask && e.List == nil {
					masked = append(masked, kept+len(moved)+len(masked))
				} else {
					moved = append(moved, kept+len(moved)+len(masked))
				}
			}
		}
		axis += e.Axes()
		of = append(of, slices.Repeat([]int{i}, len(basic)-len(of))...)
		if e.Kind != shape.KindAt && e.Kind < shape.KindList {
			continue
		}
		if a.first < 0 {
			a.first = kept
		} else if k := items[i-1].Kind; k != shape.KindAt && k < shape.KindList {
			apart = true
		}
	}
	if apart {
		a.first = 0
	}
	if n, err = basicIndex(n, basic); err != nil {
		var item *shape.ItemError
		if errors.As(err, &item) {
			err = &shape.ItemError{Item: of[item.Item], Err: item.Err}
		}
		return nil, err
	}
	moved = append(moved, masked...)
	var order []int
	for k := range n.Shape {
		if !slices.Contains(moved, k) {
			order = append(order, k)
		}
	}
	a.n = ordered(n, slices.Insert(order, a.first, moved...))
	return a, nil
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
	case e.List != nil && len(e.Lengths) == 0:
		a.flags = append(a.flags, []int{len(e.List)})
	default:
		for i, d := range e.Lengths {
			if d != lengths[i] {
				return fmt.Errorf("boolean index did not match indexed array along axis %d; size of axis is %d but size of corresponding boolean axis is %d",
					axis+i, lengths[i], d)
			}
		}
		if e.List == nil {
			if a.mask != nil {
				return fmt.Errorf("an index can have one mask that is an array")
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

// masked is the selection by a mask. Other positions beside it must be single ones.
func (a *arranged) masked() (*Node, error) {
	for i, p := range a.lists {
		switch s := p.shape(); {
		case len(s) == 0:
		case len(s) == 1 && s[0] == 1 && p.array == nil:
			a.lists[i].Positions.Shape = []int{}
		default:
			return nil, errMaskBeside
		}
	}
	for _, f := range a.flags {
		if f[0] != 1 {
			return nil, errMaskBeside
		}
	}
	n, err := a.take([]int{})
	if err != nil {
		return nil, err
	}
	mask, places := a.mask, firstNumbers(len(a.mask.Shape))
	for i := range places {
		places[i] += a.first
	}
	if len(places) == 0 { // it is of one element, which stands for an array of as many
		mask, places = Reaxis(mask, []int{NewAxis}), []int{NewAxis}
	}
	order := places
	for k := range n.Shape {
		if !slices.Contains(places, k) {
			order = append(order, k)
		}
	}
	n = ordered(n, order)
	out := slices.Insert(slices.Clone(n.Shape[len(mask.Shape):]), a.first, Unknown)
	if len(out) > shape.MaxDims {
		return nil, fmt.Errorf("the result would have %d dimensions, more than %d", len(out), shape.MaxDims)
	}
	return selected(n, mask, out), nil
}

var errMaskBeside = errors.New("beside a mask that is an array, an index can have single positions, slices, None and an ellipsis, " +
	"but no lists, arrays or other masks")

// take is what the lists, broadcast to a common shape, take of their axes.
func (a *arranged) take(common []int) (*Node, error) {
	n, behind := a.n, a.first+len(a.lists)
	size, ok := shape.Size(common)
	out := slices.Concat(n.Shape[:a.first], common, n.Shape[behind:])
	if err := fitsShape(out); err != nil {
		return nil, err
	}
	if len(a.lists) == 0 {
		switch len(common) {
		case 0:
			return n, nil
		case 1:
			return Slice(Reaxis(n, slices.Insert(firstNumbers(len(n.Shape)), a.first, NewAxis)), fullSpans(out)), nil
		}
	}
	known := true
	for i, p := range a.lists {
		if p.array != nil {
			known = false
			continue
		}
		if size == 0 { // NumPy looks at no position that is broadcast away
			continue
		}
		at, err := p.resolved(p.axis, n.Shape[a.first+i])
		if err != nil {
			return nil, &shape.ItemError{Item: p.item, Err: err}
		}
		a.lists[i].At = at
	}
	switch {
	case slices.Contains(out, 0):
		return empty(n, fullSpans(out)), nil
	case !known:
		return gather(n, a.first, a.lists, common)
	case !ok || size > maxPositions:
		return nil, fmt.Errorf("the lists of an index take more than %d positions", maxPositions)
	}
	return pointwise(n, a.first, a.lists, common), nil
}

// gather takes positions that are elements of arrays.
func gather(n *Node, first int, lists []picked, common []int) (*Node, error) {
	out := &Node{Kind: ViewNode, View: ViewGather, Args: []*Node{array(n)}, DType: n.DType, Along: first}
	for _, p := range lists {
		at := p.array
		if at == nil {
			at = p.node()
		}
		at, err := cast(at, dtype.Int64, false)
		if err != nil {
			return nil, err
		}
		out.Args, out.At = append(out.Args, broadcast(at, common)), append(out.At, p.axis)
	}
	out.Shape = slices.Concat(n.Shape[:first], common, n.Shape[first+len(lists):])
	out.Axes = shape.Varying(out.Shape)
	return out, nil
}

// node is listed positions as an array.
func (p Positions) node() *Node {
	if len(p.At) == 1 {
		return filled(NewConst(dtype.Int64, uint64(p.At[0])), p.Shape)
	}
	return reshape(take(numbers(0, slices.Max(p.At)+1), p.At, 0), p.Shape)
}

// pointwise takes positions of neighbouring axes, one list for each of them, all broadcast to one shape.
func pointwise(n *Node, first int, lists []picked, common []int) *Node {
	flat := make([]int, shape.Len(common))
	for i, p := range lists {
		step := broadcastStrides(p.shape(), common)
		pos := make([]int, len(common))
		for k := range flat {
			flat[k] = flat[k]*n.Shape[first+i] + p.At[dot(pos, step)]
			next(pos, common)
		}
	}
	merged := slices.Concat(n.Shape[:first], []int{1}, n.Shape[first+len(lists):])
	for _, d := range n.Shape[first : first+len(lists)] {
		merged[first] *= d
	}
	out := take(reshape(n, merged), flat, first)
	return reshape(out, slices.Concat(merged[:first], common, merged[first+1:]))
}

// broadcastStrides are the distances of neighbours of an array of shape s that was broadcast.
func broadcastStrides(s, to []int) []int {
	out := make([]int, len(to))
	for i, step := len(s)-1, 1; i >= 0; i-- {
		if s[i] != 1 {
			out[len(to)-len(s)+i] = step
		}
		step *= s[i]
	}
	return out
}

func dot(a, b []int) int {
	n := 0
	for i := range a {
		n += a[i] * b[i]
	}
	return n
}

// next advances a position in C order.
func next(pos, s []int) {
	for i := len(pos) - 1; i >= 0; i-- {
		if pos[i]++; pos[i] < s[i] {
			return
		}
		pos[i] = 0
	}
}

// maxPositions is the most positions that an array of them may have in an expression.
const maxPositions = 1 << 24

// positions are the elements of an array of whole numbers that is made by the expression itself, as arange is.
// Those of other arrays, and very many, are known when they are computed.
func (n *Node) positions() (Positions, bool) {
	g, ok := n.Ref.(*Generator)
	if !ok || n.Kind != OperandNode || !n.DType.IsInteger() || g.Kind == Linspace {
		return Positions{}, false
	}
	size, ok := shape.Size(n.Shape)
	if !ok || size > maxPositions {
		return Positions{}, false
	}
	p := Positions{At: make([]int, size), Shape: n.Shape}
	step := broadcastStrides(n.Source, n.Source)
	pos := make([]int, len(n.Shape))
	for i := range p.At {
		number := 0
		for k, a := range n.Access {
			at := a.Start
			if a.Axis >= 0 {
				at += a.Step * pos[len(pos)-1-a.Axis]
			}
			number += at * step[k]
		}
		bits := g.Bits
		if g.Kind == Arange {
			bits = uint64(g.First + int64(number)*g.By)
		}
		p.At[i] = signed(n.DType, bits)
		next(pos, n.Shape)
	}
	return p, true
}

// signed is the value of an integer element.
func signed(d dtype.DType, bits uint64) int {
	shift := 64 - 8*d.Size()
	if d.Kind() == dtype.KindUnsigned {
		return int(bits << shift >> shift)
	}
	return int(int64(bits<<shift) >> shift)
}
