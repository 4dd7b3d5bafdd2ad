package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

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

// advanced applies an index that has lists of positions: NumPy broadcasts them together and takes element by element.
// Single positions count as lists then. The lists' axes take the place of those they index, or come first where these
// are not neighbours.
func advanced(n *Node, items []shape.Item) (*Node, error) {
	items, err := shape.Expand(items, len(n.Shape))
	if err != nil {
		return nil, err
	}
	basic := slices.Clone(items)
	var lists []Positions
	var at []int // the places of the lists
	for i, it := range items {
		switch it.Kind {
		case shape.KindList:
			p := Positions{it.List, it.Lengths}
			if p.Shape == nil {
				p.Shape = []int{len(p.At)}
			}
			lists, at = append(lists, p), append(at, i)
			basic[i] = shape.Item{}
		case shape.KindAt:
			lists, at = append(lists, Positions{[]int{it.At}, []int{}}), append(at, i)
			basic[i] = shape.Item{}
		}
	}
	if n, err = Index(n, basic); err != nil {
		return nil, err
	}
	shapes := make([][]int, len(lists))
	for i, p := range lists {
		shapes[i] = p.Shape
		if lists[i].At, err = p.resolved(at[i], n.Shape[at[i]]); err != nil {
			return nil, err
		}
	}
	common, err := shape.Broadcast(shapes...)
	if err != nil {
		return nil, fmt.Errorf("the lists of an index do not fit each other: %w", err)
	}
	if size, ok := shape.Size(common); !ok || size > maxPositions {
		return nil, fmt.Errorf("the lists of an index take more than %d positions", maxPositions)
	}
	out := slices.Concat(common, n.Shape)
	for i := len(at) - 1; i >= 0; i-- {
		out = slices.Delete(out, len(common)+at[i], len(common)+at[i]+1)
	}
	if err := fitsShape(out); err != nil {
		return nil, err
	}
	if at[len(at)-1]-at[0] != len(at)-1 { // not neighbours
		order := slices.Clone(at)
		for i := range n.Shape {
			if !slices.Contains(at, i) {
				order = append(order, i)
			}
		}
		n, at = Reaxis(n, order), []int{0}
	}
	return pointwise(n, at[0], lists, common), nil
}

// pointwise takes positions of neighbouring axes, one list for each of them, all broadcast to one shape.
func pointwise(n *Node, first int, lists []Positions, common []int) *Node {
	flat := make([]int, shape.Len(common))
	for i, p := range lists {
		step := broadcastStrides(p.Shape, common)
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
func (n *Node) positions() (Positions, error) {
	g, ok := n.Ref.(*Generator)
	if !ok || n.Kind != OperandNode || !n.DType.IsInteger() || g.Kind == Linspace {
		return Positions{}, fmt.Errorf("positions must be known: a list such as [2, 0, 2], or arange")
	}
	size, ok := shape.Size(n.Shape)
	if !ok || size > maxPositions {
		return Positions{}, fmt.Errorf("%s are more than %d positions", shape.Format(n.Shape), maxPositions)
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
	return p, nil
}

// signed is the value of an integer element.
func signed(d dtype.DType, bits uint64) int {
	shift := 64 - 8*d.Size()
	if d.Kind() == dtype.KindUnsigned {
		return int(bits << shift >> shift)
	}
	return int(int64(bits<<shift) >> shift)
}
