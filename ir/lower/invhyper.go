package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// The inverse hyperbolic functions are logarithms of a sum u + low, a pair, so that nothing is lost near 0, where the
// sum is near 1: log(u + low) is right to the last place of the result, as that of log1p is.

// Asinh is the inverse hyperbolic sine of x.
func Asinh(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.asinh32, code.asinh64) }

// Acosh is the inverse hyperbolic cosine of x, NaN below 1.
func Acosh(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.acosh32, code.acosh64) }

// Atanh is the inverse hyperbolic tangent of x, NaN beyond 1.
func Atanh(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.atanh32, code.atanh64) }

// far is from where sqrt(x*x +- 1) is x.
const far = 0x1p28

// lnTwice is log(u + low), or log(2u) where big.
func (c code) lnTwice(u, low, big vec.Val) vec.Val {
	k, f, square, rest := c.lnPair(u, low)
	return c.lnSum(c.Add(k, c.Select(big, c.num(1), c.num(0))), f, square, rest)
}

// asinh64 is log(a + sqrt(a^2 + 1)) for a = |x|.
func (c code) asinh64(x vec.Val) vec.Val {
	a := c.Abs(x)
	big := c.Gt(a, c.num(far))
	z, zl := c.product(a, a)
	one := c.num(1)
	v := c.Add(z, one)
	vl := c.Sub(c.Min(one, z), c.Sub(v, c.Max(one, z)))
	r, rl := c.rootPair(v, c.Add(vl, zl))
	u, low := c.fastSum(r, a)
	u, low = c.Select(big, a, u), c.Select(big, c.num(0), c.Add(low, rl))
	y := c.flip(c.lnTwice(u, low, big), c.sign(x))
	// Its own result: a tiny x, an infinity, NaN.
	return c.Select(c.And(c.Gt(a, c.num(1/far)), c.Le(a, c.num(maxFloat))), y, x)
}

// asinh32 is exact enough where the sum is far from 1; below, the first terms of the series are.
func (c code) asinh32(x vec.Val) vec.Val {
	a := c.Abs(x)
	r := c.Sqrt(c.FMA(a, a, c.num(1)))
	y := c.ln32(c.Add(r, a))
	z := c.Mul(a, a)
	series := c.Mul(a, c.FMA(z, c.FMA(z, c.num(3.0/40), c.num(-1.0/6)), c.num(1)))
	y = c.Select(c.Lt(a, c.num(0x1p-7)), series, y)
	return c.Select(c.And(c.Gt(a, c.num(0)), c.Le(a, c.num(maxFloat))), c.flip(y, c.sign(x)), x)
}

// ln32 is log(x) for a normal x, right to 2^-37.
func (c code) ln32(x vec.Val) vec.Val {
	k, m := c.split(x)
	return c.FMA(k, c.num(ln2[0]), c.lnMantissa32(m))
}

// acosh64 is log(x + sqrt((x-1)(x+1))).
func (c code) acosh64(x vec.Val) vec.Val {
	one := c.num(1)
	big := c.Gt(x, c.num(far))
	t := c.Sub(x, one) // exact near 1; beyond 2^53 only x matters
	d, dl := c.fastSum(x, one)
	e := c.Sub(c.Sub(x, t), one) // what t lost
	p, pl := c.product(t, d)
	pl = c.FMA(e, d, c.FMA(t, dl, pl))
	r, rl := c.rootPair(p, pl)
	u, low := c.fastSum(x, r)
	u, low = c.Select(big, x, u), c.Select(big, c.num(0), c.Add(low, rl))
	return c.acoshEdges(x, c.lnTwice(u, low, big))
}

func (c code) acosh32(x vec.Val) vec.Val {
	t := c.Sub(x, c.num(1))
	w := c.Add(t, c.Sqrt(c.Mul(t, c.Add(x, c.num(1)))))
	u := c.Add(w, c.num(1))
	low := c.Sub(w, c.Sub(u, c.num(1))) // beyond 2^53 only u matters
	y := c.Add(c.ln32(u), c.Select(c.Lt(u, c.num(0x1p30)), c.Div(low, u), c.num(0)))
	return c.acoshEdges(x, y)
}

func (c code) acoshEdges(x, y vec.Val) vec.Val {
	y = c.Select(c.Le(x, c.num(maxFloat)), y, x) // +Inf and NaN
	return c.Select(c.Lt(x, c.num(1)), c.num(math.NaN()), y)
}

// atanh64 is half the logarithm of (1+a)/(1-a) for a = |x|.
func (c code) atanh64(x vec.Val) vec.Val {
	a := c.Abs(x)
	one := c.num(1)
	n, nl := c.fastSum(one, a)
	d, dl := c.fastSum(one, c.Neg(a))
	q := c.Div(n, d)
	ql := c.Div(c.Add(c.FMA(c.Neg(q), d, n), c.FMA(c.Neg(q), dl, nl)), d)
	y := c.Mul(c.lnSum(c.lnPair(q, ql)), c.num(0.5))
	return c.atanhEdges(x, a, y, 1/far)
}

// atanh32 takes the series below 2^-7.
func (c code) atanh32(x vec.Val) vec.Val {
	a := c.Abs(x)
	y := c.Mul(c.ln32(c.Div(c.Add(c.num(1), a), c.Sub(c.num(1), a))), c.num(0.5))
	z := c.Mul(a, a)
	series := c.Mul(a, c.FMA(z, c.FMA(z, c.num(0.2), c.num(1.0/3)), c.num(1)))
	return c.atanhEdges(x, a, c.Select(c.Lt(a, c.num(0x1p-7)), series, y), 0x1p-60)
}

func (c code) atanhEdges(x, a, y vec.Val, self float64) vec.Val {
	y = c.Select(c.Eq(a, c.num(1)), c.num(math.Inf(1)), y)
	y = c.Select(c.Le(a, c.num(1)), c.flip(y, c.sign(x)), c.num(math.NaN()))
	return c.Select(c.Lt(a, c.num(self)), x, y)
}
