package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// The functions of complex numbers take and give F64 parts; those of complex64 are rounded from them. Their errors are bounded
// in units of the last place of the result's larger part. Where NumPy has C99's functions, infinities, NaN and the signs of
// zeros are C99's (Annex G).

func (z Complex) code() code { return code{z.B} }

// copySign is |x| with the sign of s.
func (c code) copySign(x, s vec.Val) vec.Val { return c.flip(c.Abs(x), c.sign(s)) }

func (c code) infinite(x vec.Val) vec.Val { return c.Eq(c.Abs(x), c.num(math.Inf(1))) }
func (c code) finite(x vec.Val) vec.Val   { return c.Lt(c.Abs(x), c.num(math.Inf(1))) }
func (c code) isZero(x vec.Val) vec.Val   { return c.Eq(x, c.num(0)) }
func (c code) isNaN(x vec.Val) vec.Val    { return c.Ne(x, x) }
func (c code) half(x vec.Val) vec.Val     { return c.Mul(x, c.num(0.5)) }
func (c code) max2(x, y vec.Val) vec.Val  { return c.Max(c.Abs(x), c.Abs(y)) }

// nothing reports a constant 0.
func (c code) nothing(x vec.Val) bool {
	bits, ok := c.IsConst(x)
	return ok && bits == 0
}

// sum is a+b as a rounded sum and what it rounded away, whatever their sizes (Knuth).
func (c code) sum(a, b vec.Val) (high, low vec.Val) {
	high = c.Add(a, b)
	t := c.Sub(high, a)
	return high, c.Add(c.Sub(a, c.Sub(high, t)), c.Sub(b, t))
}

// small is the second word of a number, or 0 where the number is so huge that it is no small one: polynomials hold no more.
func (c code) small(low vec.Val) vec.Val {
	return c.Select(c.Lt(c.Abs(low), c.num(1.0/64)), low, c.num(0))
}

// trig is the sine, the cosine, and 1 less the cosine, of y + more.
func (c code) trig(y, more vec.Val) (sine, cosine, versine vec.Val) {
	r, low, q := c.reduce(y)
	if !c.nothing(more) {
		r, low = c.sum(r, c.Add(low, c.small(more)))
	}
	s, sl, w, wl := c.sincos(r, low, c.Mul(r, r))
	one := c.num(1)
	s, v, w := c.Add(s, sl), c.Sub(c.Sub(one, w), wl), c.Add(w, wl)
	odd := c.Ne(c.And(q, c.word(1)), c.word(0))
	signOf := func(q vec.Val) vec.Val { return c.And(c.shl(q, 62), c.word(signBit)) }
	sine = c.flip(c.Select(odd, w, s), signOf(q))
	cosine = c.flip(c.Select(odd, s, w), signOf(c.Add(q, c.word(1))))
	first := c.Eq(c.And(q, c.word(3)), c.word(0))
	versine = c.Select(first, v, c.Sub(one, cosine))
	return c.orSelf(y, sine), cosine, versine
}

// power2 multiplies both by 2^n, n being a whole number from -2046 to 2046, with one rounding.
func (c code) power2(x, y, n vec.Val) (vec.Val, vec.Val) {
	q := c.bits(c.Add(n, c.num(toInteger+halves)))
	return c.scale(x, q), c.scale(y, q)
}

// expTrig is e^(x + more) * (cosine, sine), infinite or 0 only when that is: a large exponential may meet a small factor.
func (c code) expTrig(x, more, cosine, sine vec.Val) (re, im vec.Val) {
	x = c.clampLow(c.clampHigh(x, 1500), -1500)
	n, _ := c.nearest(x, log2e[0], 0)
	r := c.FMA(n, c.num(-ln2[1]), c.FMA(n, c.num(-ln2[0]), x))
	if !c.nothing(more) { // which an exponential that overflows has no use for
		r = c.Add(r, c.small(more))
	}
	p := c.FMA(c.FMA(r, c.poly(r, exp64[:]), c.num(1)), r, c.num(1))
	// The last of n beyond 1600, where even the least factor makes more than 2^500, is done ahead.
	big := c.Gt(n, c.num(1600))
	p = c.Select(big, c.Mul(p, c.num(0x1p400)), p)
	n = c.clampLow(c.Select(big, c.Sub(n, c.num(400)), n), -2046)
	return c.power2(c.Mul(p, cosine), c.Mul(p, sine), n)
}

// Exp is e to the power z.
func (z Complex) Exp() Complex {
	zero := z.code().num(0)
	return z.exp(zero, zero)
}

// exp is e to the power z + (re, im), of which those are what rounding took from z.
func (z Complex) exp(re, im vec.Val) Complex {
	c := z.code()
	sine, cosine, _ := c.trig(z.Im, im)
	re, im = c.expTrig(z.Re, re, cosine, sine)
	// Of an infinite exponential in no direction the size is known; and the real axis stays what it is.
	zero, inf, lost := c.num(0), c.num(math.Inf(1)), c.Not(c.finite(z.Im))
	up, down := c.And(lost, c.Eq(z.Re, inf)), c.And(lost, c.Eq(z.Re, c.Neg(inf)))
	re = c.Select(up, inf, c.Select(down, zero, re))
	im = c.Select(down, c.copySign(zero, z.Im), im)
	return z.of(re, c.Select(c.isZero(z.Im), z.Im, im))
}

// Exp2 is 2 to the power z.
func (z Complex) Exp2() Complex {
	c := z.code()
	timesLn2 := func(x vec.Val) (high, low vec.Val) {
		high, low = c.product(x, c.num(ln2[0]))
		low = c.FMA(x, c.num(ln2[1]), low)
		return high, c.Select(c.finite(high), low, c.num(0))
	}
	re, reLow := timesLn2(z.Re)
	im, imLow := timesLn2(z.Im)
	return z.of(re, im).exp(reLow, imLow)
}

// Expm1 is e to the power z, minus 1, without the loss that the subtraction has near 0.
func (z Complex) Expm1() Complex {
	c := z.code()
	sine, cosine, versine := c.trig(z.Im, c.num(0))
	re, im := c.expTrig(z.Re, c.num(0), cosine, sine)
	near := c.Sub(c.Mul(c.expm164(z.Re), cosine), versine)
	re = c.Select(c.Gt(z.Re, c.num(30)), c.Sub(re, c.num(1)), near)
	return z.of(re, c.Select(c.isZero(z.Im), z.Im, im))
}
