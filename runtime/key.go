package runtime

import (
	"math"
)

// Keys are numbers in the order of the elements that they stand for, as wide as these. -0 comes before 0.

// keysOf appends the keys of the elements that are not NaN.
func keysOf[T ordered](out []uint64, s []T) []uint64 {
	switch s := any(s).(type) {
	case []float64:
		for _, v := range s {
			if v == v {
				b := math.Float64bits(v)
				out = append(out, b^(uint64(int64(b)>>63)|1<<63))
			}
		}
		return out
	case []float32:
		for _, v := range s {
			if v == v {
				b := math.Float32bits(v)
				out = append(out, uint64(b^(uint32(int32(b)>>31)|1<<31)))
			}
		}
		return out
	}
	low, width := least[T]()
	for _, v := range s {
		out = append(out, (uint64(v)^low)&(math.MaxUint64>>(64-width)))
	}
	return out
}

// least is the bits of the least integer of a type, and its width: 0 for unsigned ones.
func least[T ordered]() (low uint64, width int) {
	signed := T(0)-1 < 0
	var zero T
	switch any(zero).(type) {
	case int8, uint8:
		width = 8
	case int16, uint16:
		width = 16
	case int32, uint32:
		width = 32
	default:
		width = 64
	}
	if signed {
		low = 1 << (width - 1)
	}
	return low, width
}

// elementOf is the element of a key.
func elementOf[T ordered](key uint64) T {
	var v T
	switch p := any(&v).(type) {
	case *float64:
		*p = math.Float64frombits(key ^ (^uint64(int64(key)>>63) | 1<<63))
		return v
	case *float32:
		b := uint32(key)
		*p = math.Float32frombits(b ^ (^uint32(int32(b)>>31) | 1<<31))
		return v
	}
	low, _ := least[T]()
	return T(key ^ low)
}
