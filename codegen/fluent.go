package codegen

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir"
)

// Fluent writes the Go twin of the language: for each row of the op table that takes arrays a function of package
// b2, and a method of Expr and of Array whose receiver is the first argument.
func Fluent() (map[string][]byte, error) {
	f := newFile("b2", nil)
	for _, op := range ir.Ops() {
		switch op.Kind {
		case ir.Elementwise:
			elementwise(f, op)
		case ir.Reduction:
			reduction(f, op)
		}
	}
	files := map[string][]byte{}
	return files, render(files, "fluent.go", f)
}

func elementwise(f *jen.File, op *ir.Op) {
	name := exported(op.Name)
	params := make([]jen.Code, len(op.Params))
	for i, p := range op.Params {
		params[i] = jen.Id(p)
	}
	call := func(args ...jen.Code) *jen.Statement {
		return jen.Return(jen.Id("call").Call(append([]jen.Code{jen.Lit(op.Name)}, args...)...))
	}
	f.Comment(doc(name, op))
	f.Func().Id(name).Params(jen.List(params...).Any()).Op("*").Id("Expr").Block(call(params...))
	for _, recv := range receivers {
		f.Comment(fmt.Sprintf("%s is [%s] of %s and the arguments.", name, name, recv.what))
		in := jen.Params()
		if len(params) > 1 {
			in = jen.Params(jen.List(params[1:]...).Any())
		}
		f.Func().Params(jen.Id(recv.name).Op("*").Id(recv.typ)).Id(name).Add(in).Op("*").Id("Expr").
			Block(call(append([]jen.Code{jen.Id(recv.name)}, params[1:]...)...))
	}
}

func reduction(f *jen.File, op *ir.Op) {
	name := exported(op.Name)
	opts := jen.Id("opts").Op("...").Id("ReduceOption")
	call := func(of string) *jen.Statement {
		return jen.Return(jen.Id("reduce").Call(jen.Lit(op.Name), jen.Id(of), jen.Id("opts")))
	}
	f.Comment(doc(name, op))
	f.Func().Id(name).Params(jen.Id("a").Any(), opts).Op("*").Id("Expr").Block(call("a"))
	for _, recv := range receivers {
		f.Comment(fmt.Sprintf("%s is [%s] of %s.", name, name, recv.what))
		f.Func().Params(jen.Id(recv.name).Op("*").Id(recv.typ)).Id(name).Params(opts).Op("*").Id("Expr").Block(call(recv.name))
	}
}

// receivers have names that no row's parameter has.
var receivers = []struct{ name, typ, what string }{{"e", "Expr", "the expression"}, {"a", "Array", "the array"}}

// doc is the row's sentence as a Go doc comment.
func doc(name string, op *ir.Op) string {
	return fmt.Sprintf("%s is the expression %s(%s). %s", name, op.Name, strings.Join(op.Params, ", "), op.Doc)
}

// exported is the Go name of a row: floor_divide is FloorDivide.
func exported(name string) string {
	parts := strings.Split(name, "_")
	for i, p := range parts {
		parts[i] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, "")
}
