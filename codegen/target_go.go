// Package codegen writes Go source from programs: the strips of the interpreter, one for each operation and
// element type, and fused kernels for the expressions of //b2gen:kernel directives. What it writes imports
// runtime/kernel and the leaves of ir; this package and its printers never reach a user's binary.
package codegen

import (
	"fmt"
	"go/token"
	"go/types"
	"math"
	"regexp"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/scalar"
	"github.com/b2gen/b2/ir/vec"
)

const (
	module     = "github.com/b2gen/b2/"
	kernelPath = module + "runtime/kernel"
	cpuPath    = module + "runtime/cpu"
	dtypePath  = module + "ir/dtype"
	scalarPath = module + "ir/scalar"
)

// lanes is how many elements a loop computes side by side, an instruction a line, so that their chains of operations
// overlap. Measured with Go 1.26 on an EPYC, in ns an element for 1, 2 and 4 lanes: add 0.45 0.33 0.32, quad 2.3 2.2
// 2.1, exp 6.2 5.4 7.7, tanh 15.6 13.2 13.4, power 37 26 25, wave's last stage 7.4 7.5 16. Two is within a tenth
// of the best everywhere; four runs out of registers.
const lanes = 2

// longest is how many instructions on complex numbers are written for two lanes.
const longest = 40

// goFunc prints a vec function as a portable Go function over a strip.
type goFunc struct {
	f       *vec.Func
	args    []string // the slices of the parameters
	masks   []string // what is to be applied to the indices of each
	lanes   int
	inexact []bool // products that must be rounded before their sum: Go may fuse them otherwise
}

// stripFunc is the declaration of a function that computes f over a strip. args says what its parameters are called.
func stripFunc(name string, f *vec.Func, args []string) *jen.Statement {
	used := map[string]bool{}
	for _, name := range []string{"s", "i", "out", "math", "scalar", "kernel", "b2math", "b2scalar", "b2kernel"} {
		used[name] = true
	}
	g := &goFunc{f: f, lanes: lanes, inexact: sumsOfProducts(f)}
	if len(f.Values) > longest && slices.ContainsFunc(f.Params, vec.Type.IsComplex) {
		g.lanes = 1 // the parts overlap already
	}
	for _, a := range args {
		g.args = append(g.args, unique(a, used))
	}
	for _, a := range g.args {
		g.masks = append(g.masks, unique(a+"m", used))
	}
	return jen.Func().Id(name).Params(jen.Id("s").Op("*").Qual(kernelPath, "Strip")).BlockFunc(g.body)
}

// unique is a name that Go lets a variable have and that none in used has, made of the given one. It is added to used.
func unique(name string, used map[string]bool) string {
	for used[name] || token.IsKeyword(name) || types.Universe.Lookup(name) != nil || temporary.MatchString(name) {
		name += "_"
	}
	used[name] = true
	return name
}

// temporary matches the names of a function's values.
var temporary = regexp.MustCompile(`^t[0-9]+[a-z]$`)

// sumsOfProducts marks the float products that an addition, a subtraction or a negation uses: the language lets a
// compiler fuse the two unless the product is converted explicitly.
func sumsOfProducts(f *vec.Func) []bool {
	mark := make([]bool, len(f.Values))
	for _, v := range f.Values {
		if v.Op == vec.Add || v.Op == vec.Sub || v.Op == vec.Neg {
			for _, a := range v.Args[:v.Op.NArgs()] {
				mark[a] = f.Values[a].Op == vec.Mul && f.Values[a].Type.Elem.IsFloat()
			}
		}
	}
	return mark
}

// body prints two loops: over the groups of the strip, whose operands are arrays there, so that nothing in the inner
// loop over a group's elements needs a bounds check.
func (g *goFunc) body(b *jen.Group) {
	used := make([]bool, len(g.f.Params))
	for _, v := range g.f.Values {
		if v.Op == vec.Arg {
			used[v.Imm] = true
		}
	}
	for i, t := range g.f.Params {
		if used[i] {
			b.List(jen.Id(g.args[i]), jen.Id(g.masks[i])).Op(":=").Qual(kernelPath, "In").Types(element(t)).Call(jen.Id("s"), jen.Lit(i))
		}
	}
	out := element(g.f.Values[g.f.Results[0]].Type)
	b.Id("out").Op(":=").Qual(kernelPath, "Out").Types(out).Call(jen.Id("s"))
	group := func(t *jen.Statement) *jen.Statement {
		return jen.Parens(jen.Op("*").Index(jen.Qual(kernelPath, "Group")).Add(t))
	}
	b.For(jen.Id("i").Op(":=").Lit(0), jen.Id("i").Op("<").Len(jen.Id("out")), jen.Id("i").Op("+=").Qual(kernelPath, "Group")).BlockFunc(func(b *jen.Group) {
		for i, t := range g.f.Params {
			if used[i] {
				b.Id(g.args[i]).Op(":=").Add(group(element(t))).Parens(jen.Id(g.args[i]).Index(jen.Id("i").Op("&").Id(g.masks[i]).Op(":")))
			}
		}
		b.Id("out").Op(":=").Add(group(out)).Parens(jen.Id("out").Index(jen.Id("i").Op(":")))
		b.For(jen.Id("i").Op(":=").Lit(0), jen.Id("i").Op("<").Len(jen.Id("out")), jen.Id("i").Op("+=").Lit(g.lanes)).BlockFunc(g.values)
	})
}

