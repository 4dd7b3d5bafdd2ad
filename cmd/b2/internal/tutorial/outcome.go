package tutorial

import (
	"context"
	"fmt"
	"os"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/measure"
)

// outcome is what a step gave and what it took.
type outcome struct {
	measure.Usage
	name     string // of the step, in the table at the end
	goType   string
	dtype    b2.DType
	shape    []int
	engine   string
	plain    int64   // bytes of the elements
	occupied int64   // bytes of the result: compressed, or the elements
	cratio   float64 // 0: not compressed
}

// compute runs a step whose result is a compressed array, and lets go of it.
func (l *lesson) compute(ctx context.Context, name string, e *b2.Expr, opts ...b2.ComputeOption) (outcome, error) {
	var d *b2.Array
	usage, err := measure.Do(func() (err error) {
		d, err = e.Compute(ctx, opts...)
		return err
	})
	if err != nil {
		return outcome{}, fmt.Errorf("tutorial: %s: %w", name, err)
	}
	o := outcome{
		Usage: usage, name: name, goType: fmt.Sprintf("%T", d), dtype: d.DType(), shape: d.Shape(), engine: engine(e),
		plain: d.NBytes(), occupied: d.CBytes(), cratio: d.CRatio(),
	}
	l.seen = append(l.seen, o)
	return o, d.Close()
}

// read runs a step whose result is a plain slice.
func (l *lesson) read(ctx context.Context, name string, e *b2.Expr) (outcome, error) {
	var d []float64
	usage, err := measure.Do(func() (err error) {
		d, err = b2.Read[float64](ctx, e)
		return err
	})
	if err != nil {
		return outcome{}, fmt.Errorf("tutorial: %s: %w", name, err)
	}
	o := outcome{
		Usage: usage, name: name, goType: fmt.Sprintf("%T", d), dtype: e.DType(), shape: e.Shape(), engine: engine(e),
		plain: e.NBytes(), occupied: int64(len(d)) * int64(e.DType().Size()),
	}
	l.seen = append(l.seen, o)
	return o, nil
}

// engine says what computes an expression.
func engine(e *b2.Expr) string {
	if k := e.Kernel(); k != "" {
		return "fused kernel " + k
	}
	return "interpreter"
}

// show prints an outcome.
func (l *lesson) show(o outcome) {
	p := &l.page
	p.fact("time", "%s (%s)", span(o.Time), o.engine)
	p.fact("memory", "%s for this step alone; the process had %s at its highest", mega(o.Growth), mega(o.Peak))
	p.fact("result", "%s, %s, shape %s", o.goType, o.dtype, tuple(o.shape))
	if o.cratio > 0 {
		p.fact("size", "%s compressed, %s plain: %.2f times smaller", mega(o.occupied), mega(o.plain), o.cratio)
	} else {
		p.fact("size", "%s, not compressed", mega(o.occupied))
	}
	p.gap()
}

// onDisk is the size of a file that the tutorial made.
func (l *lesson) onDisk(name string) (int64, error) {
	info, err := os.Stat(l.place.path(name))
	if err != nil {
		return 0, fmt.Errorf("tutorial: %w", err)
	}
	return info.Size(), nil
}
