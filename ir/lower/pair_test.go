package lower

import (
	"math"
	"math/big"
)

// pair is an unevaluated sum of two float64, high the rounded one: about 104 bits. The functions below are
// the reference for large random tests. They share nothing with the lowerings: other reductions, Taylor series,
// Newton's iteration, big.Float for angles. TestPairs checks them against mpmath's results.
type pair struct{ h, l float64 }

func sum(a, b float64) pair {
	h := a + b
	t := h - a
	return pair{h, (a - (h - t)) + (b - t)}
}

func one(a float64) pair { return pair{a, 0} }

func (a pair) add(b pair) pair {
	s, t := sum(a.h, b.h), sum(a.l, b.l)
	s = sum(s.h, s.l+t.h)
	return sum(s.h, s.l+t.l)
}

func (a pair) neg() pair       { return pair{-a.h, -a.l} }
func (a pair) sub(b pair) pair { return a.add(b.neg()) }

func (a pair) mul(b pair) pair {
	h := a.h * b.h
	return sum(h, math.FMA(a.h, b.h, -h)+(a.h*b.l+a.l*b.h))
}

func (a pair) div(b pair) pair {
	q := one(a.h / b.h)
	r := a.sub(b.mul(q))
	q = q.add(one(r.h / b.h))
	return q.add(one(a.sub(b.mul(q)).h / b.h))
}

func (a pair) sqrt() pair {
	s := one(math.Sqrt(a.h))
	if s.h == 0 {
		return s
	}
	return s.add(one(a.sub(s.mul(s)).h / (2 * s.h)))
}

func (a pair) scale(e int) pair { return pair{math.Ldexp(a.h, e), math.Ldexp(a.l, e)} }

var (
	bigPi    = parse("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848111745028410270193852110555964462294895493038196442881097566593344612847564823378678316527120190914564856692346034861045432664821339360726024914127372458700660631558817488152092096282925409171536436789259036001133053054882046652138414695194151160943305727036575959195309218611738193261179310511854807446237996274956735188575272489122793818301194912")
	ln2Pair  = toPair(parse("0.69314718055994530941723212145817656807550013436025525412068"))
	ln10Pair = toPair(parse("2.30258509299404568401799145468436420760110148862877297603333"))
	factor   = factorials()
)

func parse(s string) *big.Float {
	x, _, _ := big.ParseFloat(s, 10, 1400, big.ToNearestEven)
	return x
}

func toPair(x *big.Float) pair {
	h, _ := x.Float64()
	l, _ := new(big.Float).SetPrec(1400).Sub(x, new(big.Float).SetFloat64(h)).Float64()
	return sum(h, l)
}

// factorials is 1/n!.
func factorials() (f [30]pair) {
	f[0] = one(1)
	for i := 1; i < len(f); i++ {
		f[i] = f[i-1].div(one(float64(i)))
	}
	return f
}

// expm1 is e^x = 2^k * (1+p), k being 0 for |x| < 0.3, so that no bits of a small result are lost.
func expm1(x pair) (p pair, k int) {
	if math.Abs(x.h) > 0.3 {
		k = int(math.Round(x.h / math.Ln2))
	}
	x = x.sub(ln2Pair.mul(one(float64(k)))).scale(-6)
	for i := 12; i >= 1; i-- {
		p = p.add(factor[i]).mul(x)
	}
	for range 6 { // (1+p)^2 - 1
		p = p.scale(1).add(p.mul(p))
	}
	return p, k
}

func exp(x pair) (p pair, k int) {
	p, k = expm1(x)
	return p.add(one(1)), k
}

// log is Newton's iteration on e^y = x, from the logarithm of x's significand.
func log(x pair) pair {
	fraction, e := math.Frexp(x.h)
	if fraction < math.Sqrt2/2 {
		fraction *= 2
		e--
	}
	m := x.scale(-e / 2).scale(-(e - e/2))
	y := one(math.Log(fraction))
	for range 2 {
		p, k := expm1(y.neg())
		d := m.sub(one(1)).add(m.mul(p)) // m*e^-y - 1
		if k != 0 {
			d = m.mul(p.add(one(1)).scale(k)).sub(one(1))
		}
		y = y.add(d.sub(d.mul(d).scale(-1)))
	}
	return y.add(ln2Pair.mul(one(float64(e))))
}

