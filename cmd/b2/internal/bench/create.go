package bench

import (
	"context"

	"github.com/b2gen/b2"
)

// createWorks make arrays and read them, with nothing to compute.
func createWorks() []work {
	m := maker{group: "create", engines: []engine{interp}}
	works := []work{m.work("linspace-mem", linspace), m.work("asarray", asArray)}
	return append(works, m.plain("decompress", func(do action) preparation { return fromMemory("b", do) })...)
}

func linspace(_ context.Context, b *bed, _ engine) (repetition, error) {
	return func(ctx context.Context) (float64, error) {
		return finish(b2.Linspace(ctx, 1, 2, b2.Shape(b.size.shapeB()...)))
	}, nil
}

func asArray(ctx context.Context, b *bed, _ engine) (repetition, error) {
	_, data, err := b.plain(ctx)
	return func(ctx context.Context) (float64, error) {
		return finish(b2.From(ctx, data, b2.Shape(b.size.shapeB()...)))
	}, err
}
