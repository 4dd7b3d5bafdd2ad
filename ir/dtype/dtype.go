// Package dtype has the element types of b2's arrays and NumPy's rules for mixing them.
// Everything else in b2, from the file format to the kernels, names an element type by these values.
package dtype

import (
	"fmt"
	"slices"
)

// DType is the type of one element of an array. The zero value is Invalid. Its low byte is a row of the table of types;
// what is above is the size of a raw type, and 0 for all others.
type DType uint32

const (
	Invalid DType = iota
	Bool
	Int8
	Int16
	Int32
	Int64
	Uint8
	Uint16
	Uint32
	Uint64
	Float16
	Float32
	Float64
	Complex64
	Complex128

	raw // the row of the raw types, which RawOf makes
)

// Kind groups the element types that behave alike.
type Kind uint8

const (
	KindInvalid Kind = iota
	KindBool
	KindSigned
	KindUnsigned
	KindFloat
	KindComplex
	KindRaw // bytes that are copied, not computed with: strings and structs
)

// info is one row of the table of types: to add a type, add its constant and its row.
type info struct {
	name  string // NumPy's name, which is also Go's
	code  string // NumPy's dtype.str without the byte order
	size  int    // bytes an element
	kind  Kind
	short string // the two letters that messages and kernel keys use
}

var infos = [...]info{
	Invalid: {"invalid", "", 0, KindInvalid, "?"},
	Bool:    {"bool", "b1", 1, KindBool, "b1"},
	Int8:    {"int8", "i1", 1, KindSigned, "i1"},
	Int16:   {"int16", "i2", 2, KindSigned, "i2"},
	Int32:   {"int32", "i4", 4, KindSigned, "i4"},
	Int64:   {"int64", "i8", 8, KindSigned, "i8"},
	Uint8:   {"uint8", "u1", 1, KindUnsigned, "u1"},
	Uint16:  {"uint16", "u2", 2, KindUnsigned, "u2"},
	Uint32:  {"uint32", "u4", 4, KindUnsigned, "u4"},
	Uint64:  {"uint64", "u8", 8, KindUnsigned, "u8"},
	Float16: {"float16", "f2", 2, KindFloat, "f2"},
	Float32: {"float32", "f4", 4, KindFloat, "f4"},
	Float64: {"float64", "f8", 8, KindFloat, "f8"},

	Complex64:  {"complex64", "c8", 8, KindComplex, "c8"},
	Complex128: {"complex128", "c16", 16, KindComplex, "c16"},

	raw: {"raw", "V", 0, KindRaw, "V"},
}

// All lists the valid element types but for raw ones, in promotion order.
func All() []DType {
	var all []DType
	for d := Bool; d < raw; d++ {
		all = append(all, d)
	}
	return all
}

// Computed lists the types that kernels have arithmetic for. Float16 is not among them: it is computed as float32.
func Computed() []DType {
	return slices.DeleteFunc(All(), func(d DType) bool { return d == Float16 })
}

// MaxRaw is the size of the largest raw element, in bytes.
const MaxRaw = 1<<24 - 1

// RawOf is the type of elements that are n bytes of any kind. Invalid when n is not 1 to MaxRaw.
func RawOf(n int) DType {
	if n < 1 || n > MaxRaw {
		return Invalid
	}
	return raw | DType(n)<<8
}

// row is d's line of the table.
func (d DType) row() *info {
	if row := d & 0xFF; row <= raw {
		return &infos[row]
	}
	return &infos[Invalid]
}

// Size is the number of bytes of one element.
func (d DType) Size() int {
	if n := d >> 8; n != 0 {
		return int(n)
	}
	return d.row().size
}

// Kind tells which group of types d belongs to.
func (d DType) Kind() Kind { return d.row().kind }

// String is NumPy's name of the type, such as "float32". A raw type is called by its size, as in "raw 5 bytes".
func (d DType) String() string {
	if d.Kind() == KindRaw {
		return fmt.Sprintf("raw %d bytes", d.Size())
	}
	return d.row().name
}

// Short is the code of NumPy's, such as "f4"; "V5" for raw elements of 5 bytes.
func (d DType) Short() string {
	if d.Kind() == KindRaw {
		return fmt.Sprintf("V%d", d.Size())
	}
	return d.row().short
}

// NumPy is numpy.dtype.str of the type on a little-endian machine, such as "<f4" or "|b1".
func (d DType) NumPy() string {
	switch {
	case d.Kind() == KindRaw:
		return "|" + d.Short()
	case d.Size() <= 1:
		return "|" + d.row().code
	}
	return "<" + d.row().code
}

// IsFloat reports whether d is a floating-point type.
func (d DType) IsFloat() bool { return d.Kind() == KindFloat }

// IsComplex reports whether d is a type of complex numbers.
func (d DType) IsComplex() bool { return d.Kind() == KindComplex }

// Part is the type of the real and the imaginary part of a complex number; of another type, d itself.
func (d DType) Part() DType {
	switch d {
	case Complex64:
		return Float32
	case Complex128:
		return Float64
	}
	return d
}

// IsInteger reports whether d is a signed or unsigned integer type; bool is none.
func (d DType) IsInteger() bool { return d.Kind() == KindSigned || d.Kind() == KindUnsigned }

// Parse reads a type as users write it: a NumPy name ("float32"), a dtype.str ("<f4", "|b1"), or its short form ("f4").
// Big-endian ones are refused: only what is stored can be that (see ParseStored).
func Parse(s string) (DType, error) {
	order, rest := byte(0), s
	if s != "" && (s[0] == '<' || s[0] == '|' || s[0] == '=' || s[0] == '>') {
		order, rest = s[0], s[1:]
	}
	for d := Bool; d < raw; d++ {
		i := infos[d]
		if order == 0 && s == i.name || rest == i.code || order == 0 && d == Bool && s == "?" {
			if order == '>' && i.size > 1 {
				return Invalid, fmt.Errorf("dtype %q is big-endian: b2 computes with %q", s, d.NumPy())
			}
			return d, nil
		}
	}
	return Invalid, fmt.Errorf("dtype %q is not one that b2 computes with (bool, int8 to int64, uint8 to uint64, float16 to float64, complex64, complex128)", s)
}
