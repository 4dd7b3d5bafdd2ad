package b2

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"unsafe"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// argumentError is the fault of an expression that is an argument of another.
type argumentError struct{ err error }

func (e *argumentError) Error() string { return e.err.Error() }
func (e *argumentError) Unwrap() error { return e.err }

func operands(args []any) ([]*ir.Node, error) {
	nodes := make([]*ir.Node, len(args))
	for i, a := range args {
		if a == nil { // an argument that may be absent; ir.Apply refuses others
			continue
		}
		var err error
		if nodes[i], err = operand(a, ""); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

// operand is the meaning of a Go value in an expression.
func operand(v any, name string) (*ir.Node, error) {
	switch v := v.(type) {
	case *Array:
		if v == nil {
			return nil, fmt.Errorf("the array is nil")
		}
		return v.node(name), nil
	case *SavedExpr:
		if v == nil || v.expr == nil {
			return nil, fmt.Errorf("the saved expression is nil or was not opened")
		}
		return operand(v.expr, name)
	case *Expr:
		if v == nil {
			return nil, fmt.Errorf("the expression is nil")
		}
		if v.err != nil {
			return nil, &argumentError{v.err}
		}
		n := v.whole()
		if n.Kind == ir.OperandNode && n.Name == "" {
			n = n.Naming(n.Ref, name)
		}
		return n, nil
	case int:
		return ir.NewInt(big.NewInt(int64(v))), nil
	case uint:
		return ir.NewInt(new(big.Int).SetUint64(uint64(v))), nil
	case *big.Int:
		return ir.NewInt(v), nil
	case float64:
		return ir.NewFloat(v), nil
	case complex128:
		return ir.NewComplex(v), nil
	case bool:
		return ir.NewBool(v), nil
	}
	return strong(v)
}

// strong is a Go number as a scalar of its own type.
func strong(v any) (*ir.Node, error) {
	switch w := v.(type) {
	case int:
		v = int64(w)
	case uint:
		v = uint64(w)
	}
	d, ok := dtype.OfValue(v)
	if !ok {
		return nil, fmt.Errorf("a %T is no operand: it must be a *b2.Array, a *b2.Expr, a number or a bool", v)
	}
	switch z := v.(type) {
	case complex64:
		return ir.NewComplexConst(d, bitsOf(real(z)), bitsOf(imag(z))), nil
	case complex128:
		return ir.NewComplexConst(d, bitsOf(real(z)), bitsOf(imag(z))), nil
	}
	return ir.NewConst(d, bitsOf(v)), nil
}

// bitsOf is the element that a Go value of a sized type is.
func bitsOf(v any) uint64 {
	switch v := v.(type) {
	case bool:
		if v {
			return 1
		}
		return 0
	case dtype.Half:
		return uint64(v)
	case float32:
		return uint64(math.Float32bits(v))
	case float64:
		return math.Float64bits(v)
	}
	var buf [8]byte
	n, _ := binary.Encode(buf[:], binary.LittleEndian, v)
	return binary.LittleEndian.Uint64(buf[:]) & (math.MaxUint64 >> (64 - 8*n))
}

// Plain is a Go slice as an operand of the given shape, in C order. It is not copied and must not change while an
// expression reads it.
func Plain[T Element](data []T, s ShapeOption) *Expr {
	if err := checkLength(len(data), s); err != nil {
		return badExpr(fmt.Errorf("b2.Plain: %w", err))
	}
	p := b2rt.NewPlain(dtype.Of[T](), append([]int{}, s...), bytesOf(data), data)
	return newExpr(ir.NewOperand(b2rt.Source(p), "", p.DType(), p.Shape()))
}

// From compresses a Go slice, in C order, into an array. Without a Shape it has one axis.
func From[T Element](ctx context.Context, data []T, opts ...CreateOption) (*Array, error) {
	s := created(opts)
	if s.shape == nil {
		s.shape = []int{len(data)}
	}
	if s.dtype != 0 && s.dtype != dtype.Of[T]() {
		return nil, fmt.Errorf("b2.From: the data is %s, not %s", dtype.Of[T](), s.dtype)
	}
	e := Plain(data, s.shape)
	if e.err != nil {
		return nil, fmt.Errorf("b2.From: %w", e.err)
	}
	return e.store(ctx, s)
}

func checkLength(have int, s []int) error {
	for _, d := range s {
		if d < 0 {
			return fmt.Errorf("shape %s has a negative length: %w", shape.Format(s), ErrShape)
		}
	}
	if n, ok := shape.Size(s); !ok || n != have {
		return fmt.Errorf("%d elements do not fill the shape %s: %w", have, shape.Format(s), ErrShape)
	}
	if len(s) > shape.MaxDims {
		return fmt.Errorf("shape %s has more than %d dimensions: %w", shape.Format(s), shape.MaxDims, ErrShape)
	}
	return nil
}

// bytesOf is the memory of a slice.
func bytesOf[T Element](data []T) []byte {
	var zero T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), len(data)*int(unsafe.Sizeof(zero)))
}
