package dtype

import "github.com/b2gen/b2/ir/scalar"

// Half is the Go type of a float16 element: its bits.
type Half uint16

// HalfOf is the float16 nearest to x, which is rounded once; of two as near, the even one.
func HalfOf(x float64) Half { return Half(scalar.ToHalf64(x)) }

// Float32 is the value of h, exactly.
func (h Half) Float32() float32 { return scalar.FromHalf(uint16(h)) }

// Element is the set of Go types that hold an element.
type Element interface {
	bool | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | Half | float32 | float64 | complex64 | complex128
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
	case Half:
		return Float16, true
	case float32:
		return Float32, true
	case float64:
		return Float64, true
	case complex64:
		return Complex64, true
	case complex128:
		return Complex128, true
	}
	return Invalid, false
}
