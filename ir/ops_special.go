package ir

import "github.com/b2gen/b2/ir/lower"

// specialOps are further functions that are float by nature.
var specialOps = []Op{
	{Name: "cbrt", Params: onX, Types: floating, Cost: 35, ULP: 0.501, Lower: unary(lower.Cbrt),
		Doc: "Cube root.", Example: "cbrt(arange(9))"},
	{Name: "hypot", Params: onXY, Types: floating, Cost: 30, ULP: 0.75, Lower: binary(lower.Hypot),
		Doc: "Distance of the point (x, y) from 0.", Example: "hypot(arange(4), 4)"},
	{Name: "exp2", Params: onX, Types: floating, Cost: 30, ULP: 0.77, Lower: unary(lower.Exp2),
		Doc: "2 to the power x.", Example: "exp2(arange(4))"},
	{Name: "logaddexp", Params: onXY, Types: floating, Cost: 80, ULP: 1.5, Lower: binary(lower.LogAddExp),
		Doc: "log(exp(x) + exp(y)); where the sum is near 1, right beside its terms only.", Example: "logaddexp(arange(4), 2)"},
	{Name: "logaddexp2", Params: onXY, Types: floating, Cost: 85, ULP: 1.9, Lower: binary(lower.LogAddExp2),
		Doc: "log2(2**x + 2**y); where the sum is near 1, right beside its terms only.", Example: "logaddexp2(arange(4), 2)"},
	{Name: "arcsinh", Aliases: []string{"asinh"}, Params: onX, Types: floating, Cost: 60, ULP: 0.85, Lower: unary(lower.Asinh),
		Doc: "Number of which x is the hyperbolic sine.", Example: "arcsinh(arange(3))"},
	{Name: "arccosh", Aliases: []string{"acosh"}, Params: onX, Types: floating, Cost: 60, ULP: 0.82, Lower: unary(lower.Acosh),
		Doc: "Number, not negative, of which x is the hyperbolic cosine.", Example: "arccosh(arange(1, 4))"},
	{Name: "arctanh", Aliases: []string{"atanh"}, Params: onX, Types: floating, Cost: 60, ULP: 0.84, Lower: unary(lower.Atanh),
		Doc: "Number of which x is the hyperbolic tangent.", Example: "arctanh(arange(3) / 4)"},
	{Name: "sinc", Params: onX, Types: division, Cost: 50, ULP: 0.78, Lower: unary(lower.Sinc),
		Doc: "sin(pi*x) / (pi*x), 1 at 0, and 0 at other whole numbers.", Example: "sinc(arange(4) / 2)"},
	{Name: "sigmoid", Aliases: []string{"expit"}, Params: onX, Types: floating, Cost: 40, ULP: 2.4, Lower: unary(lower.Sigmoid),
		Doc: "1 / (1 + exp(-x)).", Example: "sigmoid(arange(4))"},
	{Name: "erf", Params: onX, Types: floating, Cost: 80, ULP: 1.3, Lower: unary(lower.Erf),
		Doc: "Error function.", Example: "erf(arange(3) / 2)"},
	{Name: "erfc", Params: onX, Types: floating, Cost: 80, ULP: 2.6, Lower: unary(lower.Erfc),
		Doc: "1 - erf(x), precise where it is small.", Example: "erfc(arange(3))"},
	{Name: "gamma", Params: onX, Types: floating, Cost: 350, ULP: 0.8, Lower: unary(lower.Gamma),
		Doc: "Gamma function, (x-1)! of whole numbers; NaN of negative ones.", Example: "gamma(arange(1, 5))"},
	{Name: "lgamma", Aliases: []string{"gammaln"}, Params: onX, Types: floating, Cost: 450, ULP: 2.4, Lower: unary(lower.Lgamma),
		Doc: "Logarithm of the absolute value of the gamma function.", Example: "lgamma(arange(1, 5))"},
	{Name: "i0", Params: onX, Types: division, Cost: 90, ULP: 3.1, Lower: unary(lower.I0),
		Doc: "Modified Bessel function of the first kind, of order 0.", Example: "i0(arange(4))"},
}
