package codegen

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
)

// into writes the plain-slice function of a directive: QuadInto(i, j, k int, out []float64, a []float32, …) error.
func (d Directive) into(f *jen.File, l *ir.Loop) {
	used := map[string]bool{"kernel": true, "b2kernel": true, d.kernelName(): true}
	out := unique("out", used)
	params := map[string]string{}
	for _, o := range d.Operands {
		params[o.Name] = unique(o.Name, used)
	}
	names, extents := d.extents(out, used)

	f.Comment(d.intoDoc(names, out, params))
	f.Func().Id(d.intoName()).ParamsFunc(func(g *jen.Group) {
		if len(names) > 0 {
			g.List(idents(names)...).Int()
		}
		g.Id(out).Index().Add(elementOf(l.OutType()))
		for _, o := range d.Operands {
			g.Id(params[o.Name]).Index().Add(elementOf(o.DType))
		}
	}).Error().Block(jen.Return(jen.Qual(kernelPath, "Apply").CallFunc(func(g *jen.Group) {
		g.Line().Id(d.kernelName()).Call()
		g.Line().Index().Int().Values(extents...)
		g.Line().Qual(kernelPath, "SliceOf").Call(jen.Lit(out), jen.Id(out))
		for _, in := range l.Inputs {
			g.Line().Qual(kernelPath, "SliceOf").Call(jen.Lit(in.Node.Name), jen.Id(params[in.Node.Name]))
		}
		g.Line()
	})))
}

// extents are the parameters for the lengths of axes, if the function needs any, and the extents that it computes
// over. Where all operands vary alike, one axis is enough, and it is as long as the result.
func (d Directive) extents(out string, used map[string]bool) (names []string, extents []jen.Code) {
	axes := d.axisNames()
	if all, ok := d.alike(); ok {
		if all != 0 {
			extents = append(extents, jen.Len(jen.Id(out)))
			for k := 0; !all.Has(k); k++ {
				extents = append(extents, jen.Lit(1))
			}
		}
		return nil, extents
	}
	for _, name := range axes {
		if name == "1" {
			extents = append(extents, jen.Lit(1))
			continue
		}
		name = unique(name, used)
		names, extents = append(names, name), append(extents, jen.Id(name))
	}
	return names, extents
}

// alike reports whether the plain-slice function needs no lengths of axes, and the axes that it runs over: all
// operands vary over the same ones, or none is named.
func (d Directive) alike() (all shape.AxisSet, ok bool) {
	axes := d.axisNames()
	for i, name := range axes {
		if name != "1" {
			all |= 1 << (len(axes) - 1 - i)
		}
	}
	if all == 0 {
		if slices.ContainsFunc(d.Operands, func(o OperandDecl) bool { return o.Axes == nil }) {
			all = 1
		}
		return all, true
	}
	for _, o := range d.Operands {
		own := all
		if o.Axes != nil {
			own = 0
			for i, name := range o.Axes {
				if name != "1" {
					own |= 1 << (len(o.Axes) - 1 - i)
				}
			}
		}
		if own != all {
			return all, false
		}
	}
	return all, true
}

// intoDoc says what the function computes and how long its slices are.
func (d Directive) intoDoc(names []string, out string, params map[string]string) string {
	text := fmt.Sprintf("%s computes %s, %s, over plain slices.", d.intoName(), d.Const, oneLine(d.Expr))
	switch all, _ := d.alike(); {
	case all == 0:
		text += " Each has one element."
	case len(names) == 0:
		text += fmt.Sprintf(" Operands have as many elements as %s", out)
		for _, o := range d.Operands {
			if o.Axes != nil && len(o.Axes) == 0 {
				text += ", but " + params[o.Name] + " one"
			}
		}
		text += "."
	default:
		axes := d.axisNames()
		text += fmt.Sprintf(" They hold arrays in C order: %s[%s]", out, strings.Join(axes, ","))
		for _, o := range d.Operands {
			own := o.Axes
			if own == nil {
				own = axes
			}
			text += fmt.Sprintf(", %s[%s]", params[o.Name], strings.Join(own, ","))
		}
		text += "."
	}
	return wrap(text + fmt.Sprintf(" A slice of another length is an error. %s must not overlap an operand.", out))
}

// wrap makes a comment of a text, with lines that are not too long.
func wrap(text string) string {
	const width = 110
	s, at := "//", 2
	for _, word := range strings.Fields(text) {
		if n := utf8.RuneCountInString(word); at+1+n > width {
			s, at = s+"\n// "+word, 3+n
		} else {
			s, at = s+" "+word, at+1+n
		}
	}
	return s
}

// intoName is exported if the kernel's name is.
func (d Directive) intoName() string { return d.Name + "Into" }

func idents(names []string) []jen.Code {
	list := make([]jen.Code, len(names))
	for i, n := range names {
		list[i] = jen.Id(n)
	}
	return list
}
