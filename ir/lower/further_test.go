package lower

import (
	"math"
	"testing"

	"github.com/b2gen/b2/ir/vec"
)

// further are functions without a reference in pairs, in the order of gen/references.py. The budget is the maximum seen in
// some 20,000 arguments, a little raised.
var further = []function{
	{"cbrt", 0.51, Cbrt, nil}, {"exp2", 0.67, Exp2, nil}, {"asinh", 0.72, Asinh, nil}, {"acosh", 0.70, Acosh, nil}, {"atanh", 0.72, Atanh, nil},
	{"hypot", 0.60, nil, Hypot}, {"logaddexp", 1.2, nil, LogAddExp}, {"logaddexp2", 1.3, nil, LogAddExp2}, {"sigmoid", 2.3, Sigmoid, nil},
	{"sinc", 0.75, Sinc, nil}, {"erf", 1.3, Erf, nil}, {"erfc", 2.5, Erfc, nil}, {"gamma", 0.75, Gamma, nil}, {"lgamma", 2.4, Lgamma, nil},
	{"i0", 2.8, I0, nil},
}

var everything = append(functions[:len(functions):len(functions)], further...)

func TestFurtherSpecialValues(t *testing.T) {
	oddOnes := []string{"cbrt", "asinh", "atanh", "erf"}
	for _, typ := range []vec.Type{vec.F32, vec.F64} {
		check := func(name string, x, want float64) {
			t.Helper()
			if typ == vec.F32 {
				if y := float64(float32(x)); y != x && (y == 0 || math.IsInf(y, 0)) {
					return
				}
				want = float64(float32(want))
			}
			if got := named(name).call(t, typ, x); !same(got, want) {
				t.Errorf("%s(%v) %v = %v, want %v", name, x, typ, got, want)
			}
		}
		for _, name := range oddOnes {
			check(name, 0, 0)
			check(name, negZ, negZ)
			for _, x := range []float64{small, 0x1p-149, 1e-300, 0x1p-1022} {
				if name == "asinh" || name == "atanh" {
					check(name, x, x)
					check(name, -x, -x)
				}
			}
		}
		for _, c := range []struct {
			name    string
			x, want float64
		}{
			{"cbrt", inf, inf}, {"cbrt", -inf, -inf}, {"cbrt", 0x1p-1074, 0x1p-358}, {"cbrt", 0x1p-147, 0x1p-49}, {"cbrt", 0x1p1023, 0x1p341},
			{"exp2", inf, inf}, {"exp2", -inf, 0}, {"exp2", 1e300, inf}, {"exp2", -1e300, 0}, {"exp2", 0.5, math.Sqrt2}, {"exp2", -1076, 0},
			{"asinh", inf, inf}, {"asinh", -inf, -inf}, {"asinh", 1e300, 691.4686750787737},
			{"acosh", 1, 0}, {"acosh", 0.999, nan}, {"acosh", 0, nan}, {"acosh", -1, nan}, {"acosh", -inf, nan}, {"acosh", inf, inf}, {"acosh", 1e300, 691.4686750787737},
			{"atanh", 1, inf}, {"atanh", -1, -inf}, {"atanh", 1.001, nan}, {"atanh", -2, nan}, {"atanh", inf, nan}, {"atanh", -inf, nan},
			{"sinc", 0, 1}, {"sinc", negZ, 1}, {"sinc", small, 1}, {"sinc", inf, nan}, {"sinc", -inf, nan}, {"sinc", 1e300, 0}, {"sinc", 0x1p52, 0}, {"sinc", 0.5, 2 / pi}, {"sinc", -1.5, -2 / (3 * pi)},
			{"sigmoid", 0, 0.5}, {"sigmoid", inf, 1}, {"sigmoid", -inf, 0}, {"sigmoid", 1e300, 1}, {"sigmoid", -1e300, 0},
			{"erf", inf, 1}, {"erf", -inf, -1}, {"erf", 6, 1}, {"erf", -6, -1}, {"erf", 1e300, 1},
			{"erfc", inf, 0}, {"erfc", -inf, 2}, {"erfc", 0, 1}, {"erfc", negZ, 1}, {"erfc", 28, 0}, {"erfc", -28, 2}, {"erfc", 1e300, 0}, {"erfc", small, 1},
			{"gamma", 0, inf}, {"gamma", negZ, -inf}, {"gamma", -1, nan}, {"gamma", -170, nan}, {"gamma", -1e300, nan}, {"gamma", -inf, nan}, {"gamma", inf, inf},
			{"gamma", 171.7, inf}, {"gamma", 1e300, inf}, {"gamma", small, inf}, {"gamma", -small, -inf}, {"gamma", -190.5, negZ}, {"gamma", -191.5, 0}, {"gamma", 0.5, 1.772453850905516},
			{"lgamma", 0, inf}, {"lgamma", negZ, inf}, {"lgamma", -1, inf}, {"lgamma", -1e300, inf}, {"lgamma", inf, inf}, {"lgamma", -inf, inf}, {"lgamma", 1, 0}, {"lgamma", 2, 0},
			{"i0", 0, 1}, {"i0", negZ, 1}, {"i0", small, 1}, {"i0", inf, inf}, {"i0", -inf, inf}, {"i0", 714, inf}, {"i0", -1e300, inf},
			{"lgamma", 2.6e305, inf}, {"lgamma", small, 744.4400719213812}, {"lgamma", -small, 744.4400719213812}, {"lgamma", 3, math.Ln2},
		} {
			check(c.name, c.x, c.want)
		}
	}
}