// values prints the instructions for the elements of one step of the loop.
func (g *goFunc) values(b *jen.Group) {
	for id, v := range g.f.Values {
		if v.Op == vec.Const {
			continue // written where it is used
		}
		names := g.each(func(lane int) jen.Code { return g.name(vec.Val(id), lane) })
		b.List(names...).Op(":=").List(g.each(func(lane int) jen.Code { return g.expr(vec.Val(id), v, lane) })...)
		if v.Op == vec.RareIf {
			rare := jen.Qual(scalarPath, scalar.Rare(v.Imm).Name())
			for lane := range g.lanes {
				b.If(g.use(v.Args[0], lane)).Block(g.name(vec.Val(id), lane).Op("=").Add(rare).Call(g.use(v.Args[1], lane)))
			}
		}
	}
	r := g.f.Results[0]
	b.List(g.each(func(lane int) jen.Code { return at("out", lane) })...).Op("=").List(g.each(func(lane int) jen.Code {
		if g.f.Values[r].Type.Mask {
			return jen.Qual(scalarPath, "Byte").Call(g.use(r, lane))
		}
		return g.use(r, lane)
	})...)
}

// each is f of every lane.
func (g *goFunc) each(f func(lane int) jen.Code) []jen.Code {
	list := make([]jen.Code, g.lanes)
	for lane := range list {
		list[lane] = f(lane)
	}
	return list
}

// at is a lane's element of an array.
func at(array string, lane int) *jen.Statement {
	if lane == 0 {
		return jen.Id(array).Index(jen.Id("i"))
	}
	return jen.Id(array).Index(jen.Id("i").Op("+").Lit(lane))
}

func (g *goFunc) name(v vec.Val, lane int) *jen.Statement {
	return jen.Id(fmt.Sprintf("t%d%c", v, 'a'+lane))
}

// use is a value as an operand: its name, or the constant itself, with parentheses where it has a sign.
func (g *goFunc) use(v vec.Val, lane int) *jen.Statement {
	if c := g.f.Values[v]; c.Op == vec.Const {
		text, call := constant(c.Type, c.Imm)
		if call != "" {
			return jen.Qual("math", call).Call(jen.Op(text))
		}
		if text[0] == '-' {
			return jen.Parens(jen.Op(text))
		}
		return jen.Op(text)
	}
	return g.name(v, lane)
}

// argument is a value as an argument of a call.
func (g *goFunc) argument(v vec.Val, lane int) *jen.Statement {
	if c := g.f.Values[v]; c.Op == vec.Const {
		if text, call := constant(c.Type, c.Imm); call == "" {
			return jen.Op(text)
		}
	}
	return g.use(v, lane)
}

// element is the Go type of an element in memory; bools are bytes, and the halves of float16 their bits.
func element(t vec.Type) *jen.Statement {
	switch {
	case t.Mask:
		return jen.Uint8()
	case t == vec.F16:
		return jen.Uint16()
	}
	return jen.Id(t.Elem.String())
}

// constant is the text of a constant with exactly these bits, and the function of package math that makes it of the
// text, for floats that no literal stands for.
func constant(t vec.Type, bits uint64) (text, call string) {
	switch {
	case t.Mask:
		return fmt.Sprint(bits != 0), ""
	case t == vec.F32:
		x := math.Float32frombits(uint32(bits))
		if odd(float64(x)) {
			return fmt.Sprintf("%#x", bits), "Float32frombits"
		}
		return fmt.Sprint(x), ""
	case t == vec.F64:
		x := math.Float64frombits(bits)
		if odd(x) {
			return fmt.Sprintf("%#x", bits), "Float64frombits"
		}
		return fmt.Sprint(x), ""
	case t.Elem.Kind() == dtype.KindSigned:
		shift := 64 - 8*t.Elem.Size()
		return fmt.Sprint(int64(bits<<shift) >> shift), ""
	case bits >= 1<<16: // a mask or a float's bits, not a number
		return fmt.Sprintf("%#x", bits), ""
	}
	return fmt.Sprint(bits), ""
}

// odd reports a float that no Go literal stands for: an infinity, a NaN or minus zero.
func odd(x float64) bool {
	return math.IsInf(x, 0) || math.IsNaN(x) || x == 0 && math.Signbit(x)
}
