package runtime_test

import (
	"math"
	"slices"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// array is what the engine's answers are compared with: a plain array computed element by element.
type array[T dtype.Element] struct {
	shape []int
	data  []T
}

// positions calls f for every position of a shape, in C order.
func positions(s []int, f func(pos []int)) {
	if slices.Contains(s, 0) {
		return
	}
	pos := make([]int, len(s))
	for {
		f(pos)
		i := len(s) - 1
		for ; i >= 0; i-- {
			if pos[i]++; pos[i] < s[i] {
				break
			}
			pos[i] = 0
		}
		if i < 0 {
			return
		}
	}
}

// at is the element at a position of a shape that a was broadcast to.
func (a array[T]) at(pos []int) T {
	n := 0
	for i, d := range a.shape {
		if n *= d; d != 1 {
			n += pos[len(pos)-len(a.shape)+i]
		}
	}
	return a.data[n]
}

// build is the array of the given shape whose elements f computes.
func build[T dtype.Element](s []int, f func(pos []int) T) array[T] {
	out := array[T]{shape: s, data: make([]T, 0, shape.Len(s))}
	positions(s, func(pos []int) { out.data = append(out.data, f(pos)) })
	return out
}

func (a array[T]) slice(spans []shape.Span) array[T] {
	s := make([]int, len(spans))
	for i, sp := range spans {
		s[i] = sp.Count
	}
	at := make([]int, len(spans))
	return build(s, func(pos []int) T {
		for i, sp := range spans {
			at[i] = sp.Start + sp.Step*pos[i]
		}
		return a.at(at)
	})
}

// fold reduces over axes; the reduced ones keep length 1.
func fold[T, R dtype.Element](a array[T], over []int, start R, f func(R, T) R) array[R] {
	s := slices.Clone(a.shape)
	for _, i := range over {
		s[i] = 1
	}
	out := build(s, func([]int) R { return start })
	positions(a.shape, func(pos []int) {
		n := 0
		for i, d := range s {
			if n *= d; d != 1 {
				n += pos[i]
			}
		}
		out.data[n] = f(out.data[n], a.at(pos))
	})
	return out
}

// number is the set of types of the property tests.
type number interface {
	uint8 | uint64 | int32 | int64 | float32 | float64
}

// pair is an expression, and its value computed here.
type pair[T number] struct {
	node *ir.Node
	want array[T]
}

// apply is an operation on both.
func apply[T number](name string, args ...pair[T]) pair[T] {
	op, _ := ir.Find(name)
	nodes, shapes := make([]*ir.Node, len(args)), make([][]int, len(args))
	for i, a := range args {
		nodes[i], shapes[i] = a.node, a.want.shape
	}
	n, err := ir.Call(op, nodes...)
	if err != nil {
		panic(err)
	}
	s, _ := shape.Broadcast(shapes...)
	return pair[T]{n, build(s, func(pos []int) T {
		x := args[0].want.at(pos)
		if len(args) == 1 {
			return unary(name, x)
		}
		return binary(name, x, args[1].want.at(pos))
	})}
}

func unary[T number](name string, x T) T {
	switch name {
	case "sqrt":
		return T(math.Sqrt(float64(x)))
	case "square":
		return x * x
	}
	panic(name)
}

func binary[T number](name string, x, y T) T {
	switch name {
	case "add":
		return x + y
	case "subtract":
		return x - y
	case "multiply":
		return x * y
	case "minimum":
		return min(x, y)
	}
	panic(name)
}
