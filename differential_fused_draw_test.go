package b2_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2/codegen"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/parser"
	"github.com/b2gen/b2/testdata/fused"
)

// fusedDrawing draws expressions that have a fused kernel, and operands for them.
type fusedDrawing struct {
	t          *testing.T
	seed       uint64
	kernelRows []*ir.Op
	forms      []form
	cases      []fused.Case

	seen       map[string]bool // directives with their expressions
	rows       map[string]int
	loops      map[string]bool // operations with their types
	operations int
	without    map[string]int // expressions that have no kernel, by reason
}

func newFusedDrawing(t *testing.T, seed uint64) *fusedDrawing {
	rows := kernelRows()
	return &fusedDrawing{t: t, seed: seed, kernelRows: rows, forms: kernelForms(rows),
		seen: map[string]bool{}, rows: map[string]int{}, loops: map[string]bool{}, without: map[string]int{}}
}

// kernelRows are the rows that kernels can have.
func kernelRows() (rows []*ir.Op) {
	for _, op := range ir.Ops() {
		d := directiveOf(op, "float64")
		if d.Check() == nil || directiveOf(op, "int64").Check() == nil || directiveOf(op, "complex128").Check() == nil {
			rows = append(rows, op)
		}
	}
	return rows
}

// directiveOf is a directive with a call of a row.
func directiveOf(op *ir.Op, t string) codegen.Directive {
	d := codegen.Directive{Name: "K", Const: "K"}
	var args []string
	for i := range op.Params {
		name := fmt.Sprintf("x%d", i)
		args = append(args, name)
		d.Operands = append(d.Operands, codegen.OperandDecl{Name: name, DType: map[string]dtype.DType{"float64": dtype.Float64, "int64": dtype.Int64, "complex128": dtype.Complex128}[t]})
	}
	d.Expr = op.Name + "(" + strings.Join(args, ", ") + ")"
	return d
}

// kernelForms are the forms that expressions with a kernel are made of.
func kernelForms(rows []*ir.Op) (list []form) {
	moves := func(f form) bool {
		return slices.ContainsFunc([]string{"[", "max(", ".T", ".mT", ".shape", ".size"}, func(s string) bool { return strings.Contains(f.text, s) })
	}
	for _, f := range forms {
		if f.op != nil && slices.Contains(rows, f.op) {
			list = append(list, f)
		}
	}
	for _, f := range slices.Concat(written, casting) {
		if f.op == nil && !moves(f) {
			for f.arity = 0; strings.Contains(f.text, fmt.Sprintf("{%d}", f.arity)); f.arity++ {
			}
			list = append(list, f)
		}
	}
	return list
}

// rowsFrom is the number of the first drawing that is of a row, not of chance.
const rowsFrom = 1 << 40

// draw makes case number i, if what was drawn has a kernel and is new.
func (f *fusedDrawing) draw(i uint64) {
	d := newDrawer(f.t, nil, newCoverage(), f.seed, i)
	d.forms, d.names = f.forms, []string{"a", "b", "c", "d", "f", "g", "h"}
	var root value
	var err error
	if i < rowsFrom {
		root, err = d.tree(2 + d.pick(3))
	} else {
		row := f.kernelRows[(i-rowsFrom)>>20]
		d.category = categories[(int(f.seed)+int(i-rowsFrom)>>20)%len(categories)]
		if i&(1<<20-1) > 40 { // which has nothing to do with the category
			d.category = ""
		}
		root, err = d.rooted(row, 1+d.pick(2))
	}
	if err != nil {
		f.t.Errorf("%d:%d: %v", f.seed, i, err)
		return
	}
	if root.text == "" || root.number || root.scalar {
		return
	}
	directive := d.directive(root.text, fmt.Sprintf("K%d", len(f.cases)))
	if err := directive.Check(); err != nil {
		f.without[reason(err)]++
		return
	}
	c := fused.Case{Name: d.name, Kernel: directive.Name, Expr: directive.Expr, Directive: "//b2gen:kernel"}
	for _, o := range directive.Operands {
		c.Directive += " " + o.Text
	}
	if f.seen[c.Directive+c.Expr] {
		return
	}
	f.seen[c.Directive+c.Expr] = true
	c.Signs = f.signs(directive.Expr)
	for kind := range 4 {
		c.Settings = append(c.Settings, d.setting(directive, kind))
	}
	f.cases = append(f.cases, c)
	f.note(directive, d)
}

