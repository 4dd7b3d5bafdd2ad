package b2_test

import (
	"context"
	"testing"

	"github.com/b2gen/b2"
)

// BenchmarkViews reads views of a stored array of 4000 by 4000 float64, of which each takes a time of NumPy's copy.
func BenchmarkViews(b *testing.B) {
	ctx := context.Background()
	x, err := b2.Linspace(ctx, 0, 1, b2.Shape(4000, 4000))
	if err != nil {
		b.Fatal(err)
	}
	dst := make([]float64, 4000*4000)
	for _, text := range []string{"x", "x.T", "x + x.T", "x.T[1:, 1:]", "reshape(x, (2000, 8000))", "reshape(x.T, (2000, 8000))", "concat((x[:2000], x[2000:]))", "x[::-1]", "roll(x, 5, axis=1)",
		"x[x > 0.5]", "take(x, arange(0, 4000, 1), axis=0)[::-1]", "repeat(x[:2000], 2, axis=0)", "sum(x.T, axis=0)", "(x + 1).T", "concat((x + 1, x - 1))[1000:5000]", "reshape(x + 1, (2000, 8000))"} {
		b.Run(text, func(b *testing.B) {
			e, err := b2.Lazy(text, b2.Vars{"x": x})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if e.NBytes() != int64(len(dst))*8 {
					_, err = b2.ReadBytes(ctx, e)
				} else {
					err = b2.ReadInto(ctx, dst, e)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
