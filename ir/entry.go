package ir

import (
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
	case n.sized() != nil && (n.DType != dtype.Bool || len(n.Shape) > 1):
		return Entry{}, errUnsized
	case n.DType == dtype.Bool && n.Kind == ConstNode:
		return Entry{Item: maskItem([]bool{n.Bits != 0}, []int{})}, nil
	case n.DType == dtype.Bool && slices.Contains(n.Shape, 0):
		return Entry{Item: maskItem(nil, n.Shape)}, nil
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
