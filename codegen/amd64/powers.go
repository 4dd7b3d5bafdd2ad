package amd64

import (
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// power is PowInt by squares. Modulo 2^w, the square number w-2 is 1 of an odd number and 0 of an even one, and so are all
// after it: one multiplication is enough for all higher bits of the exponent. Of 32 and 64 bits it would take too many
// squares; there, powers from w on are 0 of even numbers, and those of odd ones, which are too large, are for portable code.
func (t *Target) power(b *vec.Builder, x, y vec.Val) vec.Val {
	ty := b.Type(x)
	width := 8 * ty.Elem.Size()
	signed := ty.Elem.Kind() == dtype.KindSigned
	if e, ok := b.IsConst(y); ok && !(signed && e>>(width-1) != 0) {
		return powerOf(b, x, e)
	}
	if width == 8 { // there is no product of bytes
		wide := vec.I16
		if !signed {
			wide = vec.U16
		}
		return b.Cast(powerBy(b, b.Cast(x, wide), b.Cast(y, wide), 6), ty)
	}
	if width == 16 {
		return powerBy(b, x, y, 14)
	}
	if width == 64 && !t.masks {
		return powerShort(b, x, y)
	}
	u, n := vec.U32, 5
	if width == 64 {
		u, n = vec.U64, 6
	}
	zero, one := b.Int(ty, 0), b.Int(ty, 1)
	beyond := b.And(b.Le(b.Int(u, int64(width)), b.Bits(y, u)), b.Ne(b.Abs(x), one)) // or negative
	r := b.Select(beyond, zero, squares(b, x, y, n, one))
	large := b.And(beyond, b.Eq(b.And(x, one), one))
	if signed {
		large = b.And(large, b.Le(zero, y))
	}
	return b.RareIf(large, 0, x, r)
}

// powerOf is a power with a known exponent, not negative.
func powerOf(b *vec.Builder, x vec.Val, e uint64) vec.Val {
	r := b.Int(b.Type(x), 1)
	for ; e > 0; e >>= 1 {
		if e&1 != 0 {
			if one, ok := b.IsConst(r); ok && one == 1 {
				r = x
			} else {
				r = b.Mul(r, x)
			}
		}
		if e > 1 {
			x = b.Mul(x, x)
		}
	}
	return r
}

// powerShort is a power of integers of 64 bits by products of float64, of which AVX2 has one where those of integers take
// eight instructions. They are exact as long as the power, and with it every factor, has no more than 52 bits. Larger ones,
// those of an x that is too long and so another float or NaN, and exponents that are negative, or 64 and more, are for
// portable code.
func powerShort(b *vec.Builder, x, y vec.Val) vec.Val {
	ty := b.Type(x)
	r := squares(b, shortToFloat(b, x), y, 6, b.Float(vec.F64, 1))
	short := b.Le(b.Abs(r), b.Float(vec.F64, 0x1p51))
	beyond := some(b, b.Shr(b.Bits(y, vec.U64), b.Int(vec.U64, 6)))
	return b.RareIf(b.Or(beyond, b.Not(short)), 0, x, smallToInteger(b, r, ty))
}

// powerBy is a power by n bits of the exponent and one multiplication for all others. Of negative exponents, plus and minus
// 1 have powers by the last bit, and all others 0.
func powerBy(b *vec.Builder, x, y vec.Val, n int) vec.Val {
	ty := b.Type(x)
	zero, one := b.Int(ty, 0), b.Int(ty, 1)
	p := x
	for range n {
		p = b.Mul(p, p)
	}
	r := squares(b, x, y, n, b.Select(b.Eq(b.Shr(y, b.Int(ty, int64(n))), zero), one, p))
	if ty.Elem.Kind() == dtype.KindUnsigned {
		return r
	}
	nothing := b.And(b.Lt(y, zero), b.Ne(b.Abs(x), one))
	return b.Select(nothing, zero, r)
}

// squares is r times x to the power of y's lowest n bits, an integer or a float.
func squares(b *vec.Builder, x, y vec.Val, n int, r vec.Val) vec.Val {
	t := b.Type(y)
	one := b.Int(b.Type(x), 1)
	first := r == one
	for i := range n {
		factor := b.Select(b.Eq(b.And(y, b.Int(t, 1<<i)), b.Int(t, 0)), one, x)
		if r = b.Mul(r, factor); i == 0 && first {
			r = factor
		}
		if i < n-1 {
			x = b.Mul(x, x)
		}
	}
	return r
}
