package ir

import (
	"fmt"
	"math"
	"math/big"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/ir/vec"
)

// NodeKind says what a Node is.
type NodeKind uint8

const (
	OperandNode   NodeKind = iota // an array, read at Access
	ConstNode                     // a scalar
	CallNode                      // Op of Args, which have the types of Op's loop
	CastNode                      // Args[0] in another element type
	ReduceNode                    // Op of Args[0] over Axes
	BroadcastNode                 // Args[0] repeated along axes
	ViewNode                      // elements of Args in other places
	SelectNode                    // the elements of Args[0] that Args[1] selects, in C order
)

// Node is one value of a checked expression: typed, with a shape, and never changed once made. Nodes share.
type Node struct {
	Kind  NodeKind
	Op    *Op
	Args  []*Node
	DType dtype.DType
	Shape []int

	// Of an operand.
	Ref    any            // what identifies the array to whoever gave it; equal Refs are one operand
	Name   string         // what the expression calls it
	Source []int          // shape of the array
	Access []shape.Access // how each axis of the array is read
	Axes   shape.AxisSet  // the axes it varies over
	// Of a constant.
	Bits uint64  // of the element, or of its real part
	Imag uint64  // bits of the imaginary part of a complex number
	weak *number // a Python number that still adapts
	was  *number // what it was before it did
	bool bool    // a Python bool: an int to Python's operators
	half bool    // it is a float16 or a complex64, and has the bits of the wider type that it is computed with
	// Of a reduction: sorted axes of its argument, and whether they stay with length 1. A scan keeps them as they are, or
	// else gives one axis of all elements.
	Over []int
	Keep bool
	Setting
	Must string // the error when an element of the result is false; "": none
	// Of a cast: written by the user, or needed by a loop.
	Explicit bool
	// Of a view.
	View  ViewKind
	Along int   // the axis, of a Concat or a Take; the first of a Gather
	At    []int // the positions of a Take; of a Gather the numbers that errors have for its axes

	origin *origin // what Slice or Reaxis made it of; nil: neither did
	parts  *parts  // what they made of it
}

// Type is the node's type for promotion.
func (n *Node) Type() dtype.Type {
	if n.weak != nil {
		return dtype.Type{DType: n.DType, Weak: true}
	}
	return dtype.Strong(n.DType)
}

// NewOperand is an array of the given shape, identified by ref. It varies over every axis longer than 1.
func NewOperand(ref any, name string, d dtype.DType, s []int) *Node {
	return newNode(Node{Kind: OperandNode, Ref: ref, Name: name, DType: d, Shape: s, Source: s, Access: shape.Whole(len(s)), Axes: shape.Varying(s)})
}

// NewConst is a scalar of a sized type, by the bits of its element.
func NewConst(d dtype.DType, bits uint64) *Node {
	return newNode(Node{Kind: ConstNode, DType: d, Bits: bits, Shape: []int{}})
}

// NewInt is a Python int: it adapts to what it meets.
func NewInt(v *big.Int) *Node { return newNumber(number{int: v}) }

// NewBool is a Python bool: bool to arrays, and 0 or 1 to Python's arithmetic.
func NewBool(v bool) *Node {
	n := NewConst(dtype.Bool, 0)
	if n.bool = true; v {
		n.Bits = 1
	}
	return n
}

func newWhole(v int) *Node { return NewInt(big.NewInt(int64(v))) }

// NewFloat is a Python float: it adapts to what it meets.
func NewFloat(v float64) *Node { return newNumber(number{float: v}) }

func newNumber(v number) *Node {
	n := newNode(Node{Kind: ConstNode, Shape: []int{}, weak: &v, DType: dtype.Float64, Bits: math.Float64bits(v.float)})
	if v.complex {
		n.DType, n.Imag = dtype.Complex128, math.Float64bits(v.imag)
	}
	if v.int != nil {
		n.DType, n.Bits = dtype.Int64, v.int.Uint64()
		if v.int.Sign() < 0 {
			n.Bits = uint64(v.int.Int64())
		}
	}
	return n
}

// cast is n as an element of d; a Python number must fit.
func cast(n *Node, d dtype.DType, explicit bool) (*Node, error) {
	if n.weak == nil && n.DType == d {
		return n, nil
	}
	if err := computes(n.DType, d); err != nil {
		return nil, err
	}
	if n.weak != nil {
		c, err := n.weak.element(d)
		if err != nil {
			return nil, err
		}
		c.was = n.weak
		return c, nil
	}
	if n.Kind == ConstNode {
		return foldCast(n, d), nil
	}
	if step := via(n.DType, d); step != d {
		between, err := cast(n, step, false)
		if err != nil {
			return nil, err
		}
		n = between
	}
	if n.Kind == SelectNode {
		return castSelected(n, d, explicit)
	}
	return newNode(Node{Kind: CastNode, Args: []*Node{n}, DType: d, Shape: n.Shape, Axes: n.Axes, Explicit: explicit}), nil
}