// TestWhole is of whole numbers, whose results are exact, and of one whose result is near the largest number.
func TestWhole(t *testing.T) {
	for e := -1080; e < 1030; e++ {
		if got := named("exp2").call(t, vec.F64, float64(e)); got != math.Ldexp(1, e) {
			t.Errorf("exp2(%d) = %x", e, got)
		}
		if got := named("exp2").call(t, vec.F32, float64(e)); got != float64(float32(math.Ldexp(1, e))) {
			t.Errorf("exp2(%d) f4 = %x", e, got)
		}
	}
	for i := range 1000 {
		x := float64(i)
		for _, typ := range []vec.Type{vec.F32, vec.F64} {
			if x < 256 || typ == vec.F64 {
				if got := named("cbrt").call(t, typ, -x*x*x); got != -x {
					t.Errorf("cbrt(-%v**3) %v = %v", x, typ, got)
				}
			}
		}
		if got := named("hypot").call(t, vec.F64, 5*x, -12*x); got != 13*x {
			t.Errorf("hypot(%v, -%v) = %v", 5*x, 12*x, got)
		}
	}
	if got := named("lgamma").call(t, vec.F64, 2.5e305); ulp(got, 1.7555118602376452e308, 0) > 2 {
		t.Errorf("lgamma(2.5e305) = %v", got)
	}
	factorial := 1.0
	for i := 1; i < 24; i++ {
		if got := named("gamma").call(t, vec.F64, float64(i)); got != factorial {
			t.Errorf("gamma(%d) = %v, want %v", i, got, factorial)
		}
		factorial *= float64(i)
	}
}

// TestFurtherSpecialPairs has C's special cases of hypot, and NumPy's of logaddexp.
func TestFurtherSpecialPairs(t *testing.T) {
	for _, typ := range []vec.Type{vec.F32, vec.F64} {
		for _, x := range values {
			for _, y := range values {
				if typ == vec.F32 {
					x, y = float64(float32(x)), float64(float32(y))
				}
				for name, want := range map[string]float64{"hypot": math.Hypot(x, y), "logaddexp": logAddExp(x, y, math.Ln2, math.E), "logaddexp2": logAddExp(x, y, 1, 2)} {
					got := named(name).call(t, typ, x, y)
					if typ == vec.F32 {
						want = float64(float32(want))
					}
					if !same(got, want) && !(math.Abs(got-want) <= 1e-15*math.Abs(want)) {
						t.Errorf("%s(%v, %v) %v = %v, want %v", name, x, y, typ, got, want)
					}
				}
			}
		}
	}
}

// logAddExp is the logarithm of the sum of two powers of base; two is that of 2.
func logAddExp(x, y, two, base float64) float64 {
	if x == y {
		return x + two
	}
	d := math.Abs(x - y)
	if x != x || y != y {
		return nan
	}
	if math.IsInf(d, 0) {
		return math.Max(x, y)
	}
	return math.Max(x, y) + math.Log1p(math.Pow(base, -d))/math.Log(base)
}

// TestGammaBesidePoles is of numbers so far left that only next to a whole number the result is not 0.
func TestGammaBesidePoles(t *testing.T) {
	for _, c := range [][2]float64{{-183.00000000000003, 2.9644e-323}, {-181.00000000000003, 9.6761e-319}, {-184.00000000000003, negZ}, {-185.00000000000003, 0}} {
		if got := named("gamma").call(t, vec.F64, c[0]); !same(got, c[1]) {
			t.Errorf("gamma(%v) = %v, want %v", c[0], got, c[1])
		}
	}
}
