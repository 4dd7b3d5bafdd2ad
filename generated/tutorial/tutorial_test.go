package tutorial_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/generated/tutorial"
)

var extremes = []float64{
	0, math.Copysign(0, -1), 1, -1, math.Pi, 1e-300, 5e-324, -1e-310, 1e10, -1e16, 1e22, 1e300, -1e308, 709.7, -745.1,
	math.Inf(1), math.Inf(-1), math.NaN(), 1e-45, 3e38,
}

// data is n elements of moderate size, with extreme ones among them.
func data[T float32 | float64](rng *rand.Rand, n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(rng.NormFloat64() * 20)
		if rng.IntN(8) == 0 {
			x[i] = T(extremes[rng.IntN(len(extremes))])
		}
	}
	return x
}

// equal reports the first element whose bits differ, NaN's apart.
func equal(want, got []float64) error {
	if len(want) != len(got) {
		return fmt.Errorf("%d elements, want %d", len(got), len(want))
	}
	for i, w := range want {
		if g := got[i]; math.Float64bits(w) != math.Float64bits(g) && (w == w || g == g) {
			return fmt.Errorf("element %d is %v (%#x), want %v (%#x)", i, g, math.Float64bits(g), w, math.Float64bits(w))
		}
	}
	return nil
}

// compare computes an expression interpreted and with its kernel, and into, the plain-slice function.
func compare(t *testing.T, text string, vars b2.Vars, into func(out []float64) error) {
	t.Helper()
	ctx := context.Background()
	plain, err := b2.Lazy(text, vars)
	if err != nil {
		t.Fatal(err)
	}
	want, err := b2.Read[float64](ctx, plain)
	if err != nil {
		t.Fatal(err)
	}
	fused, err := b2.Lazy(text, vars, b2.WithKernels(tutorial.Kernels()...), b2.RequireKernel())
	if err != nil {
		t.Fatal(err)
	}
	got, err := b2.Read[float64](ctx, fused)
	if err != nil {
		t.Fatal(err)
	}
	if err := equal(want, got); err != nil {
		t.Errorf("%s over %v: kernel: %v", text, plain.Shape(), err)
	}
	out := make([]float64, len(want))
	if err := into(out); err != nil {
		t.Fatal(err)
	}
	if err := equal(want, out); err != nil {
		t.Errorf("%s over %v: plain slices: %v", text, plain.Shape(), err)
	}
}

// TestKernelsEqualInterpreter varies the shapes around the groups and strips that kernels work in.
func TestKernelsEqualInterpreter(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, s := range [][3]int{
		{0, 3, 4}, {1, 1, 1}, {2, 1, 15}, {1, 2, 16}, {3, 3, 17}, {2, 5, 47}, {2, 3, 48}, {1, 1, 1023}, {2, 2, 1025}, {5, 7, 3},
		{40, 1, 1}, {1, 40, 1}, {3, 300, 301}, {4, 1, 70000},
	} {
		i, j, k := s[0], s[1], s[2]
		a, b := data[float32](rng, j*k), data[float64](rng, i*j*k)
		vars := b2.Vars{"a": b2.Plain(a, b2.Shape(j, k)), "b": b2.Plain(b, b2.Shape(i, j, k))}
		compare(t, tutorial.Quad, vars, func(out []float64) error { return tutorial.QuadInto(i, j, k, out, a, b) })
		compare(t, tutorial.SinExp, vars, func(out []float64) error { return tutorial.SinExpInto(i, j, k, out, a, b) })
		x, y, z := data[float64](rng, i), data[float64](rng, j), data[float64](rng, k)
		vars = b2.Vars{"x": b2.Plain(x, b2.Shape(i, 1, 1)), "y": b2.Plain(y, b2.Shape(j, 1)), "z": b2.Plain(z, b2.Shape(k))}
		compare(t, tutorial.Wave, vars, func(out []float64) error { return tutorial.WaveInto(i, j, k, out, x, y, z) })
	}
}

func TestIntoRefusesLengths(t *testing.T) {
	err := tutorial.QuadInto(2, 3, 4, make([]float64, 24), make([]float32, 11), make([]float64, 24))
	const want = "QuadInto: a has 11 elements; over the extents (3, 4) it must have 12"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// BenchmarkInto is the time of the plain-slice functions on one core; bytes are the result's.
func BenchmarkInto(b *testing.B) {
	rng := rand.New(rand.NewPCG(7, 8))
	const i, j, k = 100, 100, 100
	a32, b64 := data[float32](rng, j*k), data[float64](rng, i*j*k)
	x, y, z := make([]float64, i), make([]float64, j), make([]float64, k)
	for n := range x {
		x[n], y[n], z[n] = float64(n)/10, float64(n)/7-3, float64(n)/9-2
		for m := range b64[:i*j] {
			b64[n*j*k+m] = float64(m%97) / 50
		}
	}
	for n := range a32 {
		a32[n] = float32(n%89) / 40
	}
	out := make([]float64, i*j*k)
	for _, c := range []struct {
		name string
		n    int
		run  func() error
	}{
		{"quad", len(out), func() error { return tutorial.QuadInto(i, j, k, out, a32, b64) }},
		{"sinexp", len(out), func() error { return tutorial.SinExpInto(i, j, k, out, a32, b64) }},
		{"wave", len(out), func() error { return tutorial.WaveInto(i, j, k, out, x, y, z) }},
		{"quad1000", 1000, func() error { return tutorial.QuadInto(1, 1, 1000, out[:1000], a32[:1000], b64[:1000]) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(8 * int64(c.n))
			for b.Loop() {
				if err := c.run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
