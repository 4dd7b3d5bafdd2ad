package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// Pow is x to the power y, with C99's special cases: x**0 and 1**y are 1 even for NaN; a negative x wants an
// integer y.
func Pow(b *vec.Builder, x, y vec.Val) vec.Val {
	return ofTwo(b, x, y,
		func(c code, x, y vec.Val) vec.Val { return c.powEdges(x, y, c.pow32(c.Abs(x), y)) },
		func(c code, x, y vec.Val) vec.Val { return c.powEdges(x, y, c.pow64(c.Abs(x), y)) })
}

// powEdges is x**y where p is |x|**y, but for |x| = 1 and infinite y, y = 0, and NaN.
func (c code) powEdges(x, y, p vec.Val) vec.Val {
	one := c.num(1)
	p = c.Select(c.Eq(c.Abs(x), one), one, p)
	// y is odd if y is an integer and y/2 is not; any y of 2^53 or more, also infinity, is an even integer.
	half := c.Mul(y, c.num(0.5))
	fraction := c.Ne(c.Trunc(y), y)
	even := c.Eq(c.Trunc(half), half)
	p = c.flip(p, c.And(c.sign(x), c.Select(c.Or(fraction, even), c.word(0), c.word(signBit))))
	// A finite negative x to a fraction is NaN, and so is any power of NaN.
	finite := c.And(c.Lt(x, c.num(0)), c.Ge(x, c.num(-maxFloat)))
	nan := c.Or(c.And(finite, fraction), c.Or(c.Ne(x, x), c.Ne(y, y)))
	p = c.Select(nan, c.num(math.NaN()), p)
	return c.Select(c.Or(c.Eq(x, one), c.Eq(y, c.num(0))), one, p)
}

const maxFloat = math.MaxFloat64

// logEnds is the logarithm l of x, or what it is for x = 0 and infinity.
func (c code) logEnds(x, l vec.Val) vec.Val {
	l = c.Select(c.Eq(x, c.num(0)), c.num(math.Inf(-1)), l)
	return c.Select(c.Gt(x, c.num(maxFloat)), x, l)
}

// pow64 is 2^(y*log2 x) for x >= 0. The product reaches 1075, so the logarithm is a pair, right to 2^-69.
func (c code) pow64(x, y vec.Val) vec.Val {
	l, ll := c.log2Pair(x)
	l = c.logEnds(x, l)
	p, pl := c.product(y, l)
	pl = c.FMA(y, ll, pl)
	// Beyond the range of results, where the pair may have overflowed, anything big does.
	pl = c.Select(c.Lt(c.Abs(p), c.num(1100)), pl, c.num(0))
	return c.exp2Pair(c.clampLow(c.clampHigh(p, 1100), -1100), pl)
}

// log2Pair is log2 x as a pair. With s = (m-1)/(m+1) it is k + s*(C0 + z*(C1 + z*(C2 + z*Q(z)))), z = s*s,
// |s| <= 0.172: all but Q is computed in pairs.
func (c code) log2Pair(x vec.Val) (high, low vec.Val) {
	k, m := c.splitAny(x)
	f := c.Sub(m, c.num(1))
	nd := c.Sub(c.num(-1), m)             // minus the divisor,
	ndl := c.Sub(c.Sub(c.num(-1), nd), m) // and what it lost
	inverse := c.Div(c.num(-1), nd)
	s := c.Mul(f, inverse)
	sl := c.Mul(c.FMA(s, ndl, c.FMA(s, nd, f)), inverse)
	z, zl := c.product(s, s)
	zl = c.FMA(c.Add(s, s), sl, zl)

	u, ul := c.fastSum(c.num(log2dd[4]), c.Mul(z, c.poly(z, log2dd[6:])))
	ul = c.Add(ul, c.num(log2dd[5]))
	for _, i := range []int{2, 0} {
		p, pl := c.pairProduct(z, zl, u, ul)
		u, ul = c.fastSum(c.num(log2dd[i]), p)
		ul = c.Add(ul, c.Add(pl, c.num(log2dd[i+1])))
	}
	p, pl := c.pairProduct(s, sl, u, ul)
	high, low = c.fastSum(k, p)
	return high, c.Add(low, pl)
}

// pairProduct is (a+al) * (b+bl), less al*bl.
func (c code) pairProduct(a, al, b, bl vec.Val) (high, low vec.Val) {
	high, low = c.product(a, b)
	return high, c.FMA(a, bl, c.FMA(al, b, low))
}

// pow32 is 2^(y*log2 x) for x >= 0, right to 2^-30.
func (c code) pow32(x, y vec.Val) vec.Val {
	k, m := c.split(x)
	l := c.logEnds(x, c.FMA(c.lnMantissa32(m), c.num(log2e[0]), k))
	return c.exp232(c.Mul(y, l))
}
