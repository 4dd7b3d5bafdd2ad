package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// farAway is the distance from which the inverse functions are their asymptotes, and 1/farAway the one to which they are
// their argument.
const farAway = 0x1p28

// arc is what the inverse sine and cosine share. With |z| = x + iy in the first quadrant, sqrt(1-z) = a - ib and
// sqrt(1+z) = c + id (Kahan, "Branch cuts for complex elementary functions", 1987), all sums below are of positive terms.
type arc struct {
	x, y, a, b, c, d vec.Val
	far              vec.Val // where a to d are not needed
	height           vec.Val // asinh(a*d + b*c), the imaginary part of both
}

func (z Complex) arc() arc {
	c := z.code()
	r := arc{x: c.Abs(z.Re), y: c.Abs(z.Im)}
	one, zero := c.num(1), c.num(0)
	r.far = c.Or(c.Ge(r.x, c.num(farAway)), c.Ge(r.y, c.num(farAway)))
	root := func(u vec.Val) (large, small vec.Val) { // of |u| + iy
		au := c.Abs(u)
		h := c.Select(c.isZero(u), r.y, c.Sqrt(c.FMA(u, u, c.Mul(r.y, r.y))))
		large = c.half(c.Sqrt(c.Mul(c.Add(h, au), c.num(2)))) // a half would lose bits of the least numbers
		return large, c.Select(c.isZero(r.y), zero, c.Div(r.y, c.Add(large, large)))
	}
	u := c.Sub(one, r.x)
	large, small := root(u)
	outside := c.Lt(u, zero)
	r.a, r.b = c.Select(outside, small, large), c.Select(outside, large, small)
	r.c, r.d = root(c.Add(r.x, one))

	// asinh g = log(1 + g + g*g/(1 + sqrt(1 + g*g))), and far away log 2|z|.
	g := c.FMA(r.a, r.d, c.Mul(r.b, r.c))
	gg := c.Mul(g, g)
	w := c.Add(g, c.Div(gg, c.Add(one, c.Sqrt(c.Add(gg, one)))))
	high, low := c.sum(one, w)
	height := c.logDistance(c.Select(r.far, r.x, high), c.Select(r.far, zero, low), c.Select(r.far, r.y, zero))
	r.height = c.Select(r.far, c.Add(height, c.num(ln2[0])), height)
	return r
}

// Arcsin is the inverse sine of z, with cuts along the real axis beyond -1 and 1.
func (z Complex) Arcsin() Complex {
	c := z.code()
	r := z.arc()
	across := c.Select(r.far, r.y, c.FMA(r.a, r.c, c.Mul(r.b, r.d)))
	re := c.atan264(r.x, across)
	re = c.Select(c.isZero(r.x), r.x, re) // even if y is NaN
	near := c.Lt(c.Max(r.x, r.y), c.num(1/farAway))
	near = c.And(near, c.Lt(r.x, c.num(1)))
	re, im := c.Select(near, r.x, re), c.Select(near, r.y, r.height)
	return z.of(c.flip(re, c.sign(z.Re)), c.flip(im, c.sign(z.Im)))
}

// Arccos is the inverse cosine of z, with cuts along the real axis beyond -1 and 1.
func (z Complex) Arccos() Complex {
	c := z.code()
	re, height := z.arccos()
	return z.of(re, c.flip(height, c.Xor(c.sign(z.Im), c.word(signBit))))
}

func (z Complex) arccos() (re, height vec.Val) {
	c := z.code()
	r := z.arc()
	left := c.negative(z.Re)
	above := c.Select(r.far, r.y, c.Select(left, r.c, r.a))
	across := c.Select(r.far, z.Re, c.Select(left, r.a, r.c))
	re = c.Mul(c.atan264(above, across), c.Select(r.far, c.num(1), c.num(2)))
	re = c.Select(c.And(c.isZero(z.Re), c.isNaN(z.Im)), c.num(halfPi[0]), re)
	return re, r.height
}

// Arcsinh is the inverse hyperbolic sine of z, with cuts along the imaginary axis beyond -i and i.
func (z Complex) Arcsinh() Complex { return z.OverI().Arcsin().TimesI() }

// Arccosh is the inverse hyperbolic cosine of z, with a cut along the real axis below 1.
func (z Complex) Arccosh() Complex {
	c := z.code()
	angle, height := z.arccos()
	return z.of(height, c.Select(c.isNaN(z.Im), angle, c.flip(angle, c.sign(z.Im)))) // that of NaN is nobody's
}

