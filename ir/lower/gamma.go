package lower

import (
	"math"

	"github.com/b2gen/b2/ir/scalar"
	"github.com/b2gen/b2/ir/vec"
)

// Gamma is the gamma function of x, NaN for negative whole numbers.
func Gamma(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.gamma64, code.gamma64) }

// Lgamma is the logarithm of the absolute value of the gamma function of x.
func Lgamma(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.lgamma64, code.lgamma64) }

// rising is a*(a+1)*...*(a+n-1) as a pair, without the a where left, and a+n >= 8 as one, for the least such n.
func (c code) rising(a, left vec.Val) (p, pl, x, xl vec.Val) {
	one, zero := c.num(1), c.num(0)
	p, pl, x, xl = one, zero, a, zero
	for i := range 8 {
		k := c.num(float64(i))
		more := c.Lt(c.Add(a, k), c.num(8))
		f, fl := c.anySum(a, k)
		if i == 0 {
			f, fl = c.Select(left, one, f), zero
		}
		q, ql := c.product(p, f)
		ql = c.FMA(p, fl, c.FMA(pl, f, ql))
		q, ql = c.fastSum(q, ql)
		p, pl = c.Select(more, q, p), c.Select(more, ql, pl)
		y, yl := c.anySum(a, c.num(float64(i+1)))
		x, xl = c.Select(more, y, x), c.Select(more, yl, xl)
	}
	return p, pl, x, xl
}

// anySum is a+b as a rounded sum and what it rounded away, for numbers that are not negative.
func (c code) anySum(a, b vec.Val) (high, low vec.Val) {
	high = c.Add(a, b)
	return high, c.Sub(c.Min(a, b), c.Sub(high, c.Max(a, b)))
}

// stirlingPair is log2 of gamma(x+xl) as a pair, right to 2^-69 of its size, for x >= 8: Stirling's formula
// (x-1/2)*log2(x) - x*log2(e) + log2(sqrt(2*pi)) + mu(x)*log2(e).
func (c code) stirlingPair(x, xl vec.Val) (high, low vec.Val) {
	l, ll := c.log2Pair(x)
	// x*(l - log2(e)) - l/2 has what both terms share taken off before the product.
	d, dl := c.fastSum(l, c.num(-log2e[0]))
	dl = c.Add(dl, c.Sub(ll, c.num(log2e[1])))
	h, hl := c.product(x, d)
	hl = c.FMA(x, dl, hl)
	inverse := c.Div(c.num(1), x)
	z := c.Mul(inverse, inverse)
	mu := c.Mul(inverse, c.poly(z, stirling[:]))
	slope := c.FMA(inverse, c.num(-0.5*math.Log2E), l) // the derivative, for xl
	small := c.FMA(mu, c.num(log2e[0]), c.FMA(xl, slope, c.Add(hl, c.FMA(ll, c.num(-0.5), c.num(log2RootTau[1])))))
	h, t := c.fastSum(h, c.Mul(l, c.num(-0.5)))
	h, u := c.fastSum(h, c.num(log2RootTau[0]))
	return c.fastSum(h, c.Add(c.Add(t, u), small))
}

// reflected is L = p for x > 0, and L = a*sin(pi*a)/p for x < 0 and a = -x, as a pair, for the product p of rising:
// gamma(x) is G/L or -pi/(L*G) with G = gamma(a+n). Where without, p lacks the factor a.
func (c code) reflected(left, a, without, p, pl vec.Val) (high, low vec.Val) {
	s, sl := c.fastSum(c.sinPi(a))
	a = c.Select(without, c.num(1), a)
	n, nl := c.product(a, s)
	nl = c.FMA(a, sl, nl)
	q := c.Div(n, p)
	ql := c.Div(c.Add(c.FMA(c.Neg(q), p, n), c.FMA(c.Neg(q), pl, nl)), p)
	return c.Select(left, q, p), c.Select(left, ql, pl)
}

// gamma64 is 2^E / L, or -pi * 2^-E / L left of 0.
func (c code) gamma64(x vec.Val) vec.Val {
	zero := c.num(0)
	left := c.Lt(x, zero)
	a := c.Abs(x)
	near := c.clampLow(c.clampHigh(a, 200), 0x1p-100)
	p, pl, y, yl := c.rising(near, left)
	e, el := c.stirlingPair(y, yl)
	l, ll := c.reflected(left, near, c.Lt(near, c.num(8)), p, pl)
	sign := c.Select(left, c.word(signBit), c.word(0))
	e, el = c.flip(e, sign), c.flip(el, sign)
	h, t, q := c.exp2Parts(c.clampLow(c.clampHigh(e, 1200), -1200), el) // 1172 next to -190, where L is small
	h, t = c.fastSum(h, t)
	// times -pi/L or 1/L
	k, kl := c.Select(left, c.num(-wholePi[0]), c.num(1)), c.Select(left, c.num(-wholePi[1]), zero)
	m, ml := c.product(h, k)
	ml = c.FMA(h, kl, c.FMA(t, k, ml))
	return c.gammaEdges(x, a, left, c.scale(c.quotient(m, ml, l, ll), q))
}

// gammaEdges is r but near 0, where the result is 1/x, and beyond the range of results, far left with the sign of
// -sin(pi*a).
func (c code) gammaEdges(x, a, left, r vec.Val) vec.Val {
	r = c.Select(c.Lt(a, c.num(0x1p-60)), c.Div(c.num(1), x), r)
	odd := c.Gt(c.FMA(c.Trunc(c.Mul(a, c.num(0.5))), c.num(-2), a), c.num(1))
	r = c.Select(c.Lt(x, c.num(-190)), c.Select(odd, c.num(0), c.num(math.Copysign(0, -1))), r)
	r = c.Select(c.Gt(x, c.num(172)), c.num(math.Inf(1)), r)
	r = c.Select(c.And(left, c.Eq(c.Trunc(x), x)), c.num(math.NaN()), r) // -Inf, too
	return c.Select(c.Ne(x, x), x, r)
}

