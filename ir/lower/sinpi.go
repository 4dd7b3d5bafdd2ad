package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// Sinc is sin(pi*x) / (pi*x), 1 at 0.
func Sinc(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x, code.sinc32, code.sinc64)
}

// turns is x less an even number, |x| < 2, as q/2 + r with |r| <= 1/4; both steps are exact.
func (c code) turns(x vec.Val) (r, q vec.Val) {
	even := c.Trunc(c.Mul(x, c.num(0.5)))
	x = c.FMA(even, c.num(-2), x)
	n, q := c.nearest(x, 2, 0)
	return c.FMA(n, c.num(-0.5), x), q
}

// sinPi is sin(pi*x) as a pair that awaits its addition.
func (c code) sinPi(x vec.Val) (s, sl vec.Val) {
	r, q := c.turns(x)
	t, tl := c.product(r, c.num(wholePi[0]))
	tl = c.FMA(r, c.num(wholePi[1]), tl)
	z, zLow := c.product(t, t)
	sine, sineLow, cosine, cosineLow := c.sincos(t, tl, z)
	cosineLow = c.FMA(zLow, c.num(-0.5), cosineLow)
	odd := c.Ne(c.And(q, c.word(1)), c.word(0))
	sign := c.And(c.shl(q, 62), c.word(signBit))
	return c.flip(c.Select(odd, cosine, sine), sign), c.flip(c.Select(odd, cosineLow, sineLow), sign)
}

// sinc64 is 1 where pi*x is too small for a pair, and 0 at whole numbers, which all large numbers are.
func (c code) sinc64(x vec.Val) vec.Val {
	s, sl := c.fastSum(c.sinPi(x))
	d, dl := c.product(x, c.num(wholePi[0]))
	dl = c.FMA(x, c.num(wholePi[1]), dl)
	return c.sincEdges(x, s, c.quotient(s, sl, d, dl))
}

func (c code) sinc32(x vec.Val) vec.Val {
	r, q := c.turns(x)
	t := c.Mul(r, c.num(math.Pi))
	z := c.Mul(t, t)
	sine := c.Mul(t, c.FMA(z, c.poly(z, sin32[:]), c.num(1)))
	cosine := c.FMA(z, c.poly(z, tancos32[:]), c.num(1))
	s := c.Select(c.Ne(c.And(q, c.word(1)), c.word(0)), cosine, sine)
	s = c.flip(s, c.And(c.shl(q, 62), c.word(signBit)))
	return c.sincEdges(x, s, c.Div(s, c.Mul(x, c.num(math.Pi))))
}

func (c code) sincEdges(x, s, y vec.Val) vec.Val {
	y = c.Select(c.Eq(s, c.num(0)), c.num(0), y)
	return c.Select(c.Lt(c.Abs(x), c.num(0x1p-30)), c.num(1), y)
}
