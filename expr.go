package b2

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	stdruntime "runtime"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/parser"
	"github.com/b2gen/b2/runtime/kernel"
)

// Expr is a lazy expression: typed, with a shape, and not computed. It never changes.
type Expr struct {
	node *ir.Node
	// Positions and new axes of an index change the result's shape alone, so that a kernel of the whole expression
	// still fits its slices; they reach the operands when the expression becomes part of another.
	view    []int // axes for ir.Reaxis; nil: all of node's
	shape   []int
	kernels []*kernel.Kernel
	require bool
	err     error

	reads, stores planned
}

func newExpr(n *ir.Node) *Expr { return &Expr{node: n, shape: n.Shape} }

func badExpr(err error) *Expr { return &Expr{err: err} }

// Lazy is the expression that a text means, with operands for its names. All faults of type and shape are found
// here, as [*ExprError] with their place in the text, several at once.
func Lazy(text string, vars Vars, opts ...LazyOption) (*Expr, error) {
	s := newSettings()
	for _, o := range opts {
		o.lazy(s)
	}
	tree, err := parser.Parse(text)
	if err != nil {
		return nil, err
	}
	nodes := make(map[string]*ir.Node, len(vars))
	for name, v := range vars {
		if nodes[name], err = operand(v, name); err != nil {
			return nil, fmt.Errorf("operand %s: %w", name, err)
		}
	}
	n, err := ir.Check(text, tree, nodes)
	if err != nil {
		return nil, shapeError(err)
	}
	e := newExpr(n)
	e.kernels, e.require = s.kernels, s.require
	return e, nil
}

// shapeError makes errors about broadcasting match ErrShape.
func shapeError(err error) error {
	if strings.Contains(err.Error(), "cannot be broadcast") {
		return &matching{err, ErrShape}
	}
	return err
}

// matching is an error that matches another one, too, without printing it.
type matching struct {
	error
	also error
}

func (m *matching) Unwrap() []error { return []error{m.error, m.also} }

// Strong makes a Go number a NumPy scalar of its type instead of a Python number: b2.Strong(0.5) is a float64 that
// widens float32 arrays.
func Strong(v any) *Expr {
	n, err := strong(v)
	if err != nil {
		return badExpr(err)
	}
	return newExpr(n)
}

// Err is the first fault of a fluent expression, with the place of the call; nil when there is none.
func (e *Expr) Err() error { return e.err }

// Shape is the lengths of the result's axes; nil when the expression has a fault. A selection such as a[a > 0] has the
// length -1: it is known when it is computed, or [Expr.Counted].
func (e *Expr) Shape() []int {
	if e.err != nil {
		return nil
	}
	return append([]int{}, e.shape...)
}

// DType is the type of the result's elements.
func (e *Expr) DType() DType {
	if e.err != nil {
		return 0
	}
	return e.node.DType
}

// NBytes is the size of the result, uncompressed; no more than an int64 holds, and -1 for a selection, whose size is
// known when it is computed.
func (e *Expr) NBytes() int64 {
	if e.err != nil {
		return 0
	}
	if e.node.Kind == ir.SelectNode {
		return -1
	}
	n, size := int64(shape.Len(e.shape)), int64(e.DType().Size())
	if n > math.MaxInt64/size {
		return math.MaxInt64
	}
	return n * size
}

// String is the expression as text that means the same.
func (e *Expr) String() string {
	if e.err != nil {
		return "invalid expression: " + e.err.Error()
	}
	text, _ := ir.Format(e.whole())
	return text
}

// whole is the node with its view applied.
func (e *Expr) whole() *ir.Node {
	if e.view == nil {
		return e.node
	}
	return ir.Reaxis(e.node, e.view)
}

// Slice is a part of the result, still lazy: nothing but what it needs will be read and computed. Axes without an
// item are taken whole.
func (e *Expr) Slice(items ...SliceItem) *Expr {
	entries := make([]ir.Entry, len(items))
	for i, it := range items {
		entries[i].Item = it.item
		if it.array == nil {
			continue
		}
		n, err := operand(it.array, "")
		if err == nil {
			entries[i], err = ir.EntryOf(n)
		}
		if err != nil {
			return badExpr(fmt.Errorf("b2.Pick, item %d of the slice: %w", i, err))
		}
	}
	return e.index(entries)
}

// Index is Slice with the text of a Python index: "2, 3:200:25", "..., 7", "::-1", "None, 3". It may stand in brackets of
// its own, so that "[-3]" is the position -3, and "[[-3]]" the list of it. Lists of truth values are masks.
func (e *Expr) Index(text string) *Expr {
	if e.err != nil {
		return e
	}
	items, err := ir.ParseIndex(text)
	if err != nil {
		return badExpr(err)
	}
	return e.index(ir.EntriesOf(items))
}

