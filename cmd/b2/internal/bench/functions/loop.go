package functions

import (
	"math/rand/v2"
	"unsafe"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// runner is a loop's function for the very instruction set, with what it leaves to the portable one; nil where there
// is none.
func runner(key string, isa cpu.ISA) func(*kernel.Strip) {
	portable := prim.Lookup(key)
	if isa == cpu.Go {
		return portable
	}
	run := prim.Vector(key, isa)
	if run == nil {
		return nil
	}
	return func(s *kernel.Strip) {
		if run(s); s.Flag != 0 {
			s.Flag = 0
			portable(s)
		}
	}
}

// bed is a loop's arguments and its result.
type bed struct {
	in    ir.Instr
	n     int
	args  []unsafe.Pointer
	out   unsafe.Pointer
	strip kernel.Strip
}

// newBed draws n elements for each argument. They come in no order: branches of portable code are as hard to foresee
// as with data.
func newBed(in ir.Instr, n int) *bed {
	rng := rand.New(rand.NewPCG(16384, 1))
	b := &bed{in: in, n: n, out: pointer(kernel.Buffer(in.Out, n))}
	b.strip.In = make([]kernel.Input, in.N)
	for k, d := range in.In[:in.N] {
		data := pointer(kernel.Buffer(d, n))
		within := spanOf(in, k)
		for i := range n {
			set(d, unsafe.Add(data, i*d.Size()), func() float64 { return within.low + (within.high-within.low)*rng.Float64() })
		}
		b.args = append(b.args, data)
	}
	return b
}

func pointer(buf []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(buf)) }

// compute runs the loop over all elements, a strip at a time, as the interpreter does.
func (b *bed) compute(run func(*kernel.Strip)) error {
	s := &b.strip
	for at := 0; at < b.n; at += kernel.MaxStrip {
		s.N = kernel.Pad(min(kernel.MaxStrip, b.n-at))
		for k, arg := range b.args {
			s.In[k] = kernel.Input{Ptr: unsafe.Add(arg, at*b.in.In[k].Size()), Mask: -1}
		}
		s.Out = unsafe.Add(b.out, at*b.in.Out.Size())
		run(s)
	}
	return nil
}
