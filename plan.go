package b2

import (
	"fmt"
	"sync"

	"github.com/b2gen/b2/interp"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/kernel"
)

// planned is a plan made once, when it is first needed: an expression never changes.
type planned struct {
	once    sync.Once
	plan    *b2rt.Plan
	program *ir.Program
	err     error
}

func (p *planned) get(e *Expr, n *ir.Node) (*b2rt.Plan, *ir.Program, error) {
	p.once.Do(func() { p.plan, p.program, p.err = e.makePlan(n) })
	return p.plan, p.program, p.err
}

// readPlan computes the elements in C order; axes that an index drops or adds make no difference to them.
func (e *Expr) readPlan() (*b2rt.Plan, *ir.Program, error) { return e.reads.get(e, e.node) }

// storePlan computes an array of the result's very shape.
func (e *Expr) storePlan() (*b2rt.Plan, error) {
	if e.view == nil {
		p, _, err := e.readPlan()
		return p, err
	}
	p, _, err := e.stores.get(e, e.whole())
	return p, err
}

// makePlan makes the plan of an expression whose root is n, and the program that it runs.
func (e *Expr) makePlan(n *ir.Node) (*b2rt.Plan, *ir.Program, error) {
	program := ir.Build(n)
	plan := &b2rt.Plan{}
	for i, l := range program.Loops {
		node := &b2rt.Node{Shape: l.Shape, Reduce: reduction(l.Reduce), View: view(l.View)}
		k, fused := fitting(l, e.kernels)
		if !fused && l.View == nil {
			if e.require && len(l.Stages) > 0 {
				return nil, nil, fmt.Errorf("no fused kernel fits the expression: %s", unfit(l, e.kernels))
			}
			var err error
			if k, err = interp.Compile(l); err != nil {
				return nil, nil, err
			}
		}
		node.Kernel = k
		for _, in := range l.Inputs {
			source, err := sourceOf(in)
			if err != nil {
				return nil, nil, fmt.Errorf("loop %d: %w", i, err)
			}
			node.In = append(node.In, b2rt.Input{Source: source, Node: in.Loop, Shape: in.Shape, Access: in.Access})
		}
		plan.Nodes = append(plan.Nodes, node)
	}
	return plan, program, nil
}

// fitting is the kernel among those given that computes a loop.
func fitting(l *ir.Loop, kernels []*kernel.Kernel) (*kernel.Kernel, bool) {
	axes := make([]shape.AxisSet, len(l.Inputs))
	for i, in := range l.Inputs {
		axes[i] = in.Axes
	}
	for _, k := range kernels {
		if k.Fits(l.Key, axes) {
			return k, true
		}
	}
	return nil, false
}

// unfit says why no kernel computes a loop.
func unfit(l *ir.Loop, kernels []*kernel.Kernel) string {
	for _, k := range kernels {
		if k.Key == l.Key {
			return fmt.Sprintf("kernel %s computes it, but for operands that vary over fewer axes", k.Name)
		}
	}
	if len(kernels) == 0 {
		return "none was given"
	}
	return fmt.Sprintf("none of the %d given computes it with these types", len(kernels))
}

// sourceOf is the array behind an input; nil for the result of an earlier loop.
func sourceOf(in ir.Input) (b2rt.Source, error) {
	if in.Node == nil {
		return nil, nil
	}
	if s, ok := source(in.Node.Ref); ok {
		return s, nil
	}
	if g, ok := in.Node.Ref.(*ir.Generator); ok {
		return generator(g), nil
	}
	return nil, fmt.Errorf("operand %s is no array", in.Node.Name)
}

// source is the array that an operand's Ref stands for; a field of one is opened.
func source(ref any) (b2rt.Source, bool) {
	switch ref := ref.(type) {
	case b2rt.Source:
		return ref, true
	case b2rt.FieldRef:
		f, err := ref.Open()
		return f, err == nil
	}
	return nil, false
}

var viewKinds = map[ir.ViewKind]b2rt.ViewKind{
	ir.ViewConcat: b2rt.Concat, ir.ViewReshape: b2rt.Reshape, ir.ViewTake: b2rt.Take,
	ir.ViewGather: b2rt.Gather, ir.ViewNonzero: b2rt.Nonzero,
}

func view(v *ir.ViewStep) *b2rt.View {
	if v == nil {
		return nil
	}
	return &b2rt.View{Kind: viewKinds[v.Kind], Axis: v.Axis, At: v.At, DType: v.DType}
}
