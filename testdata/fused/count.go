package fused

import (
	"fmt"
	"sync/atomic"

	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// counted are the calls of a kernel's functions: of each stage, for each instruction set.
type counted [][cpu.NumISA]*calls

// calls of a function; those are whole after which no lane was left to the portable function.
type calls struct{ all, whole atomic.Int64 }

// count puts counters around the functions of a kernel.
func count(k *kernel.Kernel) counted {
	c := make(counted, len(k.Stages))
	for i := range k.Stages {
		for isa, run := range k.Stages[i].Run {
			if run == nil {
				continue
			}
			n := &calls{}
			c[i][isa] = n
			k.Stages[i].Run[isa] = func(s *kernel.Strip) {
				run(s)
				if n.all.Add(1); s.Flag == 0 {
					n.whole.Add(1)
				}
			}
		}
	}
	return c
}

// unused names a function that was never called, though the machine can run it.
func (c counted) unused() error {
	for i, stage := range c {
		for isa, n := range stage {
			if n != nil && cpu.ISA(isa) <= cpu.Best() && n.all.Load() == 0 {
				return fmt.Errorf("the function of stage %d for %s was never called", i, cpu.ISA(isa))
			}
		}
	}
	return nil
}

// tally sums up what was called of all kernels with functions for an instruction set.
type tally struct{ stages, whole, strips, wholeStrips int64 }

func (t *tally) add(n *calls) {
	if n == nil {
		return
	}
	t.stages++
	t.strips += n.all.Load()
	t.wholeStrips += n.whole.Load()
	if n.whole.Load() > 0 {
		t.whole++
	}
}