// sincos reduces with 1400 bits of pi.
func sincos(x float64) (s, c pair) {
	r, q := one(x), int64(0)
	if math.Abs(x) > 0.78 {
		t := new(big.Float).SetPrec(1400).SetFloat64(x)
		half := new(big.Float).SetMantExp(bigPi, -1)
		n := new(big.Float).SetPrec(1400).Quo(t, half)
		n.Add(n, big.NewFloat(math.Copysign(0.5, x)))
		whole, _ := n.Int(nil)
		t.Sub(t, half.Mul(half, new(big.Float).SetInt(whole)))
		r = toPair(t)
		q = int64(whole.Bit(0)) | int64(whole.Bit(1))<<1
	}
	z := r.mul(r).neg()
	for i := 13; i >= 1; i-- {
		s = s.add(factor[2*i+1]).mul(z)
		c = c.add(factor[2*i]).mul(z)
	}
	s, c = r.add(r.mul(s)), c.add(one(1))
	switch q { // Bit is of the two's complement
	case 1:
		return c, s.neg()
	case 2:
		return s.neg(), c.neg()
	case 3:
		return c.neg(), s
	}
	return s, c
}

// atan2 turns the point back by the angle that math.Atan2 gives; what is left is tiny.
func atan2(y, x pair) pair {
	_, e := math.Frexp(math.Max(math.Abs(y.h), math.Abs(x.h)))
	y, x = y.scale(-e), x.scale(-e)
	t := math.Atan2(y.h, x.h)
	if math.Abs(t) < 1e-20 {
		return y.div(x)
	}
	s, c := sincos(t)
	return one(t).add(y.mul(c).sub(x.mul(s)).div(x.mul(c).add(y.mul(s))))
}

// result is p*2^k as the nearest float64 and the rest in units of its last place.
func result(p pair, k int) (high, low float64) {
	high = math.Ldexp(p.h, k)
	if math.IsInf(high, 0) || high == 0 && p.h == 0 || high != high {
		return high, 0
	}
	unit := math.Nextafter(math.Abs(high), math.Inf(1)) - math.Abs(high)
	_, e := math.Frexp(unit)
	d := p.sub(one(math.Ldexp(high, -k)))
	return high, math.Ldexp(d.h, k-e+1)
}

// hyperbolic is (e^x - e^-x)/2, sign -1, or (e^x + e^-x)/2, as a pair and an exponent.
func hyperbolic(x float64, sign float64) (pair, int) {
	p, k := expm1(one(math.Abs(x)))
	e := p.add(one(1))
	if k == 0 && sign < 0 { // (p + p/(1+p))/2
		p = p.add(p.div(e)).scale(-1)
	} else {
		r := one(sign).div(e)
		if k > 100 {
			r = pair{}
		}
		p = e.add(r.scale(-2 * k)).scale(-1)
	}
	if sign < 0 && x < 0 {
		p = p.neg()
	}
	return p, k
}

// exact is the reference for a function of x, or of x and y.
func exact(name string, x, y float64) (high, low float64) {
	switch name {
	case "sin", "cos", "tan":
		s, c := sincos(x)
		switch name {
		case "sin":
			return result(s, 0)
		case "cos":
			return result(c, 0)
		}
		return result(s.div(c), 0)
	case "asin", "acos":
		r := sum(1, -x).mul(sum(1, x)).sqrt()
		if name == "asin" {
			return result(atan2(one(x), r), 0)
		}
		return result(atan2(r, one(x)), 0)
	case "atan":
		_, e := math.Frexp(x)
		e = max(e, 0)
		return result(atan2(one(math.Ldexp(x, -e)), one(math.Ldexp(1, -e))), 0)
	case "arctan2":
		return result(atan2(one(x), one(y)), 0)
	case "sinh":
		return result(hyperbolic(x, -1))
	case "cosh":
		return result(hyperbolic(x, 1))
	case "tanh":
		s, _ := hyperbolic(x, -1)
		c, _ := hyperbolic(x, 1)
		return result(s.div(c), 0)
	case "exp":
		return result(exp(one(x)))
	case "expm1":
		if x < -100 {
			return -1, 0
		}
		p, k := expm1(one(x))
		return result(p.add(one(1).sub(one(1).scale(-k))), k)
	case "log":
		return result(log(one(x)), 0)
	case "log2":
		return result(log(one(x)).div(ln2Pair), 0)
	case "log10":
		return result(log(one(x)).div(ln10Pair), 0)
	case "log1p":
		return result(log(sum(1, x)), 0)
	}
	return result(exp(log(one(x)).mul(one(y))))
}
