package tutorial

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/measure"
	fused "github.com/b2gen/b2/generated/tutorial"
)

// lesson is a walk through the tutorial: what its chapters hand on to later ones.
type lesson struct {
	page  page
	place *place
	size  size
	a, b  *b2.Array
	c     *b2.Expr  // the expression that most chapters compute
	seen  []outcome // of all steps, for the table at the end

	memory, disk, part, whole outcome // those that later chapters compare with
}

func (l *lesson) close() error {
	var errs []error
	for _, x := range []*b2.Array{l.a, l.b} {
		if x != nil {
			errs = append(errs, x.Close())
		}
	}
	return errors.Join(errs...)
}

// arrays makes the operands on disk.
func (l *lesson) arrays(ctx context.Context) error {
	p, s := &l.page, l.size
	p.print("Lazy expressions over compressed arrays\n=======================================\n\n")
	p.heading("Two arrays on disk")
	p.say("Arrays worth compressing are big, so these two are written straight to disk, chunk by chunk.")
	shapeA, shapeB := []int{s.rows, s.cols}, []int{s.layers, s.rows, s.cols}
	p.code(
		fmt.Sprintf(`a, err := b2.Linspace(ctx, 0, 1, b2.Shape(%s), b2.Type(b2.Float32), b2.Path("a.b2nd"))`, list(shapeA)),
		fmt.Sprintf(`b, err := b2.Linspace(ctx, 1, 2, b2.Shape(%s), b2.Path("b.b2nd"))`, list(shapeB)),
	)
	var err error
	if l.a, err = l.create(ctx, fileA, 0, 1, b2.Shape(shapeA...), b2.Type(b2.Float32)); err != nil {
		return err
	}
	if l.b, err = l.create(ctx, fileB, 1, 2, b2.Shape(shapeB...)); err != nil {
		return err
	}
	p.gap()
	return nil
}

// create makes an operand and tells about it.
func (l *lesson) create(ctx context.Context, file string, start, stop float64, opts ...b2.CreateOption) (*b2.Array, error) {
	var x *b2.Array
	usage, err := measure.Do(func() (err error) {
		x, err = b2.Linspace(ctx, start, stop, append(opts, b2.Path(l.place.path(file)))...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("tutorial: making %s: %w", file, err)
	}
	l.place.add(file)
	l.page.fact(file, "%s %s, %s, of which %s are stored (%.1f times smaller); %s, %s of memory",
		x.DType(), tuple(x.Shape()), mega(x.NBytes()), mega(x.CBytes()), x.CRatio(), span(usage.Time), mega(usage.Growth))
	return x, nil
}

// expression builds c in both ways.
func (l *lesson) expression(context.Context) error {
	p := &l.page
	p.heading("An expression, in two ways")
	p.say("As text, which is Python's, with the arrays that its names mean:")
	p.code(
		fmt.Sprintf(`c, err := b2.Lazy(%q, b2.Vars{"a": a, "b": b},`, fused.Quad),
		"    b2.WithKernels(tutorial.Kernels()...)) // made by go generate; without them it is interpreted",
		"fmt.Print(c.Info())",
	)
	var err error
	l.c, err = b2.Lazy(fused.Quad, b2.Vars{"a": l.a, "b": l.b}, b2.WithKernels(fused.Kernels()...))
	if err != nil {
		return fmt.Errorf("tutorial: %w", err)
	}
	p.block(l.c.Info())
	p.say("Or with methods, where Python has operators:")
	p.code(
		"c := a.Power(2).Add(b.Power(2)).Add(b2.Multiply(2, a).Multiply(b)).Add(1) // c.Err() tells of faults",
		"fmt.Print(c.Info())",
	)
	fluent := l.a.Power(2).Add(l.b.Power(2)).Add(b2.Multiply(2, l.a).Multiply(l.b)).Add(1)
	if err := fluent.Err(); err != nil {
		return fmt.Errorf("tutorial: %w", err)
	}
	p.block(fluent.Info())
	p.say("Both are the same lazy expression, a *b2.Expr: it knows what to do and has done nothing yet.")
	return nil
}

// looks is how often metadata is looked at, since a single look is too short to time.
const looks = 10000

// metadata times the look at shape and type.
func (l *lesson) metadata(context.Context) error {
	p := &l.page
	p.heading("Shape and type, before anything is computed")
	p.code("c.Shape(), c.DType()")
	start := time.Now()
	for range looks {
		_, _ = l.c.Shape(), l.c.DType()
	}
	took := time.Since(start) / looks
	p.fact("operands", "a %s %s, b %s %s", l.a.DType(), tuple(l.a.Shape()), l.b.DType(), tuple(l.b.Shape()))
	p.fact("result", "%s %s, %s if it were plain", l.c.DType(), tuple(l.c.Shape()), mega(l.c.NBytes()))
	p.fact("time", "%s for a look", span(took))
	p.gap()
	p.say("The operands differ in shape: a is broadcast along the first axis of b, as in NumPy. The result's shape and " +
		"type follow from the operands' when the expression is built, so looking at them reads no data.")
	return nil
}
