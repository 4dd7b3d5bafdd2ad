package lower

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/b2gen/b2/ir/vec"
)

// inDomain says where the pairs can follow: the results that are not special.
func inDomain(name string, x, y float64) bool {
	if math.IsInf(x, 0) || x != x || math.IsInf(y, 0) || y != y || math.Abs(x) < 1e-280 && name != "log" && name != "log2" && name != "log10" {
		return false
	}
	switch name {
	case "asin", "acos":
		return math.Abs(x) < 1
	case "sinh", "cosh":
		return math.Abs(x) < 711
	case "exp", "expm1":
		return math.Abs(x) < 750
	case "log", "log2", "log10":
		return x > 0
	case "log1p":
		return x > -1 && math.Abs(x) > 1e-25
	case "pow":
		return x > 0 && math.Abs(y*math.Log2(x)) < 1080
	case "arctan2":
		return math.Abs(y) > 1e-280 && math.Abs(math.Log2(math.Abs(x))-math.Log2(math.Abs(y))) < 900
	case "tanh":
		return math.Abs(x) < 300
	}
	return true
}

// draw is a random argument: of any exponent, or where most functions have something to do.
func draw(name string, r *rand.Rand, i int) (x, y float64) {
	x, y = f64(r.Uint64()), f64(r.Uint64())
	switch {
	case name == "pow" && i%4 != 0:
		x = math.Exp2(r.NormFloat64() * math.Ldexp(8, -i%32))
		y = (r.Float64()*2200 - 1100) / math.Log2(x)
	case i%4 == 1:
		x, y = r.NormFloat64(), r.NormFloat64()
	case i%4 == 2:
		x, y = r.Float64()*1500-750, r.Float64()*1500-750
	case i%4 == 3:
		x = 1 + math.Copysign(math.Exp2(-54*r.Float64()), x)
	}
	return x, y
}

// TestPairs checks the reference itself, against mpmath.
func TestPairs(t *testing.T) {
	references(t, "testdata/references.bin", functions, func(f function, args [][]uint64, high []uint64, low []float32) {
		for i := range high {
			x, y := f64(args[0][i]), f64(args[len(args)-1][i])
			if f.binary == nil {
				y = 1
			}
			if !inDomain(f.name, x, y) {
				continue
			}
			h, l := exact(f.name, x, y)
			want := f64(high[i])
			if d := math.Abs((h-want)/(math.Nextafter(math.Abs(want), inf)-math.Abs(want)) + l - float64(low[i])); d > 1e-6 {
				t.Errorf("%s(%x, %x) = %x %g, want %x %g", f.name, x, y, h, l, want, low[i])
				break
			}
		}
	})
}

// TestRandom compares random arguments with the pairs.
func TestRandom(t *testing.T) {
	count := 300_000
	if testing.Short() {
		count = 10_000
	}
	for _, f := range functions {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			n := count
			if f.name == "sin" || f.name == "cos" || f.name == "tan" {
				n /= 3 // big.Float is slow
			}
			r := rand.New(rand.NewPCG(7, 8))
			x, y := make([]uint64, 0, n), make([]uint64, 0, n)
			for i := 0; i < n; i++ {
				if a, b := draw(f.name, r, i); inDomain(f.name, a, b) || f.binary == nil && inDomain(f.name, a, 1) {
					x, y = append(x, u64(a)), append(y, u64(b))
				}
			}
			got := make([]uint64, len(x))
			newExecutor(f.lowered(vec.F64)).run(got, x, y)
			worst, at := 0.0, 0
			for i := range got {
				h, l := exact(f.name, f64(x[i]), f64(y[i]))
				if e := ulp(f64(got[i]), h, l); e > worst {
					worst, at = e, i
				}
			}
			t.Logf("%s: %d arguments, at most %.3f ULP, at %v, %v", f.name, len(got), worst, f64(x[at]), f64(y[at]))
			if worst > f.budget {
				h, _ := exact(f.name, f64(x[at]), f64(y[at]))
				t.Errorf("%s(%x, %x) = %x, want %x", f.name, f64(x[at]), f64(y[at]), f64(got[at]), h)
			}
		})
	}
}
