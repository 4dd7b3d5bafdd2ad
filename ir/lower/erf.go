package lower

import "github.com/b2gen/b2/ir/vec"

// Erf is the error function of x.
func Erf(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val { return c.erfOf(x, erf32[:], c.erfc32Tail) },
		func(c code, x vec.Val) vec.Val { return c.erfOf(x, erf64[:], c.erfc64Tail) })
}

// Erfc is 1 - erf(x), without the loss that the subtraction has for large x.
func Erfc(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val { return c.erfcOf(x, erf32[:], c.erfc32Tail) },
		func(c code, x vec.Val) vec.Val { return c.erfcOf(x, erf64[:], c.erfc64Tail) })
}

// erfNearby is up to where erf has a polynomial; erfc is above 1/4 there, so that 1 - erf loses little.
const erfNearby = 0.75

// erfNear is erf(x) for |x| < 3/4: x + x*P(x^2).
func (c code) erfNear(x vec.Val, coef []float64) vec.Val {
	return c.FMA(x, c.poly(c.Mul(x, x), coef), x)
}

func (c code) erfOf(x vec.Val, coef []float64, tail func(a vec.Val) vec.Val) vec.Val {
	a := c.Abs(x)
	y := c.flip(c.Sub(c.num(1), tail(a)), c.sign(x))
	return c.orSelf(x, c.Select(c.Lt(a, c.num(erfNearby)), c.erfNear(x, coef), y))
}

func (c code) erfcOf(x vec.Val, coef []float64, tail func(a vec.Val) vec.Val) vec.Val {
	a := c.Abs(x)
	y := tail(a)
	y = c.Select(c.Lt(x, c.num(0)), c.Sub(c.num(2), y), y)
	return c.Select(c.Lt(a, c.num(erfNearby)), c.Sub(c.num(1), c.erfNear(x, coef)), y)
}

// erfcPole is where the variable (x-K)/(x+K) of erfc's polynomial is 0. (Shepherd and Laframboise, "Chebyshev
// approximation of (1+2x)exp(x^2)erfc x in 0 <= x < infinity", 1981, have such a variable.)
const erfcPole = 985.0 / 256

// erfc64Tail is erfc(a) = exp(-a^2) * P((a-K)/(a+K)) / (a+K) for a >= 3/4. The square is a pair, of which the lower part
// joins the exponential's remainder; what the reciprocal of a+K lacks, relative to it, is added to that. The polynomial and
// its product with the reciprocal are pairs, too, which nothing but their errors needs.
func (c code) erfc64Tail(a vec.Val) vec.Val {
	a = c.clampHigh(a, 28)
	d, dl := c.fastSum(c.num(erfcPole), a) // K is a multiple of the last place of any such a
	inverse := c.Div(c.num(1), d)
	lack := c.FMA(c.Neg(inverse), dl, c.FMA(c.Neg(inverse), d, c.num(1)))
	u := c.Mul(c.Sub(a, c.num(erfcPole)), inverse)
	u = c.FMA(u, lack, u)
	rest := c.horner(u, erfc64[1:], 1)
	p := c.FMA(u, rest, c.num(erfc64[0]))
	pl := c.FMA(u, rest, c.Sub(c.num(erfc64[0]), p))
	g := c.Mul(p, inverse)
	gl := c.FMA(pl, inverse, c.FMA(p, inverse, c.Neg(g)))
	z, zl := c.product(a, a)
	n, q := c.nearest(z, -log2e[0], halves)
	r, low := c.reduceExp(c.Neg(z), n)
	r, low = c.fastSum(r, c.Sub(low, zl))
	e := c.FMA(c.Mul(r, r), c.poly(r, exp64[:]), c.Add(c.Add(low, lack), r))
	return c.scale(c.Add(g, c.FMA(g, e, gl)), q)
}

// erfc32Tail is right to 2^-33.
func (c code) erfc32Tail(a vec.Val) vec.Val {
	a = c.clampHigh(a, 11)
	inverse := c.Div(c.num(1), c.Add(a, c.num(erfcPole)))
	g := c.Mul(c.poly(c.Mul(c.Sub(a, c.num(erfcPole)), inverse), erfc32[:]), inverse)
	return c.Mul(g, c.exp32(c.Neg(c.Mul(a, a))))
}
