package amd64

import "github.com/b2gen/b2/ir/vec"

// No target divides integers: floats are divided, with steps that leave no error. What ends after a number of steps that the
// values decide is written out for the most steps that there can be where these are few: powers, and greatest common
// divisors of 8 and 16 bits. Those of 32 and 64 bits would always take the 26 and 51 divisions, one waiting for the other, that
// the worst of numbers need, where most need a few: they have no vector functions.

// Added to a whole number, these leave it in the low bits: up to 2^22 in a float32, 2^51 in a float64.
const (
	shiftSingle = 0x1.8p23
	shiftDouble = 0x1.8p52

	shiftDoubleBits = 0x4338 << 48
)

// choose is Select, of a mask that is known at once, too.
func choose(b *vec.Builder, mask, x, y vec.Val) vec.Val {
	if holds, ok := b.IsConst(mask); ok && holds != 0 {
		return x
	} else if ok {
		return y
	}
	return b.Select(mask, x, y)
}

// divide is FloorDiv or FloorMod: 0 for a zero divisor.
func (t *Target) divide(b *vec.Builder, op vec.Op, x, y vec.Val) vec.Val {
	ty := b.Type(x)
	var r vec.Val
	switch size := ty.Elem.Size(); {
	case size == 8 && t.masks:
		r = divideWide(b, op, x, y)
	case size == 8:
		r = divideShort(b, op, x, y)
	case size == 4:
		r = b.Cast(quotient(b, op, b.Cast(x, vec.F64), b.Cast(y, vec.F64), shiftDouble), ty)
	default:
		r = b.Cast(quotient(b, op, b.Cast(x, vec.F32), b.Cast(y, vec.F32), shiftSingle), ty)
	}
	return choose(b, b.Eq(y, b.Int(ty, 0)), b.Int(ty, 0), r)
}

// quotient is the floor of x/y, or what FloorMod leaves of x, as an integer of as many bits. A quotient of whole numbers that
// is not whole itself is at least 1/y away from the next one, which is more than what is rounded away of it while |x| is less
// than 2^51 (2^22 of float32, or, as here, both less than 2^16): so its floor is exact, and the product with y, taken from x.
func quotient(b *vec.Builder, op vec.Op, x, y vec.Val, shift float64) vec.Val {
	f, i := b.Type(x), vec.I64
	if f == vec.F32 {
		i = vec.I32
	}
	r := b.Floor(b.Div(x, y))
	if op == vec.FloorMod {
		r = b.FMA(b.Neg(r), y, x)
	}
	return b.Bits(b.Add(r, b.Float(f, shift)), i)
}

// divideShort divides integers of 64 bits that have no more than 52, with their sign. Longer ones are for portable code.
func divideShort(b *vec.Builder, op vec.Op, x, y vec.Val) vec.Val {
	q := quotient(b, op, shortToFloat(b, x), shortToFloat(b, y), shiftDouble)
	r := b.Sub(b.Bits(q, b.Type(x)), b.Int(b.Type(x), shiftDoubleBits))
	return b.RareIf(some(b, longBits(b, x, y)), 0, x, r)
}

// shortToFloat is an integer of 52 bits, which AVX2 has no better way to make a float of than the shift that makes floats
// integers.
func shortToFloat(b *vec.Builder, x vec.Val) vec.Val {
	shifted := b.Add(x, b.Int(b.Type(x), shiftDoubleBits))
	return b.Sub(b.Bits(shifted, vec.F64), b.Float(vec.F64, shiftDouble))
}

// longBits has bits set where one of two integers has more than 52 with its sign.
func longBits(b *vec.Builder, x, y vec.Val) vec.Val {
	either, bound := b.Or(x, y), int64(51)
	if ty := b.Type(x); ty == vec.I64 { // of a short one, this sum has 52 bits and no sign
		half := b.Int(ty, 1<<51)
		either, bound = b.Or(b.Add(x, half), b.Add(y, half)), 52
	}
	return b.Shr(b.Bits(either, vec.U64), b.Int(vec.U64, bound))
}

