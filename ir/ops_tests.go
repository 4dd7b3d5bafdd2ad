package ir

import (
	"math/cmplx"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/lower"
	"github.com/b2gen/b2/ir/vec"
)

// testOps ask what a number is.
var testOps = []Op{
	{Name: "isnan", Params: onX, Types: asking, Cost: 1, Lower: unary(lower.IsNaN),
		Doc: "Whether it is NaN.", Example: "isnan(arange(3) - inf)"},
	{Name: "isinf", Params: onX, Types: asking, Cost: 1, Lower: unary(lower.IsInf),
		Doc: "Whether it is an infinity.", Example: "isinf(arange(3) - inf)"},
	{Name: "isfinite", Params: onX, Types: asking, Cost: 1, Lower: unary(lower.IsFinite),
		Doc: "Whether it is neither NaN nor an infinity.", Example: "isfinite(arange(3) - inf)"},
	{Name: "signbit", Params: onX, Types: floatAsking, Cost: 1, Lower: unary(lower.Signbit),
		Doc: "Whether the sign is minus, also of zero and NaN.", Example: "signbit(arange(3) - 1)"},
	{Name: "logical_xor", Params: onXY, Types: logical, Cost: 1, Lower: binary((*vec.Builder).Xor),
		Doc: "Whether just one is true.", Example: "logical_xor(arange(3), True)"},
	{Name: "isclose", Kind: Composite, Params: []string{"a", "b"},
		Options: []Option{{Name: "rtol", Takes: TakesArray, Default: "1e-05"}, {Name: "atol", Takes: TakesArray, Default: "1e-08"}, {Name: "equal_nan", Takes: TakesBool, Default: "False"}},
		Build:   buildIsclose,
		Doc:     "Whether two arrays differ by no more than atol + rtol*abs(b).", Example: "isclose(arange(3), 1.000001)"},
}

// floatAsking is asking of integers as floats.
func floatAsking(args []dtype.Type) (Signature, error) {
	s, err := floating(args)
	s.Out = dtype.Bool
	return s, err
}

// buildIsclose is abs(a-b) <= atol + rtol*abs(b) for a finite b, or a == b, with b a float.
func buildIsclose(m *maker, a []*Node, o Options) *Node {
	x, y := a[0], a[1]
	if y.weak == nil && !y.DType.IsFloat() {
		y = m.as(y, common([]dtype.Type{y.Type(), NewFloat(1).Type()}))
	} else if y.weak != nil && !y.weak.complex {
		y = NewFloat(y.weak.asFloat())
	}
	rtol, atol := o.Node("rtol"), o.Node("atol")
	if rtol == nil {
		rtol = NewFloat(1e-5)
	}
	if atol == nil {
		atol = NewFloat(1e-8)
	}
	if x.weak != nil && y.weak != nil { // two Python numbers
		x, y = m.keep(Cast(x, dtype.Float64)), m.keep(Cast(y, dtype.Float64))
	}
	var margin *Node
	if y.weak != nil && rtol.weak != nil && atol.weak != nil { // they stay Python numbers
		margin = NewFloat(atol.weak.asFloat() + rtol.weak.asFloat()*cmplx.Abs(y.weak.value()))
	} else {
		margin = m.do("add", atol, m.do("multiply", rtol, m.do("abs", y)))
	}
	near := m.do("less_equal", m.do("abs", m.do("subtract", x, y)), margin)
	r := m.do("bitwise_or", m.do("bitwise_and", near, m.do("isfinite", y)), m.do("equal", x, y))
	if o.Bool("equal_nan") {
		if x.weak != nil && !x.weak.complex {
			x = NewFloat(x.weak.asFloat()) // an int of any size
		}
		r = m.do("bitwise_or", r, m.do("bitwise_and", m.do("isnan", x), m.do("isnan", y)))
	}
	return r
}
