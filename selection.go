package b2

import (
	"context"
	"slices"

	"github.com/b2gen/b2/ir"
	b2rt "github.com/b2gen/b2/runtime"
)

// of is another expression with the kernels of e.
func (e *Expr) of(n *ir.Node) *Expr {
	out := newExpr(n)
	out.kernels, out.require = e.kernels, e.require
	return out
}

// Counted is the expression with a shape that is known: a selection such as a[a > 0] has been counted then, and may be
// sliced and used like any array. Every other expression is itself.
func (e *Expr) Counted(ctx context.Context, opts ...ReadOption) (*Expr, error) {
	if e.err != nil {
		return nil, e.err
	}
	return e.countedFor(ctx, opts)
}

// countedFor is counted with the options of a call that reads.
func (e *Expr) countedFor(ctx context.Context, opts []ReadOption) (*Expr, error) {
	if e.node.Kind != ir.SelectNode {
		return e, nil
	}
	s := newSettings()
	for _, o := range opts {
		o.read(s)
	}
	if s.err != nil {
		return nil, s.err
	}
	return e.counted(ctx, s)
}

// counted is e, or for a selection the array that it is when its mask has been counted.
func (e *Expr) counted(ctx context.Context, s *settings) (*Expr, error) {
	if e.node.Kind != ir.SelectNode {
		return e, nil
	}
	values, mask := e.node.Selection()
	if slices.Contains(e.node.Shape, 0) { // there is nothing to read, but rows to count
		values, mask = e.node.Args[1], e.node.Args[1]
	}
	v, _, err := e.of(values).readPlan()
	if err != nil {
		return nil, err
	}
	m, _, err := e.of(mask).readPlan()
	if err != nil {
		return nil, err
	}
	selection, err := b2rt.Select(ctx, s.run, m, v)
	if err != nil {
		return nil, err
	}
	n := ir.NewOperand(b2rt.Source(selection), "", selection.DType(), selection.Shape())
	return newExpr(ir.Rows(n, e.DType(), e.node.Shape)), nil
}
