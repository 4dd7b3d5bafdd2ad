package ir

import (
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/lower"
	"github.com/b2gen/b2/ir/vec"
)

// Adapters from the builder's methods and package lower's functions to the table's Lower.

type lowering = func(b *vec.Builder, x []vec.Val) vec.Val

func unary(f func(*vec.Builder, vec.Val) vec.Val) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val { return f(b, x[0]) }
}

func binary(f func(*vec.Builder, vec.Val, vec.Val) vec.Val) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val { return f(b, x[0], x[1]) }
}

// onMasks is mask for bool arguments and number for the others.
func onMasks(mask, number func(*vec.Builder, vec.Val, vec.Val) vec.Val) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val {
		if b.Type(x[0]).Mask {
			return mask(b, x[0], x[1])
		}
		return number(b, x[0], x[1])
	}
}

// compare lowers a comparison; bools compare as bytes, and int64 with uint64 by value: a negative int64 is less
// than any uint64, and otherwise both are read as uint64.
func compare(op func(*vec.Builder, vec.Val, vec.Val) vec.Val) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val {
		tx, ty := b.Type(x[0]), b.Type(x[1])
		switch {
		case tx.Mask:
			return op(b, b.Cast(x[0], vec.U8), b.Cast(x[1], vec.U8))
		case tx == vec.I64 && ty == vec.U64:
			negative := b.Lt(x[0], b.Int(vec.I64, 0))
			return b.Select(negative, constMask(b, op, -1, 0), op(b, b.Bits(x[0], vec.U64), x[1]))
		case tx == vec.U64 && ty == vec.I64:
			negative := b.Lt(x[1], b.Int(vec.I64, 0))
			return b.Select(negative, constMask(b, op, 0, -1), op(b, x[0], b.Bits(x[1], vec.U64)))
		}
		return op(b, x[0], x[1])
	}
}

// constMask is the comparison of two constants as a mask over 64-bit lanes.
func constMask(b *vec.Builder, op func(*vec.Builder, vec.Val, vec.Val) vec.Val, x, y int64) vec.Val {
	return op(b, b.Int(vec.I64, x), b.Int(vec.I64, y))
}

func lowerAbs(b *vec.Builder, x vec.Val) vec.Val {
	if t := b.Type(x); t.Mask || t.Elem.Kind() == dtype.KindUnsigned {
		return x
	}
	return b.Abs(x)
}

func lowerPower(b *vec.Builder, x, y vec.Val) vec.Val {
	if b.Type(x).Elem.IsFloat() {
		return lower.Pow(b, x, y)
	}
	return b.PowInt(x, y)
}

func lowerSquare(b *vec.Builder, x vec.Val) vec.Val   { return b.Mul(x, x) }
func lowerPositive(b *vec.Builder, x vec.Val) vec.Val { return x }

// lowerReciprocal is 1/x, of integers truncated; that of 0 is what NumPy gets for it on x86: the least integer of 32 and
// 64 bits, else 0.
func lowerReciprocal(b *vec.Builder, x vec.Val) vec.Val {
	t := b.Type(x)
	if t.Elem.IsFloat() {
		return b.Div(b.Float(t, 1), x)
	}
	zero, one := b.Int(t, 0), b.Int(t, 1)
	out := b.Select(b.Eq(x, one), one, zero)
	if t.Elem.Kind() == dtype.KindSigned {
		out = b.Select(b.Eq(x, b.Int(t, -1)), x, out)
		if n := t.Elem.Size(); n >= 4 {
			out = b.Select(b.Eq(x, zero), b.Int(t, math.MinInt64>>(64-8*n)), out)
		}
	}
	return out
}

func lowerWhere(b *vec.Builder, x []vec.Val) vec.Val { return b.Select(x[0], x[1], x[2]) }
