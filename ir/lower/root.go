package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// Cbrt is the cube root of x.
func Cbrt(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val { return c.cbrtOf(x, code.split) }, // no F32 is subnormal as an F64
		func(c code, x vec.Val) vec.Val { return c.cbrtOf(x, code.splitAny) })
}

// cbrtOf starts from a polynomial y right to 2^-24, for |x| = 2^(3q+r) * m with r -1, 0 or 1, and makes one step of
// Halley's method, y + y*(t-y^3)/(2y^3+t) for t = 2^r * m. y has 26 bits, so that y*y is exact and the difference
// right to its last bit.
func (c code) cbrtOf(x vec.Val, split func(code, vec.Val) (k, m vec.Val)) vec.Val {
	a := c.Abs(x)
	k, m := split(c, a)
	q, w := c.nearest(k, 1.0/3, 1023)
	r := c.FMA(q, c.num(-3), k)
	up, down := c.Gt(r, c.num(0)), c.Lt(r, c.num(0))
	t := c.Mul(m, c.Select(up, c.num(2), c.Select(down, c.num(0.5), c.num(1))))
	y := c.Mul(c.poly(m, cbrt[:]), c.Select(up, c.num(math.Cbrt(2)), c.Select(down, c.num(math.Cbrt(0.5)), c.num(1))))
	y = c.float(c.And(c.bits(y), c.word(1<<64-1<<27)))
	z := c.Mul(y, y)
	d := c.FMA(c.Neg(z), y, t)
	y = c.FMA(y, c.Div(d, c.FMA(c.Add(z, z), y, t)), y)
	y = c.flip(c.Mul(y, c.float(c.shl(w, 52))), c.sign(x))
	return c.Select(c.And(c.Lt(c.num(0), a), c.Le(a, c.num(maxFloat))), y, x)
}

// Hypot is the distance of the point (x, y) from 0; infinite when a coordinate is, whatever the other.
func Hypot(b *vec.Builder, x, y vec.Val) vec.Val {
	return ofTwo(b, x, y,
		func(c code, x, y vec.Val) vec.Val {
			return c.hypotEdges(x, y, c.Sqrt(c.FMA(x, x, c.Mul(y, y))))
		}, code.hypot64)
}

// hypot64 first scales the larger of |x| and |y| to [2, 4), as atan264 does. The root of the sum of squares, a pair, is
// corrected by what it leaves of the pair.
func (c code) hypot64(x, y vec.Val) vec.Val {
	ax, ay := c.Abs(x), c.Abs(y)
	big, small := c.Max(ax, ay), c.Min(ax, ay)
	exponent := c.And(c.bits(c.clampLow(big, tiny)), c.word(0x7FF<<52))
	s := c.float(c.Sub(c.word(0x7FF<<52), exponent))
	h, hl := c.product(c.Mul(big, s), c.Mul(big, s))
	p, pl := c.product(c.Mul(small, s), c.Mul(small, s))
	h, rest := c.fastSum(h, p)
	r, rl := c.rootPair(h, c.Add(rest, c.Add(hl, pl)))
	return c.hypotEdges(x, y, c.Mul(c.Mul(c.Add(r, rl), c.num(0.5)), c.float(exponent)))
}

// hypotEdges is r but for infinite coordinates. (A NaN makes the maximum of the two NaN or not; r must be, too.)
func (c code) hypotEdges(x, y, r vec.Val) vec.Val {
	r = c.Select(c.Or(c.Ne(x, x), c.Ne(y, y)), c.num(math.NaN()), r)
	inf := c.Or(c.Gt(c.Abs(x), c.num(maxFloat)), c.Gt(c.Abs(y), c.num(maxFloat)))
	return c.Select(inf, c.num(math.Inf(1)), r)
}

// rootPair is the square root of h + low, h >= 0, as a pair.
func (c code) rootPair(h, low vec.Val) (r, rl vec.Val) {
	r = c.Sqrt(h)
	rest := c.Add(c.FMA(c.Neg(r), r, h), low)
	return r, c.Div(rest, c.clampLow(c.Add(r, r), 0x1p-500))
}
