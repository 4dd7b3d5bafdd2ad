package b2_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/b2gen/b2"
)

// BenchmarkPositions reads a million elements of a stored array of 80 MB at positions that are data.
func BenchmarkPositions(b *testing.B) {
	ctx := context.Background()
	const n, m = 10_000_000, 1_000_000
	x, err := b2.Linspace(ctx, 0, 1, b2.Shape(n))
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	any, near, rows := make([]int64, m), make([]int64, m), make([]int64, m/1000)
	for i := range any {
		any[i], near[i] = r.Int64N(n), int64(i*10)+r.Int64N(100)-100
	}
	for i := range rows {
		rows[i] = r.Int64N(n / 1000)
	}
	vars := b2.Vars{"x": x, "any": b2.Plain(any, b2.Shape(m)), "near": b2.Plain(near, b2.Shape(m)), "rows": b2.Plain(rows, b2.Shape(m/1000)), "two": b2.Plain(any, b2.Shape(m)).Remainder(1000)}
	dst := make([]float64, m)
	for _, text := range []string{"x[any]", "x[near]", "reshape(x, (10000, 1000))[rows]", "reshape(x, (1000, 10000))[two, two]", "sqrt(x)[near]", "sqrt(x)[any]", "x[:10000][two]"} {
		b.Run(text, func(b *testing.B) {
			e, err := b2.Lazy(text, vars)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err = b2.ReadInto(ctx, dst, e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
