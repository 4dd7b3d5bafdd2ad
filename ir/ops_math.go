package ir

import (
	"github.com/b2gen/b2/ir/lower"
	"github.com/b2gen/b2/ir/vec"
)

// mathOps are the functions that are float by nature.
var mathOps = []Op{
	{Name: "sqrt", Params: onX, Types: floating, Cost: 10,
		Lower: unary((*vec.Builder).Sqrt),
		Doc:   "Square root.", Example: "sqrt(arange(4))"},
	{Name: "exp", Params: onX, Types: floating, Cost: 25, ULP: 0.98, Lower: unary(lower.Exp),
		Doc: "e to the power x.", Example: "exp(arange(3))"},
	{Name: "expm1", Params: onX, Types: floating, Cost: 35, ULP: 0.79, Lower: unary(lower.Expm1),
		Doc: "exp(x) - 1, precise near 0.", Example: "expm1(arange(3))"},
	{Name: "log", Params: onX, Types: floating, Cost: 30, ULP: 0.85, Lower: unary(lower.Log),
		Doc: "Natural logarithm.", Example: "log(arange(1, 4))"},
	{Name: "log1p", Params: onX, Types: floating, Cost: 40, ULP: 0.88, Lower: unary(lower.Log1p),
		Doc: "log(1 + x), precise near 0.", Example: "log1p(arange(3))"},
	{Name: "log2", Params: onX, Types: floating, Cost: 35, ULP: 0.79, Lower: unary(lower.Log2),
		Doc: "Logarithm to base 2.", Example: "log2(arange(1, 4))"},
	{Name: "log10", Params: onX, Types: floating, Cost: 35, ULP: 0.72, Lower: unary(lower.Log10),
		Doc: "Logarithm to base 10.", Example: "log10(arange(1, 4))"},
	{Name: "sin", Params: onX, Types: floating, Cost: 30, ULP: 0.87, Lower: unary(lower.Sin),
		Doc: "Sine of an angle in radians.", Example: "sin(arange(3))"},
	{Name: "cos", Params: onX, Types: floating, Cost: 30, ULP: 0.9, Lower: unary(lower.Cos),
		Doc: "Cosine of an angle in radians.", Example: "cos(arange(3))"},
	{Name: "tan", Params: onX, Types: floating, Cost: 45, ULP: 0.9, Lower: unary(lower.Tan),
		Doc: "Tangent of an angle in radians.", Example: "tan(arange(3))"},
	{Name: "arcsin", Aliases: []string{"asin"}, Params: onX, Types: floating, Cost: 40, ULP: 0.76, Lower: unary(lower.Asin),
		Doc: "Angle, in radians, of which x is the sine.", Example: "arcsin(arange(3) / 2)"},
	{Name: "arccos", Aliases: []string{"acos"}, Params: onX, Types: floating, Cost: 40, ULP: 0.73, Lower: unary(lower.Acos),
		Doc: "Angle, in radians, of which x is the cosine.", Example: "arccos(arange(3) / 2)"},
	{Name: "arctan", Aliases: []string{"atan"}, Params: onX, Types: floating, Cost: 40, ULP: 0.73, Lower: unary(lower.Atan),
		Doc: "Angle, in radians, of which x is the tangent.", Example: "arctan(arange(3))"},
	{Name: "arctan2", Aliases: []string{"atan2"}, Params: []string{"y", "x"}, Types: floating, Cost: 50, ULP: 0.81, Lower: binary(lower.Atan2),
		Doc: "Angle, in radians, of the point (x, y).", Example: "arctan2(arange(3), 2)"},
	{Name: "sinh", Params: onX, Types: floating, Cost: 45, ULP: 0.86, Lower: unary(lower.Sinh),
		Doc: "Hyperbolic sine.", Example: "sinh(arange(3))"},
	{Name: "cosh", Params: onX, Types: floating, Cost: 45, ULP: 0.75, Lower: unary(lower.Cosh),
		Doc: "Hyperbolic cosine.", Example: "cosh(arange(3))"},
	{Name: "tanh", Params: onX, Types: floating, Cost: 45, ULP: 0.72, Lower: unary(lower.Tanh),
		Doc: "Hyperbolic tangent.", Example: "tanh(arange(3))"},
}
