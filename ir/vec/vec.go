// Package vec is the language of kernels: straight-line SSA over vectors of one element type a value, with
// about forty primitives that every target can do or expand exactly. ir/lower writes it (a math function is a
// sequence of primitives), codegen prints it, Eval runs it on single elements. It knows no printer's types.
package vec

import (
	"fmt"

	"github.com/b2gen/b2/ir/dtype"
)

// Type is the type of a value: lanes of Elem, or a mask over lanes of Elem's width.
// An element of a bool array is a Mask8.
type Type struct {
	Elem dtype.DType
	Mask bool
}

var (
	F16 = Type{Elem: dtype.Float16} // to load, to store and to cast: arithmetic is done in F32
	F32 = Type{Elem: dtype.Float32}
	F64 = Type{Elem: dtype.Float64}
	I8  = Type{Elem: dtype.Int8}
	I16 = Type{Elem: dtype.Int16}
	I32 = Type{Elem: dtype.Int32}
	I64 = Type{Elem: dtype.Int64}
	U8  = Type{Elem: dtype.Uint8}
	U16 = Type{Elem: dtype.Uint16}
	U32 = Type{Elem: dtype.Uint32}
	U64 = Type{Elem: dtype.Uint64}

	C64  = Type{Elem: dtype.Complex64} // to load and to store: arithmetic is done on the parts
	C128 = Type{Elem: dtype.Complex128}

	Mask8  = Type{dtype.Uint8, true}
	Mask16 = Type{dtype.Uint16, true}
	Mask32 = Type{dtype.Uint32, true}
	Mask64 = Type{dtype.Uint64, true}
)

// TypeOf is the type of a vector loaded from an array of d.
func TypeOf(d dtype.DType) Type {
	if d == dtype.Bool {
		return Mask8
	}
	return Type{Elem: d}
}

// MaskOf is the mask type over lanes as wide as t's.
func MaskOf(t Type) Type {
	switch t.Elem.Size() {
	case 1:
		return Mask8
	case 2:
		return Mask16
	case 4:
		return Mask32
	}
	return Mask64
}

// Storage is the element type of an array that holds values of t.
func (t Type) Storage() dtype.DType {
	if t.Mask {
		return dtype.Bool
	}
	return t.Elem
}

// IsComplex reports a type of complex numbers.
func (t Type) IsComplex() bool { return !t.Mask && t.Elem.IsComplex() }

// Part is the type of the parts of complex numbers; of another type, t itself.
func (t Type) Part() Type {
	if t.IsComplex() {
		return Type{Elem: t.Elem.Part()}
	}
	return t
}

func (t Type) String() string {
	if t.Mask {
		return fmt.Sprintf("mask%d", 8*t.Elem.Size())
	}
	return t.Elem.Short()
}

// Op is a primitive.
type Op uint8

const (
	Arg   Op = iota // the function's parameter number Imm
	Const           // the element whose bits are Imm

	Add // numbers; integers wrap around
	Sub
	Mul
	Div   // floats
	Sqrt  // floats, correctly rounded
	FMA   // floats: x*y+z with one rounding
	Neg   // floats flip the sign bit, integers wrap
	Abs   // floats clear the sign bit, signed integers wrap
	Floor // floats
	Ceil
	Trunc
	Rint // to nearest, ties to even
	Min  // x < y ? x : y (a NaN on either side gives y)
	Max  // x > y ? x : y
	Fmod // floats: C's fmod

	FloorDiv // integers, NumPy's // (0 for a zero divisor)
	FloorMod // integers, NumPy's %
	PowInt   // integers, wrapping
	Gcd      // unsigned integers: the greatest common divisor

	Eq // numbers to a mask; false with a NaN, but Ne true
	Ne
	Lt
	Le

	And // integers and masks
	Or
	Xor
	Not
	Shl // integers, by y read as unsigned; counts of the width or more give 0
	Shr // arithmetic on signed types; counts of the width or more give 0 or the sign

	Select // mask ? x : y
	Cast   // a number to a number type by value: scalar.Int64's rule for floats to integers, truncation for integers
	Bits   // the same bits as another type of the same width
	Resize // a mask to a mask over lanes of another width

	Complex // a complex number of its real and its imaginary part
	Real    // part of a complex number
	Imag

	// RareIf is Imm's scalar.Rare function of x in the lanes where the mask holds, else y. Vector targets
	// compute y everywhere and flag the strip, which is then run again by the portable kernel.
	RareIf

	numOps
)

var opNames = [numOps]string{
	"arg", "const", "add", "sub", "mul", "div", "sqrt", "fma", "neg", "abs", "floor", "ceil", "trunc", "rint",
	"min", "max", "fmod", "floordiv", "floormod", "powint", "gcd", "eq", "ne", "lt", "le", "and", "or", "xor", "not",
	"shl", "shr", "select", "cast", "bits", "resize", "complex", "real", "imag", "rareif",
}

func (o Op) String() string { return opNames[o] }

// Val names a value of a Func.
type Val int32

// Value is one instruction and its result.
type Value struct {
	Op   Op
	Type Type
	Args [3]Val // unused ones are 0; NArgs says how many count
	Imm  uint64
}

// NArgs is the number of arguments of o.
func (o Op) NArgs() int {
	switch o {
	case Arg, Const:
		return 0
	case Sqrt, Neg, Abs, Floor, Ceil, Trunc, Rint, Not, Cast, Bits, Resize, Real, Imag:
		return 1
	case FMA, Select, RareIf:
		return 3
	}
	return 2
}

// Func is a kernel body: values in order, each using earlier ones only, and those that are its results.
type Func struct {
	Params  []Type
	Values  []Value
	Results []Val
}

// String prints the function an instruction a line, for tests and messages.
func (f *Func) String() string {
	var s []byte
	for i, v := range f.Values {
		s = fmt.Appendf(s, "v%d = %s.%s", i, v.Op, v.Type)
		for _, a := range v.Args[:v.Op.NArgs()] {
			s = fmt.Appendf(s, " v%d", a)
		}
		switch v.Op {
		case Arg, RareIf:
			s = fmt.Appendf(s, " #%d", v.Imm)
		case Const:
			s = fmt.Appendf(s, " %#x", v.Imm)
		}
		s = append(s, '\n')
	}
	return string(fmt.Appendf(s, "return %v\n", f.Results))
}
