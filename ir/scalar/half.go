package scalar

import "math"

// A half is the bits of a float16: a sign, five bits of exponent, ten of fraction. It is computed with as a float32;
// these are the conversions, each rounded once, to nearest with ties to even.

const (
	halfSign = 0x8000
	halfInf  = 0x7C00
	halfNaN  = 0x7E00
)

// FromHalf is the value of a half, exactly.
func FromHalf(h uint16) float32 {
	// With the half's exponent where a float32 has its own, the value is 2^112 times too small, also of subnormals.
	f := math.Float32frombits(uint32(h&^halfSign)<<13) * 0x1p112
	bits := math.Float32bits(f)
	if f >= 0x1p16 { // the half's largest exponent: infinities and NaNs
		bits |= 0xFF << 23
	}
	return math.Float32frombits(bits | uint32(h&halfSign)<<16)
}

// ToHalf rounds a float32.
func ToHalf(x float32) uint16 {
	bits := math.Float32bits(x)
	sign := uint16(bits >> 16 & halfSign)
	bits &^= 1 << 31
	switch {
	case bits > 0xFF<<23:
		return sign | halfNaN
	case bits >= 0x477FF000: // 65520, half way between the largest half and the next power of two
		return sign | halfInf
	case bits < 0x38800000: // 2^-14: below, a half's last place is 2^-24, which is that of 0.5 in float32
		return sign | uint16(math.Float32bits(math.Float32frombits(bits)+0.5)-math.Float32bits(0.5))
	}
	bits += 0xFFF + bits>>13&1
	return sign | uint16((bits-112<<23)>>13)
}

// ToHalf64 rounds a float64, which by way of float32 would round twice.
func ToHalf64(x float64) uint16 {
	bits := math.Float64bits(x)
	sign := uint16(bits >> 48 & halfSign)
	x = math.Abs(x)
	bits &^= 1 << 63
	switch {
	case x != x:
		return sign | halfNaN
	case x >= 65520:
		return sign | halfInf
	case x < 0x1p-14: // 2^28 has 2^-24 as its last place in float64
		return sign | uint16(math.Float64bits(x+0x1p28)-math.Float64bits(0x1p28))
	}
	bits += 1<<41 - 1 + bits>>42&1
	return sign | uint16((bits-1008<<52)>>42)
}
