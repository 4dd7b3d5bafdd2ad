package bench

import (
	"context"
	"path/filepath"

	"github.com/b2gen/b2"
)

// compute compresses the result into memory.
func compute(*bed) func(context.Context, *b2.Expr) (float64, error) {
	return func(ctx context.Context, e *b2.Expr) (float64, error) { return finish(e.Compute(ctx)) }
}

// toDisk compresses the result into a file, which it replaces.
func toDisk(b *bed) func(context.Context, *b2.Expr) (float64, error) {
	path := filepath.Join(b.scratch, "result.b2nd")
	return func(ctx context.Context, e *b2.Expr) (float64, error) {
		return finish(e.Compute(ctx, b2.Path(path), b2.Overwrite()))
	}
}

// finish closes a compressed result.
func finish(x *b2.Array, err error) (float64, error) {
	if err != nil {
		return 0, err
	}
	return x.CRatio(), x.Close()
}

// read computes into a new slice, as the peers do.
func read(*bed) func(context.Context, *b2.Expr) (float64, error) {
	return func(ctx context.Context, e *b2.Expr) (float64, error) {
		_, err := b2.Read[float64](ctx, e)
		return 0, err
	}
}

// readInto computes into a slice that was used before: the warm-up run makes it.
func readInto(*bed) func(context.Context, *b2.Expr) (float64, error) {
	var buf []float64
	return func(ctx context.Context, e *b2.Expr) (float64, error) {
		if n := elements(e.Shape()); len(buf) != n {
			buf = make([]float64, n)
		}
		return 0, b2.ReadInto(ctx, buf, e)
	}
}

// of is an action on a part of the expression.
func (do action) of(part func(*b2.Expr) *b2.Expr) action {
	return func(b *bed) func(context.Context, *b2.Expr) (float64, error) {
		f := do(b)
		return func(ctx context.Context, e *b2.Expr) (float64, error) { return f(ctx, part(e)) }
	}
}

// each is an action on several parts of the expression, one after the other.
func (do action) each(parts []func(*b2.Expr) *b2.Expr) action {
	return func(b *bed) func(context.Context, *b2.Expr) (float64, error) {
		f := do(b)
		return func(ctx context.Context, e *b2.Expr) (float64, error) {
			for _, part := range parts {
				if _, err := f(ctx, part(e)); err != nil {
					return 0, err
				}
			}
			return 0, nil
		}
	}
}
