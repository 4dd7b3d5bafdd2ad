//go:build exhaustive && amd64

package scalar

import (
	"flag"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"github.com/b2gen/b2/runtime/cpu"
)

var inputs = flag.Int("inputs", 1_000_000_000, "how many multiply-adds TestFMA32 compares")

// TestFMA32 compares the portable multiply-add of float32 with the processor's, NaN's bits apart:
//
//	go test -tags exhaustive -run TestFMA32 -v -timeout 2h ./ir/scalar [-inputs 1000000000]
//
// Half of the triples are any bits; the others are made to be hard. It also counts the results that the sum in float64,
// rounded once more, would get wrong: where there are none of those, the test would show nothing.
func TestFMA32(t *testing.T) {
	vector := map[cpu.ISA]func(out, x, y, z *float32, n int){cpu.AVX2: vfmaddAVX2, cpu.AVX512: vfmaddAVX512}
	if cpu.Best() == cpu.Go {
		t.Fatal("this machine has no multiply-add of vectors to compare with")
	}
	const block = 4096
	var group sync.WaitGroup
	var mutex sync.Mutex
	kinds, twice := [len(triples)]int{}, [len(triples)]int{}
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Go(func() {
			r := rand.New(rand.NewPCG(7, uint64(w)))
			var x, y, z, want, got [block]float32
			var kind [block]int
			var tried, wrong [len(triples)]int
			for range (*inputs + block*workers - 1) / (block * workers) {
				for i := range x {
					kind[i] = max(r.IntN(2*len(triples)-2)-len(triples)+2, 0)
					x[i], y[i], z[i] = triples[kind[i]](r)
					want[i] = FMA32(x[i], y[i], z[i])
					tried[kind[i]]++
					if float32(float64(x[i])*float64(y[i])+float64(z[i])) != want[i] && want[i] == want[i] {
						wrong[kind[i]]++
					}
				}
				for isa := cpu.AVX2; isa <= cpu.Best(); isa++ {
					vector[isa](&got[0], &x[0], &y[0], &z[0], block)
					for i := range got {
						if math.Float32bits(got[i]) != math.Float32bits(want[i]) && (got[i] == got[i] || want[i] == want[i]) {
							t.Errorf("%x * %x + %x is %x on %s, %x in portable code", x[i], y[i], z[i], got[i], isa, want[i])
							return
						}
					}
				}
			}
			mutex.Lock()
			defer mutex.Unlock()
			for k := range kinds {
				kinds[k] += tried[k]
				twice[k] += wrong[k]
			}
		})
	}
	group.Wait()
	names := [len(triples)]string{"any bits", "whole numbers", "half a unit", "cancelling", "subnormal", "infinite or NaN"}
	total := 0
	for k, name := range names {
		t.Logf("%-16s %d compared; %d would be wrong rounded twice", name, kinds[k], twice[k])
		total += kinds[k]
	}
	t.Logf("%d in all, up to %s", total, cpu.Best())
	if twice[2] == 0 || twice[4] == 0 {
		t.Error("no input was hard: rounding twice gives the same")
	}
}

// triples make x, y and z of x*y + z: the first any, the others hard ones.
var triples = [...]func(r *rand.Rand) (x, y, z float32){
	func(r *rand.Rand) (x, y, z float32) { return anyFloat(r), anyFloat(r), anyFloat(r) },
	wholes, halfUnit, cancelling, tiny, beyond,
}

func anyFloat(r *rand.Rand) float32 { return math.Float32frombits(r.Uint32()) }

// power is 2^e of float32, subnormal ones too.
func power(e int) float32 { return float32(math.Ldexp(1, e)) }

// moderate is a number of any sign whose exponent is within a range.
func moderate(r *rand.Rand, low, high int) float32 {
	return float32(1-2*r.IntN(2)) * (1 + float32(r.IntN(1<<23))*0x1p-23) * power(low+r.IntN(high-low))
}

// wholes are products and addends of few bits each: their sums are often exactly between two numbers.
func wholes(r *rand.Rand) (x, y, z float32) {
	bits := func() float32 { return float32(r.IntN(1<<(1+r.IntN(24)))) * float32(1-2*r.IntN(2)) }
	return bits(), bits(), bits() * power(r.IntN(60)-12)
}

// halfUnit has a product that is half of the addend's last place, or next to that: what float64 rounds to a tie.
func halfUnit(r *rand.Rand) (x, y, z float32) {
	z = moderate(r, -60, 60)
	half := float64(math.Nextafter32(z, float32(math.Inf(1)))-z) / 2
	x = moderate(r, -20, 20)
	if r.IntN(3) == 0 {
		x = power(r.IntN(40) - 20)
	}
	y = float32(half / float64(x))
	y = math.Float32frombits(math.Float32bits(y) + uint32(r.IntN(5)) - 2)
	if r.IntN(2) == 0 {
		y = -y
	}
	return x, y, z
}

// cancelling has an addend next to minus the product.
func cancelling(r *rand.Rand) (x, y, z float32) {
	x, y = moderate(r, -70, 60), moderate(r, -70, 60)
	z = -x * y
	return x, y, math.Float32frombits(math.Float32bits(z) + uint32(r.IntN(9)) - 4)
}

// tiny has a result among the subnormal numbers, or next to them.
func tiny(r *rand.Rand) (x, y, z float32) {
	e := r.IntN(100) - 120
	x, y = moderate(r, e, e+1), moderate(r, -150-e, -122-e)
	switch r.IntN(3) {
	case 0: // half of the least number, or next to that
		y = float32(0x1p-150 / float64(x))
		y = math.Float32frombits(math.Float32bits(y) + uint32(r.IntN(5)) - 2)
		z = float32(r.IntN(1<<24)) * 0x1p-149
	case 1:
		z = moderate(r, -149, -120)
	default:
		z = math.Float32frombits(uint32(r.IntN(1 << 24)))
	}
	return x, y, z
}

// beyond has infinities, NaN, zeros, and results at the largest number.
func beyond(r *rand.Rand) (x, y, z float32) {
	values := [...]float32{0, float32(math.Copysign(0, -1)), 1, -1, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()),
		math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, 0x1p127, -0x1p103}
	pick := func() float32 {
		if r.IntN(4) == 0 {
			return anyFloat(r)
		}
		return values[r.IntN(len(values))]
	}
	if r.IntN(2) == 0 { // near 2^128
		x = moderate(r, 40, 80)
		return x, float32(0x1p128 / float64(x)), moderate(r, 90, 108)
	}
	return pick(), pick(), pick()
}