// computes reports an error when there is no arithmetic for one of the types.
func computes(types ...dtype.DType) error {
	for _, d := range types {
		if d.Kind() == dtype.KindRaw {
			return fmt.Errorf("strings, structs and other raw elements can be read, sliced and copied, but not computed with; take a field of a struct by its name")
		}
	}
	return nil
}

// via is the type that a cast to another goes by way of, or that one itself, where there is a strip for it. Float16 goes
// by way of float32, exactly or far beyond float16, and complex numbers by the type of their parts.
func via(from, to dtype.DType) dtype.DType {
	switch part := to.Part(); {
	case to.IsComplex() && !from.IsComplex() && from != part:
		return part
	case from.IsComplex() && !to.IsComplex() && to != dtype.Bool:
		return from.Part()
	case from == dtype.Float16 && to != dtype.Float32, to == dtype.Float16 && !from.IsFloat():
		return dtype.Float32
	}
	return to
}

// foldCast is a constant in another type, by the same primitives that kernels use.
func foldCast(n *Node, d dtype.DType) *Node {
	b := vec.NewBuilder()
	c := Instr{Out: n.DType, Bits: n.Bits, Imag: n.Imag}.Lower(b, nil)
	return newElement(d, b.Func(b.Cast(c, vec.TypeOf(d))).Eval())
}

// Cast is n converted to d because the user said so.
func Cast(n *Node, d dtype.DType) (*Node, error) {
	if n.weak != nil && n.weak.int == nil && !n.weak.complex && d.IsInteger() { // int32(2.7) truncates, as it does for an array
		return cast(NewConst(dtype.Float64, n.Bits), d, true)
	}
	out, err := cast(n, d, true)
	if err == nil && (out.was != nil || out.bool) { // a sized scalar from here on, also in print
		sized := *out
		sized.was, sized.bool = nil, false
		out = newNode(sized)
	}
	return out, err
}

// Naming is an operand that is read the same way of another array, or under another name.
func (n *Node) Naming(ref any, name string) *Node {
	out := *n
	out.Ref, out.Name = ref, name
	return newNode(out)
}

// Call is an elementwise row of the table applied to arguments.
func Call(op *Op, args ...*Node) (*Node, error) {
	if n, ok, err := callSelected(op, args); ok || err != nil {
		return n, err
	}
	if n, ok := ofReal(op, args); ok {
		return n, nil
	}
	op, args, err := special(op, args)
	if err != nil {
		return nil, err
	}
	shapes, types := make([][]int, len(args)), make([]dtype.Type, len(args))
	for i, a := range args {
		if err := computes(a.DType); err != nil {
			return nil, err
		}
		shapes[i], types[i] = a.Shape, a.Type()
	}
	s, err := shape.Broadcast(shapes...)
	if err != nil {
		return nil, err
	}
	if len(s) > shape.MaxDims {
		return nil, fmt.Errorf("the result would have %d dimensions, more than %d", len(s), shape.MaxDims)
	}
	if _, ok := shape.Size(s); !ok {
		return nil, fmt.Errorf("the result of shape %s would have too many elements to count", shape.Format(s))
	}
	sig, err := op.Types(types)
	if err != nil {
		return nil, err
	}
	single := sig.computed()
	if op.Halves {
		single = sig
	}
	n := newNode(Node{Kind: CallNode, Op: op, Args: make([]*Node, len(args)), DType: single.Out, Shape: s})
	for i, a := range args {
		if n.Args[i], err = argument(a, sig.In[i], single.In[i]); err != nil {
			return nil, err
		}
		n.Axes |= n.Args[i].Axes
	}
	return cast(n, sig.Out, false) // float16 is rounded once an operation
}

// argument is n as an argument of a loop that takes it as a d, and computes with a c: a float32 for a float16.
func argument(n *Node, d, c dtype.DType) (*Node, error) {
	a, err := cast(n, d, false)
	if err != nil || d == c {
		return a, err
	}
	wide, err := cast(a, c, false)
	if err == nil && a.Kind == ConstNode { // that it is computed with as a float32 is no matter of print
		w := *wide
		w.was, w.half = a.was, true
		wide = newNode(w)
	}
	return wide, err
}

// Reduce is a reduction of n over axes (nil: all), which stay with length 1 when keep is set.
func Reduce(op *Op, n *Node, axes []int, keep bool) (*Node, error) {
	if n.Kind == SelectNode {
		return reduceSelected(op, n, axes, keep)
	}
	return reduceWith(op, n, axes, keep, Setting{})
}
