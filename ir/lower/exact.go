package lower

import (
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// The functions of this file are exact, or rounded once.

// Fmax is the larger of two, the other one where one is NaN.
func Fmax(b *vec.Builder, x, y vec.Val) vec.Val { return notNaN(b, x, y, b.Max(x, y)) }

// Fmin is the smaller of two, the other one where one is NaN.
func Fmin(b *vec.Builder, x, y vec.Val) vec.Val { return notNaN(b, x, y, b.Min(x, y)) }

// notNaN is x where y is NaN, else m, which is y where x is NaN.
func notNaN(b *vec.Builder, x, y, m vec.Val) vec.Val {
	if !b.Type(x).Elem.IsFloat() {
		return m
	}
	return b.Select(b.Ne(y, y), x, m)
}

// IsNaN is whether x is NaN; no integer is.
func IsNaN(b *vec.Builder, x vec.Val) vec.Val {
	if !b.Type(x).Elem.IsFloat() {
		return always(b, x, false)
	}
	return b.Ne(x, x)
}

// IsInf is whether x is an infinity; no integer is.
func IsInf(b *vec.Builder, x vec.Val) vec.Val {
	t := b.Type(x)
	if !t.Elem.IsFloat() {
		return always(b, x, false)
	}
	return b.Eq(b.Abs(x), b.Float(t, math.Inf(1)))
}

// IsFinite is whether x is neither NaN nor an infinity; every integer is.
func IsFinite(b *vec.Builder, x vec.Val) vec.Val {
	t := b.Type(x)
	if !t.Elem.IsFloat() {
		return always(b, x, true)
	}
	return b.Lt(b.Abs(x), b.Float(t, math.Inf(1)))
}

// always is a mask over the lanes of x that holds everywhere or nowhere.
func always(b *vec.Builder, x vec.Val, holds bool) vec.Val {
	bits := uint64(0)
	if holds {
		bits = 1
	}
	return b.ConstBits(vec.MaskOf(b.Type(x)), bits)
}

// Signbit is whether the sign bit of a float is set.
func Signbit(b *vec.Builder, x vec.Val) vec.Val {
	u, sign := signOf(b.Type(x))
	return b.Ne(b.And(b.Bits(x, u), b.ConstBits(u, sign)), b.ConstBits(u, 0))
}

// CopySign is x with the sign of y.
func CopySign(b *vec.Builder, x, y vec.Val) vec.Val { return copySign(b, b.Abs(x), y) }

// Sign is -1, 0 or 1, or NaN.
func Sign(b *vec.Builder, x vec.Val) vec.Val {
	t := b.Type(x)
	zero := b.Int(t, 0)
	s := b.Select(b.Lt(zero, x), b.Int(t, 1), zero)
	if t.Elem.Kind() == dtype.KindUnsigned {
		return s
	}
	s = b.Select(b.Lt(x, zero), b.Int(t, -1), s)
	if t.Elem.IsFloat() {
		s = b.Select(b.Ne(x, x), x, s)
	}
	return s
}

// Heaviside is 0 below zero, h at it, 1 above it, or NaN.
func Heaviside(b *vec.Builder, x, h vec.Val) vec.Val {
	t := b.Type(x)
	zero := b.Float(t, 0)
	y := b.Select(b.Lt(x, zero), zero, b.Float(t, 1))
	y = b.Select(b.Eq(x, zero), h, y)
	return b.Select(b.Ne(x, x), x, y)
}

// Radians is x*(pi/180), the factor rounded in x's type as NumPy's is.
func Radians(b *vec.Builder, x vec.Val) vec.Val { return b.Mul(x, turn(b, b.Type(x), math.Pi, 180)) }

// Degrees is x*(180/pi).
func Degrees(b *vec.Builder, x vec.Val) vec.Val { return b.Mul(x, turn(b, b.Type(x), 180, math.Pi)) }

// turn is p/q of rounded numbers.
func turn(b *vec.Builder, t vec.Type, p, q float64) vec.Val {
	return b.Div(b.Float(t, p), b.Float(t, q))
}

// signOf is the integer type of a float's bits, and its sign bit.
func signOf(t vec.Type) (u vec.Type, sign uint64) {
	switch t {
	case vec.F16:
		return vec.U16, 1 << 15
	case vec.F32:
		return vec.U32, 1 << 31
	}
	return vec.U64, 1 << 63
}

// infinityOf is the bits of a float type's infinity.
func infinityOf(t vec.Type) uint64 {
	switch t {
	case vec.F16:
		return 0x7C00
	case vec.F32:
		return 0x7F800000
	}
	return 0x7FF << 52
}

// NextAfter is the float next to x towards y: the bits of a float count up with its distance from 0.
func NextAfter(b *vec.Builder, x, y vec.Val) vec.Val {
	t := b.Type(x)
	u, sign := signOf(t)
	num := func(n uint64) vec.Val { return b.ConstBits(u, n) }
	ux, uy := b.Bits(x, u), b.Bits(y, u)
	ax, ay := b.And(ux, num(sign-1)), b.And(uy, num(sign-1))
	sx, sy := b.And(ux, num(sign)), b.And(uy, num(sign))

	away := b.And(b.Eq(sx, sy), b.Lt(ax, ay))
	r := b.Add(ux, b.Select(away, num(1), num(math.MaxUint64)))
	r = b.Select(b.Eq(ax, num(0)), b.Or(sy, num(1)), r)
	same := uy
	if t == vec.F16 { // of zeros of both signs
		same = ux
	}
	r = b.Select(b.Or(b.Eq(ux, uy), b.Eq(b.Or(ax, ay), num(0))), same, r)
	inf := num(infinityOf(t))
	r = b.Select(b.Lt(inf, ay), uy, r)
	return b.Bits(b.Select(b.Lt(inf, ax), ux, r), t)
}

// Spacing is the distance from x to the next float away from 0, with the sign of x (plus at -0); of a float16 that to the next
// larger float, as NumPy has it.
func Spacing(b *vec.Builder, x vec.Val) vec.Val {
	t := b.Type(x)
	u, sign := signOf(t)
	num := func(n uint64) vec.Val { return b.ConstBits(u, n) }
	ux := b.Bits(x, u)
	ax, sx := b.And(ux, num(sign-1)), b.And(ux, num(sign))
	if t != vec.F16 {
		d := b.Sub(b.Bits(b.Add(ax, num(1)), t), b.Bits(ax, t))
		return b.Bits(b.Or(b.Bits(d, u), b.Select(b.Eq(ax, num(0)), num(0), sx)), t)
	}
	down := b.And(b.Ne(sx, num(0)), b.Ne(ax, num(0)))
	next := b.Add(ax, b.Select(down, num(math.MaxUint64), num(1)))
	d := b.Sub(b.Cast(b.Bits(next, t), vec.F32), b.Cast(b.Bits(ax, t), vec.F32))
	r := b.Bits(b.Cast(b.Abs(d), t), u)
	return b.Bits(b.Select(b.Eq(ax, num(infinityOf(t))), num(0x7E00), r), t)
}

// Fmod is the remainder with the sign of x: that of FloorMod less y where the signs differ.
func Fmod(b *vec.Builder, x, y vec.Val) vec.Val {
	t := b.Type(x)
	if t.Elem.IsFloat() {
		return b.Fmod(x, y)
	}
	r := b.FloorMod(x, y)
	if t.Elem.Kind() == dtype.KindUnsigned {
		return r
	}
	zero := b.Int(t, 0)
	off := b.And(b.Ne(r, zero), b.Xor(b.Lt(x, zero), b.Lt(r, zero)))
	return b.Select(off, b.Sub(r, y), r)
}

// Gcd is the greatest common divisor, not negative but where it is the absolute value of the least integer.
func Gcd(b *vec.Builder, x, y vec.Val) vec.Val {
	t := b.Type(x)
	return b.Bits(b.Gcd(magnitude(b, x), magnitude(b, y)), t)
}

// Lcm is the least common multiple, wrapping around.
func Lcm(b *vec.Builder, x, y vec.Val) vec.Val {
	t := b.Type(x)
	ux, uy := magnitude(b, x), magnitude(b, y)
	return b.Bits(b.Mul(b.FloorDiv(ux, b.Gcd(ux, uy)), uy), t)
}

// magnitude is the absolute value of an integer as an unsigned one.
func magnitude(b *vec.Builder, x vec.Val) vec.Val {
	t := b.Type(x)
	if t.Elem.Kind() == dtype.KindUnsigned {
		return x
	}
	return b.Bits(b.Abs(x), unsigned(t))
}

func unsigned(t vec.Type) vec.Type {
	return map[int]vec.Type{1: vec.U8, 2: vec.U16, 4: vec.U32, 8: vec.U64}[t.Elem.Size()]
}

// BitCount is the number of bits set in |x|, a uint8: sums of 1, 2 and 4 bits side by side, then of all bytes in the
// top one.
func BitCount(b *vec.Builder, x vec.Val) vec.Val {
	u := magnitude(b, x)
	t := b.Type(u)
	every := func(pattern uint64) vec.Val { return b.ConstBits(t, pattern*0x0101010101010101) }
	shr := func(v vec.Val, n int64) vec.Val { return b.Shr(v, b.Int(t, n)) }
	u = b.Sub(u, b.And(shr(u, 1), every(0x55)))
	u = b.Add(b.And(u, every(0x33)), b.And(shr(u, 2), every(0x33)))
	u = b.And(b.Add(u, shr(u, 4)), every(0x0F))
	u = shr(b.Mul(u, every(0x01)), int64(8*t.Elem.Size()-8))
	return b.Cast(u, vec.U8)
}
