package codegen

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir"
)

// Fluent writes the Go twin of the language: for each row of the op table that takes arrays a function of package
// b2, and a method of Expr and of Array whose receiver is the first argument.
func Fluent() (map[string][]byte, error) {
	f := newFile("b2", nil)
	for _, op := range ir.Ops() {
		if op.Kind != ir.Constructor {
			twin(f, op)
		}
	}
	files := map[string][]byte{}
	return files, render(files, "fluent.go", f)
}

// twin writes the function and the methods of a row.
func twin(f *jen.File, op *ir.Op) {
	name := exported(op.Name)
	f.Comment(doc(name, op))
	if op.Sequence {
		list := jen.Id("arrays").Index().Any()
		f.Func().Id(name).ParamsFunc(params(op, list)).Op("*").Id("Expr").Block(body(op, jen.Id("arrays").Op("...")))
		return
	}
	names := arrayNames(op)
	f.Func().Id(name).ParamsFunc(params(op, list(names))).Op("*").Id("Expr").Block(body(op, names...))
	if len(names) == 0 {
		return
	}
	for _, recv := range receivers {
		f.Comment(fmt.Sprintf("%s is [%s] of %s%s.", name, name, recv.what, andMore(op)))
		f.Func().Params(jen.Id(recv.name).Op("*").Id(recv.typ)).Id(name).ParamsFunc(params(op, list(names[1:]))).Op("*").Id("Expr").
			Block(body(op, append([]jen.Code{jen.Id(recv.name)}, names[1:]...)...))
	}
}

func andMore(op *ir.Op) string {
	if len(op.Params)+len(op.Options) > 1 {
		return " and the arguments"
	}
	return ""
}

// arrayNames are the Go names of a row's array parameters.
func arrayNames(op *ir.Op) []jen.Code {
	names := make([]jen.Code, len(op.Params))
	for i, p := range op.Params {
		names[i] = jen.Id(goName(strings.TrimSuffix(p, "=None")))
	}
	return names
}

// list is the declaration of parameters that take any operand.
func list(names []jen.Code) jen.Code {
	if len(names) == 0 {
		return nil
	}
	return jen.List(names...).Any()
}

// params writes the arrays, the options that must be given and the others.
func params(op *ir.Op, arrays jen.Code) func(*jen.Group) {
	return func(g *jen.Group) {
		if arrays != nil {
			g.Add(arrays)
		}
		more := false
		for _, o := range op.Options {
			if o.Default != "" {
				more = true
				continue
			}
			g.Id(goName(o.Name)).Add(goType(o.Takes))
		}
		if more {
			g.Id("opts").Op("...").Id("CallOption")
		}
	}
}

// body is the call of the function that all twins are.
func body(op *ir.Op, args ...jen.Code) jen.Code {
	if len(op.Options) == 0 && !op.Sequence {
		return jen.Return(jen.Id("call").Call(append([]jen.Code{jen.Lit(op.Name)}, args...)...))
	}
	given := jen.Nil()
	var needed []jen.Code
	for _, o := range op.Options {
		if o.Default == "" {
			needed = append(needed, jen.Id("option").Call(jen.Lit(o.Name), jen.Id(goName(o.Name))))
		} else {
			given = jen.Id("opts")
		}
	}
	if len(needed) > 0 {
		given = jen.Id("append").Call(jen.Index().Id("CallOption").Values(needed...), jen.Add(given).Op("..."))
		if !slices.ContainsFunc(op.Options, func(o ir.Option) bool { return o.Default != "" }) {
			given = jen.Index().Id("CallOption").Values(needed...)
		}
	}
	return jen.Return(jen.Id("callWith").Call(append([]jen.Code{jen.Lit(op.Name), given}, args...)...))
}

// goType is the Go type of an option's value.
func goType(k ir.OptionKind) jen.Code {
	switch k {
	case ir.TakesInt:
		return jen.Int()
	case ir.TakesInts, ir.TakesPositions:
		return jen.Index().Int()
	case ir.TakesBool:
		return jen.Bool()
	case ir.TakesDType:
		return jen.Id("DType")
	case ir.TakesText:
		return jen.String()
	}
	return jen.Any()
}

// goName is a parameter's name where Python's is a word of Go's.
func goName(name string) string {
	if token.IsKeyword(name) {
		return name + "_"
	}
	return name
}

// receivers stand for the first parameter.
var receivers = []struct{ name, typ, what string }{{"e", "Expr", "the expression"}, {"a", "Array", "the array"}}

// doc is the row's sentence as a Go doc comment.
func doc(name string, op *ir.Op) string {
	return fmt.Sprintf("%s is the expression %s. %s", name, op.Signature(), op.Doc)
}

// otherNames are the Go names of rows whose own the package has for something else, and of what goes with them.
var otherNames = map[string]string{"all": "AllTrue", "any": "AnyTrue"}

// exported is the Go name of a row: floor_divide is FloorDivide.
func exported(name string) string {
	if other, ok := otherNames[name]; ok {
		return other
	}
	parts := strings.Split(name, "_")
	for i, p := range parts {
		parts[i] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, "")
}
