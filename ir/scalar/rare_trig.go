package scalar

import (
	"math"
	"math/bits"
)

// The reduction of angles too large for a product with pi/2 in three words: x = quadrant*pi/2 + high + low,
// |high+low| <= pi/4, the quadrant modulo 4. Infinities and NaN give NaN. Each part has a function of its own,
// because a rare function has one result; they run on so few lanes that doing the work three times is no loss.

// ReduceHigh is the remainder, rounded.
func ReduceHigh(x float64) float64 { h, _, _ := reduce(x); return h }

// ReduceLow is what ReduceHigh rounds away, to 2^-100 of the remainder.
func ReduceLow(x float64) float64 { _, l, _ := reduce(x); return l }

// ReduceQuadrant is the multiple of pi/2, modulo 4.
func ReduceQuadrant(x float64) uint64 { _, _, q := reduce(x); return q }

// SinAngle is an angle within pi/2 of 0 that has the sine of x, rounded.
func SinAngle(x float64) float64 { h, _ := fold(x, 0); return h }

// SinAngleLow is what SinAngle rounds away.
func SinAngleLow(x float64) float64 { _, l := fold(x, 0); return l }

// CosAngle is an angle within pi/2 of 0 whose sine is the cosine of x, rounded.
func CosAngle(x float64) float64 { h, _ := fold(x, 1); return h }

// CosAngleLow is what CosAngle rounds away.
func CosAngleLow(x float64) float64 { _, l := fold(x, 1); return l }

// NoTurns is the half turns that the angles of SinAngle and CosAngle are off: none.
func NoTurns(float64) uint64 { return 0 }

// fold is an angle within pi/2 of 0, as a pair, that has the sine of x and so many quadrants more.
func fold(x float64, more uint64) (high, low float64) {
	high, low, q := reduce(x)
	q += more
	if q&1 != 0 { // pi/2 - |high + low|
		if high > 0 {
			high, low = -high, -low
		}
		sum := math.Pi/2 + high
		rest := high - (sum - math.Pi/2) + (low + halfPiRest)
		high = sum + rest
		low = rest - (high - sum)
	}
	if q&2 != 0 {
		high, low = -high, -low
	}
	return high, low
}

// halfPiRest is what of pi/2 is left beside its float64.
const halfPiRest = 0x1.1a62633145c07p-54

// reduce multiplies the integer significand of x by the 256 digits of 2/pi that matter: those before are
// multiples of 4 in the product, those after are below 2^-200 (Payne and Hanek, "Radian reduction for
// trigonometric functions", 1983). No float64 comes closer to a multiple of pi/2 than 2^-62 (Muller,
// "Elementary Functions"), so the remainder keeps more than 130 right bits.
func reduce(x float64) (high, low float64, quadrant uint64) {
	if math.IsInf(x, 0) || x != x {
		return math.NaN(), math.NaN(), 0
	}
	b := math.Float64bits(x)
	exp := int(b>>52)&0x7FF - 1075
	if exp < -55 { // below 1/8: no reduction
		return x, 0, 0
	}
	m := b&(1<<52-1) | 1<<52

	// The first digit that matters has the weight 2^-(exp-1); digit 1 is the first bit of word 1.
	at := exp - 1 + 63
	word, shift := at/64, uint(at%64)
	var w [4]uint64 // most significant first
	for i := range w {
		w[i] = twoOverPi[word+i]<<shift | twoOverPi[word+i+1]>>(64-shift)
	}

	// p = m*w modulo 2^256: two digits of the quadrant, then 254 of the fraction.
	var p [4]uint64
	var carry uint64
	for i := 3; i >= 0; i-- {
		hi, lo := bits.Mul64(m, w[i])
		var c uint64
		p[i], c = bits.Add64(lo, carry, 0)
		carry = hi + c
	}
	quadrant = p[0] >> 62
	negative := p[0]>>61&1 != 0 // the fraction is a half or more: take the next quadrant
	p[0] = p[0] << 2 >> 2
	if negative {
		quadrant++
		var borrow uint64
		for i := 3; i > 0; i-- {
			p[i], borrow = bits.Sub64(0, p[i], borrow)
		}
		p[0] = 1<<62 - p[0] - borrow
	}

	// The leading 128 digits of the fraction, times pi/2. The first digit of p[0] has the weight 2.
	zeros := 0
	for p[0] == 0 {
		p[0], p[1], p[2], p[3] = p[1], p[2], p[3], 0
		zeros += 64
	}
	s := uint(bits.LeadingZeros64(p[0]))
	f1, f0 := p[0]<<s|p[1]>>(64-s), p[1]<<s|p[2]>>(64-s)
	zeros += int(s)
	r1, r0 := mulHigh(f1, f0, halfPiHigh, halfPiLow) // in units of 2^(-125-zeros)
	high, low = float64(r1>>11), math.Ldexp(float64(r1<<53|r0>>11), -64)
	sum := high + low
	low = (high - sum) + low
	high, low = math.Ldexp(sum, -zeros-50), math.Ldexp(low, -zeros-50)
	if negative != math.Signbit(x) {
		high, low = -high, -low
	}
	if math.Signbit(x) {
		quadrant = -quadrant
	}
	return high, low, quadrant & 3
}

// mulHigh is the upper half of the product of two 128-bit numbers, at most 2 too small.
func mulHigh(a1, a0, b1, b0 uint64) (hi, lo uint64) {
	hi, lo = bits.Mul64(a1, b1)
	x, _ := bits.Mul64(a1, b0)
	y, _ := bits.Mul64(a0, b1)
	var c uint64
	lo, c = bits.Add64(lo, x, 0)
	hi += c
	lo, c = bits.Add64(lo, y, 0)
	hi += c
	return hi, lo
}
