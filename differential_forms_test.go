package b2_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir"
)

// form is a kind of node that expressions are drawn from: the texts with {0}, {1} … in the place of the arguments.
type form struct {
	op       *ir.Op // the row; nil: none
	text, py string // py: "" is text
	arity    int
	arrays   bool    // no argument may be a number
	operator bool    // of a row, written as an operator
	kind     string  // how exact it is; see judge.py
	budget   float64 // of kind "ulp"

	complexULP float64 // with a complex argument: the budget, 0 as above
	selects    bool    // it has a selection, of which b2 does not take everything
	// more draws what the texts have besides the arguments; nil: nothing.
	more func(d *drawer, n *drawn)
}

// drawn is a form with its arguments and all that was drawn for it.
type drawn struct {
	text, py string
	args     []value
	scale    string   // of a reduction: what its rounding is measured by
	ref      string   // "": py
	cast     string   // dtype= of a reduction
	options  []string // that were given
	last     bool     // no other node is made of it: it may be a number, which adapts again
	fluent   func(args []any) *b2.Expr
}

// draw makes a node's texts.
func (f *form) draw(d *drawer, args []value) *drawn {
	n := &drawn{text: f.text, py: f.py, args: args}
	if f.more != nil {
		f.more(d, n)
	}
	return n
}

// judged is the case of a node, without its answer.
func (n *drawn) judged(name string, f *form) judged {
	ref := n.ref
	if ref == "" {
		ref = n.py
	}
	c := judged{Name: name, Text: fill(n.text, n.args, false), Py: fill(n.py, n.args, false), Ref: fill(ref, rounded(n.args), false),
		Scale: fill(n.scale, rounded(n.args), false), Args: map[string]any{}, Kind: f.kind, Budget: f.budget, Cast: n.cast, Selects: f.selects}
	if f.op != nil {
		c.Row = f.op.Name
	}
	for i, a := range n.args {
		c.Operands = append(c.Operands, fill(fmt.Sprintf("{%d}", i), n.args, false))
		if !a.number {
			c.Args[fmt.Sprintf("x%d", i)] = a.array()
		}
	}
	return c
}

// operands are the arrays among the arguments, under the names that a node's text has for them.
func (n *drawn) operands() b2.Vars {
	vars := b2.Vars{}
	for i, a := range n.args {
		if !a.number {
			vars[fmt.Sprintf("x%d", i)] = a.operand()
		}
	}
	return vars
}

// settle says how exact an answer of a type must be.
func (f *form) settle(c *judged, n *drawn, out value) {
	isComplex := func(a value) bool { return a.dtype.IsComplex() }
	if f.complexULP > 0 && (isComplex(out) || slices.ContainsFunc(n.args, isComplex)) {
		c.Kind, c.Budget = "ulp", f.complexULP
		return
	}
	if c.Kind == "ulp" && out.dtype.IsFloat() && out.dtype != b2.Float64 {
		c.Budget = 0.52
		if f.op != nil && f.op.Kind == ir.Composite { // which round more than once
			c.Budget = 1.6
		}
	}
}

// forms are all of them: rows of the op table, operators, and what is written by hand.
var forms = allForms()

func allForms() []form {
	var list []form
	add := func(f form, times int) {
		if f.py == "" {
			f.py = f.text
		}
		for f.arity = 0; strings.Contains(f.text, fmt.Sprintf("{%d}", f.arity)); {
			f.arity++
		}
		if f.kind == "" {
			f.kind = "exact"
		}
		list = append(list, slices.Repeat([]form{f}, times)...)
	}
	for _, op := range ir.Ops() {
		f := rowForm(op)
		switch {
		case op.Kind == ir.Constructor:
			continue // see constructing
		case op.Kind == ir.Reduction:
			add(f, 3)
		default:
			add(f, 1)
		}
		if op.Symbol != "" && op.Kind == ir.Elementwise {
			add(f.asOperator(), 3) // what people write most
		}
	}
	for _, f := range slices.Concat(written, viewForms, placing, constructing, casting, selecting) {
		if f.op != nil && f.kind == "" {
			f.kind = rowForm(f.op).kind
		}
		add(f, 1)
	}
	return list
}

// rowForm is the call of a row of the op table, with any of its options.
func rowForm(op *ir.Op) form {
	f := form{op: op, text: op.Name, kind: exactness[op.Name], arrays: op.Kind != ir.Elementwise && op.Kind != ir.Composite || op.Sequence}
	places := make([]string, len(op.Params))
	for i := range places {
		places[i] = fmt.Sprintf("{%d}", i)
	}
	f.text = op.Name + "(" + strings.Join(places, ", ")
	f.more = callOf(op)
	if op.ULP > 0 {
		f.kind, f.budget = "ulp", op.ULP+0.1
	}
	if op.Complex != nil && op.Complex.ULP > 0 {
		f.complexULP = op.Complex.ULP + 0.25
	}
	switch op.Name {
	case "multiply", "square": // NumPy's arrays fuse one of the products
		f.complexULP = 1.5
	case "angle":
		f.kind, f.budget = "ulp", 1.3
	}
	return f
}

// exactness is of the rows whose answers need not be NumPy's to the bit, and do not say so by themselves.
var exactness = map[string]string{
	"sum": "sum", "mean": "sum", "nansum": "sum", "nanmean": "sum", "trace": "sum", "prod": "prod", "nanprod": "prod",
	"var": "var", "nanvar": "var", "std": "std", "nanstd": "std",
	// NumPy's answer of zeros of both signs depends on the place in a vector.
	"clip": "zeros", "minimum": "zeros", "maximum": "zeros", "fmin": "zeros", "fmax": "zeros",
	"median": "zeros", "nanmedian": "zeros", "quantile": "zeros", "nanquantile": "zeros", "percentile": "zeros", "nanpercentile": "zeros",
	"min": "zeros", "max": "zeros", "nanmin": "zeros", "nanmax": "zeros", "ptp": "zeros",
}

// asOperator is a row's form written as its operator.
func (f form) asOperator() form {
	s := f.op.Symbol
	f.operator, f.more = true, nil
	if f.text, f.py = "({0}) "+s+" ({1})", ""; len(f.op.Params) == 1 {
		f.text = s + " ({0})"
	}
	switch s { // elementwise here, and no operators of arrays in Python
	case "and", "or", "not":
		f.py = fmt.Sprintf("%s({0}, {1})", f.op.Name)
		if s == "not" {
			f.py = f.op.Name + "({0})"
		}
	}
	f.more = func(_ *drawer, n *drawn) { n.fluent = methodCall(f.op, nil, nil) }
	return f
}

// fill puts the arguments into a form: their whole texts, or numbers and the names x0, x1 ….
func fill(form string, args []value, nested bool) string {
	for i, a := range args {
		text := fmt.Sprintf("x%d", i)
		if nested || a.number {
			text = a.text
		}
		form = strings.ReplaceAll(form, fmt.Sprintf("{%d}", i), text)
	}
	return form
}

// rounded are the arguments with numbers as elements of the result's type, which the judge calls R.
func rounded(args []value) []value {
	out := slices.Clone(args)
	for i, a := range out {
		if a.number {
			out[i].text = "R" + a.text
		}
	}
	return out
}
