// Package scalar says in plain Go what each vector primitive does to one element, where Go's own operators
// do not already say it. The evaluator of ir/vec and the portable kernels that codegen writes both call it,
// so a value has the same bits whoever computes it. It imports only the standard library.
package scalar

import "math"

// Integer is any integer element type.
type Integer interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64
}

// FMA32 is x*y+z in float32 with a single rounding. The product of two float32 is exact in float64, so only
// the sum can be inexact: it is rounded to odd there, which makes the second rounding, to float32, the only
// one that counts (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums", 2008).
func FMA32(x, y, z float32) float32 {
	p, c := float64(x)*float64(y), float64(z)
	s := p + c
	bits := math.Float64bits(s)
	// Only a sum whose last 28 bits are a tie or next to none can round differently; the test below is cheap
	// and exact: an even significand gets the error of the sum (TwoSum) folded into its last bit.
	if bits&1 == 0 && bits&(0x7FF<<52) != 0x7FF<<52 {
		t := s - p
		e := (p - (s - t)) + (c - t)
		if e != 0 {
			if (e > 0) == (s > 0) {
				bits++
			} else {
				bits--
			}
			s = math.Float64frombits(bits)
		}
	}
	return float32(s)
}

// FloorDiv is NumPy's integer x // y: rounded to minus infinity, 0 when y is 0, wrapping for MinInt // -1.
func FloorDiv[T Integer](x, y T) T {
	if y == 0 {
		return 0
	}
	if y+1 == 0 && y < 0 { // -1: the hardware traps on MinInt / -1
		return -x
	}
	q := x / y
	if (x < 0) != (y < 0) && q*y != x {
		q--
	}
	return q
}

// FloorMod is NumPy's integer x % y: it has the sign of y, and is 0 when y is 0.
func FloorMod[T Integer](x, y T) T {
	if y == 0 || y+1 == 0 && y < 0 {
		return 0
	}
	r := x % y
	if r != 0 && (r < 0) != (y < 0) {
		r += y
	}
	return r
}

// PowInt is x**y for integers, wrapping around. A negative y, for which NumPy raises an error, gives the
// truncated quotient: 1 for x = 1, plus or minus 1 for x = -1, else 0.
func PowInt[T Integer](x, y T) T {
	if y < 0 {
		switch {
		case x == 1:
			return 1
		case x+1 == 0:
			if y&1 == 0 {
				return 1
			}
			return x
		}
		return 0
	}
	r := T(1)
	for ; y > 0; y >>= 1 {
		if y&1 != 0 {
			r *= x
		}
		x *= x
	}
	return r
}

// Gcd is the greatest common divisor of two numbers that are not negative, by Euclid's algorithm; 0 of two zeros.
func Gcd[T Integer](x, y T) T {
	for y != 0 {
		x, y = y, x%y
	}
	return x
}

// Shl is x << y with y read as unsigned: 0 for counts of the width or more, as NumPy has it.
func Shl[T Integer](x, y T) T {
	return x << uint64(y)
}

// Shr is x >> y with y read as unsigned: 0, or the sign, for counts of the width or more.
func Shr[T Integer](x, y T) T {
	return x >> uint64(y)
}

// Fmod64 is C's fmod: the remainder of x/y rounded to zero, exact, with the sign of x.
func Fmod64(x, y float64) float64 { return math.Mod(x, y) }

// Fmod32 is Fmod64 for float32; the remainder of two float32 is always a float32.
func Fmod32(x, y float32) float32 { return float32(math.Mod(float64(x), float64(y))) }

// Int64 is the float to integer cast that every target follows: truncated to zero, and MinInt64 for NaN and
// for what int64 cannot hold. Narrower integers take the low bits of it.
func Int64(x float64) int64 {
	if x >= -0x1p63 && x < 0x1p63 {
		return int64(x)
	}
	return math.MinInt64
}

// Uint64 is Int64 for uint64: exact from 2^63 to 2^64-1; a negative x keeps the bits of its int64, and NaN
// and anything larger give 2^63.
func Uint64(x float64) uint64 {
	if x >= 0x1p63 && x < 0x1p64 {
		return uint64(int64(x-0x1p63)) | 1<<63
	}
	return uint64(Int64(x))
}

// Min is x < y ? x : y, what the x86 minimum instructions do: a NaN on either side gives y.
func Min[T Integer | float32 | float64](x, y T) T {
	if x < y {
		return x
	}
	return y
}

// Max is x > y ? x : y; a NaN on either side gives y.
func Max[T Integer | float32 | float64](x, y T) T {
	if x > y {
		return x
	}
	return y
}

// Select is x where mask holds, else y.
func Select[T Integer | float32 | float64 | bool](mask bool, x, y T) T {
	if mask {
		return x
	}
	return y
}

// Bool is the element of a bool array read from its byte: anything but 0 is true.
func Bool(b uint8) bool { return b != 0 }

// Byte is the byte that a bool array stores.
func Byte(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// The roundings to an integer value; float32 goes through float64, which is exact.

func Floor32(x float32) float32 { return float32(math.Floor(float64(x))) }
func Ceil32(x float32) float32  { return float32(math.Ceil(float64(x))) }
func Trunc32(x float32) float32 { return float32(math.Trunc(float64(x))) }
func Rint32(x float32) float32  { return float32(math.RoundToEven(float64(x))) }

// Sqrt32 is the correctly rounded square root: rounding the float64 root again is harmless (Figueroa, 1995).
func Sqrt32(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// Abs32 clears the sign bit.
func Abs32(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }

// Neg64 flips the sign bit, also of zero and NaN.
func Neg64(x float64) float64 { return math.Float64frombits(math.Float64bits(x) ^ 1<<63) }

// Neg32 is Neg64 for float32.
func Neg32(x float32) float32 { return math.Float32frombits(math.Float32bits(x) ^ 1<<31) }

// AbsInt is the absolute value; that of the least integer is itself.
func AbsInt[T Integer](x T) T {
	if x < 0 {
		return -x
	}
	return x
}

// Select64 is Select on the bits of floats: the compiler makes no branch of it.
func Select64(mask bool, x, y float64) float64 {
	bits := math.Float64bits(y)
	if b := math.Float64bits(x); mask {
		bits = b
	}
	return math.Float64frombits(bits)
}

// Select32 is Select64 for float32.
func Select32(mask bool, x, y float32) float32 {
	bits := math.Float32bits(y)
	if b := math.Float32bits(x); mask {
		bits = b
	}
	return math.Float32frombits(bits)
}
