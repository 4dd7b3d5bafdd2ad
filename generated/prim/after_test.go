package prim_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// fmaTime is how long a chain of scalar multiply-adds takes.
func fmaTime() time.Duration {
	x := 1.0
	start := time.Now()
	for range 4000 {
		x = math.FMA(x, 0.999, 0.001)
	}
	d := time.Since(start)
	if x > 2 {
		return 0 // never: x is used
	}
	return d
}

func fastest(n int) time.Duration {
	best := fmaTime()
	for range n {
		best = min(best, fmaTime())
	}
	return best
}

// TestScalarAfterVectors times scalar multiply-adds after each vector function: with the upper halves of the registers left
// in use they would be 30 times slower on some processors.
func TestScalarAfterVectors(t *testing.T) {
	if cpu.Best() == cpu.Go {
		t.Skip("this machine has no vector functions")
	}
	before := fastest(50)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, in := range ir.Loops() {
		for isa := cpu.AVX2; isa <= cpu.Best(); isa++ {
			run := prim.Vector(in.Key(), isa)
			if run == nil {
				continue
			}
			s, _, _ := strip(rng, in, kernel.Group, false)
			best := time.Hour
			for range 5 {
				run(s)
				best = min(best, fmaTime())
			}
			if best > 4*before {
				t.Errorf("after %s on %s scalar multiply-adds take %v, before it %v", in.Key(), isa, best, before)
			}
		}
	}
}
