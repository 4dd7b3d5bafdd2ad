package codegen

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/ir/vec"
)

// kernels are the files of fused kernels. The first has the list of all of them.
func (p *Package) kernels() ([]*part, error) {
	parts := []*part{p.part(1)}
	f := parts[0].file
	f.Comment("Kernels are the fused kernels of this package's expressions, for b2.WithKernels.")
	f.Func().Id("Kernels").Params().Index().Op("*").Qual(kernelPath, "Kernel").Block(
		jen.Return(jen.Index().Op("*").Qual(kernelPath, "Kernel").ValuesFunc(func(g *jen.Group) {
			for _, d := range p.Directives {
				g.Line().Id(d.kernelName()).Call()
			}
			g.Line()
		})),
	)
	var errs []error
	for _, d := range p.Directives {
		l, err := d.loop()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		last := parts[len(parts)-1]
		if last.full() {
			last = p.part(len(parts) + 1)
			parts = append(parts, last)
		}
		last.add(d, l)
	}
	p.guard(f)
	return parts, errors.Join(errs...)
}

// guard makes stale code fail to compile. A map with the constant key false twice is an error, which shows nothing
// of the code but the place: the place says what to do. As it is the end of the file, no other place is changed.
func (p *Package) guard(f *jen.File) {
	f.Comment("What follows does not compile when an expression, or what kernels are made of, is no longer what it was.")
	stale := func(what string, holds jen.Code) {
		f.Line().Comment("//line " + what + " has changed, run go generate:1")
		f.Var().Id("_").Op("=").Map(jen.Bool()).Struct().Values(jen.False().Op(":").Values(), jen.Add(holds).Op(":").Values())
	}
	seen := map[string]bool{}
	for _, d := range p.Directives {
		if !seen[d.Const] {
			seen[d.Const] = true
			stale(d.Const, jen.Id(d.Const).Op("==").Lit(d.Expr))
		}
	}
	stale("b2", jen.Qual(kernelPath, "ABI1"))
}

// kernel writes the constructor and the stages of one directive. Vector functions go to v, for the assembly files whose
// names begin with name; v is nil where there can be none. It returns the number of primitives that were written.
func (d Directive) kernel(f *jen.File, l *ir.Loop, v *vectors, name string) (primitives int) {
	f.Comment(wrap(fmt.Sprintf("%s is the kernel of %s: %s.", d.kernelName(), d.Const, oneLine(d.Expr))))
	f.Func().Id(d.kernelName()).Params().Op("*").Qual(kernelPath, "Kernel").Block(
		jen.Return(jen.Op("&").Qual(kernelPath, "Kernel").Values(
			field("Name", jen.Lit(d.Name)),
			field("Key", jen.Op("`"+l.Key+"`")),
			field("In", d.operands(l)),
			field("Stages", d.stages(l, v)),
			field("Out", refCode(l.Out)),
			jen.Line(),
		)),
	)
	for i := range l.Stages {
		st := &l.Stages[i]
		f.Comment(fmt.Sprintf("%s computes v%d of %s%s.", d.stageName(i, l), st.Value, d.kernelName(), d.over(st.Axes)))
		args := make([]string, len(st.Inputs))
		for k, r := range st.Inputs {
			if args[k] = fmt.Sprintf("stage%d", ^r); r >= 0 {
				args[k] = l.Inputs[r].Node.Name
			}
		}
		fn := st.Lower(l.InputTypes(st))
		f.Add(stripFunc(d.stageName(i, l), fn, args))
		primitives += len(fn.Values)
		if v != nil {
			v.add(name, d.stageName(i, l), fn)
		}
	}
	return primitives
}

// over says which axes a stage runs over, if the directive names any.
func (d Directive) over(axes shape.AxisSet) string {
	names := d.axisNames()
	var own []string
	for i, name := range names {
		if axes.Has(len(names)-1-i) && name != "1" {
			own = append(own, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(" over [%s]", strings.Join(own, ","))
}

// field is a field of a composite literal on a line of its own.
func field(name string, value jen.Code) *jen.Statement {
	return jen.Line().Id(name).Op(":").Add(value)
}

func (d Directive) operands(l *ir.Loop) *jen.Statement {
	return jen.Index().Qual(kernelPath, "Operand").ValuesFunc(func(g *jen.Group) {
		comment := jen.Null() // of the line before: it goes after that one's comma
		for _, in := range l.Inputs {
			g.Add(comment).Line().Values(jen.Id("DType").Op(":").Add(dtypeCode(in.DType)), jen.Id("Axes").Op(":").Add(d.axesCode(in.Axes)))
			comment = jen.Comment(d.declared(in.Node.Name))
		}
		g.Add(comment).Line()
	})
}

// declared is the text of an operand's declaration.
func (d Directive) declared(name string) string {
	for _, o := range d.Operands {
		if o.Name == name {
			return o.Text
		}
	}
	return name
}

func (d Directive) stages(l *ir.Loop, v *vectors) *jen.Statement {
	return jen.Index().Qual(kernelPath, "Stage").ValuesFunc(func(g *jen.Group) {
		for i, st := range l.Stages {
			refs := make([]jen.Code, len(st.Inputs))
			for k, r := range st.Inputs {
				refs[k] = refCode(r)
			}
			run := jen.Id(runName(d.stageName(i, l))).Call()
			if v == nil {
				run = runs(d.stageName(i, l))
			}
			g.Line().Values(
				field("Axes", d.axesCode(st.Axes)),
				field("Out", dtypeCode(st.Out)),
				field("In", jen.Index().Qual(kernelPath, "Ref").Values(refs...)),
				field("Run", run),
				jen.Line(),
			)
		}
		g.Line()
	})
}

func refCode(r ir.Ref) *jen.Statement {
	if r < 0 {
		return jen.Qual(kernelPath, "StageRef").Call(jen.Lit(int(^r)))
	}
	return jen.Lit(int(r))
}

// kernelName is the function that makes the kernel.
func (d Directive) kernelName() string { return lowerFirst(d.Name) + "Kernel" }

// stageName is the function of a stage: the last one has no number.
func (d Directive) stageName(i int, l *ir.Loop) string {
	if i == len(l.Stages)-1 {
		return lowerFirst(d.Name) + "Strip"
	}
	return fmt.Sprintf("%sStage%d", lowerFirst(d.Name), i)
}

func (d Directive) axesCode(a shape.AxisSet) *jen.Statement {
	if a == shape.AllAxes {
		return jen.Qual(kernelPath, "AllAxes")
	}
	return jen.Op(fmt.Sprintf("0b%0*b", max(len(d.axisNames()), 1), a))
}

func dtypeCode(d dtype.DType) *jen.Statement {
	name := d.String()
	return jen.Qual(dtypePath, strings.ToUpper(name[:1])+name[1:])
}

// oneLine is an expression for a comment.
func oneLine(expr string) string { return strings.Join(strings.Fields(expr), " ") }

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// elementOf is the Go type of an array's elements in a client's slice.
func elementOf(d dtype.DType) *jen.Statement {
	switch d {
	case dtype.Bool:
		return jen.Bool()
	case dtype.Float16:
		return jen.Qual(dtypePath, "Half")
	}
	return element(vec.TypeOf(d))
}
