package lower

import "github.com/b2gen/b2/ir/vec"

// Exp is e to the power x.
func Exp(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.exp32, code.exp64) }

// Expm1 is e to the power x, minus 1, without the loss that the subtraction has near 0.
func Expm1(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.expm132, code.expm164) }

// Exp2 is 2 to the power x, exact for whole numbers.
func Exp2(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.exp232, code.exp264) }

// halves is the bias for c.nearest that makes its word fit c.scale.
const halves = 2 * 1023

// scale is p*2^n for n in -2046 to 2046, q being the word of c.nearest(…, halves). It multiplies by two halves of
// the power, the first exact for p near 1: so overflow, and gradual underflow with one rounding, come by
// themselves. (A target with VSCALEFPD can do it in one instruction.)
func (c code) scale(p, q vec.Val) vec.Val {
	half := c.shr(q, 1)
	p = c.Mul(p, c.float(c.shl(half, 52)))
	return c.Mul(p, c.float(c.shl(c.Sub(q, half), 52)))
}

// exp64 is 2^n * (1 + r*(1 + r*Q(r))) with r = x - n*ln(2), |r| <= ln(2)/2. The worst sum of its rounding errors,
// for r near -ln(2)/2, is estimated at 0.98 ULP (0.904 seen). The result is infinite or 0 long before the limits of x.
func (c code) exp64(x vec.Val) vec.Val {
	x = c.clampLow(c.clampHigh(x, 1000), -1000)
	n, q := c.nearest(x, log2e[0], halves)
	r := c.FMA(n, c.num(-ln2[1]), c.FMA(n, c.num(-ln2[0]), x))
	p := c.FMA(r, c.poly(r, exp64[:]), c.num(1))
	return c.scale(c.FMA(r, p, c.num(1)), q)
}

// exp32 stays among the normal numbers of F64, where one multiplication scales.
func (c code) exp32(x vec.Val) vec.Val {
	x = c.clampLow(c.clampHigh(x, 200), -200)
	n, q := c.nearest(x, log2e[0], 1023)
	r := c.FMA(n, c.num(-ln2[0]), x)
	p := c.FMA(c.Mul(r, r), c.poly(r, exp32[:]), r)
	return c.Mul(c.Add(p, c.num(1)), c.float(c.shl(q, 52)))
}

// reduceExp is x = n*ln(2) + r + low, right to n*2^-100: the first product is subtracted exactly.
func (c code) reduceExp(x, n vec.Val) (r, low vec.Val) {
	a := c.FMA(n, c.num(-ln2[0]), x)
	return c.fastSum(a, c.Mul(n, c.num(-ln2[1])))
}

// expm164 is (2^n - 1) + 2^n*r + 2^n*r^2/2 + 2^n*(low + r^3*Q(r)), of which the first two additions are
// exact with their rests. All is done at half the size, so that 2^n overflows only when the result does.
func (c code) expm164(x vec.Val) vec.Val {
	a := c.clampLow(c.clampHigh(x, 709.9), -50)
	n, q := c.nearest(a, log2e[0], 1023-1)
	s := c.float(c.shl(q, 52))
	r, low := c.reduceExp(a, n)
	z, zLow := c.product(r, r)
	low = c.FMA(c.Mul(z, r), c.poly(r, expm164[:]), c.FMA(zLow, c.num(0.5), low))
	t, tl := c.fastSum(s, c.num(-0.5)) // exact for n up to 53, beyond which only s >= 1/2 matters
	h, hl := c.fastSum(t, c.Mul(s, r))
	h, zl := c.fastSum(h, c.Mul(s, c.Mul(z, c.num(0.5))))
	h = c.Add(h, c.FMA(s, low, c.Add(c.Add(hl, tl), zl)))
	// A tiny x is its own result, and too near to the subnormal numbers to be halved.
	return c.Select(c.Lt(c.Abs(x), c.num(0x1p-54)), x, c.Add(h, h))
}

func (c code) expm132(x vec.Val) vec.Val {
	a := c.clampLow(c.clampHigh(x, 200), -50)
	n, q := c.nearest(a, log2e[0], 1023)
	s := c.float(c.shl(q, 52))
	r := c.FMA(n, c.num(-ln2[0]), a)
	p := c.FMA(c.Mul(r, r), c.poly(r, expm132[:]), r)
	return c.orSelf(x, c.FMA(s, p, c.Sub(s, c.num(1))))
}

func (c code) exp264(x vec.Val) vec.Val {
	return c.exp2Pair(c.clampLow(c.clampHigh(x, 1100), -1100), c.num(0))
}

// exp2Pair is 2^(x + low) for |x| up to 1100: the remainder from an integer times ln(2) is a pair t + tl, and
// e^t = 1 + t + t^2*Q(t).
func (c code) exp2Pair(x, low vec.Val) vec.Val {
	h, e, q := c.exp2Parts(x, low)
	return c.scale(c.Add(h, e), q)
}

// exp2Parts is 2^(x + low) as a pair that awaits its addition, and what scale wants.
func (c code) exp2Parts(x, low vec.Val) (h, e, q vec.Val) {
	n, q := c.nearest(x, 1, halves)
	r, rl := c.fastSum(c.Sub(x, n), low)
	t, tl := c.product(r, c.num(ln2[0]))
	tl = c.FMA(r, c.num(ln2[1]), tl)
	tl = c.FMA(rl, c.num(ln2[0]), tl)
	h, hl := c.fastSum(c.num(1), t)
	return h, c.FMA(c.Mul(t, t), c.poly(t, exp64[:]), c.FMA(tl, h, hl)), q
}

// exp232 is 2^x for any x, among the normal numbers of F64.
func (c code) exp232(x vec.Val) vec.Val {
	x = c.clampLow(c.clampHigh(x, 300), -300)
	n, q := c.nearest(x, 1, 1023)
	r := c.Mul(c.Sub(x, n), c.num(ln2[0]))
	e := c.FMA(c.Mul(r, r), c.poly(r, exp32[:]), r)
	return c.Mul(c.Add(e, c.num(1)), c.float(c.shl(q, 52)))
}
