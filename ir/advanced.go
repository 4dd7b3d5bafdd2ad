package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// IndexWith applies an index that may have arrays of positions and masks, as NumPy does.
func IndexWith(n *Node, entries []Entry) (*Node, error) {
	unsized := func(e Entry) bool { return isSelection(e.Array) }
	switch {
	case isSelection(n) && len(entries) == 1 && unsized(entries[0]) && same(n.Args[1], entries[0].Array.Args[1]):
		return selectedAgain(n, entries[0].Array)
	case isSelection(n) || slices.ContainsFunc(entries, unsized):
		return nil, errUnsized
	}
	if items, basic := ItemsOf(entries); basic {
		return basicIndex(n, items)
	}
	return advanced(array(n), entries)
}

// advanced applies an index that has lists of positions: NumPy broadcasts them together and takes element by element.
// Single positions count as lists then, and masks as the positions where they are true. The lists' axes take the place of
// those they index, or come first where something else, even an ellipsis of no axes, stands between them.
func advanced(n *Node, entries []Entry) (*Node, error) {
	a, err := arrange(n, entries)
	if err != nil {
		return nil, err
	}
	shapes := a.flags
	for _, p := range a.lists {
		shapes = append(shapes, p.shape())
	}
	common, err := shape.Broadcast(shapes...)
	if err != nil {
		return nil, fmt.Errorf("the lists and arrays of an index do not fit each other: %w", err)
	}
	if k := len(common); a.mask != nil && k > 0 && common[k-1] != 1 {
		return a.beside(common)
	} else if a.mask != nil {
		return a.masked(common[:max(k-1, 0)])
	}
	return a.take(common)
}

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
	out := newNode(Node{Kind: ViewNode, View: ViewGather, Args: []*Node{array(n)}, DType: n.DType, Along: first})
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
