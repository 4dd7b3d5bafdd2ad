package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// sinhCosh is sinh x and cosh x, both less a factor of 2^power that keeps them below 2^limit.
func (c code) sinhCosh(x vec.Val, limit float64) (sinh, cosh, power vec.Val) {
	a := c.clampHigh(c.Abs(x), 1480)
	n, _ := c.nearest(a, log2e[0], 0)
	r, low := c.reduceExp(a, n)
	kept := c.clampHigh(n, limit)
	power2 := func(n vec.Val) vec.Val { // a half of it
		return c.float(c.shl(c.bits(c.Add(n, c.num(toInteger+1022))), 52))
	}
	up, down := power2(kept), power2(c.clampLow(c.Neg(kept), -100))
	z := c.Mul(r, r)
	var h hyper
	h.s, h.sLow = c.fastSum(up, c.Neg(down))
	h.c, h.cLow = c.fastSum(up, down)
	h.r, h.odd, h.even = r, c.FMA(c.Mul(r, z), c.poly(z, sinh64[:]), low), c.Mul(z, c.poly(z, cosh64[:]))
	sinh = c.Add(c.combine(h, h.s, h.sLow, h.c, h.cLow))
	sinh = c.Select(c.Lt(a, c.num(0x1p-28)), a, sinh)
	cosh = c.Add(c.combine(h, h.c, h.cLow, h.s, h.sLow))
	return c.flip(sinh, c.sign(x)), cosh, c.Sub(n, kept)
}

// Sinh is the hyperbolic sine: sinh x * cos y + i cosh x * sin y.
func (z Complex) Sinh() Complex {
	c := z.code()
	sinh, cosh, power := c.sinhCosh(z.Re, 100)
	sine, cosine, _ := c.trig(z.Im, c.num(0))
	re, im := c.power2(c.Mul(sinh, cosine), c.Mul(cosh, sine), power)
	lost := c.Not(c.finite(z.Im))
	re = c.Select(c.And(lost, c.isZero(z.Re)), z.Re, re)
	re = c.Select(c.And(lost, c.infinite(z.Re)), c.num(math.Inf(1)), re) // of no known sign
	return z.of(re, c.Select(c.isZero(z.Im), z.Im, im))
}

// Cosh is the hyperbolic cosine: cosh x * cos y + i sinh x * sin y.
func (z Complex) Cosh() Complex {
	c := z.code()
	sinh, cosh, power := c.sinhCosh(z.Re, 100)
	sine, cosine, _ := c.trig(z.Im, c.num(0))
	re, im := c.power2(c.Mul(cosh, cosine), c.Mul(sinh, sine), power)
	lost := c.Not(c.finite(z.Im))
	re = c.Select(c.And(lost, c.infinite(z.Re)), c.num(math.Inf(1)), re)
	im = c.Select(c.And(lost, c.isZero(z.Re)), c.num(0), im)
	return z.of(re, c.Select(c.And(c.isZero(z.Im), c.isNaN(z.Re)), z.Im, im))
}

// Tanh is the hyperbolic tangent: (t + i*S*C) / (t*t + C*C) with t = tanh x, S = sin y / cosh x and C = cos y / cosh x.
func (z Complex) Tanh() Complex {
	c := z.code()
	sinh, cosh, _ := c.sinhCosh(c.clampLow(c.clampHigh(z.Re, 400), -400), 1000)
	sine, cosine, _ := c.trig(z.Im, c.num(0))
	one := c.num(1)
	inverse := c.Div(one, cosh)
	t, s, k := c.Mul(sinh, inverse), c.Mul(sine, inverse), c.Mul(cosine, inverse)
	scale := c.Div(one, c.FMA(t, t, c.Mul(k, k)))
	re, im := c.Mul(t, scale), c.Mul(c.Mul(s, k), scale)
	lost := c.Not(c.finite(z.Im))
	re = c.Select(c.And(lost, c.isZero(z.Re)), z.Re, re)
	inf := c.infinite(z.Re)
	re = c.Select(inf, c.copySign(one, z.Re), re)
	im = c.Select(c.And(lost, inf), c.copySign(c.num(0), z.Im), im)
	return z.of(re, c.Select(c.isZero(z.Im), z.Im, im))
}

// TimesI is z * i, OverI is z / i: both exact.
func (z Complex) TimesI() Complex { return z.of(z.B.Neg(z.Im), z.Re) }
func (z Complex) OverI() Complex  { return z.of(z.Im, z.B.Neg(z.Re)) }

// Sin, Cos and Tan are those of an angle: the hyperbolic ones of z*i.
func (z Complex) Sin() Complex {
	c, s := z.code(), z.TimesI().Sinh().OverI()
	lost := c.And(c.Not(c.finite(z.Re)), c.infinite(z.Im))
	return z.of(s.Re, c.Select(lost, c.num(math.Inf(1)), s.Im)) // of no known sign, as in Sinh
}
func (z Complex) Cos() Complex { return z.TimesI().Cosh() }
func (z Complex) Tan() Complex { return z.TimesI().Tanh().OverI() }

// Sinc is sin(pi z) / (pi z), and 1 at 0. The sine is taken of what is left of the nearest whole number.
func (z Complex) Sinc() Complex {
	c := z.code()
	n := c.Rint(z.Re)
	half := c.Mul(n, c.num(0.5))
	odd := c.Ne(c.Trunc(half), half)
	sine := z.of(c.Sub(z.Re, n), z.Im).times(math.Pi).Sin()
	sine = z.of(c.Select(odd, c.Neg(sine.Re), sine.Re), c.Select(odd, c.Neg(sine.Im), sine.Im))
	y := sine.Div(z.times(math.Pi))
	zero := c.And(c.Eq(z.Re, c.num(0)), c.Eq(z.Im, c.num(0)))
	return z.of(c.Select(zero, c.num(1), y.Re), c.Select(zero, c.num(0), y.Im))
}
