package functions

import (
	"fmt"
	"math"
	"math/rand/v2"
	"unsafe"

	"github.com/b2gen/b2/cmd/b2/internal/bench/rig"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// judge measures errors: those of float32 against the function of float64 with the same name, which is right to 2^-28
// of such a unit, those of float64 against the embedded references. Other types are not measured.
type judge struct {
	arguments  int // of float32
	references map[string]reference
	narrow     map[string]*sample // what was drawn for the functions of float32
}

func newJudge(arguments int) (*judge, error) {
	refs, err := readReferences()
	return &judge{arguments, refs, map[string]*sample{}}, err
}

// errorOf is the largest error found, in units of the last place; nil where none is measured. Functions that are
// exact or correctly rounded by construction are not looked at.
func (j *judge) errorOf(in ir.Instr, run func(*kernel.Strip)) (*float64, error) {
	if in.Op == nil || in.Op.ULP == 0 {
		return nil, nil
	}
	for _, d := range in.In[:in.N] {
		if d != in.Out {
			return nil, nil
		}
	}
	var w worst
	switch in.Out {
	case dtype.Float32:
		w = j.narrowError(in, run)
	case dtype.Float64:
		w = j.wideError(in, run)
	}
	if math.IsInf(w.units, 0) {
		return nil, fmt.Errorf("%s gives %v for %v, which is not near %v", in.Key(), w.got, w.args, w.want)
	}
	if !w.any {
		return nil, nil
	}
	units := rig.Round(w.units)
	return &units, nil
}

// worst is the largest error among results, and where it is.
type worst struct {
	units     float64
	any       bool // there was a result
	got, want float64
	args      []float64
}

// add notes a result for some arguments.
func (w *worst) add(units, got, want float64, args func() []float64) {
	if units > w.units {
		*w = worst{units, true, got, want, args()}
	}
	w.any = true
}

// at are the arguments of result i.
func at[T float32 | float64](args [][]T, i int) func() []float64 {
	return func() (list []float64) {
		for _, a := range args {
			list = append(list, float64(a[i]))
		}
		return list
	}
}

// sample is arguments of float32 and what the function of float64 gives for them.
type sample struct {
	args [][]float32
	want []float64
}

func (j *judge) narrowError(in ir.Instr, run func(*kernel.Strip)) (w worst) {
	s := j.narrow[in.Op.Name]
	if s == nil {
		s = newSample(in, j.arguments)
		j.narrow[in.Op.Name] = s
	}
	got := make([]float32, len(s.want))
	apply(run, got, s.args...)
	for i, g := range got {
		w.add(narrowUnits(g, s.want[i]), float64(g), s.want[i], at(s.args, i))
	}
	return w
}

// newSample draws arguments of all exponents and signs. Those of functions of two are of like size for every other
// pair, so that results do not only depend on one of them.
func newSample(in ir.Instr, n int) *sample {
	rng := rand.New(rand.NewPCG(32, 20))
	n = kernel.Pad(n)
	s := &sample{want: make([]float64, n)}
	var wide [][]float64
	for k := range in.N {
		x, w := make([]float32, n), make([]float64, n)
		for i := range x {
			if x[i] = finite(rng); k > 0 && i%2 == 1 {
				x[i] = s.args[0][i] * float32(math.Exp2(rng.Float64()*16-8))
			}
			if k == 0 && in.N == 2 && i%4 == 1 { // of moderate size, where powers and sums of exponentials are in range
				x[i] = float32(math.Exp2(rng.Float64()*16 - 8))
			}
			w[i] = float64(x[i])
		}
		s.args, wide = append(s.args, x), append(wide, w)
	}
	apply(widest(in.Op.Name+"."+dtype.Float64.Short()), s.want, wide...)
	return s
}

// finite is any number of float32.
func finite(rng *rand.Rand) float32 {
	for {
		if x := math.Float32frombits(rng.Uint32()); !math.IsInf(float64(x), 0) && x == x {
			return x
		}
	}
}

// widest is a loop's function for the widest instruction set of the machine that has one.
func widest(key string) (run func(*kernel.Strip)) {
	for isa := cpu.Best(); run == nil; isa-- {
		run = runner(key, isa)
	}
	return run
}

// apply computes a function of slices whose length is a multiple of a group.
func apply[T float32 | float64](run func(*kernel.Strip), out []T, args ...[]T) {
	s := kernel.Strip{In: make([]kernel.Input, len(args))}
	for at := 0; at < len(out); at += kernel.MaxStrip {
		s.N = min(kernel.MaxStrip, len(out)-at)
		for k, a := range args {
			s.In[k] = kernel.Input{Ptr: unsafe.Pointer(&a[at]), Mask: -1}
		}
		s.Out = unsafe.Pointer(&out[at])
		run(&s)
	}
}

// narrowUnits is how far a float32 is from a result, in units of its last place near that. An infinity stands for
// 2^128, the first number that overflows.
func narrowUnits(got float32, want float64) float64 {
	g := float64(got)
	switch {
	case g == want || g != g && want != want:
		return 0
	case g != g || want != want || math.IsInf(g, 0) && math.IsInf(want, 0):
		return math.Inf(1)
	}
	const most = 0x1p128
	g, want = max(-most, min(most, g)), max(-most, min(most, want))
	exponent := -125 // of numbers that lose digits, and of 0
	if want != 0 {
		exponent = max(exponent, math.Ilogb(want)+1)
	}
	return math.Abs(g-want) / math.Ldexp(1, exponent-24)
}

// wideError compares with the embedded references.
func (j *judge) wideError(in ir.Instr, run func(*kernel.Strip)) (w worst) {
	name := in.Op.Name
	if name == "float_power" { // the same of float64
		name = "power"
	}
	ref, ok := j.references[name]
	if !ok {
		return w
	}
	got := make([]float64, len(ref.high))
	apply(run, got, ref.args...)
	for i, g := range got[:ref.n] {
		w.add(wideUnits(g, ref.high[i], ref.low[i]), g, ref.high[i], at(ref.args, i))
	}
	return w
}

// wideUnits is how far a float64 is from a value, in units of the last place of high: high is the float64 next to the
// value, and low what is left of it in such units. References are neither infinite nor the largest number.
func wideUnits(got, high, low float64) float64 {
	if math.IsInf(got, 0) || got != got {
		return math.Inf(1)
	}
	unit := math.Nextafter(math.Abs(high), math.Inf(1)) - math.Abs(high)
	return math.Abs((got-high)/unit - low)
}
