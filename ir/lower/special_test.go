package lower

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/b2gen/b2/ir/vec"
)

var (
	inf    = math.Inf(1)
	nan    = math.NaN()
	negZ   = math.Copysign(0, -1)
	pi     = math.Pi
	small  = 0x1p-1074
	values = []float64{0, negZ, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, small, -small, inf, -inf, nan}
)

// call is f of single values in both element types; the F32 result as a float64.
func (f function) call(t *testing.T, typ vec.Type, args ...float64) float64 {
	t.Helper()
	bits := make([]uint64, len(args))
	for i, a := range args {
		if bits[i] = u64(a); typ == vec.F32 {
			bits[i] = uint64(math.Float32bits(float32(a)))
		}
	}
	r := f.lowered(typ).Eval(bits...)[0]
	if typ == vec.F32 {
		return float64(math.Float32frombits(uint32(r)))
	}
	return f64(r)
}

func same(a, b float64) bool { return u64(a) == u64(b) || a != a && b != b }

func named(name string) function {
	for _, f := range everything {
		if f.name == name {
			return f
		}
	}
	panic(name)
}

func TestSpecialValues(t *testing.T) {
	oddOnes := []string{"sin", "tan", "asin", "atan", "sinh", "tanh", "expm1", "log1p"}
	for _, typ := range []vec.Type{vec.F32, vec.F64} {
		check := func(name string, x, want float64) {
			t.Helper()
			if typ == vec.F32 {
				want = float64(float32(want))
			}
			if got := named(name).call(t, typ, x); !same(got, want) {
				t.Errorf("%s(%v) %v = %v, want %v", name, x, typ, got, want)
			}
		}
		for _, name := range oddOnes {
			for _, x := range []float64{0, small, 0x1p-149, 0x1p-127, 0x1p-1022, 0x1.8p-126, 1e-300, 1e-30} {
				check(name, x, x)
				check(name, -x, -x)
			}
		}
		for _, f := range everything {
			if f.unary != nil {
				check(f.name, nan, nan)
				check(f.name, -nan, nan)
				check(f.name, math.Float64frombits(0x7FF8123456789ABC), nan)
			}
		}
		for _, c := range []struct {
			name    string
			x, want float64
		}{
			{"sin", inf, nan}, {"sin", -inf, nan}, {"cos", inf, nan}, {"cos", -inf, nan}, {"tan", inf, nan}, {"tan", -inf, nan},
			{"cos", 0, 1}, {"cos", negZ, 1}, {"cos", small, 1}, {"asin", 1, pi / 2}, {"asin", -1, -pi / 2}, {"asin", 1.1, nan},
			{"asin", inf, nan}, {"asin", -inf, nan}, {"acos", 1, 0}, {"acos", -1, pi}, {"acos", 0, pi / 2}, {"acos", negZ, pi / 2},
			{"acos", -1.1, nan}, {"acos", inf, nan}, {"acos", -inf, nan}, {"atan", inf, pi / 2}, {"atan", -inf, -pi / 2}, {"atan", 1, pi / 4}, {"atan", 1e300, pi / 2},
			{"sinh", inf, inf}, {"sinh", -inf, -inf}, {"sinh", 711, inf}, {"cosh", inf, inf}, {"cosh", -inf, inf}, {"cosh", 0, 1},
			{"cosh", negZ, 1}, {"cosh", -711, inf}, {"tanh", inf, 1}, {"tanh", -inf, -1}, {"tanh", 30, 1}, {"exp", 0, 1}, {"exp", negZ, 1},
			{"exp", inf, inf}, {"exp", -inf, 0}, {"exp", 709.79, inf}, {"exp", -745.2, 0}, {"exp", 1e300, inf}, {"exp", -1e300, 0}, {"exp", small, 1},
			{"expm1", inf, inf}, {"expm1", -inf, -1}, {"expm1", -1e300, -1}, {"expm1", 709.79, inf}, {"expm1", 1e300, inf}, {"expm1", -40, -1},
			{"log", 0, -inf}, {"log", negZ, -inf}, {"log", -1, nan}, {"log", -inf, nan}, {"log", inf, inf}, {"log", 1, 0}, {"log", -small, nan},
			{"log2", 0, -inf}, {"log2", -1, nan}, {"log2", inf, inf}, {"log2", 1, 0}, {"log10", 0, -inf}, {"log10", negZ, -inf},
			{"log10", -1, nan}, {"log10", inf, inf}, {"log10", 1, 0}, {"log1p", -1, -inf}, {"log1p", -1.5, nan}, {"log1p", -inf, nan}, {"log1p", inf, inf},
		} {
			if typ == vec.F32 && c.x == -small {
				continue // -0 as an F32
			}
			check(c.name, c.x, c.want)
		}
		for e := -149; e < 128; e++ {
			check("log2", math.Ldexp(1, e), float64(e))
		}
		for e, p := 0, 1.0; e <= 10; e, p = e+1, p*10 {
			check("log10", p, float64(e))
		}
	}
	for e := -1074; e < 1024; e++ {
		if got := named("log2").call(t, vec.F64, math.Ldexp(1, e)); got != float64(e) {
			t.Errorf("log2(2^%d) = %v", e, got)
		}
	}
	for e := range 23 {
		if got := named("log10").call(t, vec.F64, math.Pow10(e)); got != float64(e) {
			t.Errorf("log10(1e%d) = %v", e, got)
		}
	}
}

