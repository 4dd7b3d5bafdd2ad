package bench

import (
	"context"

	"github.com/b2gen/b2"
)

const (
	smallText   = "sa*2 + sin(sa)"
	smallLength = 1000
)

// smallWorks show what a computation costs beside its elements.
func smallWorks() []work {
	const plain = "small-plain"
	m := maker{group: "small", engines: []engine{interp}, small: true}
	return []work{
		m.work("small-compute", fromSmall(compute)),
		m.work(plain, fromPrepared(read)),
		m.variant(plain, "-into", fromPrepared(readInto)),
		m.variant(plain, "-text", fromSmall(read)),
	}
}

// fromSmall builds the expression from its text for each repetition.
func fromSmall(do action) preparation {
	return func(ctx context.Context, b *bed, e engine) (repetition, error) {
		sa, err := smallArray(ctx)
		if err != nil {
			return nil, err
		}
		return repeated(b, e, smallText, b2.Vars{"sa": sa}, do), nil
	}
}

// fromPrepared builds the expression once: a program that computes it often does so, too.
func fromPrepared(do action) preparation {
	return func(ctx context.Context, b *bed, e engine) (repetition, error) {
		sa, err := smallArray(ctx)
		if err != nil {
			return nil, err
		}
		c, err := b2.Lazy(smallText, b2.Vars{"sa": sa}, b.options(e)...)
		if err != nil {
			return nil, err
		}
		act := do(b)
		return func(ctx context.Context) (float64, error) { return act(ctx, c) }, nil
	}
}

func smallArray(ctx context.Context) (*b2.Array, error) {
	return b2.Arange(ctx, 0, smallLength, 1, b2.Type(b2.Float64))
}
