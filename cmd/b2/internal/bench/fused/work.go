package fused

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"slices"
	"unsafe"

	"github.com/b2gen/b2/generated/corpus"
	"github.com/b2gen/b2/generated/tutorial"
	"github.com/b2gen/b2/interp"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/parser"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// work is an expression over arrays of a size: what all ways to compute it share.
type work struct {
	extents []int
	slices  map[string]kernel.Slice // the operands
	draws   []func(*rand.Rand)      // of their elements
	nodes   map[string]*ir.Node     // the operands as the checker takes them
	dtype   dtype.DType             // of the result
	out     kernel.Slice
	bytes   func() []byte // of out
	plain   func() error  // the user's loop, to an array of its own
	compare func() error  // of that array with out
	epsilon float64       // half a unit in the last place of 1 in the narrowest type that the expression rounds to
}

// n is the number of elements of the result.
func (w *work) n() int {
	n := 1
	for _, e := range w.extents {
		n *= e
	}
	return n
}

// newWork is work that gives elements of T at each point of the extents. The user's loop is to write to want.
func newWork[T dtype.Element](extents ...int) (w *work, want []T) {
	w = &work{extents: extents, dtype: dtype.Of[T](), slices: map[string]kernel.Slice{}, nodes: map[string]*ir.Node{}, epsilon: 0x1p-53}
	if w.dtype == dtype.Float32 {
		w.epsilon = 0x1p-24
	}
	got := make([]T, w.n())
	want = make([]T, w.n())
	w.out = kernel.SliceOf("out", got)
	w.bytes = func() []byte {
		return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(got))), len(got)*int(unsafe.Sizeof(got[0])))
	}
	w.compare = func() error {
		for i, g := range got {
			if !near(g, want[i], w.epsilon) {
				return fmt.Errorf("element %d is %v, but %v by the loop in Go", i, g, want[i])
			}
		}
		return nil
	}
	return w, want
}

// operand is an operand's elements, which fill draws between low and high.
func operand[T dtype.Element](w *work, name string, low, high float64, shape ...int) []T {
	n := 1
	for _, e := range shape {
		n *= e
	}
	x := make([]T, n)
	w.draws = append(w.draws, func(rng *rand.Rand) {
		for i := range x {
			draw(&x[i], func() float64 { return low + (high-low)*rng.Float64() })
		}
	})
	w.slices[name] = kernel.SliceOf(name, x)
	w.nodes[name] = ir.NewOperand(name, name, dtype.Of[T](), shape)
	return x
}

// fill draws all operands, in no order; each seed gives other elements.
func (w *work) fill(seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 2))
	for _, draw := range w.draws {
		draw(rng)
	}
}

func draw[T dtype.Element](to *T, next func() float64) {
	switch to := any(to).(type) {
	case *float64:
		*to = next()
	case *float32:
		*to = float32(next())
	case *uint16:
		*to = uint16(next())
	case *int32:
		*to = int32(next())
	case *complex128:
		*to = complex(next(), next())
	}
}

// near reports whether two results are the same but for the errors of the functions in them, of which those of package
// math have larger ones than b2's.
func near(got, want any, epsilon float64) bool {
	const ulps = 64
	within := func(distance, size float64) bool { return distance <= ulps*epsilon*max(1, size) }
	switch g := got.(type) {
	case float64:
		w := want.(float64)
		return within(math.Abs(g-w), math.Abs(w))
	case float32:
		w := float64(want.(float32))
		return within(math.Abs(float64(g)-w), math.Abs(w))
	case complex128:
		w := want.(complex128)
		return within(cmplx.Abs(g-w), cmplx.Abs(w))
	}
	return got == want
}

// engine is what computes an expression.
type engine string

const (
	plain       engine = "plain" // the user's loop
	interpreted engine = "interpreted"
	fused       engine = "fused"
)

// way is a kernel for an instruction set, with the work's arrays.
type way struct {
	engine engine
	isa    cpu.ISA
	kernel *kernel.Prepared
}

func (b way) run() error {
	b.kernel.Run()
	return nil
}

// ways are those that the expression can be computed in: interpreted for each instruction set, then fused for those that the
// kernel has functions for, one at least.
func (w *work) ways(text string, isas []cpu.ISA) (list []way, err error) {
	l, err := w.loop(text)
	if err != nil {
		return nil, err
	}
	var axes []kernel.AxisSet
	var operands []kernel.Slice
	for _, in := range l.Inputs {
		axes = append(axes, in.Axes)
		operands = append(operands, w.slices[in.Node.Name])
	}
	walked, err := interp.Compile(l)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(tutorial.Kernels(), corpus.Kernels())
	at := slices.IndexFunc(all, func(k *kernel.Kernel) bool { return k.Fits(l.Key, axes) })
	if at < 0 {
		return nil, fmt.Errorf("no kernel fits %s", text)
	}
	add := func(by engine, k *kernel.Kernel, isa cpu.ISA) {
		prepared, wrong := kernel.Prepare(upTo(k, isa), w.extents, w.out, operands...)
		list, err = append(list, way{by, isa, prepared}), errors.Join(err, wrong)
	}
	for _, isa := range isas {
		add(interpreted, walked, isa)
	}
	for _, isa := range isas {
		if isa == cpu.Go || has(all[at], isa) {
			add(fused, all[at], isa)
		}
	}
	if list[len(list)-1].engine != fused { // what runs there is portable code
		add(fused, all[at], cpu.Go)
	}
	return list, err
}

// loop is the expression as a program's only loop.
func (w *work) loop(text string) (*ir.Loop, error) {
	tree, err := parser.Parse(text)
	if err != nil {
		return nil, err
	}
	n, err := ir.Check(text, tree, w.nodes)
	if err != nil {
		return nil, err
	}
	loops := ir.Build(n).Loops
	return loops[len(loops)-1], nil
}

// has reports whether a stage of the kernel has a function of its own for an instruction set.
func has(k *kernel.Kernel, isa cpu.ISA) bool {
	return slices.ContainsFunc(k.Stages, func(s kernel.Stage) bool { return s.Run[isa] != nil })
}

// upTo is the kernel without its functions for wider instruction sets.
func upTo(k *kernel.Kernel, isa cpu.ISA) *kernel.Kernel {
	limited := *k
	limited.Stages = slices.Clone(k.Stages)
	for i := range limited.Stages {
		clear(limited.Stages[i].Run[isa+1:])
	}
	return &limited
}

// verify makes sure that all ways give the same bits, and the user's loop the same result.
func (w *work) verify(ways []way) error {
	var want []byte
	for _, run := range ways {
		clear(w.bytes())
		run.kernel.Run()
		if want == nil {
			want = slices.Clone(w.bytes())
		}
		if !bytes.Equal(want, w.bytes()) {
			return fmt.Errorf("%s on %s and %s on %s give different bits", ways[0].engine, ways[0].isa, run.engine, run.isa)
		}
	}
	if err := w.plain(); err != nil {
		return err
	}
	return w.compare()
}
