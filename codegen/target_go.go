// Package codegen writes Go source from programs: the strips of the interpreter, one for each operation and
// element type, and fused kernels for the expressions of //b2gen:kernel directives. What it writes imports
// runtime/kernel and the leaves of ir; this package and its printers never reach a user's binary.
package codegen

import (
	"fmt"
	"math"

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

// goFunc prints a vec function as a portable Go function over a strip. Several elements are computed side by
// side, an instruction a line, so that their chains of operations overlap.
type goFunc struct {
	f       *vec.Func
	unroll  int
	inexact []bool // products that must be rounded before their sum: Go may fuse them otherwise
}

// stripFunc is the declaration of a function that computes f over a strip.
func stripFunc(name string, f *vec.Func) *jen.Statement {
	g := &goFunc{f: f, unroll: unrolling(f), inexact: sumsOfProducts(f)}
	return jen.Func().Id(name).Params(jen.Id("s").Op("*").Qual(kernelPath, "Strip")).BlockFunc(g.body)
}

// unrolling is how many elements go side by side: as many as the registers can hold.
func unrolling(f *vec.Func) int {
	work := 0
	for _, v := range f.Values {
		if v.Op != vec.Const && v.Op != vec.Arg {
			work++
		}
	}
	switch {
	case work <= 12:
		return 4
	case work <= 24:
		return 2
	}
	return 1
}

// sumsOfProducts marks the float products that an addition or subtraction uses: the language lets a compiler
// fuse the two unless the product is converted explicitly.
func sumsOfProducts(f *vec.Func) []bool {
	mark := make([]bool, len(f.Values))
	for _, v := range f.Values {
		if v.Op == vec.Add || v.Op == vec.Sub {
			for _, a := range v.Args[:2] {
				mark[a] = f.Values[a].Op == vec.Mul && f.Values[a].Type.Elem.IsFloat()
			}
		}
	}
	return mark
}

func (g *goFunc) body(b *jen.Group) {
	used := make([]bool, len(g.f.Params))
	for _, v := range g.f.Values {
		if v.Op == vec.Arg {
			used[v.Imm] = true
		}
	}
	for i, t := range g.f.Params {
		if used[i] {
			b.List(jen.Id(arg(i)), jen.Id(arg(i)+"m")).Op(":=").Qual(kernelPath, "In").Types(element(t)).Call(jen.Id("s"), jen.Lit(i))
		}
	}
	out := element(g.f.Values[g.f.Results[0]].Type)
	group := jen.Index(jen.Qual(kernelPath, "Group"))
	b.Id("out").Op(":=").Qual(kernelPath, "Out").Types(out).Call(jen.Id("s"))
	b.For(jen.Id("i").Op(":=").Lit(0), jen.Id("i").Op("<").Len(jen.Id("out")), jen.Id("i").Op("+=").Qual(kernelPath, "Group")).BlockFunc(func(b *jen.Group) {
		for i, t := range g.f.Params {
			if used[i] {
				b.Id(arg(i)).Op(":=").Parens(jen.Op("*").Add(group).Add(element(t))).Parens(jen.Id(arg(i)).Index(jen.Id("i").Op("&").Id(arg(i) + "m").Op(":")))
			}
		}
		b.Id("out").Op(":=").Parens(jen.Op("*").Add(group).Add(out)).Parens(jen.Id("out").Index(jen.Id("i").Op(":")))
		loop := b.For(jen.Id("i").Op(":=").Range().Id("out"))
		if g.unroll > 1 {
			loop = b.For(jen.Id("i").Op(":=").Lit(0), jen.Id("i").Op("<").Len(jen.Id("out")), jen.Id("i").Op("+=").Lit(g.unroll))
		}
		loop.BlockFunc(g.lanes)
	})
}

// lanes prints the instructions for the elements of one step of the loop. With one element a step, load and store
// say where it is; with more, the operands are arrays indexed by lane.
func (g *goFunc) lanes(b *jen.Group) {
	at := func(name string, lane int) *jen.Statement {
		if lane == 0 {
			return jen.Id(name).Index(jen.Id("i"))
		}
		return jen.Id(name).Index(jen.Id("i").Op("+").Lit(lane))
	}
	for id, v := range g.f.Values {
		if v.Op == vec.Const {
			continue // written where it is used
		}
		var names, values []jen.Code
		for lane := range g.unroll {
			names = append(names, g.name(vec.Val(id), lane))
			switch v.Op {
			case vec.Arg:
				x := at(arg(int(v.Imm)), lane)
				if v.Type.Mask {
					x = x.Op("!=").Lit(0)
				}
				values = append(values, x)
			case vec.RareIf:
				values = append(values, g.use(v.Args[2], lane))
			default:
				values = append(values, g.expr(vec.Val(id), v, lane))
			}
		}
		b.List(names...).Op(":=").List(values...)
		if v.Op == vec.RareIf {
			for lane := range g.unroll {
				b.If(g.use(v.Args[0], lane)).Block(g.name(vec.Val(id), lane).Op("=").Qual(scalarPath, scalar.Rare(v.Imm).Name()).Call(g.use(v.Args[1], lane)))
			}
		}
	}
	var places, results []jen.Code
	for lane := range g.unroll {
		place := at("out", lane)
		r := g.use(g.f.Results[0], lane)
		if g.f.Values[g.f.Results[0]].Type.Mask {
			r = jen.Qual(scalarPath, "Byte").Call(r)
		}
		places, results = append(places, place), append(results, r)
	}
	b.List(places...).Op("=").List(results...)
}

// arg is the name of an operand's slice: a, b, … z, then x26 and so on.
func arg(i int) string {
	if i < 18 { // up to r: s and the rest have other uses
		return string(rune('a' + i))
	}
	return fmt.Sprintf("x%d", i)
}

func (g *goFunc) name(v vec.Val, lane int) *jen.Statement {
	if g.unroll == 1 {
		return jen.Id(fmt.Sprintf("v%d", v))
	}
	return jen.Id(fmt.Sprintf("v%d%c", v, 'a'+lane))
}

// use is a value as an operand: its name, or the constant itself.
func (g *goFunc) use(v vec.Val, lane int) *jen.Statement {
	if c := g.f.Values[v]; c.Op == vec.Const {
		return constant(c.Type, c.Imm)
	}
	return g.name(v, lane)
}

// element is the Go type of an element in memory; bools are bytes.
func element(t vec.Type) *jen.Statement {
	if t.Mask {
		return jen.Uint8()
	}
	return jen.Id(t.Elem.String())
}

// constant writes a constant so that it has exactly these bits.
func constant(t vec.Type, bits uint64) *jen.Statement {
	if t.Mask {
		return jen.Lit(bits != 0)
	}
	x := math.Float64frombits(bits)
	switch t.Elem {
	case dtype.Float32:
		y := math.Float32frombits(uint32(bits))
		if odd(float64(y)) {
			return jen.Qual("math", "Float32frombits").Call(jen.Op(fmt.Sprintf("%#x", bits)))
		}
		return number(fmt.Sprint(y))
	case dtype.Float64:
		if odd(x) {
			return jen.Qual("math", "Float64frombits").Call(jen.Op(fmt.Sprintf("%#x", bits)))
		}
		return number(fmt.Sprint(x))
	}
	if t.Elem.Kind() == dtype.KindSigned {
		shift := 64 - 8*t.Elem.Size()
		return number(fmt.Sprint(int64(bits<<shift) >> shift))
	}
	return number(fmt.Sprint(bits))
}

// number writes a literal; a negative one needs parentheses next to an operator.
func number(text string) *jen.Statement {
	if text[0] == '-' {
		return jen.Parens(jen.Op(text))
	}
	return jen.Op(text)
}

// odd reports a float that no Go literal stands for: an infinity, a NaN or minus zero.
func odd(x float64) bool {
	return math.IsInf(x, 0) || math.IsNaN(x) || x == 0 && math.Signbit(x)
}
