package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// LogAddExp is log(e^x + e^y), the larger of the two and log(1 + e^-d) for their distance d.
func LogAddExp(b *vec.Builder, x, y vec.Val) vec.Val {
	f := func(c code, x, y vec.Val) vec.Val {
		return c.logAdd(x, y, func(d, low vec.Val) (vec.Val, vec.Val) { return c.logOnePlus(c.expParts(d, low)) })
	}
	return ofTwo(b, x, y, f, f)
}

// LogAddExp2 is log2(2^x + 2^y).
func LogAddExp2(b *vec.Builder, x, y vec.Val) vec.Val {
	f := func(c code, x, y vec.Val) vec.Val {
		return c.logAdd(x, y, func(d, low vec.Val) (vec.Val, vec.Val) {
			l, ll := c.logOnePlus(c.exp2Parts(d, low))
			h, hl := c.product(l, c.num(log2e[0]))
			return h, c.FMA(l, c.num(log2e[1]), c.FMA(ll, c.num(log2e[0]), hl))
		})
	}
	return ofTwo(b, x, y, f, f)
}

// logAdd is the larger and more of minus the distance. Both are pairs, since the sum may be much smaller than they are,
// and e^-d, though small beside 1, large beside the larger. fastSum is exact where that matters: where |small| >= |big|.
func (c code) logAdd(x, y vec.Val, more func(d, low vec.Val) (high, rest vec.Val)) vec.Val {
	big, small := c.Max(x, y), c.Min(x, y)
	d, low := c.fastSum(small, c.Neg(big))
	near := c.Gt(d, c.num(-1100)) // neither infinite nor, of two infinities, NaN
	h, rest := more(c.Select(near, d, c.num(-1100)), c.Select(near, low, c.num(0)))
	s, t := c.twoSum(big, h)
	r := c.Select(c.Lt(c.Abs(big), c.num(math.Inf(1))), c.Add(s, c.Add(t, rest)), big)
	return c.Select(c.Or(c.Ne(x, x), c.Ne(y, y)), c.num(math.NaN()), r)
}

// expParts is e^(x + low) for |x| up to 1100, as exp2Parts is 2^(x + low).
func (c code) expParts(x, low vec.Val) (h, e, q vec.Val) {
	n, q := c.nearest(x, log2e[0], halves)
	r, rl := c.reduceExp(x, n)
	h, e = c.fastSum(c.num(1), r)
	e = c.FMA(c.Mul(r, r), c.poly(r, exp64[:]), e)
	return h, c.FMA(c.Add(rl, low), c.Add(h, e), e), q
}

// logOnePlus is log(1 + p) as a pair that awaits its addition, for the power p <= 1 of expParts.
func (c code) logOnePlus(h, e, q vec.Val) (high, low vec.Val) {
	h, e = c.fastSum(h, e)
	u, low := c.fastSum(c.num(1), c.scale(h, q))
	return c.lnParts(c.lnPair(u, c.Add(low, c.scale(e, q))))
}

// Sigmoid is 1 / (1 + e^-x), by way of the exponential that does not overflow.
func Sigmoid(b *vec.Builder, x vec.Val) vec.Val {
	of := func(exp func(c code, x vec.Val) vec.Val) func(c code, x vec.Val) vec.Val {
		return func(c code, x vec.Val) vec.Val {
			e := exp(c, c.Neg(c.Abs(x)))
			one := c.num(1)
			return c.Div(c.Select(c.Lt(x, c.num(0)), e, one), c.Add(one, e))
		}
	}
	return ofOne(b, x, of(code.exp32), of(code.exp64))
}
