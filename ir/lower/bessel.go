package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// I0 is the modified Bessel function of the first kind and order 0 of x.
func I0(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val { return c.i0Of(x, bessel32[:], besselFar32[:], 8, 0) },
		func(c code, x vec.Val) vec.Val { return c.i0Of(x, bessel64[:], besselFar64[:], 5, 0.084375) })
}

// i0Of is P(x^2) up to limit, and exp(a) * Q(1/a - middle) / sqrt(a) for a = |x| from there on, scaled last: the exponential
// overflows before the result does. The polynomials' errors grow with their arguments, which a middle keeps small.
func (c code) i0Of(x vec.Val, near, far []float64, limit, middle float64) vec.Val {
	a := c.clampHigh(c.clampLow(c.Abs(x), 1), 720)
	w := c.Div(c.num(1), a)
	root := c.Sqrt(w)
	if middle != 0 {
		w = c.Sub(w, c.num(middle))
	}
	g := c.Mul(c.FMA(w, c.poly(w, far[1:]), c.num(far[0])), root)
	n, q := c.nearest(a, log2e[0], halves)
	r, low := c.reduceExp(a, n)
	e := c.FMA(c.Mul(r, r), c.poly(r, exp64[:]), c.Add(low, r))
	y := c.scale(c.FMA(g, e, g), q)
	y = c.Select(c.Le(c.Abs(x), c.num(limit)), c.horner(c.Mul(x, x), near, 1), y)
	return c.Select(c.Gt(c.Abs(x), c.num(720)), c.num(math.Inf(1)), y)
}