// TestSpecialPairs relies on Go's math following C99 for the special cases of pow and atan2, but for the sign of
// the angle when y/x underflows, which Go's Atan2 loses.
func TestSpecialPairs(t *testing.T) {
	for _, typ := range []vec.Type{vec.F32, vec.F64} {
		for _, x := range values {
			for _, y := range values {
				x, y := x, y
				if typ == vec.F32 {
					x, y = float64(float32(x)), float64(float32(y))
				}
				for name, want := range map[string]float64{"pow": math.Pow(x, y), "arctan2": math.Atan2(x, y)} {
					if name == "arctan2" {
						want = math.Copysign(want, x)
					}
					got := named(name).call(t, typ, x, y)
					if typ == vec.F32 {
						want = float64(float32(want))
					}
					if !same(got, want) && ulp(got, want, 0) > 1 || got == 0 && !same(got, want) {
						t.Errorf("%s(%v, %v) %v = %v, want %v", name, x, y, typ, got, want)
					}
				}
			}
		}
	}
	for _, c := range [][3]float64{{2, 0.5, math.Sqrt2}, {10, -3, 1e-3}, {-2, 3, -8}, {-2, -1074, small}, {-2, -1073, -2 * small},
		{2, 1023, 0x1p1023}, {2, 1024, inf}, {small, 1, small}, {small, -1, inf}, {-small, 3, negZ}, {small, 0.5, 0x1p-537},
		{1 + 0x1p-52, 1e300, inf}, {1 - 0x1p-53, 1e300, 0}, {-1, 0x1p53, 1}, {-1, 0x1p53 - 1, -1}, {7, 1, 7}, {1.1, 2, 1.2100000000000002}} {
		if got := named("pow").call(t, vec.F64, c[0], c[1]); !same(got, c[2]) {
			t.Errorf("pow(%v, %v) = %v, want %v", c[0], c[1], got, c[2])
		}
	}
}

func TestExecutor(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, f := range everything {
		for _, typ := range []vec.Type{vec.F32, vec.F64} {
			g := f.lowered(typ)
			x, y, got := make([]uint64, 300), make([]uint64, 300), make([]uint64, 300)
			for i := range x {
				x[i], y[i] = r.Uint64(), r.Uint64()
				if typ == vec.F32 {
					x[i], y[i] = x[i]>>32, y[i]>>32
				}
			}
			newExecutor(g).run(got, x, y)
			for i := range x {
				if want := g.Eval(x[i], y[i])[0]; got[i] != want {
					t.Fatalf("%s %v of %#x, %#x: executor %#x, Eval %#x", f.name, typ, x[i], y[i], got[i], want)
				}
			}
		}
	}
}

