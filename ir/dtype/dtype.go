// Package dtype has the element types of b2's arrays and NumPy's rules for mixing them.
// Everything else in b2, from the file format to the kernels, names an element type by these values.
package dtype

import "fmt"

// DType is the type of one element of an array. The zero value is Invalid.
type DType uint8

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
	Float32
	Float64
)

// Kind groups the element types that behave alike.
type Kind uint8

const (
	KindInvalid Kind = iota
	KindBool
	KindSigned
	KindUnsigned
	KindFloat
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
	Float32: {"float32", "f4", 4, KindFloat, "f4"},
	Float64: {"float64", "f8", 8, KindFloat, "f8"},
}

// All lists the valid element types, in promotion order.
func All() []DType {
	all := make([]DType, 0, len(infos)-1)
	for d := Bool; int(d) < len(infos); d++ {
		all = append(all, d)
	}
	return all
}

// Size is the number of bytes of one element.
func (d DType) Size() int { return infos[d].size }

// Kind tells which group of types d belongs to.
func (d DType) Kind() Kind { return infos[d].kind }

// String is NumPy's name of the type, such as "float32".
func (d DType) String() string {
	if int(d) >= len(infos) {
		return fmt.Sprintf("dtype(%d)", uint8(d))
	}
	return infos[d].name
}

// Short is the two-character name, such as "f4".
func (d DType) Short() string { return infos[d].short }

// NumPy is numpy.dtype.str of the type on a little-endian machine, such as "<f4" or "|b1".
func (d DType) NumPy() string {
	if d.Size() <= 1 {
		return "|" + infos[d].code
	}
	return "<" + infos[d].code
}

// IsFloat reports whether d is a floating-point type.
func (d DType) IsFloat() bool { return d.Kind() == KindFloat }

// IsInteger reports whether d is a signed or unsigned integer type; bool is none.
func (d DType) IsInteger() bool { return d.Kind() == KindSigned || d.Kind() == KindUnsigned }

// Parse reads a type as users and files write it: a NumPy name ("float32"), a dtype.str ("<f4", "|b1"),
// or its short form ("f4"). Big-endian types are refused: their bytes would have to be swapped.
func Parse(s string) (DType, error) {
	order, rest := byte(0), s
	if s != "" && (s[0] == '<' || s[0] == '|' || s[0] == '=' || s[0] == '>') {
		order, rest = s[0], s[1:]
	}
	for d := Bool; int(d) < len(infos); d++ {
		i := infos[d]
		if order == 0 && s == i.name || rest == i.code || order == 0 && d == Bool && s == "?" {
			if order == '>' && i.size > 1 {
				return Invalid, fmt.Errorf("dtype %q is big-endian, which b2 does not read yet", s)
			}
			return d, nil
		}
	}
	return Invalid, fmt.Errorf("dtype %q is not one that b2 computes with (bool, int8 to int64, uint8 to uint64, float32, float64)", s)
}

// Element is the set of Go types that hold an element.
type Element interface {
	bool | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// Of is the element type whose Go type is T.
func Of[T Element]() DType {
	var zero T
	d, _ := OfValue(zero)
	return d
}

// OfValue is the element type of a Go value of a sized type, if it has one.
func OfValue(v any) (DType, bool) {
	switch v.(type) {
	case bool:
		return Bool, true
	case int8:
		return Int8, true
	case int16:
		return Int16, true
	case int32:
		return Int32, true
	case int64:
		return Int64, true
	case uint8:
		return Uint8, true
	case uint16:
		return Uint16, true
	case uint32:
		return Uint32, true
	case uint64:
		return Uint64, true
	case float32:
		return Float32, true
	case float64:
		return Float64, true
	}
	return Invalid, false
}
