package lower

import (
	"math"

	"github.com/b2gen/b2/ir/scalar"
	"github.com/b2gen/b2/ir/vec"
)

// Log is the natural logarithm of x: -Inf for 0, NaN for less.
func Log(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.log32, code.log64) }

// Log1p is the natural logarithm of 1+x, without the loss that the addition has near 0.
func Log1p(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.log1p32, code.log1p64) }

// Log2 is the logarithm of x to the base 2, exact for powers of 2.
func Log2(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val {
			k, m := c.split(x)
			return c.logEdges(x, c.num(0), c.FMA(c.lnMantissa32(m), c.num(log2e[0]), k))
		},
		func(c code, x vec.Val) vec.Val { return c.logBase(x, log2e[:], []float64{1, 0}) })
}

// Log10 is the logarithm of x to the base 10, exact for powers of 10.
func Log10(b *vec.Builder, x vec.Val) vec.Val {
	return ofOne(b, x,
		func(c code, x vec.Val) vec.Val {
			k, m := c.split(x)
			high := c.Mul(k, c.num(log10of2[0]))
			low := c.FMA(c.lnMantissa32(m), c.num(log10e[0]), c.Mul(k, c.num(log10of2[1])))
			return c.logEdges(x, c.num(0), c.Add(high, low))
		},
		func(c code, x vec.Val) vec.Val { return c.logBase(x, log10e[:], log10of2[:]) })
}

// logEdges is y for x between zero (0, or -1 for log1p) and infinity, and what every logarithm is elsewhere.
func (c code) logEdges(x, zero, y vec.Val) vec.Val {
	edge := c.Select(c.Lt(x, zero), c.num(math.NaN()), c.num(math.Inf(-1)))
	y = c.Select(c.Lt(zero, x), y, edge)
	return c.Select(c.Lt(x, c.num(math.Inf(1))), y, x) // +Inf, and NaN by the false comparison
}

// split is x = 2^k * m with m in [sqrt(1/2), sqrt(2)), for a normal x > 0. What it adds to the bits makes the exponent field change
// at sqrt(2) instead of 2.
func (c code) split(x vec.Val) (k, m vec.Val) {
	return c.splitWord(c.Add(c.bits(x), c.word(oneBits-scalar.RootHalf)), 1023)
}

// splitAny is split for any x > 0. Subnormal numbers are rare.
func (c code) splitAny(x vec.Val) (k, m vec.Val) {
	const shift = 64
	u := c.Add(c.bits(x), c.word(oneBits-scalar.RootHalf+shift<<52))
	subnormal := c.And(c.Lt(c.num(0), x), c.Lt(x, c.num(tiny)))
	return c.splitWord(c.RareIf(subnormal, uint64(scalar.RareSplitWord), x, u), 1023+shift)
}

// splitWord takes the exponent field of u, which is bias + k and a float64 under the leading bit of 2^52, and the significand.
func (c code) splitWord(u vec.Val, bias float64) (k, m vec.Val) {
	k = c.Sub(c.float(c.Or(c.shr(u, 52), c.word(0x433<<52))), c.num(0x1p52+bias))
	return k, c.float(c.Add(c.And(u, c.word(mantissa)), c.word(scalar.RootHalf)))
}

// lnMantissa is log(1+f) = f - (square/2 - rest) as in fdlibm: with s = f/(2+f) it is 2s + s^3*P(s^2), of which 2s = f - s*f, and
// f*f/2 = s*(f + f*f/2), so that only terms small beside f are rounded. What it divides is half of that, which makes rest half
// times (square + ...), and saves a product; a factor of 2 rounds nothing.
func (c code) lnMantissa(m vec.Val) (f, square, rest, half vec.Val) {
	f = c.Sub(m, c.num(1))
	half = c.Div(f, c.FMA(f, c.num(2), c.num(4)))
	square = c.Mul(f, f)
	z := c.Mul(half, half)
	return f, square, c.Mul(half, c.FMA(z, c.poly(z, scaled(log64[:], 8, 4)), square)), half
}

// scaled has the coefficients times first, first*step, first*step^2 ..., which are powers of 2, or minus those.
func scaled(coef []float64, first, step float64) []float64 {
	list := make([]float64, len(coef))
	for i, x := range coef {
		list[i] = x * first
		first *= step
	}
	return list
}