func (e *Expr) index(entries []ir.Entry) *Expr {
	if e.err != nil {
		return e
	}
	n := e.whole()
	items, basic := ir.ItemsOf(entries)
	if n.Kind == ir.SelectNode || !basic {
		out, err := ir.IndexWith(n, entries)
		if err != nil {
			return badExpr(fmt.Errorf("[%s]: %w", shape.FormatIndex(items), err))
		}
		return e.of(out)
	}
	sel, err := shape.Resolve(items, n.Shape)
	if err == nil && len(sel.Shape) > shape.MaxDims {
		err = fmt.Errorf("the result would have %d dimensions, more than %d", len(sel.Shape), shape.MaxDims)
	}
	if err != nil {
		return badExpr(fmt.Errorf("[%s]: %w", shape.FormatIndex(items), err))
	}
	out := &Expr{node: ir.Slice(n, sel.Spans), view: ir.Axes(items, sel), shape: sel.Shape, kernels: e.kernels, require: e.require}
	if out.view == nil {
		out.view = []int{}
	}
	if out.shape == nil {
		out.shape = []int{}
	}
	return out
}

// Compute computes the result into a compressed array: in memory, or with [Path] chunk by chunk into a file. An
// error leaves nothing behind.
func (e *Expr) Compute(ctx context.Context, opts ...ComputeOption) (*Array, error) {
	s := newSettings()
	for _, o := range opts {
		o.compute(s)
	}
	if err := errors.Join(e.err, s.err); err != nil {
		return nil, err
	}
	e, err := e.counted(ctx, s)
	if err != nil {
		return nil, err
	}
	p, err := e.storePlan()
	if err != nil {
		return nil, err
	}
	rt, err := p.Compute(ctx, s.run, s.target)
	if err != nil {
		return nil, err
	}
	return newArray(rt, s.target.Path), nil
}

// call is a fluent step: a row of the op table applied to arguments.
func call(name string, args ...any) *Expr { return callWith(name, nil, args...) }

// callWith is call with options.
func callWith(name string, opts []CallOption, args ...any) *Expr {
	op, _ := ir.Find(name)
	nodes, err := operands(args)
	if err != nil {
		return badCall(name, err)
	}
	values := ir.Options{}
	for _, o := range opts {
		if err := o.call(values); err != nil {
			return badCall(name, err)
		}
	}
	if err := constantOptions(op, values); err != nil {
		return badCall(name, err)
	}
	var n *ir.Node
	if op.Symbol != "" { // Go's only way to write the operator
		n, err = ir.Operate(op, nodes...)
	} else {
		n, err = ir.Apply(op, nodes, values)
	}
	if err != nil {
		return badCall(name, err)
	}
	return newExpr(n).withKernelsOf(args)
}

// constantOptions makes constants of the ints and bools among the options that take numbers or arrays: Arg cannot tell
// them from axes and answers.
func constantOptions(op *ir.Op, values ir.Options) error {
	for _, o := range op.Options {
		if o.Takes != ir.TakesNumber && o.Takes != ir.TakesArray {
			continue
		}
		switch v := values[o.Name].(type) {
		case int, bool:
			n, err := operand(v, "")
			if err != nil {
				return err
			}
			values[o.Name] = n
		}
	}
	return nil
}

// withKernelsOf hands the kernels of the arguments on: they may fit parts of what was made of them.
func (e *Expr) withKernelsOf(args []any) *Expr {
	for _, a := range args {
		x, ok := a.(*Expr)
		if !ok {
			continue
		}
		e.require = e.require || x.require
		for _, k := range x.kernels {
			if !slices.Contains(e.kernels, k) {
				e.kernels = append(e.kernels, k)
			}
		}
	}
	return e
}

// badCall is the fault of a fluent step; it names the line that made it. A fault of an argument is passed on.
func badCall(name string, err error) *Expr {
	var earlier *argumentError
	if errors.As(err, &earlier) {
		return badExpr(earlier.err)
	}
	for skip := 2; skip < 6; skip++ { // past badCall, call, callWith and the generated function
		if _, file, line, ok := stdruntime.Caller(skip); ok && filepath.Base(file) != "fluent.go" && filepath.Base(file) != "expr.go" {
			return badExpr(fmt.Errorf("%s:%d: %s: %w", filepath.Base(file), line, name, shapeError(err)))
		}
	}
	return badExpr(fmt.Errorf("%s: %w", name, shapeError(err)))
}

// Names lists the names that an expression needs operands for, in order of appearance.
func Names(text string) ([]string, error) {
	tree, err := parser.Parse(text)
	if err != nil {
		return nil, err
	}
	return ir.FreeNames(tree), nil
}