// Arctanh is the inverse hyperbolic tangent of z, with cuts along the real axis beyond -1 and 1: by Kahan's formulas
// log1p(4x / ((1-x)^2 + y^2)) / 4 and atan2(2y, (1-x)(1+x) - y^2) / 2.
func (z Complex) Arctanh() Complex {
	c := z.code()
	x, y := c.Abs(z.Re), c.Abs(z.Im)
	zero, one := c.num(0), c.num(1)
	u := c.Sub(one, x)
	h := c.Select(c.isZero(u), y, c.Sqrt(c.FMA(u, u, c.Mul(y, y))))
	ratio := c.Div(c.Div(c.Mul(x, c.num(4)), h), h)
	high, low := c.sum(one, ratio)
	// Just beside 1 the ratio would overflow.
	beside := c.Lt(h, c.num(0x1p-300))
	l := c.logDistance(c.Select(beside, h, high), c.Select(beside, zero, low), zero)
	re := c.Select(beside, c.half(c.Sub(c.num(ln2[0]), l)), c.Mul(l, c.num(0.25)))
	im := c.half(c.atan264(c.Add(y, y), c.Sub(c.Mul(u, c.Add(one, x)), c.Mul(y, y))))

	// Far away it is 1/z, less a right angle.
	far := c.Gt(c.Max(x, y), c.num(0x1p100))
	far = c.Or(far, c.Gt(x, c.num(0x1p100)))
	big := c.Max(x, y)
	p, q := c.Div(x, big), c.Div(y, big)
	farRe := c.Div(c.Div(p, big), c.FMA(p, p, c.Mul(q, q)))
	inf := c.Or(c.infinite(x), c.infinite(y))
	re = c.Select(far, c.Select(inf, zero, farRe), re)
	angle := c.Select(c.isNaN(y), y, c.num(halfPi[0]))
	angle = c.Select(c.And(c.isNaN(x), c.Not(inf)), x, angle)
	im = c.Select(far, angle, im)
	near := c.And(c.Lt(x, c.num(1/farAway)), c.Lt(y, c.num(1/farAway)))
	re, im = c.Select(near, x, re), c.Select(near, y, im)
	re = c.Select(c.isZero(x), x, re) // even if y is NaN
	return z.of(c.flip(re, c.sign(z.Re)), c.flip(im, c.sign(z.Im)))
}

// Arctan is the inverse tangent of z, with cuts along the imaginary axis beyond -i and i.
func (z Complex) Arctan() Complex { return z.TimesI().Arctanh().OverI() }

// Pow is z to the power w: as many multiplications as NumPy does for a whole w between -100 and 100, else e^(w log z), with the
// logarithm and the product in pairs.
func (z Complex) Pow(w Complex) Complex {
	c := z.code()
	zero, one, nan := c.num(0), c.num(1), c.num(math.NaN())
	r := z.powerOf(w)
	whole := c.And(c.isZero(w.Im), c.And(c.Lt(c.Abs(w.Re), c.num(100)), c.Eq(c.Trunc(w.Re), w.Re)))
	r = z.powers(w.Re).choose(whole, r)
	// 0 to a power that is not 0.
	nothing := c.And(c.isZero(z.Re), c.isZero(z.Im))
	atZero := c.Select(c.Gt(w.Re, zero), zero, nan)
	r = z.of(atZero, atZero).choose(nothing, r)
	return z.of(one, zero).choose(c.And(c.isZero(w.Re), c.isZero(w.Im)), r)
}

// powers is z to a whole power n below 128, by repeated multiplication.
func (z Complex) powers(n vec.Val) Complex {
	c := z.code()
	one, zero := c.num(1), c.num(0)
	count := c.bits(c.Add(c.clampHigh(c.Abs(n), 127), c.num(toInteger)))
	r, p := z.of(one, zero), z
	for bit := range 7 {
		has := c.Ne(c.And(count, c.word(1<<bit)), c.word(0))
		r = r.Mul(p).choose(has, r)
		p = p.Mul(p)
	}
	square := z.Mul(z)
	for i, shortcut := range []Complex{z, square, z.Mul(square)} { // which keep more of what is infinite
		r = shortcut.choose(c.Eq(n, c.num(float64(i+1))), r)
	}
	return z.of(one, zero).Div(r).choose(c.Lt(n, zero), r)
}

// powerOf is e^(w log z).
func (z Complex) powerOf(w Complex) Complex {
	c := z.code()
	l, ll := c.fastSum(c.logNorm(z.Re, c.num(0), z.Im))
	l = c.Select(c.Or(c.infinite(z.Re), c.infinite(z.Im)), c.num(math.Inf(1)), l)
	t, tl := c.atan2Pair(z.Im, z.Re)
	re, reLow := c.difference(w.Re, l, ll, w.Im, t, tl, true)
	im, imLow := c.difference(w.Re, t, tl, w.Im, l, ll, false)
	return z.of(re, im).exp(reLow, imLow)
}

// difference is a*(x+xl) - b*(y+yl), or their sum, as a pair.
func (c code) difference(a, x, xl, b, y, yl vec.Val, minus bool) (high, low vec.Val) {
	p, pl := c.product(a, x)
	q, ql := c.product(b, y)
	pl, ql = c.FMA(a, xl, pl), c.FMA(b, yl, ql)
	if minus {
		q, ql = c.Neg(q), c.Neg(ql)
	}
	high, low = c.sum(p, q)
	low = c.Add(low, c.Add(pl, ql))
	return high, c.Select(c.finite(low), low, c.num(0))
}

// atan2Pair is atan264 as a pair.
func (c code) atan2Pair(y, x vec.Val) (high, low vec.Val) {
	high = c.atan264Of(y, x, func(c code, small, big, eighths, negative vec.Val) vec.Val {
		var h vec.Val
		h, low = c.fastSum(c.anglePair(small, big, eighths, negative))
		return h
	})
	return high, c.Select(c.finite(high), c.flip(low, c.sign(y)), c.num(0))
}
