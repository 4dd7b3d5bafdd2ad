// Package fused runs the expressions that TestFused draws, interpreted and with the kernels that b2gen has made of them. The
// program that the test writes into a module of its own is little more than a call of Run.
package fused

import (
	"context"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir/dtype"
)

// Case is a drawn expression that has a kernel.
type Case struct {
	Name      string // what TestFused takes in B2_FUSED_ONLY, after the seed
	Kernel    string
	Expr      string
	Directive string
	Signs     []string // parts of the expression whose sign it asks for; that of NaN is not promised
	Settings  []Setting
}

// Setting is operands for an expression.
type Setting struct {
	Operands []Operand
	Slice    []Span // of the result, from its first axis on
	Chunks   []int  // of the result where it is computed into an array
	Into     bool   // the operands are whole, so that the function over plain slices takes them
	Extents  []int  // that it is given, if it takes any
}

// Operand is an array, and what of it the expression reads.
type Operand struct {
	Name       string
	DType      dtype.DType
	Shape      []int // of the data, which are in C order
	Data       []byte
	Swapped    bool   // the data are big-endian
	Slice      []Span // of all axes, or none
	Transposed bool
	Chunks     []int // of an array that it is stored in; nil: it stays in plain memory
	Blocks     []int
}

// Span is a slice of an axis.
type Span struct{ Start, Stop, Step int }

func items(spans []Span) (list []b2.SliceItem) {
	for _, s := range spans {
		list = append(list, b2.Span(s.Start, s.Stop, s.Step))
	}
	return list
}

// vars are the operands of a setting.
func (s Setting) vars(ctx context.Context) (b2.Vars, error) {
	vars := b2.Vars{}
	for _, o := range s.Operands {
		e, err := o.operand(ctx)
		if err != nil {
			return nil, err
		}
		vars[o.Name] = e
	}
	return vars, nil
}

func (o Operand) operand(ctx context.Context) (*b2.Expr, error) {
	stored := dtype.Plain(o.DType)
	stored.Swapped = o.Swapped
	var x b2.Operand = b2.PlainStored(o.Data, stored, b2.Shape(o.Shape...))
	if o.Chunks != nil {
		a, err := x.(*b2.Expr).Compute(ctx, b2.Chunks(o.Chunks...), b2.Blocks(o.Blocks...))
		if err != nil {
			return nil, err
		}
		x = a
	}
	text := "x"
	if o.Transposed {
		text = "x.T"
	}
	e, err := b2.Lazy(text, b2.Vars{"x": x})
	if err != nil || len(o.Slice) == 0 {
		return e, err
	}
	e = e.Slice(items(o.Slice)...)
	return e, e.Err()
}
