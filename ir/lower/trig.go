package lower

import (
	"math"

	"github.com/b2gen/b2/ir/scalar"
	"github.com/b2gen/b2/ir/vec"
)

// Sin, Cos and Tan take any angle: up to angleLimit the multiple of pi or pi/2 is subtracted in three words, beyond it the rare
// functions of ir/scalar reduce the angle with as many digits of pi as it needs.

// Sin is the sine of x radians.
func Sin(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val { return c.sine32(c.sinAngle(x)) },
		code.sin64)
}

// Cos is the cosine of x radians.
func Cos(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val { return c.sine32(c.cosAngle(x)) },
		code.cos64)
}

// Tan is the tangent of x radians.
func Tan(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.tan32, code.tan64) }

const angleLimit = 0x1p33

// nearest is x*scale rounded to an integer, as a float64 and as a word whose low bits are the integer plus bias.
func (c code) nearest(x vec.Val, scale, bias float64) (n, q vec.Val) {
	t := c.FMA(x, c.num(scale), c.num(toInteger+bias))
	return c.Sub(t, c.num(toInteger+bias)), c.bits(t)
}

// huge says where x is beyond angleLimit, or infinite.
func (c code) huge(x vec.Val) vec.Val { return c.Gt(c.Abs(x), c.num(angleLimit)) }

// reduce is x = q*pi/2 + high + low, |high+low| <= pi/4. The first subtraction is exact: its result is below 1
// and a multiple of 2^-53, because both x (unless n is 0) and the first word of pi/2 are.
func (c code) reduce(x vec.Val) (high, low, q vec.Val) {
	n, q := c.nearest(x, twoOverPi[0], 0)
	high, low = c.subtract(n, c.FMA(n, c.num(-halfPi[0]), x), halfPi[:])
	huge := c.huge(x)
	high = c.RareIf(huge, uint64(scalar.RareReduceHigh), x, high)
	low = c.RareIf(huge, uint64(scalar.RareReduceLow), x, low)
	q = c.RareIf(huge, uint64(scalar.RareReduceQuadrant), x, q)
	return high, low, q
}

// subtract is r less n times the second and the third of the words. n times the second is subtracted rounded, which is exact to
// high (fastSum's last condition), and then what is left of it with one rounding, so that high + low is right to
// 2^-106 and n*2^-160, when no angle below 2^34 comes closer to a multiple of pi/2 than 2^-62.
func (c code) subtract(n, r vec.Val, words []float64) (high, low vec.Val) {
	high = c.Sub(r, c.Mul(n, c.num(words[1])))
	low = c.FMA(n, c.num(-words[1]), c.Sub(r, high))
	return high, c.FMA(n, c.num(-words[2]), low)
}

// sin64 has the sign of its angle: a sum loses that of -0.
func (c code) sin64(x vec.Val) vec.Val {
	n, q := c.nearest(x, oneOverPi[0], 0)
	high, low := c.subtract(n, c.FMA(n, c.num(-wholePi[0]), x), wholePi[:])
	huge := c.huge(x)
	high = c.RareIf(huge, uint64(scalar.RareSinAngle), x, high)
	low = c.RareIf(huge, uint64(scalar.RareSinAngleLow), x, low)
	q = c.RareIf(huge, uint64(scalar.RareNoTurns), x, q)
	y := c.float(c.Or(c.bits(c.sine64(high, low)), c.sign(high)))
	return c.flip(y, c.shl(q, 63))
}

// cos64 subtracts (k+1/2)*pi. For k = 0, the difference with an x below 1 is rounded; what it loses goes to low.
func (c code) cos64(x vec.Val) vec.Val {
	x = c.Abs(x)
	n, q := c.nearestHalf(x)
	r := c.FMA(n, c.num(-wholePi[0]), x)
	high, low := c.subtract(n, r, wholePi[:])
	low = c.Add(low, c.Sub(x, c.FMA(n, c.num(wholePi[0]), r)))
	huge := c.Gt(x, c.num(angleLimit))
	high = c.RareIf(huge, uint64(scalar.RareCosAngle), x, high)
	low = c.RareIf(huge, uint64(scalar.RareCosAngleLow), x, low)
	q = c.RareIf(huge, uint64(scalar.RareNoTurns), x, q)
	return c.flip(c.sine64(high, low), c.shl(q, 63-halfShift))
}

// nearestHalf is the number of the form k+1/2 nearest to x/pi, but for 2^-17, and a word whose bit halfShift says where the cosine is
// minus the sine of the rest: x/pi+1, with halfShift bits behind the point, is cut off to the integer below.
func (c code) nearestHalf(x vec.Val) (n, q vec.Val) {
	const base = 0x1.8p36 + 1
	t := c.FMA(x, c.num(oneOverPi[0]), c.num(base))
	q = c.And(c.bits(t), c.word(-1<<halfShift&math.MaxUint64))
	return c.Sub(c.float(q), c.num(base-0.5)), q
}

const halfShift = 16

