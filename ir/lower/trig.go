package lower

import (
	"github.com/b2gen/b2/ir/scalar"
	"github.com/b2gen/b2/ir/vec"
)

// Sin, Cos and Tan take any angle: up to angleLimit the multiple of pi/2 is subtracted in three words, beyond
// it the rare functions of ir/scalar reduce the angle with as many digits of pi as it needs.

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
// and a multiple of 2^-53, because both x (unless n is 0) and the first word of pi/2 are. n times the second
// word is subtracted rounded, which is exact to high (fastSum's last condition), and then what is left of it with one
// rounding, so that high + low is right to 2^-106 and n*2^-160, when no angle below 2^33 comes closer to a multiple of pi/2 than 2^-62.
// Where n is 0, high is x and low is -0.
func (c code) reduce(x vec.Val) (high, low, q vec.Val) {
	n, q := c.nearest(x, twoOverPi[0], 0)
	r := c.FMA(n, c.num(-halfPiDown[0]), x)
	high = c.Sub(r, c.Mul(n, c.num(halfPiDown[1])))
	low = c.FMA(c.Neg(n), c.num(halfPiDown[1]), c.Neg(c.Sub(high, r)))
	low = c.FMA(n, c.num(-halfPiDown[2]), low)
	huge := c.huge(x)
	high = c.RareIf(huge, uint64(scalar.RareReduceHigh), x, high)
	low = c.RareIf(huge, uint64(scalar.RareReduceLow), x, low)
	q = c.RareIf(huge, uint64(scalar.RareReduceQuadrant), x, q)
	return high, low, q
}

// sin64 is the sine or the cosine of the rest, by the quadrant.
func (c code) sin64(x vec.Val) vec.Val {
	r, low, q := c.reduce(x)
	sine, sineLow, cosine, cosineLow := c.nearSincos(r, low, c.Mul(r, r))
	y := c.Select(c.odd(q), c.Add(cosine, cosineLow), c.Add(sine, sineLow))
	return c.flip(y, c.upperHalf(q))
}

// cos64 has minus the sine in odd quadrants.
func (c code) cos64(x vec.Val) vec.Val {
	r, low, q := c.reduce(x)
	sine, sineLow, cosine, cosineLow := c.nearSincos(r, low, c.Mul(r, r))
	y := c.Select(c.odd(q), c.Sub(c.Neg(sineLow), sine), c.Add(cosine, cosineLow))
	return c.flip(y, c.upperHalf(q))
}

// upperHalf has the sign bit in the third and the fourth quadrant.
func (c code) upperHalf(q vec.Val) vec.Val { return c.And(c.shl(q, 62), c.word(signBit)) }

// odd says where the last bit of a word is set.
func (c code) odd(q vec.Val) vec.Val {
	return c.Lt(c.Bits(c.shl(q, 63), vec.I64), c.Int(vec.I64, 0))
}

// sincos is the sine and cosine of r + low as pairs that await their addition; z is r*r. Next to r and to
// w = 1 - z/2, which rounds away e, the polynomials are small, so their rounding errors are:
// sin = r - (r^3*P(z) - low*cos(r)), cos = w + (e + z^2*Q(z) - low*r).
func (c code) sincos(r, low, z vec.Val) (sine, sineLow, cosine, cosineLow vec.Val) {
	return c.sincosPairs(r, low, z, c.Mul(low, c.FMA(z, c.num(-0.5), c.num(1))))
}

// nearSincos has low for low*cos(r), which is 0.15 ULP off at most. With that, the sine of -0 and a low of -0 is -0.
func (c code) nearSincos(r, low, z vec.Val) (sine, sineLow, cosine, cosineLow vec.Val) {
	return c.sincosPairs(r, low, z, low)
}

// sincosPairs takes low times the cosine.
func (c code) sincosPairs(r, low, z, lowCosine vec.Val) (sine, sineLow, cosine, cosineLow vec.Val) {
	sineLow = c.Neg(c.FMA(c.Mul(r, z), c.poly(z, minus(sin64[:])), c.Neg(lowCosine)))
	w := c.FMA(z, c.num(-0.5), c.num(1))
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

// cosAngle is an angle within pi/2 of 0 whose sine is the cosine of x: x - (n+1/2)*pi, negated for even n.
func (c code) cosAngle(x vec.Val) vec.Val {
	t := c.Add(c.FMA(x, c.num(oneOverPi[0]), c.num(-0.5)), c.num(toInteger))
	n := c.Add(c.Sub(t, c.num(toInteger)), c.num(0.5))
	r := c.FMA(n, c.num(-wholePi[1]), c.FMA(n, c.num(-wholePi[0]), x))
	s := c.Xor(c.shl(c.bits(t), 63), c.word(signBit))
	return c.RareIf(c.huge(x), uint64(scalar.RareCosAngle), x, c.flip(r, s))
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
