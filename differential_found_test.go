package b2_test

import (
	"context"
	"math"
	"testing"

	"github.com/b2gen/b2"
)

// What TestDifferential found that no case of the corpus can say; testdata/expr/make_fuzz.py has the others.

// TestArgConstants gives ints and bools to options that take numbers or arrays.
func TestArgConstants(t *testing.T) {
	x := b2.Plain([]float64{math.Inf(1), 1, 2}, b2.Shape(3))
	for _, c := range []struct {
		got  *b2.Expr
		want string
	}{
		{x.NanToNum(b2.Arg("posinf", 7)), "nan_to_num(x, posinf=7)"},
		{x.Max(b2.Arg("initial", true)), "max(x, initial=True)"},
		{x.Sum(b2.Arg("where", false)), "sum(x, where=False)"},
		{x.Isclose(1, b2.Arg("rtol", 2)), "isclose(x, 1, rtol=2)"},
	} {
		e, err := b2.Lazy(c.want, b2.Vars{"x": x})
		if err != nil {
			t.Fatal(err)
		}
		if c.got.Err() != nil || c.got.DType() != e.DType() {
			t.Errorf("%s: %v", c.want, c.got)
			continue
		}
		want, _ := b2.ReadBytes(context.Background(), e)
		if got, err := b2.ReadBytes(context.Background(), c.got); err != nil || differs(got, want, e.DType()) >= 0 {
			t.Errorf("%s: got %x, want %x; %v", c.want, got, want, err)
		}
	}
}

// TestHalfConstants has reductions of float16 scalars keep their type in print.
func TestHalfConstants(t *testing.T) {
	for _, text := range []string{"nanstd(float16(64))", "max(float16(1.5))", "mean(complex64(2))", "clip(1000.0, zeros(2, dtype=float16), None)"} {
		e, err := b2.Lazy(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		again, err := b2.Lazy(e.String(), nil)
		if err != nil || again.DType() != e.DType() {
			t.Errorf("%s is printed as %s: %v", text, e, err)
		}
	}
}

// TestExp2OfHuge keeps the size of what has a huge angle.
func TestExp2OfHuge(t *testing.T) {
	for _, im := range []string{"1e12", "1e20", "1e38", "1e300"} {
		e, err := b2.Lazy("abs(exp2(complex(0.5 + zeros(3), "+im+")))", nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := b2.ReadBytes(context.Background(), e)
		if err != nil {
			t.Fatal(err)
		}
		if got := number(data, b2.Float64); math.Abs(got-math.Sqrt2) > 1e-15 {
			t.Errorf("2**(0.5 + %si) has the size %v", im, got)
		}
	}
	e, _ := b2.Lazy("exp2(complex(1e300 + zeros(1), 1.0))", nil)
	if data, err := b2.ReadBytes(context.Background(), e); err != nil || !math.IsInf(number(data, b2.Float64), 1) {
		t.Errorf("exp2 of 1e300 + 1i: %x %v", data, err)
	}
}
