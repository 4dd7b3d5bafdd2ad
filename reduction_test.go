package b2_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// TestWorkersDoNotMatter has the same bits with any number of goroutines.
func TestWorkersDoNotMatter(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(5, 6))
	data := make([]float64, 40*90*130)
	for i := range data {
		if data[i] = r.NormFloat64()*1e3 + 7; i%101 == 0 {
			data[i] = math.NaN()
		}
	}
	x, err := b2.From(ctx, data, b2.Shape(40, 90, 130), b2.Chunks(17, 40, 64), b2.Blocks(5, 11, 32))
	if err != nil {
		t.Fatal(err)
	}
	y, m := b2.Where(b2.Equal(x, x), x, 0.0), b2.Greater(b2.Remainder(b2.Abs(b2.NanToNum(x)), 3.0), 1.0)
	for _, text := range []string{"sum(y)", "prod(1 + y / 1e9)", "mean(y)", "var(y)", "std(y, ddof=1)", "min(y)", "argmax(y)", "argmin(x)", "nansum(x)", "nanmean(x)", "nanvar(x)",
		"nanmin(x)", "nanargmax(x)", "median(y)", "nanquantile(x, 0.3)", "any(y > 1e9)", "count_nonzero(y > 0)", "cumsum(y)", "mean(y, where=y > 0)", "var(y, where=y > 0)", "median(y[m])", "var(y[m])",
		"nanmean(x[m])", "argmax(y[m])", "quantile(y[m], [0.1, 0.5])", "cumsum(y[m])", "quantile(y, [0.1, 0.5, 0.2, 0.7, 1])"} {
		for _, axis := range []string{"", ", axis=0", ", axis=1", ", axis=2", ", axis=(0, 2)"} {
			if strings.Contains(axis, "(") && (strings.Contains(text, "arg") || strings.Contains(text, "cum")) {
				continue
			}
			if strings.Contains(text, "[m]") && axis != "" && axis != ", axis=0" {
				continue
			}
			text := text[:len(text)-1] + axis + ")"
			e, err := b2.Lazy(text, b2.Vars{"x": x, "y": y, "m": m})
			if err != nil {
				t.Fatal(err)
			}
			var want []byte
			for _, workers := range []int{1, 2, 7} {
				got, err := b2.ReadBytes(ctx, e, b2.Workers(workers))
				if err != nil {
					t.Fatal(err)
				}
				if want == nil {
					want = got
				} else if !bytes.Equal(got, want) {
					t.Errorf("%s differs with %d workers", text, workers)
				}
			}
		}
	}
}

