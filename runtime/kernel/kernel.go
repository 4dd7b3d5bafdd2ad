// Package kernel is the crossing point between those who write computations (the interpreter and generated
// code) and the runtime that drives them over arrays. Generated code imports this package and little else.
package kernel

import (
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/cpu"
)

// AxisSet is a set of axes counted from the last one.
type AxisSet = shape.AxisSet

// AllAxes is every axis that a result may have: an operand that varies like the result.
const AllAxes = shape.AllAxes

// ABI1 names the meaning of the types below. It gets another name when they change, so that generated code which
// no longer fits does not compile.
const ABI1 = true

// Kernel is one fused elementwise computation over its own iteration space.
type Kernel struct {
	Name   string    // for people
	Key    string    // canonical typed text of what is computed: what look-ups match and tests compare
	In     []Operand // in the order of first use in the Key
	Stages []Stage   // each uses earlier ones only
	Out    Ref       // the result: usually the last stage
}

// Operand is an array that a kernel reads.
type Operand struct {
	DType dtype.DType
	Axes  AxisSet // the axes it may vary over; on others it is broadcast
}

// Ref names an operand (0, 1, …) or a stage (StageRef).
type Ref int

// StageRef is the Ref of stage i.
func StageRef(i int) Ref { return Ref(^i) }

// Stage reports the stage that r names, if it names one.
func (r Ref) Stage() (int, bool) { return int(^r), r < 0 }

// Stage computes one value for each point of its axes. A stage over fewer axes than the result is computed
// once for all points that share them.
type Stage struct {
	Axes    AxisSet
	Out     dtype.DType
	In      []Ref
	Scratch int // bytes of Strip.Scratch it needs
	// Run holds a function for each instruction set; nil falls to the next lower one, and Run[cpu.Go] is always there.
	Run [cpu.NumISA]func(*Strip)
}

// Runner is the function of the stage for the widest instruction set up to isa.
func (s *Stage) Runner(isa cpu.ISA) func(*Strip) {
	for ; isa > cpu.Go; isa-- {
		if s.Run[isa] != nil {
			return s.Run[isa]
		}
	}
	return s.Run[cpu.Go]
}

// Fits reports whether the kernel can compute a program of the given key whose operands vary over axes.
func (k *Kernel) Fits(key string, axes []AxisSet) bool {
	if k.Key != key || len(axes) != len(k.In) {
		return false
	}
	for i, a := range axes {
		if !a.Within(k.In[i].Axes) {
			return false
		}
	}
	return true
}
