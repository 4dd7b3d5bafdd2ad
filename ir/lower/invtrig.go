package lower

import "github.com/b2gen/b2/ir/vec"

// Atan is the inverse tangent of x, in radians.
func Atan(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.atan32, code.atan64) }

// Atan2 is the angle of the point (x, y), in radians; the signs of zeros count as in C's atan2.
func Atan2(b *vec.Builder, y, x vec.Val) vec.Val { return ofTwo(b, y, x, code.atan232, code.atan264) }

// Asin is the inverse sine of x, in radians, NaN beyond 1.
func Asin(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.asin32, code.asin64) }

// Acos is the inverse cosine of x, in radians, NaN beyond 1.
func Acos(b *vec.Builder, x vec.Val) vec.Val { return ofOne(b, x, code.acos32, code.acos64) }

// ratio is t = num/den = tan of the angle of small/big less pi/4 where wide, |t| <= 1/2; wide says that
// small > big/2, when t = (small-big)/(small+big) and the subtraction is exact (Sterbenz).
func (c code) ratio(small, big vec.Val) (num, den vec.Val, wide vec.Val) {
	wide = c.Gt(c.Add(small, small), big)
	num = c.Select(wide, c.Sub(small, big), small)
	return num, c.Add(big, c.Select(wide, small, c.num(0))), wide
}

// angle64 is eighths*pi/4 + the angle of (small, big), or minus it where negative has the sign bit; eighths
// counts without the pi/4 of a wide ratio. 0 <= small <= big, big not 0 or infinite.
func (c code) angle64(small, big, eighths, negative vec.Val) vec.Val {
	return c.Add(c.anglePair(small, big, eighths, negative))
}

// anglePair is angle64 as a pair that awaits its addition.
func (c code) anglePair(small, big, eighths, negative vec.Val) (high, rest vec.Val) {
	num, den, wide := c.ratio(small, big)
	// What den lost: it is the sum of big and small, or big.
	lost := c.Sub(c.Select(wide, small, c.num(0)), c.Sub(den, big))
	inverse := c.Div(c.num(1), den)
	t := c.Mul(num, inverse)
	nt := c.Neg(t)
	low := c.Mul(c.FMA(nt, lost, c.FMA(nt, den, num)), inverse)
	z := c.Mul(t, t)
	low = c.FMA(c.Mul(t, z), c.poly(z, atan64[:]), c.Sub(low, c.Mul(low, z)))

	k := c.Add(eighths, c.flip(c.Select(wide, c.num(1), c.num(0)), negative))
	base, baseLow := c.product(k, c.num(quarterPi[0]))
	h, hl := c.fastSum(base, c.flip(t, negative))
	low = c.Add(c.flip(low, negative), c.FMA(k, c.num(quarterPi[1]), baseLow))
	return h, c.Add(hl, low)
}

// angle32 is angle64 right to 2^-35.
func (c code) angle32(small, big, eighths, negative vec.Val) vec.Val {
	num, den, wide := c.ratio(small, big)
	t := c.Div(num, den)
	z := c.Mul(t, t)
	t = c.Mul(t, c.FMA(z, c.poly(z, atan32[:]), c.num(1)))
	k := c.Add(eighths, c.flip(c.Select(wide, c.num(1), c.num(0)), negative))
	return c.FMA(k, c.num(quarterPi[0]), c.flip(t, negative))
}

func (c code) atan64(x vec.Val) vec.Val { return c.atanOf(x, code.angle64) }
func (c code) atan32(x vec.Val) vec.Val { return c.atanOf(x, code.angle32) }

func (c code) atanOf(x vec.Val, angle func(c code, small, big, eighths, negative vec.Val) vec.Val) vec.Val {
	a := c.clampHigh(c.Abs(x), 0x1p100)
	one, zero := c.num(1), c.num(0)
	above := c.Gt(a, one)
	y := angle(c, c.Select(above, one, a), c.Select(above, a, one),
		c.Select(above, c.num(2), zero), c.Select(above, c.word(signBit), c.word(0)))
	return c.flip(y, c.sign(x))
}

// atan264 first scales the larger of |x| and |y| to [2, 4), so that nothing but the result itself underflows.
func (c code) atan264(y, x vec.Val) vec.Val { return c.atan264Of(y, x, code.angle64) }

func (c code) atan264Of(y, x vec.Val, angle func(c code, small, big, eighths, negative vec.Val) vec.Val) vec.Val {
	ay, ax := c.Abs(y), c.Abs(x)
	big := c.Max(ay, ax)
	exponent := c.And(c.bits(c.clampLow(big, tiny)), c.word(0x7FF<<52))
	s := c.float(c.Sub(c.word(0x7FF<<52), exponent))
	return c.atan2Of(y, x, c.Mul(ay, s), c.Mul(ax, s), angle)
}

func (c code) atan232(y, x vec.Val) vec.Val {
	return c.atan2Of(y, x, c.Abs(y), c.Abs(x), code.angle32)
}