// some is whether any bit is set of a U64 that has no sign.
func some(b *vec.Builder, u vec.Val) vec.Val { return b.Lt(b.Int(vec.I64, 0), b.Bits(u, vec.I64)) }

// divideWide divides integers of 64 bits twice. The first quotient, of rounded floats, is to nearest and at most
// 3*2^-53 of itself, and a half, off, so that what it leaves is at most |y|/2 + 6144, and a signed number. What is left is
// divided again. If |y| < 2^38, both are exact as floats, the quotient is within 6145, and its rounding too little to reach a
// whole number that it is not. Else the quotient is within 0.51 of 0, and its floor is -1 or 0 by the signs. An unsigned y
// of 2^63 or more goes into x once or not at all.
func divideWide(b *vec.Builder, op vec.Op, x, y vec.Val) vec.Val {
	ty := b.Type(x)
	fx, fy := b.Cast(x, vec.F64), b.Cast(y, vec.F64)
	first := wholeToInteger(b, b.Rint(b.Div(fx, fy)), ty)
	left := b.Sub(x, b.Mul(first, y))
	second := b.Floor(b.Div(b.Cast(b.Bits(left, vec.I64), vec.F64), fy))
	q := smallToInteger(b, second, ty)
	r := b.Add(first, q)
	if op == vec.FloorMod {
		r = b.Sub(left, b.Mul(q, y))
	}
	if ty != vec.U64 {
		return r
	}
	once, taken := b.Int(ty, 1), b.Int(ty, 0)
	if op == vec.FloorMod {
		once, taken = b.Sub(x, y), x
	}
	high := b.Lt(b.Bits(y, vec.I64), b.Int(vec.I64, 0))
	return choose(b, high, b.Select(b.Le(y, x), once, taken), r)
}

// wholeToInteger is a whole number up to 2^64 as an integer of 64 bits, modulo 2^64.
func wholeToInteger(b *vec.Builder, x vec.Val, ty vec.Type) vec.Val {
	if ty == vec.I64 { // 2^63 becomes the least integer
		return b.Cast(x, ty)
	}
	high := b.Rint(b.Mul(x, b.Float(vec.F64, 0x1p-32)))
	low := b.FMA(high, b.Float(vec.F64, -0x1p32), x)
	top := b.Shl(b.Bits(b.Add(high, b.Float(vec.F64, shiftDouble)), ty), b.Int(ty, 32))
	return b.Add(top, smallToInteger(b, low, ty))
}

// smallToInteger is a whole number up to 2^51 as an integer of 64 bits.
func smallToInteger(b *vec.Builder, x vec.Val, ty vec.Type) vec.Val {
	return b.Sub(b.Bits(b.Add(x, b.Float(vec.F64, shiftDouble)), ty), b.Int(ty, shiftDoubleBits))
}

// gcd is Gcd of 8 and 16 bits by Euclid's algorithm with quotients to nearest, of floats as quotient's. The divisors of the
// most steps are the least ones: 1, 2, 5, 12, each twice the one before and the one before that (Dupré, 1846). Once one number
// is 0, a step exchanges the two: a quotient by 0 is no number below 2^16, which is put in its place, and 0 times that is
// taken away.
func gcd(b *vec.Builder, x, y vec.Val) vec.Val {
	ty := b.Type(x)
	steps := 7 // the seventh is 169
	if ty == vec.U16 {
		steps = 13 // and the thirteenth 33461
	}
	u, v := b.Cast(x, vec.F32), b.Cast(y, vec.F32)
	for range steps {
		q := b.Min(b.Rint(b.Div(u, v)), b.Float(vec.F32, 0x1p16))
		u, v = v, b.Abs(b.FMA(b.Neg(q), v, u))
	}
	return b.Cast(b.Bits(b.Add(b.Add(u, v), b.Float(vec.F32, shiftSingle)), vec.I32), ty)
}