// lgamma64 is ln(2)*(E - log2 L), or near 1 and 2, where that vanishes, d*S(d) - ln(2)*log2 L with gamma(2+d) and the
// factors L that lead to 2+d. Left of 0 it is ln(pi) less the first term, - ln(2)*log2 L.
func (c code) lgamma64(x vec.Val) vec.Val {
	a := c.Abs(x)
	left := c.Lt(x, c.num(-0x1p-60)) // nearer to 0 it is -log|x| on both sides
	p, pl, y, yl := c.rising(a, left)
	e, el := c.stirlingPair(y, yl)
	w, wl := c.product(e, c.num(ln2[0]))
	wl = c.FMA(e, c.num(ln2[1]), c.FMA(el, c.num(ln2[0]), wl))
	without := c.Lt(a, c.num(8))

	small := c.Lt(a, c.num(2.5))
	s, sl, sp, spl := c.aroundTwo(a, left)
	s, sl = c.Select(small, s, w), c.Select(small, sl, wl)
	p, pl = c.Select(small, sp, p), c.Select(small, spl, pl)
	without = c.Select(small, c.Lt(a, c.num(1.5)), without)

	l, ll := c.reflected(left, a, without, p, pl)
	l, ll = c.Abs(l), c.flip(ll, c.sign(l))
	v, vl := c.log2Pair(l)
	vl = c.FMA(c.Div(ll, l), c.num(log2e[0]), vl)
	r := c.lgammaSum(left, s, sl, v, vl)
	cancels := c.And(left, c.And(c.Lt(c.Abs(r), c.num(0x1p-4)), c.Ne(c.Trunc(x), x)))
	r = c.RareIf(cancels, uint64(scalar.RareLgammaZero), x, r)
	// What is far from 0 has no need of a pair, which would overflow before the result does.
	k, _ := c.log2Pair(y)
	far := c.Mul(x, c.FMA(k, c.num(ln2[0]), c.num(-1)))
	return c.lgammaEdges(x, a, c.Select(c.Gt(x, c.num(0x1p200)), far, r))
}

// aroundTwo is log(gamma(2+d)) = d*S(d) as a pair, |d| <= 1/2, for a = d, 1+d or 2+d, and as another pair the product p
// that gamma(a) is to be divided by: a*(a+1), a or 1, without the a where left.
func (c code) aroundTwo(a, left vec.Val) (s, sl, p, pl vec.Val) {
	zero, one := c.num(0), c.num(1)
	low, middle := c.Lt(a, c.num(0.5)), c.Lt(a, c.num(1.5))
	first := c.Select(left, one, a)
	f, fl := c.anySum(a, one)
	g, gl := c.product(first, f)
	gl = c.FMA(first, fl, gl)
	p, pl = c.Select(low, g, c.Select(middle, first, one)), c.Select(low, gl, zero)
	d := c.Sub(a, c.Select(low, zero, c.Select(middle, one, c.num(2))))
	// d*(C0 + d*(C1 + d*R)), where R alone is no pair.
	rest := c.poly(d, lgamma2[4:])
	h := c.FMA(d, rest, c.num(lgamma2[2]))
	hl := c.Add(c.FMA(d, rest, c.Sub(c.num(lgamma2[2]), h)), c.num(lgamma2[3]))
	h, hl = c.pairProduct(d, zero, h, hl)
	h, t := c.fastSum(c.num(lgamma2[0]), h)
	hl = c.Add(t, c.Add(hl, c.num(lgamma2[1])))
	s, sl = c.product(d, h)
	return s, c.FMA(d, hl, sl), p, pl
}

// lgammaSum is s - ln(2)*v, or ln(pi) - s - ln(2)*v left of 0.
func (c code) lgammaSum(left, s, sl, v, vl vec.Val) vec.Val {
	zero := c.num(0)
	m, ml := c.product(v, c.num(-ln2[0]))
	ml = c.FMA(v, c.num(-ln2[1]), c.FMA(vl, c.num(-ln2[0]), ml))
	sign := c.Select(left, c.word(signBit), c.word(0))
	s, sl = c.flip(s, sign), c.flip(sl, sign)
	h, t := c.twoSum(s, m)
	h, u := c.twoSum(h, c.Select(left, c.num(lnPi[0]), zero))
	return c.Add(h, c.Add(c.Add(t, u), c.Add(c.Add(sl, ml), c.Select(left, c.num(lnPi[1]), zero))))
}

// lgammaEdges is r but at the poles and infinities.
func (c code) lgammaEdges(x, a, r vec.Val) vec.Val {
	pole := c.And(c.Le(x, c.num(0)), c.Eq(c.Trunc(x), x))
	r = c.Select(c.Or(pole, c.Gt(a, c.num(maxFloat))), c.num(math.Inf(1)), r)
	return c.Select(c.Ne(x, x), x, r)
}

// twoSum is a+b as a rounded sum and what it rounded away, for any numbers (Knuth, "The Art of Computer Programming" 2).
func (c code) twoSum(a, b vec.Val) (high, low vec.Val) {
	high = c.Add(a, b)
	t := c.Sub(high, a)
	return high, c.Add(c.Sub(a, c.Sub(high, t)), c.Sub(b, t))
}
