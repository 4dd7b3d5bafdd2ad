package bench

import (
	"context"
	"math"
	"runtime"
	"slices"

	"github.com/b2gen/b2"
	kernels "github.com/b2gen/b2/generated/tutorial"
)

// waveWorks compute the tutorial's second part: much arithmetic over three small operands.
func waveWorks(s size) []work {
	return slices.Concat(wave("wave100", s.wave100), wave("wave400", s.wave400))
}

func wave(name string, n int) []work {
	m := maker{group: "wave", engines: []engine{fused, interp}}
	from := func(do action) preparation { return fromGrid(n, do) }
	return slices.Concat(
		[]work{m.work(name+"-compute", from(compute))},
		m.plain(name+"-plain", from),
		[]work{
			m.work(name+"-frames", from(newFrames(n))),
			m.variant(name+"-frames", "-into", from(action(readInto).each(frames(n)))),
		},
	)
}

// fromGrid has the axes of a grid of n×n×n points as operands, compressed in memory.
func fromGrid(n int, do action) preparation {
	return func(ctx context.Context, b *bed, e engine) (repetition, error) {
		x, err := b2.Linspace(ctx, 0, float64(n), b2.Shape(n, 1, 1))
		if err != nil {
			return nil, err
		}
		y, err := b2.Linspace(ctx, -4*math.Pi, 4*math.Pi, b2.Shape(n, 1))
		if err != nil {
			return nil, err
		}
		z, err := b2.Linspace(ctx, -4*math.Pi, 4*math.Pi, b2.Shape(n))
		if err != nil {
			return nil, err
		}
		return repeated(b, e, kernels.Wave, b2.Vars{"x": x, "y": y, "z": z}, do), nil
	}
}

// frames are the parts [:, :, k] that an animation of about a hundred pictures shows.
func frames(n int) []func(*b2.Expr) *b2.Expr {
	var parts []func(*b2.Expr) *b2.Expr
	for k := 0; k < n; k += max(1, n/100) {
		parts = append(parts, func(e *b2.Expr) *b2.Expr { return e.Slice(b2.All(), b2.All(), b2.At(k)) })
	}
	return parts
}

// newFrames reads each frame into a slice of its own and keeps them all, as the peers do.
func newFrames(n int) action {
	return func(*bed) func(context.Context, *b2.Expr) (float64, error) {
		return func(ctx context.Context, e *b2.Expr) (float64, error) {
			var kept [][]float64
			for _, part := range frames(n) {
				frame, err := b2.Read[float64](ctx, part(e))
				if err != nil {
					return 0, err
				}
				kept = append(kept, frame)
			}
			runtime.KeepAlive(kept)
			return 0, nil
		}
	}
}
