package b2

import (
	"context"
	"fmt"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

func created(opts []CreateOption) *settings {
	s := newSettings()
	for _, o := range opts {
		o.create(s)
	}
	return s
}

// store computes the expression into an array as the settings say.
func (e *Expr) store(ctx context.Context, s *settings) (*Array, error) {
	return e.Compute(ctx, computeOption(func(to *settings) { *to = *s }))
}

type computeOption func(*settings)

func (o computeOption) compute(s *settings) { o(s) }

// generated stores what a constructor makes.
func generated(ctx context.Context, name string, s *settings, g *ir.Generator, err error) (*Array, error) {
	if err == nil && s.shape != nil {
		err = checkLength(g.Len(), s.shape)
	}
	if err != nil {
		return nil, fmt.Errorf("b2.%s: %w", name, err)
	}
	return newExpr(ir.NewOperand(g, "", g.DType, g.Shape)).store(ctx, s)
}

// Linspace is an array of evenly spaced numbers from start to stop, which is included unless OpenEnd is given, in C
// order over the Shape (or over one axis of Num elements). They are NumPy's to the bit.
func Linspace(ctx context.Context, start, stop float64, opts ...CreateOption) (*Array, error) {
	s := created(opts)
	lengths := s.shape
	if lengths == nil {
		if s.num == 0 {
			s.num = 50
		}
		lengths = []int{s.num}
	}
	if s.dtype == dtype.Invalid {
		s.dtype = dtype.Float64
	}
	for _, d := range lengths {
		if d < 0 {
			return nil, fmt.Errorf("b2.Linspace: a length of %d: %w", d, ErrShape)
		}
	}
	g, err := ir.NewLinspace(start, stop, lengths, !s.open, s.dtype)
	return generated(ctx, "Linspace", s, g, err)
}

// Arange is an array of the numbers from start on, step apart, below stop. It has int64 elements when all three are
// whole numbers, else float64, unless Type says.
func Arange(ctx context.Context, start, stop, step float64, opts ...CreateOption) (*Array, error) {
	s := created(opts)
	if s.dtype == dtype.Invalid {
		s.dtype = dtype.Float64
		if whole(start) && whole(stop) && whole(step) {
			s.dtype = dtype.Int64
		}
	}
	g, err := ir.NewArange(start, stop, step, s.shape, s.dtype)
	return generated(ctx, "Arange", s, g, err)
}

func whole(x float64) bool { return x == float64(int64(x)) }

// Zeros is an array of zeros.
func Zeros(ctx context.Context, opts ...CreateOption) (*Array, error) {
	return filled(ctx, "Zeros", 0.0, opts)
}

// Ones is an array of ones.
func Ones(ctx context.Context, opts ...CreateOption) (*Array, error) {
	return filled(ctx, "Ones", 1.0, opts)
}

// Full is an array of one value, a Go number or bool. Its type is the value's, unless Type says.
func Full(ctx context.Context, value any, opts ...CreateOption) (*Array, error) {
	return filled(ctx, "Full", value, opts)
}

func filled(ctx context.Context, name string, value any, opts []CreateOption) (*Array, error) {
	s := created(opts)
	n, err := operand(value, "")
	if err == nil && n.Kind != ir.ConstNode {
		err = fmt.Errorf("the value must be a number or a bool, not a %T", value)
	}
	if err != nil {
		return nil, fmt.Errorf("b2.%s: %w", name, err)
	}
	if s.dtype == dtype.Invalid {
		s.dtype = n.DType
	}
	if n, err = ir.Cast(n, s.dtype); err != nil {
		return nil, fmt.Errorf("b2.%s: %w", name, err)
	}
	if s.shape == nil {
		return nil, fmt.Errorf("b2.%s: it needs a Shape", name)
	}
	for _, d := range s.shape {
		if d < 0 {
			return nil, fmt.Errorf("b2.%s: a length of %d: %w", name, d, ErrShape)
		}
	}
	g, err := ir.FillOf(n, s.shape)
	return generated(ctx, name, s, g, err)
}
