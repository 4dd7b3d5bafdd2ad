package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// Abs is the distance of z from 0, infinite where a part is infinite, even if the other is NaN.
func (z Complex) Abs() vec.Val {
	c := z.code()
	big := c.max2(z.Re, z.Im)
	exponent := c.exponent(c.clampLow(big, tiny))
	s := c.float(c.Sub(c.word(0x7FF<<52), exponent)) // makes big 2 to 4
	h, low := c.squares(c.Mul(z.Re, s), c.Mul(z.Im, s))
	r := c.Sqrt(h)
	rest := c.Add(c.FMA(c.Neg(r), r, h), low)
	r = c.FMA(rest, c.Div(c.num(0.5), c.clampLow(r, 0x1p-100)), r)
	r = c.Mul(c.half(r), c.float(exponent))
	return c.Select(c.Or(c.infinite(z.Re), c.infinite(z.Im)), c.num(math.Inf(1)), r)
}

// exponent is the exponent field of x, a power of two that x is 1 to 2 times of.
func (c code) exponent(x vec.Val) vec.Val { return c.And(c.bits(x), c.word(0x7FF<<52)) }

// squares is x*x + y*y as a pair.
func (c code) squares(x, y vec.Val) (high, low vec.Val) {
	p, pl := c.product(x, x)
	q, ql := c.product(y, y)
	high, low = c.fastSum(c.Max(p, q), c.Min(p, q))
	return high, c.Add(low, c.Add(pl, ql))
}

// logNorm is the logarithm of the distance of (x + more, y) from 0, as a pair that awaits its addition; more is less than x's
// last place. It is half the logarithm of the square, which is a pair, so that nothing is lost where that is near 1.
func (c code) logNorm(x, more, y vec.Val) (high, low vec.Val) {
	exponent := c.exponent(c.clampLow(c.max2(x, y), tiny))
	s := c.float(c.Sub(c.word(0x7FF<<52), exponent))
	x, y = c.Mul(x, s), c.Mul(y, s)
	h, hl := c.squares(x, y)
	if !c.nothing(more) {
		hl = c.FMA(c.Add(x, x), c.Mul(more, s), hl)
	}
	k, f, square, rest := c.lnPair(h, hl)
	// The scale was 2^(1024-exponent), squared.
	power := c.Sub(c.float(c.Or(c.shr(exponent, 52), c.word(0x433<<52))), c.num(0x1p52+1024))
	k = c.FMA(power, c.num(2), k)
	high, low = c.lnParts(k, f, square, rest)
	return c.half(high), c.half(low)
}

// logDistance is logNorm in one, with its edges.
func (c code) logDistance(x, more, y vec.Val) vec.Val {
	l := c.Add(c.logNorm(x, more, y))
	l = c.Select(c.And(c.isZero(x), c.isZero(y)), c.num(math.Inf(-1)), l)
	return c.Select(c.Or(c.infinite(x), c.infinite(y)), c.num(math.Inf(1)), l)
}

// Log is the natural logarithm of z.
func (z Complex) Log() Complex {
	c := z.code()
	return z.of(c.logDistance(z.Re, c.num(0), z.Im), c.atan264(z.Im, z.Re))
}

// Log2 is the logarithm of z to the base 2, Log10 that to the base 10.
func (z Complex) Log2() Complex  { return z.Log().times(log2e[0]) }
func (z Complex) Log10() Complex { return z.Log().times(log10e[0]) }

func (z Complex) times(x float64) Complex {
	c := z.code()
	return z.of(c.Mul(z.Re, c.num(x)), c.Mul(z.Im, c.num(x)))
}

// Log1p is the natural logarithm of 1+z, without the loss that the addition has near 0.
func (z Complex) Log1p() Complex {
	c := z.code()
	x, low := c.sum(z.Re, c.num(1))
	low = c.Select(c.Lt(c.Abs(z.Re), c.num(0x1p60)), low, c.num(0))
	return z.of(c.logDistance(x, low, z.Im), c.atan264(z.Im, x))
}

// Sqrt is the square root of z in the right half-plane. With t = sqrt((|x| + |z|)/2) it is t + iy/(2t), or with these two the
// other way round where x is negative; for t, z is made 2^2k times bigger or smaller.
func (z Complex) Sqrt() Complex {
	c := z.code()
	x, y := c.Abs(z.Re), c.Abs(z.Im)
	exponent := c.And(c.bits(c.clampLow(c.Max(x, y), 0x1p-1021)), c.word(0x7FE<<52))
	s := c.float(c.Sub(c.word(0x7FF<<52), exponent))
	xs, ys := c.Mul(x, s), c.Mul(y, s)
	t := c.Sqrt(c.half(c.Add(xs, c.Sqrt(c.FMA(xs, xs, c.Mul(ys, ys))))))
	t = c.Mul(t, c.float(c.Add(c.shr(exponent, 1), c.word(511<<52))))
	v := c.Div(y, c.Add(t, t))
	v = c.Select(c.And(c.isZero(y), c.Eq(x, x)), c.num(0), v)
	// Infinite parts: that of y first, which makes both infinite.
	inf := c.num(math.Inf(1))
	xInf, yInf := c.Eq(x, inf), c.Eq(y, inf)
	t = c.Select(c.Or(xInf, yInf), inf, t)
	v = c.Select(yInf, inf, c.Select(xInf, c.Mul(y, c.num(0)), v))
	left := c.Lt(z.Re, c.num(0))
	return z.of(c.Select(left, v, t), c.flip(c.Select(left, t, v), c.sign(z.Im)))
}

// Sign is z / |z|; of one infinite part, that by itself.
func (z Complex) Sign() Complex {
	c := z.code()
	size, zero, one := z.Abs(), c.num(0), c.num(1)
	inf, nan := c.infinite(size), c.num(math.NaN())
	both := c.And(c.infinite(z.Re), c.infinite(z.Im))
	part := func(x vec.Val) vec.Val {
		ofInf := c.Select(c.infinite(x), c.copySign(one, x), zero)
		r := c.Select(inf, c.Select(both, nan, ofInf), c.Div(x, size))
		return c.Select(c.isZero(size), zero, r)
	}
	nothing := c.isNaN(size)
	re, im := part(z.Re), part(z.Im)
	return z.of(c.Select(nothing, nan, re), c.Select(nothing, nan, im))
}
