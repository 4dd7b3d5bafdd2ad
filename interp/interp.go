// Package interp runs programs without compiling them: each stage walks its instructions over a strip that stays
// in the first-level cache, calling for each the function that package generated/prim has for it. Those come from
// the same lowerings as fused kernels, so an element has the same bits either way.
package interp

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// Compile makes the kernel of a loop of a program.
func Compile(l *ir.Loop) (*kernel.Kernel, error) {
	k := &kernel.Kernel{Name: "interpreted", Key: l.Key, Out: kernel.Ref(l.Out)}
	for _, in := range l.Inputs {
		k.In = append(k.In, kernel.Operand{DType: in.DType, Axes: in.Axes})
	}
	for i := range l.Stages {
		st, err := stage(&l.Stages[i])
		if err != nil {
			return nil, err
		}
		k.Stages = append(k.Stages, st)
	}
	return k, nil
}

// step is one instruction: its functions, and where its arguments and its result are.
type step struct {
	run  [cpu.NumISA]func(*kernel.Strip) // the best up to each instruction set
	args [4]place
	n    int
	out  int // register; -1: the strip's output
}

// place is where a value is: an input of the stage, a register, or a splatted constant.
type place struct {
	input, register int // -1: not there
	constant        unsafe.Pointer
}

// registerSize is the room of a stage's registers: a strip of its widest elements.
func registerSize(st *ir.Stage) int {
	widest := 8
	for _, in := range st.Body {
		widest = max(widest, in.Out.Size())
	}
	return kernel.MaxStrip * widest
}

func stage(st *ir.Stage) (kernel.Stage, error) {
	steps, registers, err := assemble(st)
	if err != nil {
		return kernel.Stage{}, err
	}
	size := registerSize(st)
	out := kernel.Stage{Axes: st.Axes, Out: st.Out, Scratch: registers * size}
	for _, r := range st.Inputs {
		out.In = append(out.In, kernel.Ref(r))
	}
	for isa := range cpu.NumISA {
		out.Run[isa] = func(s *kernel.Strip) { walk(s, steps, size, isa) }
	}
	return out, nil
}

// functions are those of the instruction of a key, for each instruction set the widest there is; false when there is none.
func functions(key string) (run [cpu.NumISA]func(*kernel.Strip), ok bool) {
	best := prim.Lookup(key)
	for isa := range run {
		if v := prim.Vector(key, cpu.ISA(isa)); v != nil {
			best = v
		}
		run[isa] = best
	}
	return run, best != nil
}

// walk runs the steps over a strip. It lends each function the strip itself, with other inputs and output. What a vector
// function leaves to the portable one is done by that at once, so that the strip as a whole has no flag.
func walk(s *kernel.Strip, steps []step, size int, isa cpu.ISA) {
	in, out, scratch := s.In, s.Out, unsafe.Pointer(unsafe.SliceData(s.Scratch))
	for i := range steps {
		st := &steps[i]
		for k := range st.n {
			switch a := &st.args[k]; {
			case a.input >= 0:
				s.Tmp[k] = in[a.input]
			case a.constant != nil:
				s.Tmp[k] = kernel.Input{Ptr: a.constant}
			default:
				s.Tmp[k] = kernel.Input{Ptr: unsafe.Add(scratch, a.register*size), Mask: -1}
			}
		}
		s.In, s.Out = s.Tmp[:st.n], out
		if st.out >= 0 {
			s.Out = unsafe.Add(scratch, st.out*size)
		}
		if st.run[isa](s); s.Flag != 0 {
			s.Flag = 0
			st.run[cpu.Go](s)
		}
	}
	s.In, s.Out = in, out
}

// assemble gives each value a place. A register is free again after the last instruction that reads it.
func assemble(st *ir.Stage) (steps []step, registers int, err error) {
	first := len(st.Inputs)
	body, done := combine(st)
	places := make([]place, first+len(body))
	for i := range st.Inputs {
		places[i] = place{input: i, register: -1}
	}
	last := lastUses(first, body, done)
	var free []int
	for i, in := range body {
		if done[i] {
			continue
		}
		v := first + i
		if in.N == 0 && v != st.Result {
			places[v] = place{input: -1, register: -1, constant: splat(in)}
			continue
		}
		s, key, ok := step{n: in.N, out: -1}, in.Key(), false
		if in.N == 0 { // a constant by itself: a copy of the splat
			c := place{input: -1, register: -1, constant: splat(in)}
			s.n, s.args, key = 2, [4]place{c, c}, "bitwise_or."+bitsOf(in.Out).Short()
			if in.Out.IsComplex() {
				s.n, key = 1, "positive."+in.Out.Short()
			}
		}
		if s.run, ok = functions(key); !ok {
			return nil, 0, fmt.Errorf("b2 has no strip function %s: generated/prim is stale", key)
		}
		for k, a := range in.Args[:in.N] {
			s.args[k] = places[a]
		}
		ended := dying(in, v, last, places)
		if v != st.Result {
			switch {
			case len(ended) > 0 && inPlace(in):
				s.out, ended = ended[0], ended[1:]
			case len(free) == 0:
				s.out = registers
				registers++
			default:
				s.out = free[len(free)-1]
				free = free[:len(free)-1]
			}
		}
		places[v] = place{input: -1, register: s.out}
		free = append(free, ended...)
		steps = append(steps, s)
	}
	return steps, registers, nil
}

// dying are the registers of the arguments that nothing reads after an instruction.
func dying(in ir.Instr, v int, last []int, places []place) (registers []int) {
	for k, a := range in.Args[:in.N] {
		if last[a] == v && places[a].register >= 0 && !repeated(in.Args[:k], a) {
			registers = append(registers, places[a].register)
		}
	}
	return registers
}

// inPlace says whether an instruction may write over an argument that dies, which leaves more of the first-level cache
// to the others: elements stay of one size, and the function never leaves lanes to another one, which would read the
// arguments again.
func inPlace(in ir.Instr) bool {
	for _, d := range in.In[:in.N] {
		if d != in.Out {
			return false
		}
	}
	return in.Op != nil && in.Op.Cost <= 1
}

// lastUses is the instruction that last reads each value.
func lastUses(first int, body []ir.Instr, done []bool) []int {
	last := make([]int, first+len(body))
	for i, in := range body {
		if done[i] {
			continue
		}
		for _, a := range in.Args[:in.N] {
			last[a] = first + i
		}
	}
	return last
}

func repeated(before []int, v int) bool {
	for _, b := range before {
		if b == v {
			return true
		}
	}
	return false
}

// bitsOf is a type as wide as d that has bit operations: x | x copies any element.
func bitsOf(d dtype.DType) dtype.DType {
	switch {
	case !d.IsFloat():
		return d
	case d.Size() == 2:
		return dtype.Uint16
	case d.Size() == 4:
		return dtype.Uint32
	}
	return dtype.Uint64
}

// splat is a group of copies of a constant.
func splat(in ir.Instr) unsafe.Pointer {
	size := in.Out.Size()
	buf := kernel.Buffer(in.Out, kernel.Group)
	var element [16]byte
	binary.LittleEndian.PutUint64(element[:], in.Bits)
	if in.Out.IsComplex() {
		binary.LittleEndian.PutUint64(element[size/2:], in.Imag)
	}
	for i := 0; i < len(buf); i += size {
		copy(buf[i:], element[:size])
	}
	return unsafe.Pointer(unsafe.SliceData(buf))
}
