// Package lower writes the math functions as sequences of vector primitives. Each function takes the builder of
// a kernel and its arguments, all F32 or all F64, appends the sequence and returns the result; the op table
// calls them. The sequences have no tables, no branches and few divisions, so that they run the same, to the last
// bit, as AVX-512, AVX2 or portable code. Every result is within 1 ULP of the exact one, but for those of logadd.go,
// erf.go, bessel.go and lgamma, which are within 4.
//
// F32 is computed in F64 with shorter polynomials, right to 2^-30 before the one rounding that counts; overflow
// and gradual underflow then need no care. In F64, what the last addition rounds is kept as a pair high + low,
// and low is computed plainly.
package lower

import "github.com/b2gen/b2/ir/vec"

// code is the builder with the shorthands that the sequences are written in. All its methods are about F64 and
// U64 values unless their names say otherwise.
type code struct{ *vec.Builder }

// ofOne lowers f(x): single for F32, on the argument cast to F64, and double for F64.
func ofOne(b *vec.Builder, x vec.Val, single, double func(c code, x vec.Val) vec.Val) vec.Val {
	c := code{b}
	if b.Type(x) == vec.F32 {
		return b.Cast(single(c, b.Cast(x, vec.F64)), vec.F32)
	}
	return double(c, x)
}

// ofTwo is ofOne for two arguments.
func ofTwo(b *vec.Builder, x, y vec.Val, single, double func(c code, x, y vec.Val) vec.Val) vec.Val {
	c := code{b}
	if b.Type(x) == vec.F32 {
		return b.Cast(single(c, b.Cast(x, vec.F64), b.Cast(y, vec.F64)), vec.F32)
	}
	return double(c, x, y)
}

const (
	signBit   = 1 << 63
	oneBits   = 0x3FF << 52
	tiny      = 0x1p-1022 // the least normal number
	mantissa  = 1<<52 - 1
	toInteger = 0x1.8p52 // added to |x| < 2^51, leaves x rounded to an integer in the low bits
)

func (c code) num(x float64) vec.Val           { return c.Float(vec.F64, x) }
func (c code) word(u uint64) vec.Val           { return c.ConstBits(vec.U64, u) }
func (c code) bits(x vec.Val) vec.Val          { return c.Bits(x, vec.U64) }
func (c code) float(u vec.Val) vec.Val         { return c.Bits(u, vec.F64) }
func (c code) shl(u vec.Val, n uint64) vec.Val { return c.Shl(u, c.word(n)) }
func (c code) shr(u vec.Val, n uint64) vec.Val { return c.Shr(u, c.word(n)) }

// sign is the sign bit of x alone; flip negates x where s has the sign bit.
func (c code) sign(x vec.Val) vec.Val    { return c.And(c.bits(x), c.word(signBit)) }
func (c code) flip(x, s vec.Val) vec.Val { return c.float(c.Xor(c.bits(x), s)) }

// negative says where a float or a word has the sign bit.
func (c code) negative(x vec.Val) vec.Val { return c.Lt(c.Bits(x, vec.I64), c.Int(vec.I64, 0)) }

// poly is the polynomial with these coefficients, lowest power first: Horner's rule on the even and the odd
// powers, which halves the chain of dependent operations for one multiplication more.
func (c code) poly(x vec.Val, coef []float64) vec.Val {
	if len(coef) < 5 {
		return c.horner(x, coef, 1)
	}
	z := c.Mul(x, x)
	return c.FMA(c.horner(z, coef[1:], 2), x, c.horner(z, coef, 2))
}

// horner takes every step-th coefficient.
func (c code) horner(x vec.Val, coef []float64, step int) vec.Val {
	last := (len(coef) - 1) / step * step
	p := c.num(coef[last])
	for i := last - step; i >= 0; i -= step {
		p = c.FMA(p, x, c.num(coef[i]))
	}
	return p
}

// fastSum is a+b as a rounded sum and what it rounded away, exact when |a| >= |b|, a is 0, or a is a multiple
// of b's last place (Dekker, "A floating-point technique for extending the available precision", 1971).
func (c code) fastSum(a, b vec.Val) (high, low vec.Val) {
	high = c.Add(a, b)
	return high, c.Add(c.Sub(a, high), b)
}

// product is a*b as a rounded product and what it rounded away.
func (c code) product(a, b vec.Val) (high, low vec.Val) {
	high = c.Mul(a, b)
	return high, c.FMA(a, b, c.Neg(high))
}

// clampHigh is min(x, limit), clampLow max(x, limit); NaN stays.
func (c code) clampHigh(x vec.Val, limit float64) vec.Val { return c.Min(c.num(limit), x) }
func (c code) clampLow(x vec.Val, limit float64) vec.Val  { return c.Max(c.num(limit), x) }

// orSelf is x where x is +-0, else y: a sum loses the sign of -0.
func (c code) orSelf(x, y vec.Val) vec.Val { return c.Select(c.Eq(x, c.num(0)), x, y) }