// atan2Of takes ay and ax, |y| and |x| in one scale.
func (c code) atan2Of(y, x, ay, ax vec.Val, angle func(c code, small, big, eighths, negative vec.Val) vec.Val) vec.Val {
	zero, one, sign := c.num(0), c.num(1), c.word(signBit)
	// A zero point lies on the x axis; of two infinities, or one, the finite coordinate is as good as 0.
	yInf, xInf := c.Gt(c.Abs(y), c.num(maxFloat)), c.Gt(c.Abs(x), c.num(maxFloat))
	anyInf := c.Or(yInf, xInf)
	ay = c.Select(anyInf, c.Select(yInf, one, zero), ay)
	ax = c.Select(anyInf, c.Select(xInf, one, zero), ax)
	ax = c.Select(c.Eq(c.Max(ay, ax), zero), one, ax)

	steep := c.Gt(ay, ax)
	small, big := c.Select(steep, ax, ay), c.Select(steep, ay, ax)
	left := c.sign(x)
	eighths := c.Select(steep, c.num(2), c.Select(c.Ne(left, c.word(0)), c.num(4), zero))
	negative := c.Xor(left, c.Select(steep, sign, c.word(0)))
	angleOf := c.flip(angle(c, small, big, eighths, negative), c.sign(y))
	nan := c.Or(c.Ne(x, x), c.Ne(y, y))
	return c.Select(nan, c.Add(x, y), angleOf)
}

// arc is what asin and acos share. For |x| up to 1/2 (not big) it is asin |x| = s + low with s = |x|; beyond,
// (pi/2 - asin |x|)/2 = s + low with s = sqrt((1-|x|)/2). Then z = s*s is exact or nearly so.
func (c code) arc64(x vec.Val) (s, low, big vec.Val) {
	s, z, big := c.arcRoot(x)
	// The root's error is its remainder over 2s. A reciprocal from the bits of s, right to 12 %, and one step of
	// Newton's method to 2 % is near enough for that.
	rest := c.FMA(c.Neg(s), s, z)
	near := c.clampLow(s, 0x1p-100)
	r := c.float(c.Sub(c.word(0x7FDE6D0000000000), c.bits(near)))
	r = c.FMA(r, c.FMA(c.Neg(near), r, c.num(1)), r)
	low = c.Select(big, c.Mul(c.Mul(rest, c.num(0.5)), r), c.num(0))
	return s, c.FMA(c.Mul(s, z), c.poly(z, asin64[:]), low), big
}

func (c code) arcRoot(x vec.Val) (s, z, big vec.Val) {
	a := c.Abs(x)
	big = c.Gt(a, c.num(0.5))
	z = c.Select(big, c.FMA(a, c.num(-0.5), c.num(0.5)), c.Mul(a, a))
	return c.Select(big, c.Sqrt(z), a), z, big
}

// arc32 is s + low of arc64 in one, right to 2^-35.
func (c code) arc32(x vec.Val) (s, big vec.Val) {
	s, z, big := c.arcRoot(x)
	return c.Mul(s, c.FMA(z, c.poly(z, asin32[:]), c.num(1))), big
}

// asin64 is s + low, or pi/2 - 2(s + low) if big, with the sign of x.
func (c code) asin64(x vec.Val) vec.Val {
	s, low, big := c.arc64(x)
	zero := c.num(0)
	f := c.Select(big, c.num(-2), c.num(1))
	h, hl := c.fastSum(c.Select(big, c.num(halfPi[0]), zero), c.Mul(f, s))
	y := c.Add(h, c.Add(hl, c.FMA(f, low, c.Select(big, c.num(halfPi[1]), zero))))
	return c.flip(y, c.sign(x))
}

func (c code) asin32(x vec.Val) vec.Val {
	s, big := c.arc32(x)
	y := c.Select(big, c.FMA(s, c.num(-2), c.num(halfPi[0])), s)
	return c.flip(y, c.sign(x))
}

// acosParts is acos x = q*pi/2 + f*(s + low): q is 1 for |x| <= 1/2, else 0 or, for a negative x, 2.
func (c code) acosParts(x, big vec.Val) (q, f vec.Val) {
	left := c.Lt(x, c.num(0))
	q = c.Select(big, c.Select(left, c.num(2), c.num(0)), c.num(1))
	f = c.Select(big, c.num(2), c.num(1))
	// f is negative for a negative x if big, for a positive one if not.
	s := c.Xor(c.sign(x), c.Select(big, c.word(0), c.word(signBit)))
	return q, c.flip(f, s)
}

func (c code) acos64(x vec.Val) vec.Val {
	s, low, big := c.arc64(x)
	q, f := c.acosParts(x, big)
	h, hl := c.fastSum(c.Mul(q, c.num(halfPi[0])), c.Mul(f, s))
	return c.Add(h, c.Add(hl, c.FMA(f, low, c.Mul(q, c.num(halfPi[1])))))
}

func (c code) acos32(x vec.Val) vec.Val {
	s, big := c.arc32(x)
	q, f := c.acosParts(x, big)
	return c.FMA(q, c.num(halfPi[0]), c.Mul(f, s))
}
