package ir

import (
	"fmt"
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/parser"
)

// NewComplex is a Python complex number: it adapts to what it meets.
func NewComplex(v complex128) *Node { return newNumber(complexNumber(v)) }

// NewComplexConst is a scalar of a complex type, by the bits of its parts.
func NewComplexConst(d dtype.DType, re, im uint64) *Node { return newElement(d, []uint64{re, im}) }

// newElement is a scalar of a sized type by its bits: one word, or for a complex number two.
func newElement(d dtype.DType, bits []uint64) *Node {
	n := NewConst(d, bits[0])
	if d.IsComplex() {
		n.Imag = bits[1]
	}
	return n
}

func complexNumber(v complex128) number { return number{float: real(v), imag: imag(v), complex: true} }

// value is the number as a complex one.
func (v number) value() complex128 { return complex(v.asFloat(), v.imag) }

// element is the number as a scalar of d, or NumPy's error when it does not fit.
func (v number) element(d dtype.DType) (*Node, error) {
	if !d.IsComplex() {
		bits, err := v.bits(d)
		return NewConst(d, bits), err
	}
	re, _ := number{float: v.asFloat()}.bits(d.Part())
	im, _ := number{float: v.imag}.bits(d.Part())
	return NewComplexConst(d, re, im), nil
}

// ofReal is what a row for complex numbers makes of others without computing: their real part is the array itself and
// their imaginary part zeros. Of Python numbers the parts, and a complex number of two parts, are Python numbers.
func ofReal(op *Op, args []*Node) (*Node, bool) {
	switch op.Name {
	case "complex":
		if x, y := args[0].weak, args[1].weak; x != nil && y != nil && !x.complex && !y.complex {
			return NewComplex(complex(x.asFloat(), y.asFloat())), true
		}
	case "real", "imag":
		n, isReal := args[0], op.Name == "real"
		switch {
		case n.weak != nil && n.weak.complex && isReal:
			return NewFloat(n.weak.float), true
		case n.weak != nil && n.weak.complex:
			return NewFloat(n.weak.imag), true
		case n.DType.IsComplex() || n.DType.Kind() == dtype.KindRaw:
		case isReal:
			return n, true
		case n.Kind == ConstNode:
			return NewConst(n.DType, 0), true
		default:
			text := fmt.Sprintf("zeros(%s, dtype=%s)", shape.Format(n.Shape), n.DType)
			return NewOperand(&Generator{DType: n.DType, Shape: n.Shape}, text, n.DType, n.Shape), true
		}
	}
	return nil, false
}

// complexTree writes a Python complex number: "2j" or "1 + 2j", where Python makes the same number of that, signs of
// zeros included, else as a call of complex.
func complexTree(re, im float64) parser.Node {
	plain := func(x float64) bool { return x-x == 0 && !(x == 0 && math.Signbit(x)) }
	imaginary := &parser.Number{Kind: parser.Imag, Float: math.Abs(im)}
	switch part := numberTree(number{float: re}); {
	case !plain(re) || !plain(im):
		return &parser.Call{Func: &parser.Name{Name: "complex"}, Args: []parser.Node{part, numberTree(number{float: im})}}
	case im < 0:
		return &parser.Binary{Op: "-", X: part, Y: imaginary}
	case re != 0:
		return &parser.Binary{Op: "+", X: part, Y: imaginary}
	}
	return imaginary
}
