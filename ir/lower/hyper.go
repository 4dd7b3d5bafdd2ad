package lower

import "github.com/b2gen/b2/ir/vec"

// The hyperbolic functions reduce |x| = n*ln(2) + r, |r| <= ln(2)/2, and use the addition theorems
//
//	sinh |x| = S*cosh r + C*sinh r,  cosh |x| = C*cosh r + S*sinh r,
//
// where S = (2^n - 2^-n)/2 and C = (2^n + 2^-n)/2 are exact or nearly so. Small arguments (n = 0, S = 0) are
// no special case, and there is no reciprocal of an exponential.

// Sinh is the hyperbolic sine of x.
func Sinh(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.sinh32, code.sinh64) }

// Cosh is the hyperbolic cosine of x.
func Cosh(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.cosh32, code.cosh64) }

// Tanh is the hyperbolic tangent of x.
func Tanh(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.tanh32, code.tanh64) }

// hyper holds a quarter of S and C (overflow then comes with the result only), what their rounding lost, and
// sinh r = r + odd, cosh r = 1 + even.
type hyper struct{ s, sLow, c, cLow, r, odd, even vec.Val }

func (c code) hyper64(a vec.Val) hyper {
	const bias = 1023 - 2
	n, q := c.nearest(a, log2e[0], bias)
	up := c.float(c.shl(q, 52))
	// 2^-n stops where it no longer matters, long before it leaves the range.
	down := c.float(c.shl(c.bits(c.Sub(c.num(toInteger+bias), c.clampHigh(n, 100))), 52))
	r, low := c.reduceExp(a, n)
	z := c.Mul(r, r)
	var h hyper
	h.s, h.sLow = c.fastSum(up, c.Neg(down))
	h.c, h.cLow = c.fastSum(up, down)
	h.r = r
	h.odd = c.FMA(c.Mul(r, z), c.poly(z, sinh64[:]), low)
	h.even = c.Mul(z, c.poly(z, cosh64[:]))
	return h
}

// combine is (a+aLow)*(1+even) + (b+bLow)*(r+odd) as a pair that awaits its addition.
func (c code) combine(h hyper, a, aLow, b, bLow vec.Val) (high, low vec.Val) {
	m, ml := c.product(b, h.r)
	high, low = c.fastSum(a, m)
	rest := c.FMA(h.odd, b, c.FMA(h.r, bLow, c.Add(ml, aLow)))
	return high, c.Add(low, c.FMA(h.even, a, rest))
}

func (c code) sinh64(x vec.Val) vec.Val {
	a := c.Abs(x)
	h := c.hyper64(c.clampHigh(a, 710.6))
	s := c.Add(c.combine(h, h.s, h.sLow, h.c, h.cLow))
	s = c.Select(c.Lt(a, c.num(0x1p-28)), a, c.Add(s, s))
	return c.flip(s, c.sign(x))
}

func (c code) cosh64(x vec.Val) vec.Val {
	h := c.hyper64(c.clampHigh(c.Abs(x), 710.6))
	s := c.Add(c.combine(h, h.c, h.cLow, h.s, h.sLow))
	return c.Add(s, s)
}

func (c code) tanh64(x vec.Val) vec.Val {
	a := c.Abs(x)
	h := c.hyper64(c.clampHigh(a, 20))
	s, sl := c.fastSum(c.combine(h, h.s, h.sLow, h.c, h.cLow))
	d, dl := c.fastSum(c.combine(h, h.c, h.cLow, h.s, h.sLow))
	t := c.Select(c.Lt(a, c.num(0x1p-28)), a, c.quotient(s, sl, d, dl))
	return c.flip(t, c.sign(x))
}

// hyper32 is 2S, 2C, sinh r and cosh r.
func (c code) hyper32(x vec.Val, limit float64) (s, ch, sinh, cosh vec.Val) {
	a := c.clampHigh(c.Abs(x), limit)
	n, q := c.nearest(a, log2e[0], 1023)
	up := c.float(c.shl(q, 52))
	down := c.float(c.shl(c.Sub(c.word(2*1023), q), 52))
	r := c.FMA(n, c.num(-ln2[0]), a)
	z := c.Mul(r, r)
	sinh = c.Mul(r, c.FMA(z, c.poly(z, sinh32[:]), c.num(1)))
	cosh = c.FMA(z, c.poly(z, cosh32[:]), c.num(1))
	return c.Sub(up, down), c.Add(up, down), sinh, cosh
}

func (c code) sinh32(x vec.Val) vec.Val {
	s, ch, sinh, cosh := c.hyper32(x, 200)
	return c.flip(c.Mul(c.FMA(s, cosh, c.Mul(ch, sinh)), c.num(0.5)), c.sign(x))
}

func (c code) cosh32(x vec.Val) vec.Val {
	s, ch, sinh, cosh := c.hyper32(x, 200)
	return c.Mul(c.FMA(ch, cosh, c.Mul(s, sinh)), c.num(0.5))
}

func (c code) tanh32(x vec.Val) vec.Val {
	s, ch, sinh, cosh := c.hyper32(x, 20)
	t := c.Div(c.FMA(s, cosh, c.Mul(ch, sinh)), c.FMA(ch, cosh, c.Mul(s, sinh)))
	return c.flip(t, c.sign(x))
}