// TestFloat32 compares a sample of all bit patterns with the F64 lowering, which errs by 2^-29 of an F32's ULP.
func TestFloat32(t *testing.T) {
	count := 1 << 20
	if testing.Short() {
		count = 1 << 16
	}
	for _, f := range everything {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(3, 4))
			x, y := make([]uint64, count), make([]uint64, count)
			wx, wy := make([]uint64, count), make([]uint64, count)
			for i := range x {
				x[i], y[i] = uint64(r.Uint32()), uint64(r.Uint32())
				if i%2 == 0 { // half of them where most functions have something to do
					a := float32(r.NormFloat64() * 4)
					x[i], y[i] = uint64(math.Float32bits(a)), uint64(math.Float32bits(float32(r.NormFloat64()*10)))
				}
				wx[i] = u64(float64(math.Float32frombits(uint32(x[i]))))
				wy[i] = u64(float64(math.Float32frombits(uint32(y[i]))))
			}
			got, want := make([]uint64, count), make([]uint64, count)
			newExecutor(f.lowered(vec.F32)).run(got, x, y)
			newExecutor(f.lowered(vec.F64)).run(want, wx, wy)
			worst, at := 0.0, 0
			for i := range got {
				if e := ulp32(math.Float32frombits(uint32(got[i])), f64(want[i])); e > worst {
					worst, at = e, i
				}
			}
			t.Logf("%s f4: at most %.4f ULP, at %v, %v", f.name, worst, f64(wx[at]), f64(wy[at]))
			if worst > 0.52 {
				t.Errorf("%s f4: %v ULP at %v, %v: got %v, want %v", f.name, worst, f64(wx[at]), f64(wy[at]),
					math.Float32frombits(uint32(got[at])), f64(want[at]))
			}
		})
	}
}

// ulp32 is the error of got in units of its last place.
func ulp32(got float32, want float64) float64 {
	near := float32(want)
	if math.Float32bits(got) == math.Float32bits(near) && (math.IsInf(want, 0) || math.IsInf(float64(near), 0)) || got != got && want != want {
		return 0
	}
	if math.IsInf(float64(got), 0) || want != want || got != got || want == 0 && math.Signbit(want) != math.Signbit(float64(got)) {
		return inf
	}
	a := float32(math.Abs(want))
	if float64(a) > math.Abs(want) {
		a = math.Nextafter32(a, 0)
	}
	unit := float64(math.Nextafter32(a, float32(inf)) - a)
	return math.Abs(float64(got)-want) / unit
}

func TestMinimumMaximum(t *testing.T) {
	for _, typ := range []vec.Type{vec.F32, vec.F64} {
		for _, x := range values {
			for _, y := range values {
				lo, hi := math.Min(x, y), math.Max(x, y)
				if x == y || typ == vec.F32 && float32(x) == float32(y) { // NumPy leaves the sign of zero open
					continue
				}
				if x != x || y != y {
					lo, hi = nan, nan
				}
				if typ == vec.F32 {
					lo, hi = float64(float32(lo)), float64(float32(hi))
				}
				if got := (function{binary: Minimum}).call(t, typ, x, y); !same(got, lo) {
					t.Errorf("minimum(%v, %v) %v = %v", x, y, typ, got)
				}
				if got := (function{binary: Maximum}).call(t, typ, x, y); !same(got, hi) {
					t.Errorf("maximum(%v, %v) %v = %v", x, y, typ, got)
				}
			}
		}
	}
}

// TestDivmod compares with NumPy's results of gen/divmod.py.
func TestDivmod(t *testing.T) {
	data, err := os.ReadFile("testdata/divmod.bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range []vec.Type{vec.F32, vec.F64} {
		next := func() float64 {
			if typ == vec.F32 {
				u := binary.LittleEndian.Uint32(data)
				data = data[4:]
				return float64(math.Float32frombits(u))
			}
			u := binary.LittleEndian.Uint64(data)
			data = data[8:]
			return f64(u)
		}
		v := make([]float64, binary.LittleEndian.Uint32(data))
		data = data[4:]
		for i := range v {
			v[i] = next()
		}
		for name, f := range []function{{binary: FloorDivide}, {binary: Remainder}} {
			for _, x := range v {
				for _, y := range v {
					if got, want := f.call(t, typ, x, y), next(); !same(got, want) {
						t.Errorf("%s(%v, %v) %v = %v, want %v", []string{"floor_divide", "remainder"}[name], x, y, typ, got, want)
					}
				}
			}
		}
	}
}
