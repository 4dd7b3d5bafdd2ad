package bench

import (
	"context"
	"errors"

	"github.com/b2gen/b2"
)

// The operands a and b of most works come from one of three places. Each repetition builds its expression anew.

// fromDisk opens the operands anew for each repetition, too.
func fromDisk(text string, do action) preparation {
	return func(ctx context.Context, b *bed, e engine) (repetition, error) {
		pathA, pathB, err := b.files(ctx)
		if err != nil {
			return nil, err
		}
		act := do(b)
		return func(ctx context.Context) (cratio float64, err error) {
			x, err := b2.Open(ctx, pathA)
			if err != nil {
				return 0, err
			}
			defer func() { err = errors.Join(err, x.Close()) }()
			y, err := b2.Open(ctx, pathB)
			if err != nil {
				return 0, err
			}
			defer func() { err = errors.Join(err, y.Close()) }()
			c, err := b2.Lazy(text, b2.Vars{"a": x, "b": y}, b.options(e)...)
			if err != nil {
				return 0, err
			}
			return act(ctx, c)
		}, nil
	}
}

// fromMemory has the operands compressed in memory. Arrays keep nothing of what was read from them.
func fromMemory(text string, do action) preparation {
	return func(ctx context.Context, b *bed, e engine) (repetition, error) {
		x, y, err := b.memory(ctx)
		if err != nil {
			return nil, err
		}
		return repeated(b, e, text, b2.Vars{"a": x, "b": y}, do), nil
	}
}

// fromPlain has Go slices as operands.
func fromPlain(text string, do action) preparation {
	return func(ctx context.Context, b *bed, e engine) (repetition, error) {
		x, y, err := b.plain(ctx)
		if err != nil {
			return nil, err
		}
		vars := b2.Vars{"a": b2.Plain(x, b2.Shape(b.size.shapeA()...)), "b": b2.Plain(y, b2.Shape(b.size.shapeB()...))}
		return repeated(b, e, text, vars, do), nil
	}
}

func repeated(b *bed, e engine, text string, vars b2.Vars, do action) repetition {
	act := do(b)
	return func(ctx context.Context) (float64, error) {
		c, err := b2.Lazy(text, vars, b.options(e)...)
		if err != nil {
			return 0, err
		}
		return act(ctx, c)
	}
}