// sine64 is the sine of r + low, |r| <= pi/2. Of r - r^3/8 the rounding is kept, that of r*r included; what is added to it is at most
// 0.09, so its rounding errors are small. The cosine that low is multiplied by may be 0.05 off.
func (c code) sine64(r, low vec.Val) vec.Val {
	z, zLow := c.product(r, r)
	eighth := c.Mul(r, c.num(0.125))
	y := c.FMA(c.Neg(eighth), z, r)
	rest := c.FMA(c.Neg(eighth), z, c.Sub(r, y))
	rest = c.FMA(low, c.FMA(z, c.num(-0.42), c.num(1)), rest)
	return c.Add(y, c.FMA(c.Neg(eighth), c.FMA(z, c.poly(z, scaled(sine64[:], -8, 1)), zLow), rest))
}

// odd says where the last bit of a word is set.
func (c code) odd(q vec.Val) vec.Val { return c.negative(c.shl(q, 63)) }

// sincos is the sine and cosine of r + low as pairs that await their addition; z is r*r. Next to r and to
// w = 1 - z/2, which rounds away e, the polynomials are small, so their rounding errors are:
// sin = r + (r^3*P(z) + low*cos(r)), cos = w + (e + z^2*Q(z) - low*r).
func (c code) sincos(r, low, z vec.Val) (sine, sineLow, cosine, cosineLow vec.Val) {
	w := c.FMA(z, c.num(-0.5), c.num(1))
	sineLow = c.FMA(c.Mul(r, z), c.poly(z, sin64[:]), c.Mul(low, w))
	e := c.FMA(z, c.num(-0.5), c.Sub(c.num(1), w))
	cosineLow = c.FMA(c.Mul(z, z), c.poly(z, cos64[:]), e)
	cosineLow = c.FMA(c.Neg(r), low, cosineLow)
	return r, sineLow, w, cosineLow
}

// tan64 divides the pairs of sine and cosine, or of minus cosine and sine in odd quadrants, with one division:
// the quotient is corrected by its remainder times the same reciprocal.
func (c code) tan64(x vec.Val) vec.Val {
	r, low, q := c.reduce(x)
	z, zLow := c.product(r, r)
	s, sl, w, wl := c.sincos(r, low, z)
	wl = c.FMA(zLow, c.num(-0.5), wl)
	s, sl = c.fastSum(s, sl)
	w, wl = c.fastSum(w, wl)
	odd := c.odd(q)
	t := c.quotient(c.Select(odd, w, s), c.Select(odd, wl, sl), c.Select(odd, s, w), c.Select(odd, sl, wl))
	return c.orSelf(x, c.flip(t, c.shl(q, 63)))
}

// quotient is (a+al) / (b+bl).
func (c code) quotient(a, al, b, bl vec.Val) vec.Val {
	inverse := c.Div(c.num(1), b)
	q := c.Mul(a, inverse)
	nq := c.Neg(q)
	rest := c.FMA(nq, b, a)
	rest = c.Add(rest, c.FMA(nq, bl, al))
	return c.FMA(rest, inverse, q)
}

// sinAngle is an angle within pi/2 of 0 that has the sine of x: x - n*pi, negated for odd n. Two words of pi
// do for an x of 24 bits, which comes no closer to a multiple of pi/2 than 2^-30.
func (c code) sinAngle(x vec.Val) vec.Val {
	n, q := c.nearest(x, oneOverPi[0], 0)
	r := c.FMA(n, c.num(-wholePi[1]), c.FMA(n, c.num(-wholePi[0]), x))
	return c.RareIf(c.huge(x), uint64(scalar.RareSinAngle), x, c.flip(r, c.shl(q, 63)))
}

// cosAngle is an angle within pi/2 of 0 whose sine is the cosine of x: x - (k+1/2)*pi, negated for even k.
func (c code) cosAngle(x vec.Val) vec.Val {
	x = c.Abs(x)
	n, q := c.nearestHalf(x)
	r := c.FMA(n, c.num(-wholePi[1]), c.FMA(n, c.num(-wholePi[0]), x))
	return c.RareIf(c.Gt(x, c.num(angleLimit)), uint64(scalar.RareCosAngle), x, c.flip(r, c.shl(q, 63-halfShift)))
}

// sine32 is the sine of an angle within pi/2 of 0.
func (c code) sine32(r vec.Val) vec.Val {
	z := c.Mul(r, r)
	return c.Mul(r, c.FMA(z, c.poly(z, sin32[:]), c.num(1)))
}

func (c code) tan32(x vec.Val) vec.Val {
	n, q := c.nearest(x, twoOverPi[0], 0)
	r := c.FMA(n, c.num(-halfPi[1]), c.FMA(n, c.num(-halfPi[0]), x))
	huge := c.huge(x)
	r = c.RareIf(huge, uint64(scalar.RareReduceHigh), x, r)
	q = c.RareIf(huge, uint64(scalar.RareReduceQuadrant), x, q)
	z := c.Mul(r, r)
	sine := c.Mul(r, c.FMA(z, c.poly(z, tansin32[:]), c.num(1)))
	cosine := c.FMA(z, c.poly(z, tancos32[:]), c.num(1))
	odd := c.odd(q)
	t := c.Div(c.Select(odd, cosine, sine), c.Select(odd, sine, cosine))
	return c.flip(t, c.shl(q, 63))
}
