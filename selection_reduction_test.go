package b2_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// TestReducedSelection has what plain Go makes of the selected elements, whatever the layouts of values and mask.
func TestReducedSelection(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(3, 8))
	const rows, columns = 210, 330
	values, mask := make([]float64, rows*columns), make([]bool, rows*columns)
	var chosen []float64
	for i := range values {
		values[i], mask[i] = 1e6+math.Round(r.NormFloat64()*1000)/8, r.IntN(3) == 0
		if mask[i] {
			chosen = append(chosen, values[i])
		}
	}
	sorted := slices.Sorted(slices.Values(chosen))
	n := len(sorted)
	mean, dev2 := 0.0, 0.0
	for _, v := range chosen {
		mean += (v - 1e6) / float64(n)
	}
	for _, v := range chosen {
		dev2 += (v - 1e6 - mean) * (v - 1e6 - mean)
	}
	want := map[string]float64{
		"median(a[m])":                          (sorted[(n-1)/2] + sorted[n/2]) / 2,
		"quantile(a[m], 0.2, method='lower')":   sorted[int(math.Floor(float64(n-1)*0.2))],
		"float64(argmax(a[m]))":                 float64(slices.Index(chosen, sorted[n-1])),
		"float64(argmin(a[m]))":                 float64(slices.Index(chosen, sorted[0])),
		"float64(count_nonzero(a[m] > 1e6))":    float64(n - slices.IndexFunc(sorted, func(v float64) bool { return v > 1e6 })),
		"nanmax(a[m])":                          sorted[n-1],
		"var(a[m])":                             dev2 / float64(n),
		"var(a, where=m, ddof=1)":               dev2 / float64(n-1),
		"mean(a, where=m)":                      1e6 + mean,
		"float64(sum(a[m] < median(a[m]) - 1))": float64(slices.IndexFunc(sorted, func(v float64) bool { return v >= (sorted[(n-1)/2]+sorted[n/2])/2-1 })),
	}
	shape := b2.Shape(rows, columns)
	for _, layout := range [][2][]int{{{210, 330}, {210, 330}}, {{70, 50}, {33, 330}}, {{1, 330}, {210, 7}}} {
		a, err := b2.From(ctx, values, shape, b2.Chunks(layout[0]...), b2.Blocks(layout[0]...))
		if err != nil {
			t.Fatal(err)
		}
		m, err := b2.From(ctx, mask, shape, b2.Chunks(layout[1]...), b2.Blocks(layout[1]...))
		if err != nil {
			t.Fatal(err)
		}
		for text, want := range want {
			e, err := b2.Lazy(text, b2.Vars{"a": a, "m": m})
			if err != nil {
				t.Fatal(err)
			}
			got, err := b2.Read[float64](ctx, e)
			if err != nil || math.Abs(got[0]-want) > math.Abs(want)*1e-13 {
				t.Errorf("%s is %v, want %v (%v)", text, got, want, err)
			}
		}
		all, err := b2.Read[float64](ctx, must(b2.Lazy("cumsum(a[m])", b2.Vars{"a": a, "m": m}))(t))
		sum := 0.0
		for i, v := range chosen {
			if sum += v; err != nil || all[i] != sum {
				t.Fatalf("cumsum(a[m])[%d] is %v, want %v (%v)", i, all, sum, err)
			}
		}
	}
}

// TestLargeQuantiles selects several quantiles of more elements than are kept.
func TestLargeQuantiles(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	ctx := context.Background()
	// The multiples of 7919 modulo a prime number are 1 to 9000010 in another order.
	e, err := b2.Lazy("quantile(x[x > 1000000], [0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.75, 0.9, 0.99, 1.0])", b2.Vars{"x": must(b2.Lazy("arange(1, 9000011) * 7919 % 9000011", nil))(t)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := b2.Read[float64](ctx, e)
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range []float64{0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.75, 0.9, 0.99, 1} {
		if want := 1000001 + 8000009*q; math.Abs(got[i]-want) > 1e-8 {
			t.Errorf("quantile %v is %v, want %v", q, got[i], want)
		}
	}
}

// TestQuantilesInGo has lists of q in the fluent API as in the text.
func TestQuantilesInGo(t *testing.T) {
	ctx := context.Background()
	a := b2.Plain([]float64{4, 1, 3, 2, 5, 9}, b2.Shape(2, 3))
	for text, e := range map[string]*b2.Expr{
		"quantile(a, [0.1, 0.5], axis=1)":                      a.Quantile([]float64{0.1, 0.5}, b2.Axis(1)),
		"quantile(a, [0, 1])":                                  b2.Quantile(a, []int{0, 1}),
		"quantile(a, 0.4)":                                     a.Quantile(0.4),
		"nanpercentile(a, [25, 75], axis=0, method='nearest')": a.Nanpercentile([]float64{25, 75}, b2.Axis(0), b2.Method("nearest")),
		"percentile(a, [50], keepdims=True)":                   a.Percentile([]int{50}, b2.KeepDims()),
		"median(a[a > 2])":                                     b2.Median(must(b2.Lazy("a[a > 2]", b2.Vars{"a": a}))(t)),
	} {
		want, err := b2.Read[float64](ctx, must(b2.Lazy(text, b2.Vars{"a": a}))(t))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b2.Read[float64](ctx, e); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s in Go is %v, want %v (%v)", text, got, want, err)
		}
	}
	for want, e := range map[string]*b2.Expr{"in the range 0 to 1": a.Quantile([]float64{2}), "in the range 0 to 100": a.Percentile([]float64{-1})} {
		if err := e.Err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestEmptySelection is an error, where there is no value of nothing, that is found when the mask is computed.
func TestEmptySelection(t *testing.T) {
	ctx := context.Background()
	a := b2.Plain([]float64{4, math.NaN(), 3, 2}, b2.Shape(4))
	for _, text := range []string{"argmax(a[a > 9])", "nanargmin(a[a > 9])", "min(a[a > 9])", "nanmax(a[a > 9])", "quantile(a[a > 9], 0.5)", "ptp(a[a > 9])", "max(a[a > 9], axis=0)",
		"min(a, where=a > 9)"} {
		e, err := b2.Lazy(text, b2.Vars{"a": a})
		if err == nil {
			_, err = b2.ReadBytes(ctx, e)
		}
		if err == nil {
			t.Errorf("%s is no error", text)
		}
	}
	for _, text := range []string{"median(a[a > 9])", "nanmedian(a[a > 9])", "nanquantile(a[a > 9], 0.5)", "mean(a[a > 9])", "var(a[a > 9])", "nanmax(a[isnan(a)])"} {
		if got, err := b2.Read[float64](ctx, must(b2.Lazy(text, b2.Vars{"a": a}))(t)); err != nil || !math.IsNaN(got[0]) {
			t.Errorf("%s is %v, want NaN (%v)", text, got, err)
		}
	}
}
