package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// A mask that is an array stands in an index for the positions where it is true. How many these are is known when it is
// computed, but they must fit the other positions of the index: NumPy broadcasts them along the last axis.

// masked is the selection by a mask beside positions that all have one element along their last axis, or none; the axes
// before it have a common shape.
func (a *arranged) masked(common []int) (*Node, error) {
	for i, p := range a.lists {
		s := p.shape()
		if len(s) == 0 {
			continue
		}
		if p.array != nil {
			a.lists[i].array = reshape(p.array, s[:len(s)-1])
		}
		a.lists[i].Positions.Shape = s[:len(s)-1]
	}
	n, err := a.take(common)
	if err != nil {
		return nil, err
	}
	along := a.first + len(common)
	mask, places := a.mask, firstNumbers(len(a.mask.Shape))
	for i := range places {
		places[i] += along
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
	out := slices.Insert(slices.Clone(n.Shape[len(mask.Shape):]), along, Unknown)
	if len(out) > shape.MaxDims {
		return nil, fmt.Errorf("the result would have %d dimensions, more than %d", len(out), shape.MaxDims)
	}
	return selected(n, mask, out), nil
}

// beside takes positions of a common shape and, along its last axis, those where the mask is true: one, or as many.
func (a *arranged) beside(common []int) (*Node, error) {
	k := a.first + len(a.lists)
	behind := k + len(a.mask.Shape)
	size := shape.Len(a.mask.Shape)
	n := reshape(a.n, slices.Concat(a.n.Shape[:k], []int{size}, a.n.Shape[behind:]))
	last := []int{common[len(common)-1]}
	at := newNode(Node{Kind: ViewNode, View: ViewNonzero, Args: []*Node{reshape(a.mask, []int{size})}, DType: dtype.Int64, Shape: last, Axes: shape.Varying(last)})
	return (&arranged{n: n, first: a.first, lists: append(a.lists, picked{array: at})}).take(common)
}

// selectedAgain is what a condition on elements that a mask selects takes of a selection by the same mask: a[m][b[m] > 0] is
// a[m and b > 0].
func selectedAgain(n, condition *Node) (*Node, error) {
	if slices.Index(n.Shape, Unknown) > 0 {
		return nil, errUnsized
	}
	and, _ := Find("logical_and")
	mask, err := Call(and, n.Args[1], condition.Args[0])
	if err != nil {
		return nil, err
	}
	return selected(n.Args[0], mask, n.Shape), nil
}
