package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// I0 is the modified Bessel function of the first kind and order 0 of x.
func I0(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val { return c.i0Of(x, bessel32[:], besselFar32[:]) },
		func(c code, x vec.Val) vec.Val { return c.i0Of(x, bessel64[:], besselFar64[:]) })
}

// i0Of is P(x^2) up to 8, and exp(a) * Q(1/a) / sqrt(a) for a = |x| from there on, scaled last: the exponential overflows
// before the result does.
func (c code) i0Of(x vec.Val, near, far []float64) vec.Val {
	a := c.clampHigh(c.clampLow(c.Abs(x), 1), 720)
	g := c.Div(c.horner(c.Div(c.num(1), a), far, 1), c.Sqrt(a))
	n, q := c.nearest(a, log2e[0], halves)
	r, low := c.reduceExp(a, n)
	e := c.FMA(c.Mul(r, r), c.poly(r, exp64[:]), c.Add(low, r))
	y := c.scale(c.FMA(g, e, g), q)
	y = c.Select(c.Le(c.Abs(x), c.num(8)), c.horner(c.Mul(x, x), near, 1), y)
	return c.Select(c.Gt(c.Abs(x), c.num(720)), c.num(math.Inf(1)), y)
}
