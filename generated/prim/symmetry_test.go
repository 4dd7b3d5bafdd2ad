package prim_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// TestSymmetry wants functions that are even or odd to be that to the last bit, next to multiples of pi/2 above all, where an
// angle's reduction decides between two of them.
func TestSymmetry(t *testing.T) {
	odd := []string{"sin", "tan", "arcsin", "arctan", "sinh", "tanh", "arcsinh", "arctanh", "cbrt", "erf"}
	even := []string{"cos", "cosh", "sinc", "i0"}
	rng := rand.New(rand.NewPCG(5, 6))
	for _, in := range ir.Loops() {
		if in.Op == nil || in.N != 1 || in.In[0] != dtype.Float64 || !slices.Contains(append(odd, even...), in.Op.Name) {
			continue
		}
		sign := 1.0
		if slices.Contains(odd, in.Op.Name) {
			sign = -1
		}
		for range 100 {
			x := make([]float64, kernel.MaxStrip)
			for i := range x {
				x[i] = math.Ldexp(rng.Float64(), rng.IntN(20)-8)
				if i%2 == 0 {
					x[i] = math.Pi/2*float64(rng.IntN(1<<20)) + math.Ldexp(rng.Float64()-0.5, -rng.IntN(40))
				}
			}
			y, _ := computed(in, x)
			for i := range x {
				x[i] = -x[i]
			}
			z, _ := computed(in, x)
			for i := range x {
				if y[i] != sign*z[i] && y[i] == y[i] {
					t.Fatalf("%s of %v is %v, of %v %v", in.Op.Name, -x[i], y[i], x[i], z[i])
				}
			}
		}
	}
}

// TestUsualIsNotRare wants zeros and NaN, which arrays do hold, to be computed by vectors like all others: only then
// is the time of a strip that of its elements.
func TestUsualIsNotRare(t *testing.T) {
	if cpu.Best() == cpu.Go {
		t.Skip("no vectors on this machine")
	}
	x := make([]float64, kernel.Group)
	for i := range x {
		x[i] = []float64{0, math.Copysign(0, -1), 1, -0.5, 3, math.NaN(), -math.NaN()}[i%7]
	}
	for _, in := range ir.Loops() {
		if in.Op == nil || in.N != 1 || in.In[0] != dtype.Float64 || in.Out != dtype.Float64 || in.Op.Name == "lgamma" { // whose zeros are rare, one of which is near
			continue
		}
		if _, rare := computed(in, x); rare {
			t.Errorf("%s leaves usual elements to portable code", in.Op.Name)
		}
	}
}

// computed is a function of float64 as the interpreter computes it, and whether portable code had to.
func computed(in ir.Instr, x []float64) (y []float64, rare bool) {
	y = make([]float64, len(x))
	s := &kernel.Strip{N: len(x), In: []kernel.Input{{Ptr: unsafe.Pointer(unsafe.SliceData(x)), Mask: -1}}, Out: unsafe.Pointer(unsafe.SliceData(y))}
	if run := prim.Vector(in.Key(), cpu.Best()); run != nil {
		if run(s); s.Flag == 0 {
			return y, false
		}
		s.Flag = 0
	}
	prim.Lookup(in.Key())(s)
	return y, true
}