// lnMantissa32 is log(m), right to 2^-37.
func (c code) lnMantissa32(m vec.Val) vec.Val {
	f := c.Sub(m, c.num(1))
	s := c.Div(f, c.Add(f, c.num(2)))
	z := c.Mul(s, s)
	return c.Mul(s, c.FMA(z, c.poly(z, log32[:]), c.num(2)))
}

// lnSum is k*ln(2) + f - square/2 + rest.
func (c code) lnSum(k, f, square, rest vec.Val) vec.Val {
	return c.Add(c.lnParts(k, f, square, rest))
}

// lnParts is lnSum as a pair that awaits its addition. The product with the short first word of ln(2) is exact, and so is its sum
// with f, with what that rounds away.
func (c code) lnParts(k, f, square, rest vec.Val) (high, low vec.Val) {
	high, low = c.fastSum(c.Mul(k, c.num(ln2short[0])), f)
	low = c.Add(c.FMA(k, c.num(ln2short[1]), low), rest)
	return high, c.FMA(square, c.num(-0.5), low)
}

func (c code) log64(x vec.Val) vec.Val {
	k, m := c.splitAny(x)
	f, square, rest, _ := c.lnMantissa(m)
	return c.logEdges(x, c.num(0), c.lnSum(k, f, square, rest))
}

func (c code) log32(x vec.Val) vec.Val {
	k, m := c.split(x) // no F32 is subnormal as an F64
	return c.logEdges(x, c.num(0), c.FMA(k, c.num(ln2[0]), c.lnMantissa32(m)))
}

// log1p64 is the logarithm of u + low = 1 + x.
func (c code) log1p64(x vec.Val) vec.Val {
	one := c.num(1)
	u := c.Add(x, one)
	low := c.Sub(c.Min(one, x), c.Sub(u, c.Max(one, x)))
	y := c.lnSum(c.lnPair(u, low))
	return c.orSelf(x, c.logEdges(x, c.num(-1), y))
}

// lnPair is log(u + low), as lnSum takes it, for a normal u and a low that is small beside it, log u + low/u, right to the last place of the
// result also where the pair is near 1. With u = 2^k*m and s of log m, 1/m is (1-s)/(1+s), of which 1 - 2s + 2s^2 is near
// enough for low.
func (c code) lnPair(u, low vec.Val) (k, f, square, rest vec.Val) {
	k, m := c.split(u)
	f, square, rest, half := c.lnMantissa(m)
	// 2^(1-k), or 0 for the largest u.
	e := c.shr(c.Add(c.bits(u), c.word(oneBits-scalar.RootHalf)), 52)
	low = c.Mul(low, c.float(c.shl(c.Sub(c.word(2047), e), 52)))
	return k, f, square, c.FMA(low, c.FMA(half, c.FMA(half, c.num(4), c.num(-2)), c.num(0.5)), rest)
}

// log1p32 adds 1 exactly enough: where the sum rounds, it is to 2^-53 of 1, and below 2^-20 the series is exact.
func (c code) log1p32(x vec.Val) vec.Val {
	k, m := c.split(c.Add(x, c.num(1)))
	y := c.FMA(k, c.num(ln2[0]), c.lnMantissa32(m))
	series := c.FMA(c.Mul(x, c.num(-0.5)), x, x)
	y = c.Select(c.Lt(c.Abs(x), c.num(0x1p-20)), series, y)
	return c.logEdges(x, c.num(-1), y)
}

// logBase is the logarithm to another base, whose 1/ln is scale and whose logarithm of 2 is two, the first word
// short. log(m) is made a pair, and its product with the pair scale keeps the error of the high parts' product.
func (c code) logBase(x vec.Val, scale, two []float64) vec.Val {
	k, m := c.splitAny(x)
	f, square, rest, _ := c.lnMantissa(m)
	a, al := c.fastSum(f, c.Mul(square, c.num(-0.5)))
	al = c.Add(al, rest)
	p, pl := c.product(a, c.num(scale[0]))
	pl = c.FMA(a, c.num(scale[1]), pl)
	pl = c.FMA(al, c.num(scale[0]), pl)
	if two[1] != 0 {
		pl = c.FMA(k, c.num(two[1]), pl)
		k = c.Mul(k, c.num(two[0]))
	}
	h, hl := c.fastSum(k, p)
	return c.logEdges(x, c.num(0), c.Add(h, c.Add(hl, pl)))
}