// TestAllNaN is an error that no expression can know before it is computed.
func TestAllNaN(t *testing.T) {
	x := b2.Plain([]float64{math.NaN(), 1, math.NaN(), math.NaN()}, b2.Shape(2, 2))
	for _, text := range []string{"nanargmin(x, axis=1)", "nanargmax(x) + 1"} {
		e, err := b2.Lazy(text, b2.Vars{"x": x})
		if err != nil {
			t.Fatal(err)
		}
		_, err = b2.ReadBytes(context.Background(), e)
		if all := strings.Contains(text, "axis=1"); (err != nil && strings.Contains(err.Error(), "NaN")) != all {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestReductionTwins has reductions in Go.
func TestReductionTwins(t *testing.T) {
	x := b2.Plain([]float64{1, 4, 2, 8, 5, 7}, b2.Shape(2, 3))
	mask := b2.Greater(x, 1)
	for text, e := range map[string]*b2.Expr{
		"std(x, axis=0, ddof=1)":                       x.Std(b2.Axis(0), b2.DDof(1)),
		"var(x, keepdims=True, where=x > 1)":           b2.Var(x, b2.KeepDims(), b2.OnlyWhere(mask)),
		"sum(x, initial=3)":                            x.Sum(b2.Initial(3)),
		"sum(x, dtype=float32, axis=1)":                x.Sum(b2.Type(b2.Float32), b2.Axis(1)),
		"max(x, axis=0, initial=2.5, where=x > 1)":     x.Max(b2.Axis(0), b2.Initial(2.5), b2.OnlyWhere(mask)),
		"quantile(x, 0.3, axis=1, method='nearest')":   b2.Quantile(x, 0.3, b2.Axis(1), b2.Method("nearest")),
		"percentile(x, 50)":                            x.Percentile(50),
		"quantile(x, 1)":                               x.Quantile(1),
		"argmax(x, axis=1, keepdims=True)":             x.Argmax(b2.Axis(1), b2.KeepDims()),
		"cumsum(x, axis=1)":                            x.Cumsum(b2.Axis(1)),
		"diff(x, n=2, axis=1)":                         x.Diff(b2.Times(2), b2.Axis(1)),
		"any(x > 7, axis=0)":                           b2.AnyTrue(b2.Greater(x, 7), b2.Axis(0)),
		"all(x > 1)":                                   b2.Greater(x, 1).AllTrue(),
		"x - mean(x, axis=1, keepdims=True)":           b2.Subtract(x, x.Mean(b2.Axis(1), b2.KeepDims())),
		"nanmean(where(x > 1, x, nan), axis=(0, 1))":   b2.Nanmean(b2.Where(mask, x, math.NaN()), b2.Axis(0, 1)),
		"count_nonzero(x > 2, axis=1)":                 b2.CountNonzero(b2.Greater(x, 2), b2.Axis(1)),
		"cumulative_prod(x, axis=0, dtype=float32)[1]": x.CumulativeProd(b2.Axis(0), b2.Type(b2.Float32)).Slice(b2.At(1)),
	} {
		named := regexp.MustCompile(`\bx\b`).ReplaceAllString(text, "o0") // as an operand without a name is called
		want, err := b2.Lazy(named, b2.Vars{"o0": x})
		if err != nil {
			t.Fatal(err)
		}
		if e.Err() != nil {
			t.Errorf("%s: %v", text, e.Err())
			continue
		}
		a, err1 := b2.ReadBytes(context.Background(), want)
		b, err2 := b2.ReadBytes(context.Background(), e)
		if err1 != nil || err2 != nil || !bytes.Equal(a, b) || e.String() != want.String() || !slices.Equal(e.Shape(), want.Shape()) {
			t.Errorf("%s is %v %v, its twin %s %v %v (%v, %v)", text, want.Shape(), a, e, e.Shape(), b, err1, err2)
		}
	}
	for text, e := range map[string]*b2.Expr{
		"one axis":    x.Argmax(b2.Axis(0, 1)),
		"no argument": x.Sum(b2.DDof(1)),
		"no method":   x.Quantile(0.5, b2.Method("mode")),
		"bools":       x.Sum(b2.OnlyWhere(x)),
		"broadcast":   x.Sum(b2.OnlyWhere(b2.Plain(make([]bool, 4), b2.Shape(4)))),
		"number":      x.Sum(b2.Initial(x)),
		"NaN":         b2.Sum(b2.Plain([]int32{1}, b2.Shape(1)), b2.Initial(math.NaN())),
	} {
		if e.Err() == nil || !strings.Contains(e.Err().Error(), text) {
			t.Errorf("%s: %v", text, e.Err())
		}
	}
}

// TestLargeMedian has more elements than are kept in memory.
func TestLargeMedian(t *testing.T) {
	if testing.Short() {
		t.Skip("it computes 80 MB in passes")
	}
	for _, text := range []string{"median(x)", "nanquantile(x, 0.25)", "quantile(-x, 0.75, method='lower')"} {
		e, err := b2.Lazy(strings.ReplaceAll(text, "x", "(arange(10000001.0) * 2 - 7)"), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := b2.Read[float64](context.Background(), e)
		want := map[string]float64{"median(x)": 1e7 - 7, "nanquantile(x, 0.25)": 5e6 - 7, "quantile(-x, 0.75, method='lower')": -(5e6 - 7)}[text]
		if err != nil || fmt.Sprint(got) != fmt.Sprint([]float64{want}) {
			t.Errorf("%s is %v, want %v (%v)", text, got, want, err)
		}
	}
}