// rooted draws a value of a row, whose arguments are of at most that depth.
func (d *drawer) rooted(row *ir.Op, depth int) (out value, err error) {
	var own []*form
	for i := range d.forms {
		if d.forms[i].op == row {
			own = append(own, &d.forms[i])
		}
	}
	f := pickOf(d, own)
	args := make([]value, f.arity)
	for i := range args {
		if args[i], err = d.tree(depth); err != nil {
			return out, err
		}
	}
	out, _, err = d.node(f, args)
	return out, err
}

// signs are the parts of an expression whose sign it asks for.
func (f *fusedDrawing) signs(expr string) (parts []string) {
	tree, err := parser.Parse(expr)
	if err != nil {
		f.t.Fatal(err)
	}
	for n := range parser.Preorder(tree) {
		if call, ok := n.(*parser.Call); ok {
			if name, ok := call.Func.(*parser.Name); ok && (name.Name == "signbit" || name.Name == "copysign") {
				parts = append(parts, parser.String(call.Args[len(call.Args)-1]))
			}
		}
	}
	return parts
}

// reason is an error without its place.
func reason(err error) string {
	var e *parser.Error
	if errors.As(err, &e) {
		return e.Headline()
	}
	return strings.TrimPrefix(err.Error(), "-: ")
}

// note counts what a case is made of: the rows in its text, and the loops, which have types, that are left of them.
func (f *fusedDrawing) note(directive codegen.Directive, d *drawer) {
	tree, err := parser.Parse(directive.Expr)
	if err != nil {
		f.t.Fatal(err)
	}
	for n := range parser.Preorder(tree) {
		for _, written := range operations(n) {
			f.operations++
			if op, ok := ir.Find(written); ok {
				f.rows[op.Name]++
			}
			for _, op := range ir.Ops() {
				if _, unary := n.(*parser.Unary); op.Symbol == written && unary == (len(op.Params) == 1) {
					f.rows[op.Name]++
				}
			}
		}
	}
	vars := map[string]*ir.Node{}
	for _, o := range directive.Operands {
		vars[o.Name] = ir.NewOperand(o.Name, o.Name, o.DType, d.vars[o.Name].shape)
	}
	n, err := ir.Check(directive.Expr, tree, vars)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, in := range ir.Build(n).Loops[0].Body {
		if in.N > 0 {
			f.loops[in.Key()] = true
		}
	}
}

// operations are the operations that a node of a syntax tree is by itself, as the symbols or names that they are written with.
func operations(n parser.Node) []string {
	switch n := n.(type) {
	case *parser.Unary:
		if _, ok := n.X.(*parser.Number); !ok {
			return []string{n.Op}
		}
	case *parser.Binary:
		return []string{n.Op}
	case *parser.Compare:
		var list []string
		for _, op := range n.Ops {
			list = append(list, op.Op)
		}
		return list
	case *parser.Cond:
		return []string{"where"}
	case *parser.Attr:
		return []string{n.Name}
	case *parser.Call:
		if name, ok := n.Func.(*parser.Name); ok {
			return []string{name.Name}
		}
	}
	return nil
}

// directive declares the operands of an expression: as they were drawn, or without a list of axes.
func (d *drawer) directive(expr, name string) codegen.Directive {
	out := codegen.Directive{Name: name, Const: name, Expr: expr}
	tree, err := parser.Parse(expr)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, n := range ir.FreeNames(tree) {
		v := d.vars[n].values[0]
		o := codegen.OperandDecl{Name: n, DType: v.dtype, Axes: []string{}, Text: n + "=" + v.dtype.String()}
		for i, length := range v.shape {
			axis := []string{"i", "j", "k"}[3-len(v.shape)+i]
			if length == 1 {
				axis = "1"
			}
			o.Axes = append(o.Axes, axis)
		}
		if d.pick(4) == 0 {
			o.Axes = nil
		} else {
			o.Text += "[" + strings.Join(o.Axes, ",") + "]"
		}
		out.Operands = append(out.Operands, o)
	}
	return out
}
