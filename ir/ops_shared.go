package ir

import (
	"fmt"
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// sharedOps are functions of real and complex numbers alike.
var sharedOps = []Op{
	{Name: "fmax", Params: onXY, Types: arithmetic, Cost: 3, Lower: onMasks((*vec.Builder).Or, ignoringNaN((*vec.Builder).Max)),
		Doc: "The larger of two; NaN when both are NaN.", Example: "fmax(arange(4), 2)"},
	{Name: "fmin", Params: onXY, Types: arithmetic, Cost: 3, Lower: onMasks((*vec.Builder).And, ignoringNaN((*vec.Builder).Min)),
		Doc: "The smaller of two; NaN when both are NaN.", Example: "fmin(arange(4), 2)"},
	{Name: "isnan", Params: onX, Types: asking, Cost: 1, Lower: unary(lowerIsNaN),
		Doc: "Whether it is NaN.", Example: "isnan(arange(3) / 0)"},
	{Name: "isinf", Params: onX, Types: asking, Cost: 1, Lower: unary(lowerIsInf),
		Doc: "Whether it is infinite.", Example: "isinf(arange(3) / 0)"},
	{Name: "isfinite", Params: onX, Types: asking, Cost: 1, Lower: unary(lowerIsFinite),
		Doc: "Whether it is a number and not infinite.", Example: "isfinite(arange(3) / 0)"},
	{Name: "rint", Params: onX, Types: floating, Cost: 1, Lower: unary((*vec.Builder).Rint),
		Doc: "Rounded to the nearest whole number, halves to the even one.", Example: "rint(arange(3) / 2)"},
	{Name: "sign", Params: onX, Types: complexOnly("sign"), Cost: 20,
		Doc: "Its direction: z / |z| of complex numbers.", Example: "sign(arange(3) + 1j)"},
	{Name: "exp2", Params: onX, Types: complexOnly("exp2"), Cost: 60,
		Doc: "2 to the power x.", Example: "exp2(arange(3) + 1j)"},
	{Name: "arcsinh", Aliases: []string{"asinh"}, Params: onX, Types: complexOnly("arcsinh"), Cost: 120,
		Doc: "Inverse hyperbolic sine.", Example: "arcsinh(arange(3) + 1j)"},
	{Name: "arccosh", Aliases: []string{"acosh"}, Params: onX, Types: complexOnly("arccosh"), Cost: 120,
		Doc: "Inverse hyperbolic cosine.", Example: "arccosh(arange(3) + 1j)"},
	{Name: "arctanh", Aliases: []string{"atanh"}, Params: onX, Types: complexOnly("arctanh"), Cost: 120,
		Doc: "Inverse hyperbolic tangent.", Example: "arctanh(arange(3) + 1j)"},
}

// complexOnly refuses real numbers, which have no lowering here.
func complexOnly(name string) typeRule {
	return func(args []dtype.Type) (Signature, error) {
		return Signature{}, fmt.Errorf("%s of %s is not there yet; of complex numbers it is: write complex128(x)", name, args[0])
	}
}

// ignoringNaN is m, which is y where any is NaN, but x where y is NaN.
func ignoringNaN(m func(b *vec.Builder, x, y vec.Val) vec.Val) func(b *vec.Builder, x, y vec.Val) vec.Val {
	return func(b *vec.Builder, x, y vec.Val) vec.Val {
		if !b.Type(x).Elem.IsFloat() {
			return m(b, x, y)
		}
		return b.Select(b.Ne(y, y), x, m(b, x, y))
	}
}

func lowerIsNaN(b *vec.Builder, x vec.Val) vec.Val {
	if !b.Type(x).Elem.IsFloat() {
		return b.ConstBits(vec.MaskOf(b.Type(x)), 0)
	}
	return b.Ne(x, x)
}

func lowerIsInf(b *vec.Builder, x vec.Val) vec.Val {
	if !b.Type(x).Elem.IsFloat() {
		return b.ConstBits(vec.MaskOf(b.Type(x)), 0)
	}
	return b.Eq(b.Abs(x), b.Float(b.Type(x), math.Inf(1)))
}

func lowerIsFinite(b *vec.Builder, x vec.Val) vec.Val {
	if !b.Type(x).Elem.IsFloat() {
		return b.ConstBits(vec.MaskOf(b.Type(x)), 1)
	}
	return b.Lt(b.Abs(x), b.Float(b.Type(x), math.Inf(1)))
}
