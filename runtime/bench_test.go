package runtime_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/generated/tutorial"
)

// operandsOf gives the tutorial's operands at full size: from the folder that B2_BENCH_DIR names (files that another
// library made, a.b2nd and b.b2nd), or made here.
func operandsOf(b *testing.B) b2.Vars {
	b.Helper()
	ctx := context.Background()
	if dir := os.Getenv("B2_BENCH_DIR"); dir != "" {
		vars := b2.Vars{}
		for _, name := range []string{"a", "b"} {
			x, err := b2.Open(ctx, filepath.Join(dir, name+".b2nd"))
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { x.Close() })
			vars[name] = x
		}
		return vars
	}
	x, err := b2.Linspace(ctx, 0, 1, b2.Shape(500, 10000), b2.Type(b2.Float32))
	if err != nil {
		b.Fatal(err)
	}
	y, err := b2.Linspace(ctx, 1, 2, b2.Shape(10, 500, 10000))
	if err != nil {
		b.Fatal(err)
	}
	return b2.Vars{"a": x, "b": y}
}

func lazy(b *testing.B, text string, vars b2.Vars) *b2.Expr {
	b.Helper()
	e, err := b2.Lazy(text, vars, b2.WithKernels(tutorial.Kernels()...))
	if err != nil {
		b.Fatal(err)
	}
	return e
}

// into measures a computation into a slice that is used again.
func into(b *testing.B, x b2.Operand) {
	b.Helper()
	ctx := context.Background()
	dst := make([]float64, x.Expr().NBytes()/8)
	b.SetBytes(x.Expr().NBytes())
	for b.Loop() {
		if err := b2.ReadInto(ctx, dst, x); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuad(b *testing.B) {
	vars := operandsOf(b)
	quad := lazy(b, tutorial.Quad, vars)
	bytes := quad.NBytes()
	b.Run("plain", func(b *testing.B) { into(b, quad) })
	b.Run("compute", func(b *testing.B) {
		b.SetBytes(bytes)
		for b.Loop() {
			if _, err := quad.Compute(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, e := range map[string]*b2.Expr{"sum": quad.Sum(), "sum-axis0": quad.Sum(b2.Axis(0)), "mean-axis2": quad.Mean(b2.Axis(2)), "max": quad.Max()} {
		b.Run(name, func(b *testing.B) { into(b, e); b.SetBytes(bytes) })
	}
	b.Run("decompress", func(b *testing.B) { into(b, vars["b"].(*b2.Array)) })
	b.Run("sum-b", func(b *testing.B) { into(b, b2.Sum(vars["b"])); b.SetBytes(bytes) })
	b.Run("slice", func(b *testing.B) { into(b, quad.Slice(b2.Span(2, 200, 25))) })
}

func BenchmarkWave(b *testing.B) {
	const n = 400
	axis := make([]float64, n)
	for i := range axis {
		axis[i] = float64(i)*4/n - 2
	}
	wave := lazy(b, tutorial.Wave, b2.Vars{
		"x": b2.Plain(axis, b2.Shape(n, 1, 1)), "y": b2.Plain(axis, b2.Shape(n, 1)), "z": b2.Plain(axis, b2.Shape(n)),
	})
	b.Run("plain", func(b *testing.B) { into(b, wave) })
	b.Run("compute", func(b *testing.B) {
		b.SetBytes(wave.NBytes())
		for b.Loop() {
			if _, err := wave.Compute(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSmall is the cost of a computation that is over at once.
func BenchmarkSmall(b *testing.B) {
	x := make([]float64, 1000)
	e := lazy(b, tutorial.Quad, b2.Vars{"a": b2.Plain(make([]float32, 1000), b2.Shape(1000)), "b": b2.Plain(x, b2.Shape(1000))})
	into(b, e)
}

// BenchmarkReduce compares reductions of 400 MB with a sum.
func BenchmarkReduce(b *testing.B) {
	x, err := b2.Linspace(context.Background(), 1, 2, b2.Shape(10, 500, 10000))
	if err != nil {
		b.Fatal(err)
	}
	for _, text := range []string{"sum(b)", "mean(b)", "var(b)", "std(b, axis=0)", "sum(b, axis=0)", "var(b, axis=2)", "sum(b, axis=2)", "nanmean(b)", "nanvar(b)",
		"prod(b)", "max(b)", "argmax(b)", "argmax(b, axis=0)", "any(b < 1)", "median(b, axis=0)", "cumsum(b, axis=0)", "cumsum(b, axis=2)", "cumsum(b)"} {
		e := lazy(b, text, b2.Vars{"b": x})
		b.Run(text, func(b *testing.B) {
			b.SetBytes(400e6)
			for b.Loop() {
				if _, err := b2.ReadBytes(context.Background(), e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
