package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// LogAddExp is log(e^x + e^y), the larger of the two and log(1 + e^-d) for their distance d.
func LogAddExp(b *vec.Builder, x, y vec.Val) vec.Val {
	f := func(c code, x, y vec.Val) vec.Val {
		return c.logAdd(x, y, func(d vec.Val) vec.Val { return c.log1p64(c.exp64(d)) })
	}
	return ofTwo(b, x, y, f, f)
}

// LogAddExp2 is log2(2^x + 2^y).
func LogAddExp2(b *vec.Builder, x, y vec.Val) vec.Val {
	f := func(c code, x, y vec.Val) vec.Val {
		return c.logAdd(x, y, func(d vec.Val) vec.Val { return c.Mul(c.log1p64(c.exp264(d)), c.num(log2e[0])) })
	}
	return ofTwo(b, x, y, f, f)
}

// logAdd is the larger and more of minus the distance. Of infinities with one sign the distance is none, 0 being as good.
func (c code) logAdd(x, y vec.Val, more func(d vec.Val) vec.Val) vec.Val {
	big := c.Max(x, y)
	d := c.Select(c.Eq(x, y), c.num(0), c.Neg(c.Abs(c.Sub(x, y))))
	return c.Select(c.Or(c.Ne(x, x), c.Ne(y, y)), c.num(math.NaN()), c.Add(big, more(d)))
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
