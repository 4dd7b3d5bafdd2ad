package lower

import (
	"math"

	"github.com/b2gen/b2/ir/vec"
)

// Complex is a complex number by its parts, all F32 or all F64. Arithmetic, comparison and selection are NumPy's to the bit,
// with a product of four products and no fused operation.
type Complex struct {
	B      *vec.Builder
	Re, Im vec.Val
}

func (z Complex) of(re, im vec.Val) Complex { return Complex{z.B, re, im} }

// Pack is the complex number as a value to be stored.
func (z Complex) Pack() vec.Val { return z.B.Complex(z.Re, z.Im) }

// Conj is the complex conjugate.
func (z Complex) Conj() Complex { return z.of(z.Re, z.B.Neg(z.Im)) }

// Mul is z * w.
func (z Complex) Mul(w Complex) Complex {
	b := z.B
	return z.of(b.Sub(b.Mul(z.Re, w.Re), b.Mul(z.Im, w.Im)), b.Add(b.Mul(z.Re, w.Im), b.Mul(z.Im, w.Re)))
}

// Div is z / w by Smith's algorithm ("Algorithm 116: Complex division", 1962), with one reciprocal, as in NumPy. Where the
// imaginary part of w is the larger, that is z/i over w/i, which the algorithm's first case then divides.
func (z Complex) Div(w Complex) Complex {
	b := z.B
	one, zero := b.Float(b.Type(z.Re), 1), b.Float(b.Type(z.Re), 0)
	ar, ai := b.Abs(w.Re), b.Abs(w.Im)
	upright := b.Le(ai, ar)
	big, small := b.Select(upright, w.Re, w.Im), b.Select(upright, w.Im, w.Re)
	ratio := b.Div(small, big)
	scale := b.Div(one, b.Add(big, b.Mul(small, ratio)))
	re, im := b.Mul(z.Re, ratio), b.Mul(z.Im, ratio)
	x := b.Select(upright, b.Add(z.Re, im), b.Add(re, z.Im))
	y := b.Select(upright, b.Sub(z.Im, re), b.Sub(im, z.Re))
	nothing := b.And(b.Eq(ar, zero), b.Eq(ai, zero))
	return z.of(
		b.Select(nothing, b.Div(z.Re, ar), b.Mul(x, scale)),
		b.Select(nothing, b.Div(z.Im, ar), b.Mul(y, scale)))
}

// Reciprocal is 1 / z as NumPy has it: divided by the larger part, without the reciprocal that Div multiplies by.
func (z Complex) Reciprocal() Complex {
	b := z.B
	one := b.Float(b.Type(z.Re), 1)
	upright := b.Le(b.Abs(z.Im), b.Abs(z.Re))
	big, small := b.Select(upright, z.Re, z.Im), b.Select(upright, z.Im, z.Re)
	ratio := b.Div(small, big)
	den := b.Add(big, b.Mul(small, ratio))
	inverse, other := b.Div(one, den), b.Div(ratio, den)
	return z.of(b.Select(upright, inverse, other), b.Select(upright, b.Neg(other), b.Neg(inverse)))
}

// Eq is whether both parts are equal.
func (z Complex) Eq(w Complex) vec.Val {
	return z.B.And(z.B.Eq(z.Re, w.Re), z.B.Eq(z.Im, w.Im))
}

// Ne is whether a part differs.
func (z Complex) Ne(w Complex) vec.Val {
	return z.B.Or(z.B.Ne(z.Re, w.Re), z.B.Ne(z.Im, w.Im))
}

// Lt orders by the real part, then by the imaginary one. A NaN anywhere is false.
func (z Complex) Lt(w Complex) vec.Val { return z.before(w, z.B.Lt(z.Im, w.Im)) }

// Le is Lt or equal.
func (z Complex) Le(w Complex) vec.Val { return z.before(w, z.B.Le(z.Im, w.Im)) }

// before is whether the real part is less, the imaginary ones being numbers, or both are equal and last holds.
func (z Complex) before(w Complex, last vec.Val) vec.Val {
	b := z.B
	numbers := b.And(b.Eq(z.Im, z.Im), b.Eq(w.Im, w.Im))
	return b.Or(b.And(b.Lt(z.Re, w.Re), numbers), b.And(b.Eq(z.Re, w.Re), last))
}

func (z Complex) choose(mask vec.Val, w Complex) Complex {
	return z.of(z.B.Select(mask, z.Re, w.Re), z.B.Select(mask, z.Im, w.Im))
}

// Maximum is the later one in the order of Lt; one with a NaN, the first of them, is the result.
func (z Complex) Maximum(w Complex) Complex { return z.choose(z.B.Or(z.IsNaN(), w.Le(z)), w) }

// Minimum is the earlier one in the order of Lt; one with a NaN, the first of them, is the result.
func (z Complex) Minimum(w Complex) Complex { return z.choose(z.B.Or(z.IsNaN(), z.Le(w)), w) }

// Fmax is Maximum, but one with a NaN is the result only when both have one.
func (z Complex) Fmax(w Complex) Complex { return z.choose(z.B.Or(w.IsNaN(), w.Le(z)), w) }

// Fmin is Minimum, but one with a NaN is the result only when both have one.
func (z Complex) Fmin(w Complex) Complex { return z.choose(z.B.Or(w.IsNaN(), z.Le(w)), w) }

// IsNaN is whether a part is NaN.
func (z Complex) IsNaN() vec.Val { return z.B.Or(z.B.Ne(z.Re, z.Re), z.B.Ne(z.Im, z.Im)) }

// IsInf is whether a part is infinite.
func (z Complex) IsInf() vec.Val {
	inf := z.B.Float(z.B.Type(z.Re), math.Inf(1))
	return z.B.Or(z.B.Eq(z.B.Abs(z.Re), inf), z.B.Eq(z.B.Abs(z.Im), inf))
}

// IsFinite is whether both parts are finite.
func (z Complex) IsFinite() vec.Val {
	inf := z.B.Float(z.B.Type(z.Re), math.Inf(1))
	return z.B.And(z.B.Lt(z.B.Abs(z.Re), inf), z.B.Lt(z.B.Abs(z.Im), inf))
}
