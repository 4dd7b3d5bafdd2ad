package tutorial

import (
	"context"
	"fmt"

	"github.com/b2gen/b2"
)

// functions computes sin(a) + exp(b), all of it and an item, compressed and plain.
func (l *lesson) functions(ctx context.Context) error {
	p := &l.page
	p.heading("Functions")
	p.say("NumPy's functions are there, too, and reductions such as Sum and Mean.")
	p.code("e := b2.Sin(a).Add(b2.Exp(b))")
	e := b2.Sin(l.a).Add(b2.Exp(l.b))
	if err := e.Err(); err != nil {
		return fmt.Errorf("tutorial: %w", err)
	}
	p.fact("e", "%T, %s, shape %s", e, e.DType(), tuple(e.Shape()))
	p.gap()

	item := l.size.item()
	steps := []struct {
		code, name string
		e          *b2.Expr
		run        func(context.Context, string, *b2.Expr) (outcome, error)
	}{
		{"d, err := e.Compute(ctx)", "e, compressed in memory", e, l.computeInMemory},
		{"d, err := b2.Read[float64](ctx, e)", "e, plain", e, l.read},
		{fmt.Sprintf("d, err := e.Slice(b2.At(%d)).Compute(ctx)", item), fmt.Sprintf("e[%d], compressed", item), e.Slice(b2.At(item)), l.computeInMemory},
		{fmt.Sprintf("d, err := b2.Read[float64](ctx, e.Slice(b2.At(%d)))", item), fmt.Sprintf("e[%d], plain", item), e.Slice(b2.At(item)), l.read},
	}
	for _, s := range steps {
		p.code(s.code)
		o, err := s.run(ctx, s.name, s.e)
		if err != nil {
			return err
		}
		l.show(o)
	}
	p.say("An item has one axis less than the whole, whether compressed or plain. This expression was made with methods, " +
		"without kernels, and so was interpreted; every element has the same bits as with a fused kernel.")
	return nil
}

func (l *lesson) computeInMemory(ctx context.Context, name string, e *b2.Expr) (outcome, error) {
	return l.compute(ctx, name, e)
}

// item is the position of the item that is computed, 5 where there are as many.
func (s size) item() int { return min(5, s.layers-1) }

// figures repeats what all steps took.
func (l *lesson) figures(context.Context) error {
	p := &l.page
	p.heading("All steps")
	line := func(name, time, memory, size, ratio string) {
		p.print(fmt.Sprintf(indent+"%-26s %10s %12s %12s %8s\n", name, time, memory, size, ratio))
	}
	line("", "time", "memory", "result", "ratio")
	for _, o := range l.seen {
		r := "-"
		if o.cratio > 0 {
			r = fmt.Sprintf("%.2fx", o.cratio)
		}
		line(o.name, span(o.Time), mega(o.Growth), mega(o.occupied), r)
	}
	return nil
}

// farewell tells where the arrays are or went.
func (l *lesson) farewell(keep bool) {
	text := "%s, %s and %s are removed from %s now."
	if keep {
		text = "%s, %s and %s are kept in %s."
	}
	l.page.print("\n" + wrap(fmt.Sprintf(text, fileA, fileB, fileResult, l.place.dir), pageWidth))
}
