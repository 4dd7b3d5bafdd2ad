package b2_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/generated/corpus"
)

// TestComplex is the fluent API: a complex128 is a Python number, a complex64 has its type.
func TestComplex(t *testing.T) {
	ctx := context.Background()
	f4, f8 := b2.Plain([]float32{1, 2}, b2.Shape(2)), b2.Plain([]float64{3, 4}, b2.Shape(2))
	for _, c := range []struct {
		e    *b2.Expr
		want b2.DType
		text string
	}{
		{f4.Add(2i), b2.Complex64, "o0 + 2j"},
		{f8.Multiply(1 + 2i), b2.Complex128, "o0 * (1.0 + 2j)"},
		{f8.Add(complex64(2i)), b2.Complex128, "o0 + complex128(2j)"},
		{f4.Add(b2.Strong(2i)), b2.Complex128, "o0 + complex128(2j)"},
		{f4.Add(-2i), b2.Complex64, "o0 + (0.0 - 2j)"},
		{b2.Complex(f4, f8), b2.Complex128, "complex(o0, o1)"},
		{b2.Real(f4.Multiply(1i)), b2.Float32, "real(o0 * 1j)"},
		{b2.Imag(f4), b2.Float32, "zeros((2,), dtype=float32)"},
		{b2.Angle(f8.Multiply(1i)), b2.Float64, "arctan2(imag(o0 * 1j), real(o0 * 1j))"},
		{f4.Multiply(1i).Conjugate().Abs(), b2.Float32, "abs(conjugate(o0 * 1j))"},
	} {
		if c.e.Err() != nil || c.e.DType() != c.want || c.e.String() != c.text {
			t.Errorf("%s is %s, want %s of %s: %v", c.e, c.e.DType(), c.text, c.want, c.e.Err())
		}
	}
	got, err := b2.Read[complex64](ctx, f4.Multiply(1i).Add(1))
	if err != nil || !slices.Equal(got, []complex64{1 + 1i, 1 + 2i}) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestComplexArrays has complex numbers stored, and none lost in an array of real ones.
func TestComplexArrays(t *testing.T) {
	ctx := context.Background()
	z, err := b2.Full(ctx, 1+2i, b2.Shape(3), b2.Type(b2.Complex64))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if err := z.Set(ctx, 5-1i, b2.At(1)); err != nil {
		t.Error(err)
	}
	if err := z.Append(ctx, b2.Plain([]float64{7}, b2.Shape(1))); err != nil {
		t.Error(err)
	}
	if got, err := b2.Read[complex64](ctx, z); err != nil || !slices.Equal(got, []complex64{1 + 2i, 5 - 1i, 1 + 2i, 7}) {
		t.Errorf("%v, %v", got, err)
	}
	x, err := b2.Zeros(ctx, b2.Shape(3))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for what, err := range map[string]error{
		"Set":    x.Set(ctx, z.Slice(b2.Span(0, 3, 1))),
		"number": x.Set(ctx, 1i),
		"Append": x.Append(ctx, z),
	} {
		if err == nil || !strings.Contains(err.Error(), "b2.Real") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := x.Set(ctx, b2.Real(z.Slice(b2.Span(0, 3, 1)))); err != nil {
		t.Error(err)
	}
	if got, err := b2.Read[float64](ctx, x); err != nil || !slices.Equal(got, []float64{1, 5, 1}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := b2.Full(ctx, 2i, b2.Shape(2), b2.Type(b2.Float64)); err == nil {
		t.Error("a float64 array was filled with a complex number")
	}
}

// TestComplexErrors names what is not defined for complex numbers.
func TestComplexErrors(t *testing.T) {
	vars := b2.Vars{"z": b2.Plain([]complex128{1, 2i}, b2.Shape(2))}
	for text, want := range map[string]string{
		"z // 2":                    "floor_divide is not defined for complex128",
		"z & 1":                     "bitwise_and is not defined for complex128",
		"arctan2(z, 1)":             "arctan2 is not defined for complex128",
		"2j < 3":                    "less is not defined for Python complex numbers",
		"2j / 0":                    "division of a number by zero",
		"0j ** -1":                  "zero cannot be raised",
		"float64(2j)":               "cannot become float64",
		"linspace(0, 1j, dtype=f4)": "complex numbers do not become float32",
		"arange(3j)":                "arange takes real numbers",
		"complex(z, 1)":             "complex is not defined for complex128",
	} {
		text = strings.ReplaceAll(text, "=f4", "='f4'")
		if _, err := b2.Lazy(text, vars); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestComplexInto runs a fused kernel over plain slices.
func TestComplexInto(t *testing.T) {
	a, c, out := make([]complex128, 5*37), make([]complex128, 5), make([]complex128, 5*37)
	for i := range a {
		a[i] = complex(float64(i), -1)
	}
	for i := range c {
		c[i] = complex(1, float64(i))
	}
	if err := corpus.ComplexColumnInto(5, 37, out, a, c); err != nil {
		t.Fatal(err)
	}
	for i := range out {
		if want := a[i] - c[i/37]; out[i] != want {
			t.Fatalf("element %d is %v, want %v", i, out[i], want)
		}
	}
}
