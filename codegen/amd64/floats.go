package amd64

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// fmod is Fmod of float64 where the quotient is below 2^53. Rounded and cut off it is the whole quotient or, where that is
// just below a whole number, one more. What is left of x is a float64 either way: a multiple of y's last place and smaller
// than y. Larger quotients are for portable code; a zero divisor and an infinite x give NaN.
func fmod(b *vec.Builder, x, y vec.Val) vec.Val {
	ax, ay := b.Abs(x), b.Min(b.Abs(y), b.Float(vec.F64, math.MaxFloat64)) // an infinity, taken 0 times, would be NaN
	q := b.Trunc(b.Div(b.Abs(x), b.Abs(y)))
	r := b.FMA(b.Neg(q), ay, ax)
	large := b.And(b.Le(b.Float(vec.F64, 0x1p53), q), b.Eq(r, r))
	r = b.Select(b.Lt(r, b.Float(vec.F64, 0)), b.Add(r, ay), r)
	sign := b.And(b.Bits(x, vec.U64), b.ConstBits(vec.U64, 1<<63))
	return b.RareIf(large, 0, x, b.Bits(b.Or(b.Bits(r, vec.U64), sign), vec.F64))
}

// halfOf rounds a float64 to 24 bits of which the last one is set if anything is lost: rounded to the 11 bits of a float16,
// that is rounded once (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums", 2008). What is no float32 of
// 24 bits is far too small, or too large, for a float16.
func halfOf(b *vec.Builder, x vec.Val) vec.Val {
	u := oddBits(b, b.Bits(x, vec.U64), 29)
	return b.Cast(b.Cast(b.Bits(u, vec.F64), vec.F32), vec.F16)
}

// oddBits clears the last n bits of an integer of 64 bits and, if they were not 0, sets the one before them.
func oddBits(b *vec.Builder, u vec.Val, n int) vec.Val {
	low := b.ConstBits(b.Type(u), 1<<n-1)
	carried := b.Add(b.And(u, low), low)
	return b.And(b.Or(carried, u), b.ConstBits(b.Type(u), math.MaxUint64<<n))
}

// integerToSingle is an int64 or uint64 as a float32, by way of a float64 which is exact: numbers that are too long for
// that lose 11 bits as halfOf's do.
func integerToSingle(b *vec.Builder, x vec.Val) vec.Val {
	t := b.Type(x)
	short := b.Lt(b.Bits(x, vec.U64), b.ConstBits(vec.U64, 1<<53))
	if t == vec.I64 {
		short = b.Lt(b.Bits(b.Add(x, b.Int(t, 1<<53)), vec.U64), b.ConstBits(vec.U64, 1<<54))
	}
	return b.Cast(b.Cast(b.Select(short, x, oddBits(b, x, 11)), vec.F64), vec.F32)
}
