package lower

import "github.com/b2gen/b2/ir/vec"

// Minimum is NumPy's minimum: a NaN on either side is the result, that of x before that of y.
func Minimum(b *vec.Builder, x, y vec.Val) vec.Val { return nanFirst(b, x, y, b.Min(x, y)) }

// Maximum is NumPy's maximum: a NaN on either side is the result, that of x before that of y.
func Maximum(b *vec.Builder, x, y vec.Val) vec.Val { return nanFirst(b, x, y, b.Max(x, y)) }

// nanFirst is x where x is NaN, else m, which is y where y is NaN already.
func nanFirst(b *vec.Builder, x, y, m vec.Val) vec.Val {
	if !b.Type(x).Elem.IsFloat() {
		return m
	}
	return b.Select(b.Ne(x, x), x, m)
}

// FloorDivide is NumPy's x // y, for integers and floats.
func FloorDivide(b *vec.Builder, x, y vec.Val) vec.Val {
	t := b.Type(x)
	if !t.Elem.IsFloat() {
		return b.FloorDiv(x, y)
	}
	zero, one := b.Float(t, 0), b.Float(t, 1)
	mod := b.Fmod(x, y)
	// mod is off by y if it is not 0 and its sign is not that of y; then the quotient is off by one.
	off := b.And(b.Ne(mod, zero), b.Xor(b.Lt(y, zero), b.Lt(mod, zero)))
	div := b.Div(b.Sub(x, mod), y)
	div = b.Select(off, b.Sub(div, one), div)
	// (x-mod)/y is within rounding of an integer, so the floor may be one too low.
	floor := b.Floor(div)
	floor = b.Select(b.Lt(b.Float(t, 0.5), b.Sub(div, floor)), b.Add(floor, one), floor)
	// A zero has the sign of the true quotient, and division by zero has its result.
	quotient := b.Div(x, y)
	floor = b.Select(b.Eq(div, zero), copySign(b, zero, quotient), floor)
	return b.Select(b.Eq(y, zero), quotient, floor)
}

// Remainder is NumPy's x % y, for integers and floats: it has the sign of y.
func Remainder(b *vec.Builder, x, y vec.Val) vec.Val {
	t := b.Type(x)
	if !t.Elem.IsFloat() {
		return b.FloorMod(x, y)
	}
	zero := b.Float(t, 0)
	mod := b.Fmod(x, y) // NaN for y = 0
	off := b.Xor(b.Lt(y, zero), b.Lt(mod, zero))
	fixed := b.Select(off, b.Add(mod, y), mod)
	return b.Select(b.Eq(mod, zero), copySign(b, zero, y), fixed)
}

// copySign is x, not negative, with the sign of s.
func copySign(b *vec.Builder, x, s vec.Val) vec.Val {
	t, u, sign := b.Type(x), vec.U64, uint64(1)<<63
	if t == vec.F32 {
		u, sign = vec.U32, 1<<31
	}
	return b.Bits(b.Or(b.Bits(x, u), b.And(b.Bits(s, u), b.ConstBits(u, sign))), t)
}
