package b2_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// TestFunctionOptions calls from Go what takes options or arguments that may be absent.
func TestFunctionOptions(t *testing.T) {
	ctx := context.Background()
	x := b2.Plain([]float64{-1.26, 0.5, 2.349, math.NaN(), math.Inf(1)}, b2.Shape(5))
	for _, c := range []struct {
		name string
		e    *b2.Expr
		want []float64
	}{
		{"round", b2.Round(x, b2.Decimals(1)), []float64{-1.3, 0.5, 2.3, math.NaN(), math.Inf(1)}},
		{"clip below", b2.Clip(x, 0, nil), []float64{0, 0.5, 2.349, math.NaN(), math.Inf(1)}},
		{"clip above", x.Clip(nil, 1), []float64{-1.26, 0.5, 1, math.NaN(), 1}},
		{"clip", x.Clip(0, 1), []float64{0, 0.5, 1, math.NaN(), 1}},
		{"isclose", b2.Where(b2.Isclose(x, 0, b2.Rtol(0), b2.Atol(1)), 1.0, 0.0), []float64{0, 1, 0, 0, 0}},
		{"isclose of NaN", b2.Where(b2.Isclose(x, x, b2.EqualNan()), 1.0, 0.0), []float64{1, 1, 1, 1, 1}},
		{"nan_to_num", b2.NanToNum(x, b2.Nan(7), b2.Posinf(8.5), b2.Neginf(-1)), []float64{-1.26, 0.5, 2.349, 7, 8.5}},
		{"angle", b2.Angle(x, b2.Deg()), []float64{180, 0, 0, math.NaN(), 0}},
	} {
		got, err := b2.Read[float64](ctx, c.e)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if !slices.EqualFunc(got, c.want, func(a, b float64) bool { return a == b || a != a && b != b }) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if err := b2.Add(x, nil).Err(); err == nil || !strings.Contains(err.Error(), "y is missing") {
		t.Errorf("add without its second argument: %v", err)
	}
	if err := b2.Round(x, b2.Deg()).Err(); err == nil {
		t.Error("round takes deg")
	}
}
