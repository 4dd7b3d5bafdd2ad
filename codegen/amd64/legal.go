package amd64

import (
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// legal is f with what the target has no instructions for expanded into what it has, exactly.
func (t *Target) legal(f *vec.Func) *vec.Func {
	for range 4 { // an expansion may need another one
		f = f.Rewrite(t.expand)
	}
	return f
}

// expand is the value in other primitives, if the target has it not.
func (t *Target) expand(b *vec.Builder, v vec.Value, a []vec.Val) (vec.Val, bool) {
	ty := v.Type
	size := ty.Elem.Size()
	integer := !ty.Mask && ty.Elem.IsInteger()
	signed := integer && ty.Elem.Kind() == dtype.KindSigned
	switch {
	case v.Op == vec.Cast:
		return t.expandCast(b, ty, a[0])
	case v.Op == vec.Mul && integer && size == 1:
		return b.Cast(b.Mul(b.Cast(a[0], vec.I16), b.Cast(a[1], vec.I16)), ty), true
	case (v.Op == vec.Shl || v.Op == vec.Shr) && size == 1, !t.masks && (v.Op == vec.Shl || v.Op == vec.Shr) && size == 2:
		return t.shiftWide(b, v, a), true
	case !t.masks && v.Op == vec.Shr && signed && size == 8: // the sign is shifted in as zeros are, inverted
		sign := b.Select(b.Lt(a[0], b.Int(ty, 0)), b.Int(ty, -1), b.Int(ty, 0))
		u := func(x vec.Val) vec.Val { return b.Bits(x, vec.U64) }
		return b.Xor(b.Bits(b.Shr(u(b.Xor(a[0], sign)), u(a[1])), ty), sign), true
	case !t.masks && integer && size == 8 && v.Op == vec.Min:
		return b.Select(b.Lt(a[0], a[1]), a[0], a[1]), true
	case !t.masks && integer && size == 8 && v.Op == vec.Max:
		return b.Select(b.Lt(a[1], a[0]), a[0], a[1]), true
	case !t.masks && signed && size == 8 && v.Op == vec.Abs:
		return b.Select(b.Lt(a[0], b.Int(ty, 0)), b.Neg(a[0]), a[0]), true
	case integer && !signed && v.Op == vec.Abs:
		return a[0], true
	case v.Op == vec.FloorDiv || v.Op == vec.FloorMod:
		return t.divide(b, v.Op, a[0], a[1]), true
	case v.Op == vec.PowInt:
		return t.power(b, a[0], a[1]), true
	case v.Op == vec.Gcd && size <= 2:
		return gcd(b, a[0], a[1]), true
	case v.Op == vec.Fmod && ty == vec.F32: // what is left of float32 is one
		return b.Cast(b.Fmod(b.Cast(a[0], vec.F64), b.Cast(a[1], vec.F64)), ty), true
	case v.Op == vec.Fmod:
		return fmod(b, a[0], a[1]), true
	}
	return 0, false
}

// shiftWide shifts narrow lanes as wider ones. Counts are read as unsigned.
func (t *Target) shiftWide(b *vec.Builder, v vec.Value, a []vec.Val) vec.Val {
	ty := v.Type
	wide, unsigned := vec.I32, map[int]vec.Type{1: vec.U8, 2: vec.U16}[ty.Elem.Size()]
	if ty.Elem.Kind() == dtype.KindUnsigned {
		wide = vec.U32
	}
	if t.masks { // there are shifts of 2 bytes
		wide = vec.I16
		if ty.Elem.Kind() == dtype.KindUnsigned {
			wide = vec.U16
		}
	}
	x, n := b.Cast(a[0], wide), b.Cast(b.Bits(a[1], unsigned), wide)
	if v.Op == vec.Shl {
		return b.Cast(b.Shl(x, n), ty)
	}
	return b.Cast(b.Shr(x, n), ty)
}

// expandCast goes by way of other types where no instruction goes straight.
func (t *Target) expandCast(b *vec.Builder, to vec.Type, x vec.Val) (vec.Val, bool) {
	from := b.Type(x)
	switch {
	case from.Elem.IsFloat() && to.Elem.IsInteger() && from != vec.F16:
		return t.toInteger(b, to, x)
	case from.Elem.IsInteger() && from.Elem.Size() < 4 && to.Elem.IsFloat(): // exact
		return b.Cast(b.Cast(x, vec.I32), to), true
	case from == vec.F64 && to == vec.F16:
		return halfOf(b, x), true
	case !t.masks && from == vec.U32 && to == vec.F64: // the low bits of a float64 of a fixed exponent
		u := b.Or(b.Cast(x, vec.U64), b.ConstBits(vec.U64, 0x433<<52))
		return b.Sub(b.Bits(u, vec.F64), b.Float(vec.F64, 0x1p52)), true
	case !t.masks && to == vec.F32 && (from == vec.I64 || from == vec.U64):
		return integerToSingle(b, x), true
	case !t.masks && from == vec.U32 && to == vec.F32: // one rounding: F64 holds it
		return b.Cast(b.Cast(x, vec.F64), to), true
	case !t.masks && to == vec.F64 && (from == vec.I64 || from == vec.U64):
		return halvesToFloat(b, x), true
	}
	return 0, false
}

// toInteger follows scalar.Int64's rule.
func (t *Target) toInteger(b *vec.Builder, to vec.Type, x vec.Val) (vec.Val, bool) {
	switch {
	case to == vec.U64 && t.masks: // exact from 2^63 to 2^64-1, where an int64 is not
		if b.Type(x) == vec.F32 {
			return b.Cast(b.Cast(x, vec.F64), to), true
		}
		if _, ok := b.IsConst(x); ok {
			return 0, false
		}
		top := b.And(b.Le(b.Float(vec.F64, 0x1p63), x), b.Lt(x, b.Float(vec.F64, 0x1p64)))
		over := b.Xor(b.Bits(b.Cast(b.Sub(x, b.Float(vec.F64, 0x1p63)), vec.I64), vec.U64), b.ConstBits(vec.U64, 1<<63))
		return b.Select(top, over, b.Bits(b.Cast(x, vec.I64), vec.U64)), true
	case to != vec.I64 && to != vec.U64:
		return b.Cast(b.Cast(x, vec.I64), to), true
	case t.masks:
		return 0, false
	case b.Type(x) == vec.F32:
		return b.Cast(b.Cast(x, vec.F64), to), true
	}
	return shiftToInteger(b, to, x), true
}

// shiftToInteger shifts the significand of a float64 by its exponent: one of two shifts, whose counts are read as
// unsigned, goes by 64 or more and gives 0.
func shiftToInteger(b *vec.Builder, to vec.Type, x vec.Val) vec.Val {
	word := func(v uint64) vec.Val { return b.ConstBits(vec.U64, v) }
	u := b.Bits(x, vec.U64)
	m := b.Or(b.And(u, word(1<<52-1)), word(1<<52))
	e := b.And(b.Shr(u, word(52)), word(0x7FF))
	v := b.Or(b.Shr(m, b.Sub(word(1075), e)), b.Shl(m, b.Sub(e, word(1075))))
	negative := b.Lt(b.Bits(u, vec.I64), b.Int(vec.I64, 0))
	v = b.Select(negative, b.Sub(word(0), v), v)
	limit := word(1086) // the exponent of 2^63
	if to == vec.U64 {
		limit = b.Select(negative, limit, word(1087))
	}
	return b.Bits(b.Select(b.Lt(e, limit), v, word(1<<63)), to)
}

// halvesToFloat rounds once: the high half becomes a float64 by being the low bits of one of a fixed exponent, the low
// half, too, and the sum of the two is exact but for its last rounding.
func halvesToFloat(b *vec.Builder, x vec.Val) vec.Val {
	high := uint64(0x453) << 52 // 2^84
	low := uint64(0x433) << 52  // 2^52
	bias := 0x1p84 + 0x1p52
	u := b.Bits(x, vec.U64)
	top := b.Shr(u, b.ConstBits(vec.U64, 32))
	if b.Type(x) == vec.I64 {
		top = b.Xor(top, b.ConstBits(vec.U64, 1<<31))
		bias += 0x1p63
	}
	h := b.Bits(b.Or(top, b.ConstBits(vec.U64, high)), vec.F64)
	l := b.Bits(b.Or(b.And(u, b.ConstBits(vec.U64, 1<<32-1)), b.ConstBits(vec.U64, low)), vec.F64)
	return b.Add(b.Sub(h, b.Float(vec.F64, bias)), l)
}
