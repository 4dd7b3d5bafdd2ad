package codegen

import (
	"errors"
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	b2parser "github.com/b2gen/b2/parser"
)

// loop is the directive's expression as the one loop that its kernel runs. Errors say where in the file.
func (d Directive) loop() (*ir.Loop, error) {
	l, err := d.compile()
	if err != nil {
		return nil, d.locate(err)
	}
	return l, nil
}

func (d Directive) compile() (*ir.Loop, error) {
	tree, err := b2parser.Parse(d.Expr)
	if err != nil {
		return nil, err
	}
	vars := d.vars()
	if err := d.checkTree(tree, vars); err != nil {
		return nil, err
	}
	n, err := ir.Check(d.Expr, tree, vars)
	if err != nil {
		return nil, err
	}
	program := ir.Build(n)
	l := program.Loops[len(program.Loops)-1]
	if len(program.Loops) > 1 || l.Reduce != nil {
		return nil, fmt.Errorf("the expression has a reduction; kernels are elementwise")
	}
	return l, d.checkLoop(l, vars)
}

// vars are the operands as the checker takes them. A named axis gets a length above 1; which axes an operand without a
// list varies over is not known, so it varies over all.
func (d Directive) vars() map[string]*ir.Node {
	names := d.axisNames()
	vars := map[string]*ir.Node{}
	for _, o := range d.Operands {
		axes := o.Axes
		if axes == nil {
			axes = names
		}
		s := make([]int, len(axes))
		for i, name := range axes {
			if s[i] = 2; name == "1" {
				s[i] = 1
			}
		}
		if o.Axes == nil && len(s) == 0 {
			s = []int{2}
		}
		n := ir.NewOperand(o.Name, o.Name, o.DType, s)
		if o.Axes == nil {
			n.Axes = shape.AllAxes
		}
		vars[o.Name] = n
	}
	return vars
}

// checkTree finds what a kernel cannot have, with better words than the checker has.
func (d Directive) checkTree(tree b2parser.Node, vars map[string]*ir.Node) error {
	var errs b2parser.Errors
	free := ir.FreeNames(tree)
	for n := range b2parser.Preorder(tree) {
		switch n := n.(type) {
		case *b2parser.Name:
			if i := slices.Index(free, n.Name); i >= 0 && vars[n.Name] == nil {
				free = slices.Delete(free, i, i+1) // once each
				errs.Add(b2parser.ErrorAt(d.Expr, n, "operand %s is not declared", n.Name).
					WithHint("add %s=float64 or what it is to the directive on line %d", n.Name, d.Place.Line))
			}
		case *b2parser.Call:
			if name, ok := callee(n); ok && name.Kind == ir.Rearranging {
				errs.Add(b2parser.ErrorAt(d.Expr, n, "%s moves elements; kernels are elementwise", name.Name).
					WithHint("declare the result as an operand of its own"))
			} else if ok && name.Kind == ir.Reduction {
				errs.Add(b2parser.ErrorAt(d.Expr, n, "%s is a reduction; kernels are elementwise", name.Name).
					WithHint("make a kernel of what is reduced, and reduce it at run time"))
			}
		case *b2parser.Index:
			errs.Add(b2parser.ErrorAt(d.Expr, n, "kernels do not index their operands").
				WithHint("declare the part as an operand of its own"))
		}
	}
	return errs.Err()
}

// callee is the row of the op table that a call is of, as a function or as a method.
func callee(c *b2parser.Call) (*ir.Op, bool) {
	switch f := c.Func.(type) {
	case *b2parser.Name:
		return ir.Find(f.Name)
	case *b2parser.Attr:
		return ir.Find(f.Name)
	}
	return nil, false
}

// checkLoop refuses operands that are not used, and arrays that are not operands.
func (d Directive) checkLoop(l *ir.Loop, vars map[string]*ir.Node) error {
	used := map[string]bool{}
	for _, in := range l.Inputs {
		name, ok := "", false
		if in.Node != nil {
			name, ok = in.Node.Ref.(string)
		}
		if !ok {
			return fmt.Errorf("the expression makes an array; declare that as an operand")
		}
		if !slices.Equal(in.Access, vars[name].Access) {
			return fmt.Errorf("operand %s is not read as a whole; kernels are elementwise", name)
		}
		used[name] = true
	}
	for _, o := range d.Operands {
		if !used[o.Name] {
			return fmt.Errorf("operand %s is declared, but the expression does not use it", o.Name)
		}
	}
	if len(l.Stages) == 0 {
		return fmt.Errorf("the expression computes nothing: it is an operand itself")
	}
	return nil
}

// locate gives errors about the expression their place in the file, and others that of the directive.
func (d Directive) locate(err error) error {
	var list b2parser.Errors
	if !list.Add(err) {
		return fmt.Errorf("%s: %w", d.Place, err)
	}
	errs := make([]error, len(list))
	for i, e := range list {
		e := *e // a copy: the caret goes by the offset in the expression, the line and column by the file
		e.What = d.literal.Filename
		switch {
		case !d.verbatim:
			e.Pos.Line, e.Pos.Col = d.literal.Line, d.literal.Column
		case e.Pos.Line <= 1:
			e.Pos.Line, e.Pos.Col = d.literal.Line, d.literal.Column+1+e.Pos.Offset
		default:
			e.Pos.Line += d.literal.Line - 1
		}
		errs[i] = &e
	}
	return errors.Join(errs...)
}
