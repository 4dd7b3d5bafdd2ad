package ir

import (
	"fmt"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/lower"
	"github.com/b2gen/b2/ir/vec"
)

// numberOps are exact: signs, neighbours, parts of complex numbers, and what only integers have.
var numberOps = []Op{
	{Name: "fmod", Params: onXY, Types: counting, Cost: 20, Lower: binary(lower.Fmod),
		Doc: "Remainder with the sign of x; of an integer by zero 0.", Example: "fmod(arange(5) - 2, 2)"},
	{Name: "float_power", Params: onXY, Types: inDouble, Cost: 60, ULP: 0.78, Lower: binary(lower.Pow),
		Doc: "First array raised to the second, in float64.", Example: "float_power(arange(4), -1)"},
	{Name: "fabs", Params: onX, Types: floating, Cost: 1, Lower: unary((*vec.Builder).Abs),
		Doc: "Absolute value as a float.", Example: "fabs(arange(3) - 1)"},
	{Name: "sign", Params: onX, Types: numeric("sign", "the array itself"), Cost: 2, Lower: unary(lower.Sign),
		Doc: "-1, 0 or 1; NaN of NaN.", Example: "sign(arange(3) - 1)"},
	{Name: "copysign", Params: onXY, Types: floating, Cost: 1, Lower: binary(lower.CopySign),
		Doc: "x with the sign of y.", Example: "copysign(arange(3), -1)"},
	{Name: "nextafter", Params: onXY, Types: floating, Halves: true, Cost: 5, Lower: binary(lower.NextAfter),
		Doc: "The float next to x towards y.", Example: "nextafter(arange(3.0), inf)"},
	{Name: "spacing", Params: onX, Types: floating, Halves: true, Cost: 5, Lower: unary(lower.Spacing),
		Doc: "Distance to the next float away from zero, with the sign of x.", Example: "spacing(arange(3.0))"},
	{Name: "heaviside", Params: []string{"x", "h"}, Types: floating, Cost: 2, Lower: binary(lower.Heaviside),
		Doc: "0 below zero, 1 above it, h at it.", Example: "heaviside(arange(3) - 1, 0.5)"},
	{Name: "relu", Params: onX, Types: arithmetic, Cost: 1, Lower: unary(lowerRelu),
		Doc: "x above zero, else 0.", Example: "relu(arange(5) - 2)"},
	{Name: "deg2rad", Aliases: []string{"radians"}, Params: onX, Types: floating, Cost: 1, Lower: unary(lower.Radians),
		Doc: "Angle in radians of one in degrees.", Example: "deg2rad(arange(0, 360, 90))"},
	{Name: "rad2deg", Aliases: []string{"degrees"}, Params: onX, Types: floating, Cost: 1, Lower: unary(lower.Degrees),
		Doc: "Angle in degrees of one in radians.", Example: "rad2deg(arange(4))"},

	{Name: "gcd", Params: onXY, Types: integers("gcd"), Cost: 60, Lower: binary(lower.Gcd),
		Doc: "Greatest common divisor of two integers.", Example: "gcd(arange(6), 4)"},
	{Name: "lcm", Params: onXY, Types: integers("lcm"), Cost: 80, Lower: binary(lower.Lcm),
		Doc: "Least common multiple of two integers.", Example: "lcm(arange(6), 4)"},
	{Name: "bitwise_count", Params: onX, Types: bitCounting, Cost: 6, Lower: unary(lower.BitCount),
		Doc: "How many bits of the absolute value are set.", Example: "bitwise_count(arange(9))"},
}

// inDouble computes in float64.
func inDouble(args []dtype.Type) (Signature, error) {
	return alike(len(args), dtype.Float64, dtype.Float64), nil
}

// integers is for integers only.
func integers(name string) typeRule {
	return func(args []dtype.Type) (Signature, error) {
		d := common(args)
		if !d.IsInteger() {
			return Signature{}, fmt.Errorf("%s is not defined for %s; use integers", name, d)
		}
		return alike(len(args), d, d), nil
	}
}

// bitCounting takes integers and gives uint8.
func bitCounting(args []dtype.Type) (Signature, error) {
	s, err := shifting(args)
	s.Out = dtype.Uint8
	return s, err
}

func lowerRelu(b *vec.Builder, x vec.Val) vec.Val {
	t := b.Type(x)
	if t.Mask {
		return x
	}
	zero := b.Int(t, 0)
	return b.Select(b.Le(x, zero), zero, x)
}
