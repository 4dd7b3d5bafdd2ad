package codegen

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Kernels writes the file of fused kernels for the directives of a package.
func Kernels(pkg string, directives []Directive) ([]byte, error) {
	f := newFile(pkg)
	f.Comment("Kernels are the fused kernels of this package's expressions, for b2.WithKernels.")
	f.Func().Id("Kernels").Params().Index().Op("*").Qual(kernelPath, "Kernel").Block(
		jen.Return(jen.Index().Op("*").Qual(kernelPath, "Kernel").ValuesFunc(func(g *jen.Group) {
			for _, d := range directives {
				g.Line().Id(lowerFirst(d.Name)).Call()
			}
			g.Line()
		})),
	)
	f.Comment("This does not compile when an expression or what kernels are made of has changed: run go generate.")
	f.Var().Id("_").Op("=").Index().Map(jen.Bool()).Struct().ValuesFunc(func(g *jen.Group) {
		seen := map[string]bool{}
		for _, d := range directives {
			if !seen[d.Const] {
				seen[d.Const] = true
				g.Line().Values(jen.Lit(false).Op(":").Values(), jen.Id(d.Const).Op("==").Lit(d.Expr).Op(":").Values())
			}
		}
		g.Line().Values(jen.Qual(kernelPath, "ABI1").Op(":").Values())
		g.Line()
	})
	for _, d := range directives {
		if err := d.kernel(f); err != nil {
			return nil, fmt.Errorf("%s: %w", d.Place, err)
		}
	}
	files := map[string][]byte{}
	err := render(files, "b2gen.go", f)
	return files["b2gen.go"], err
}

// kernel writes the constructor and the stages of one directive.
func (d Directive) kernel(f *jen.File) error {
	program, err := d.program()
	if err != nil {
		return err
	}
	if len(program.Loops) != 1 || program.Loops[0].Reduce != nil {
		return fmt.Errorf("an expression with a reduction is not fused yet; give the part that is elementwise")
	}
	l := program.Loops[0]
	if len(l.Stages) == 0 {
		return fmt.Errorf("the expression computes nothing")
	}
	name := lowerFirst(d.Name)
	f.Comment(fmt.Sprintf("%s computes %s with %s.", name, d.Expr, d.operandText()))
	f.Func().Id(name).Params().Op("*").Qual(kernelPath, "Kernel").Block(
		jen.Return(jen.Op("&").Qual(kernelPath, "Kernel").Values(jen.Dict{
			jen.Id("Name"):   jen.Lit(d.Name),
			jen.Id("Key"):    jen.Op("`" + l.Key + "`"),
			jen.Id("In"):     operands(l),
			jen.Id("Stages"): stages(name, l),
			jen.Id("Out"):    jen.Lit(int(l.Out)),
		})),
	)
	for i := range l.Stages {
		st := &l.Stages[i]
		fn := stageName(name, i, l)
		f.Comment(fmt.Sprintf("%s is v%d of %s.", fn, st.Value, name))
		f.Add(stripFunc(fn, st.Lower(l.InputTypes(st))))
	}
	return nil
}

func operands(l *ir.Loop) *jen.Statement {
	return jen.Index().Qual(kernelPath, "Operand").ValuesFunc(func(g *jen.Group) {
		for _, in := range l.Inputs {
			g.Line().Values(jen.Dict{jen.Id("DType"): dtypeCode(in.DType), jen.Id("Axes"): axesCode(in.Axes)})
		}
		g.Line()
	})
}

func stages(name string, l *ir.Loop) *jen.Statement {
	return jen.Index().Qual(kernelPath, "Stage").ValuesFunc(func(g *jen.Group) {
		for i, st := range l.Stages {
			g.Line().Values(jen.Dict{
				jen.Id("Axes"): axesCode(st.Axes),
				jen.Id("Out"):  dtypeCode(st.Out),
				jen.Id("In"): jen.Index().Qual(kernelPath, "Ref").ValuesFunc(func(g *jen.Group) {
					for _, r := range st.Inputs {
						g.Lit(int(r))
					}
				}),
				jen.Id("Run"): jen.Index(jen.Qual(cpuPath, "NumISA")).Func().Params(jen.Op("*").Qual(kernelPath, "Strip")).Values(jen.Dict{
					jen.Qual(cpuPath, "Go"): jen.Id(stageName(name, i, l)),
				}),
			})
		}
		g.Line()
	})
}

// stageName is the function of a stage: the last one has the kernel's own name.
func stageName(name string, i int, l *ir.Loop) string {
	if i == len(l.Stages)-1 {
		return name + "Strip"
	}
	return fmt.Sprintf("%sStage%d", name, i)
}

func axesCode(a shape.AxisSet) *jen.Statement {
	if a == shape.AllAxes {
		return jen.Qual(kernelPath, "AllAxes")
	}
	return jen.Op(fmt.Sprintf("%#b", a))
}

func dtypeCode(d dtype.DType) *jen.Statement {
	name := d.String()
	return jen.Qual(dtypePath, strings.ToUpper(name[:1])+name[1:])
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
