package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// infix are the primitives that Go has as operators, for numbers.
var infix = map[vec.Op]string{
	vec.Add: "+", vec.Sub: "-", vec.Mul: "*", vec.Div: "/",
	vec.Eq: "==", vec.Ne: "!=", vec.Lt: "<", vec.Le: "<=",
	vec.And: "&", vec.Or: "|", vec.Xor: "^",
}

// masks are those for masks, which are Go bools.
var masks = map[vec.Op]string{vec.And: "&&", vec.Or: "||", vec.Xor: "!="}

// calls64 and calls32 are the primitives of floats that are functions.
var calls64 = map[vec.Op][2]string{
	vec.Sqrt: {"math", "Sqrt"}, vec.FMA: {"math", "FMA"}, vec.Abs: {"math", "Abs"}, vec.Floor: {"math", "Floor"},
	vec.Ceil: {"math", "Ceil"}, vec.Trunc: {"math", "Trunc"}, vec.Rint: {"math", "RoundToEven"}, vec.Fmod: {scalarPath, "Fmod64"},
}

var calls32 = map[vec.Op][2]string{
	vec.Sqrt: {scalarPath, "Sqrt32"}, vec.FMA: {scalarPath, "FMA32"}, vec.Abs: {scalarPath, "Abs32"}, vec.Floor: {scalarPath, "Floor32"},
	vec.Ceil: {scalarPath, "Ceil32"}, vec.Trunc: {scalarPath, "Trunc32"}, vec.Rint: {scalarPath, "Rint32"}, vec.Fmod: {scalarPath, "Fmod32"},
}

// callsInt are the primitives of integers that are functions.
var callsInt = map[vec.Op]string{
	vec.FloorDiv: "FloorDiv", vec.FloorMod: "FloorMod", vec.PowInt: "PowInt", vec.Gcd: "Gcd", vec.Abs: "AbsInt", vec.Shl: "Shl", vec.Shr: "Shr",
}

// expr is the Go expression of one instruction for one element.
func (g *goFunc) expr(id vec.Val, v vec.Value, lane int) *jen.Statement {
	x := func(k int) *jen.Statement { return g.use(v.Args[k], lane) }
	y := func(k int) *jen.Statement { return g.argument(v.Args[k], lane) }
	from := v.Type
	if v.Op.NArgs() > 0 {
		from = g.f.Values[v.Args[0]].Type
	}
	if from.Mask {
		if op, ok := masks[v.Op]; ok {
			return x(0).Op(op).Add(x(1))
		}
	}
	if op, ok := infix[v.Op]; ok {
		e := x(0).Op(op).Add(x(1))
		if v.Op == vec.Mul && g.inexact[id] {
			return jen.Id(v.Type.Elem.String()).Call(e)
		}
		return e
	}
	switch v.Op {
	case vec.Arg:
		if v.Type.Mask {
			return at(g.args[v.Imm], lane).Op("!=").Lit(0)
		}
		return at(g.args[v.Imm], lane)
	case vec.RareIf:
		return x(2) // and where the mask holds, the rare function: values prints that
	case vec.Neg:
		return jen.Op("-").Add(x(0))
	case vec.Not:
		if v.Type.Mask {
			return jen.Op("!").Add(x(0))
		}
		return jen.Op("^").Add(x(0))
	case vec.Min:
		return selected(v.Type, x(0).Op("<").Add(x(1)), y(0), y(1))
	case vec.Max:
		return selected(v.Type, x(0).Op(">").Add(x(1)), y(0), y(1))
	case vec.Select:
		return selected(v.Type, y(0), y(1), y(2))
	case vec.Cast:
		return castTo(v.Type.Elem, from.Elem, y(0))
	case vec.Bits:
		return bitsAs(v.Type.Elem, from.Elem, y(0))
	case vec.Resize:
		return x(0)
	case vec.Complex:
		return jen.Id(v.Type.Elem.String()).Call(jen.Complex(y(0), y(1)))
	case vec.Real:
		return jen.Real(x(0))
	case vec.Imag:
		return jen.Imag(x(0))
	}
	return g.call(v, x, y)
}

// call is an instruction that Go has as a function; x and y are its operands in an expression and in a call.
func (g *goFunc) call(v vec.Value, x, y func(int) *jen.Statement) *jen.Statement {
	var args []jen.Code
	for k := range v.Op.NArgs() {
		args = append(args, y(k))
	}
	if !v.Type.Elem.IsFloat() {
		if c := g.f.Values[v.Args[1]]; c.Op == vec.Const && c.Imm < uint64(8*v.Type.Elem.Size()) {
			switch v.Op {
			case vec.Shl:
				return x(0).Op("<<").Add(x(1))
			case vec.Shr:
				return x(0).Op(">>").Add(x(1))
			}
		}
		return jen.Qual(scalarPath, callsInt[v.Op]).Types(element(v.Type)).Call(args...)
	}
	f := calls64[v.Op]
	if v.Type == vec.F32 {
		f = calls32[v.Op]
	}
	return jen.Qual(f[0], f[1]).Call(args...)
}

// selected is mask ? x : y without a branch, which Go would write for floats.
func selected(t vec.Type, mask, x, y *jen.Statement) *jen.Statement {
	switch t {
	case vec.F64:
		return jen.Qual(scalarPath, "Select64").Call(mask, x, y)
	case vec.F32:
		return jen.Qual(scalarPath, "Select32").Call(mask, x, y)
	}
	e := element(t)
	if t.Mask {
		e = jen.Bool()
	}
	return jen.Qual(scalarPath, "Select").Types(e).Call(mask, x, y)
}

// castTo is a conversion by value, by the one rule that all targets follow.
func castTo(to, from dtype.DType, x *jen.Statement) *jen.Statement {
	switch {
	case from == dtype.Float16: // to float32
		return jen.Qual(scalarPath, "FromHalf").Call(x)
	case to == dtype.Float16 && from == dtype.Float32:
		return jen.Qual(scalarPath, "ToHalf").Call(x)
	case to == dtype.Float16:
		return jen.Qual(scalarPath, "ToHalf64").Call(x)
	}
	if !from.IsFloat() || to.IsFloat() {
		return jen.Id(to.String()).Call(x)
	}
	if from == dtype.Float32 {
		x = jen.Float64().Call(x)
	}
	if to == dtype.Uint64 {
		return jen.Qual(scalarPath, "Uint64").Call(x)
	}
	x = jen.Qual(scalarPath, "Int64").Call(x)
	if to == dtype.Int64 {
		return x
	}
	return jen.Id(to.String()).Call(x)
}

// bitsAs reads the bits of an element as another type of the same width.
func bitsAs(to, from dtype.DType, x *jen.Statement) *jen.Statement {
	if to == dtype.Float16 || from == dtype.Float16 { // its bits already
		return x
	}
	wide := "32"
	if to.Size() == 8 {
		wide = "64"
	}
	unsigned := dtype.Uint32
	if wide == "64" {
		unsigned = dtype.Uint64
	}
	switch {
	case from.IsFloat() && to.IsFloat():
		return x
	case from.IsFloat():
		x = jen.Qual("math", "Float"+wide+"bits").Call(x)
		if to == unsigned {
			return x
		}
		return jen.Id(to.String()).Call(x)
	case to.IsFloat():
		if from != unsigned {
			x = jen.Id(unsigned.String()).Call(x)
		}
		return jen.Qual("math", "Float"+wide+"frombits").Call(x)
	}
	return jen.Id(to.String()).Call(x)
}
