//go:build exhaustive

package prim_test

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// TestEveryFloat32 computes each function of one float32 for all of them, on the widest instruction set, and measures its
// error in units of the last place against the same function of float64, which is right to 2^-28 of such a unit:
//
//	go test -tags exhaustive -run EveryFloat32 -v -timeout 2h ./generated/prim [-only sin,cos] [-record]
func TestEveryFloat32(t *testing.T) {
	for _, in := range ir.Loops() {
		if in.Op == nil || in.N != 1 || in.Op.ULP == 0 || in.In[0] != dtype.Float32 || in.Out != dtype.Float32 || !chosen(in.Op.Name) {
			continue
		}
		narrow, wide := best(in.Op.Name+".f4"), best(in.Op.Name+".f8")
		var worst [256]maximum // of the upper 8 bits of the argument
		var group sync.WaitGroup
		next := make(chan int)
		for range runtime.GOMAXPROCS(0) {
			group.Go(func() {
				for top := range next {
					worst[top] = errorOf(narrow, wide, uint32(top)<<24)
				}
			})
		}
		for top := range worst {
			next <- top
		}
		close(next)
		group.Wait()
		var most maximum
		for _, w := range worst {
			if w.ulp > most.ulp || w.ulp != w.ulp {
				most = w
			}
		}
		t.Logf("%-10s %.3f ULP at %v: %v, exactly %v", in.Op.Name, most.ulp, most.x, most.got, most.want)
		if !(most.ulp < 0.52) { // as FUNCTIONS.md says
			t.Errorf("%s errs by %.3f ULP at %v", in.Op.Name, most.ulp, most.x)
		}
		keep(t, in, most.ulp, fmt.Sprint(most.x), 1<<32)
	}
}

type maximum struct {
	ulp    float64
	x, got float32
	want   float64
}

// best is the function that this machine runs for a key, and the portable one where that leaves lanes to it.
func best(key string) func(*kernel.Strip) {
	portable := prim.Lookup(key)
	for isa := cpu.Best(); isa > cpu.Go; isa-- {
		if run := prim.Vector(key, isa); run != nil {
			return func(s *kernel.Strip) {
				if run(s); s.Flag != 0 {
					s.Flag = 0
					portable(s)
				}
			}
		}
	}
	return portable
}

// errorOf is the largest error among the 2^24 arguments whose bits begin like first's.
func errorOf(narrow, wide func(*kernel.Strip), first uint32) (most maximum) {
	const n = kernel.MaxStrip
	x, got := make([]float32, n), make([]float32, n)
	y, want := make([]float64, n), make([]float64, n)
	a := &kernel.Strip{N: n, In: []kernel.Input{{Ptr: unsafe.Pointer(&x[0]), Mask: -1}}, Out: unsafe.Pointer(&got[0])}
	b := &kernel.Strip{N: n, In: []kernel.Input{{Ptr: unsafe.Pointer(&y[0]), Mask: -1}}, Out: unsafe.Pointer(&want[0])}
	for at := range 1 << 24 / n {
		for i := range x {
			x[i] = math.Float32frombits(first + uint32(at*n+i))
			y[i] = float64(x[i])
		}
		narrow(a)
		wide(b)
		for i, r := range want {
			if math.Abs(float64(got[i])-r) <= most.ulp*0x1p-24*math.Abs(r) {
				continue // a unit is at least 2^-24 of the number
			}
			if e := inUnits(got[i], r); e > most.ulp || e != e {
				most = maximum{e, x[i], got[i], r}
			}
		}
	}
	return most
}

// inUnits is how far got is from r, in units of the last place of a float32 near r. An infinity stands for 2^128.
func inUnits(got float32, r float64) float64 {
	g := float64(got)
	switch {
	case g == r || g != g && r != r:
		return 0
	case math.IsInf(r, 0) && math.IsInf(g, 0):
		return math.Inf(1) // of other signs
	case g != g || r != r:
		return math.Inf(1)
	}
	g, r = clip(g), clip(r)
	exponent := max(int(math.Float64bits(r)>>52&0x7FF)-1023, -126)
	return math.Abs(g-r) / math.Float64frombits(uint64(exponent-23+1023)<<52)
}

// clip puts 2^128, the first number that overflows, for all beyond it.
func clip(x float64) float64 {
	if math.Abs(x) > 0x1p128 {
		return math.Copysign(0x1p128, x)
	}
	return x
}
