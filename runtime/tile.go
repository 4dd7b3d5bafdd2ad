package runtime

import (
	"slices"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/kernel"
)

// tiler computes a node's kernel tile by tile: one goroutine's view of it. A tile is a box of the node's index
// space whose values stay in the second-level cache. What the tile before has read or computed is kept as long as
// the coordinates that it varies over stay the same.
type tiler struct {
	w      *worker
	job    *job
	values []value // the operands of the kernel, then its stages
	lo, n  []int   // of the tile being computed

	// Scratch of compute.
	feeds        []feed
	counts, axes []int
	aside        []byte
	spreadBuf    []byte
	lastN        int // elements of the strip before
}

// value is an operand or a stage of a kernel, as a tile sees it.
type value struct {
	dtype  dtype.DType
	axes   kernel.AxisSet // that it varies over, among the node's
	input  *Input         // where it is read from; nil: a stage, computed here
	stage  *kernel.Stage
	run    func(*kernel.Strip)
	needed bool

	// Of the tile at hand, dense in C order over axes.
	data  unsafe.Pointer
	lo, n []int // the tile it was made for
	valid bool
	buf   []byte
}

// job is what the goroutines that compute one node share: never changed while they run.
type job struct {
	node   *Node
	inputs []Input // of operands; a stage computed beforehand is read like one
	stages []*Input
}

func newTiler(w *worker, j *job) *tiler {
	k := j.node.Kernel
	t := &tiler{w: w, job: j, values: make([]value, len(k.In)+len(k.Stages))}
	varying := shape.Varying(j.node.Shape)
	for i := range k.In {
		t.values[i] = value{dtype: k.In[i].DType, input: &j.inputs[i], axes: shape.Varying(j.inputs[i].Shape)}
	}
	for i := range k.Stages {
		st := &k.Stages[i]
		v := &t.values[len(k.In)+i]
		*v = value{dtype: st.Out, axes: st.Axes & varying, input: j.stages[i], stage: st, run: st.Runner(w.isa)}
		if v.input != nil {
			v.axes = shape.Varying(v.input.Shape)
		}
	}
	t.need(k.Out)
	return t
}

// index is the number of the value that a Ref names.
func (t *tiler) index(r kernel.Ref) int {
	if i, ok := r.Stage(); ok {
		return len(t.job.node.Kernel.In) + i
	}
	return int(r)
}

// need marks what a value is made of.
func (t *tiler) need(r kernel.Ref) {
	v := &t.values[t.index(r)]
	if v.needed {
		return
	}
	v.needed = true
	if v.input == nil {
		for _, in := range v.stage.In {
			t.need(in)
		}
	}
}

// tile computes the values of the box of n elements from lo on, dense in C order. They stay until the next call.
// With a direct place, they are written there if the kernel can, and the result says where they are.
func (t *tiler) tile(lo, n []int, direct unsafe.Pointer) (unsafe.Pointer, error) {
	t.lo, t.n = lo, n
	out := t.index(t.job.node.Kernel.Out)
	for i := range t.values {
		v := &t.values[i]
		if !v.needed || v.valid && v.sameTile(lo, n) {
			continue
		}
		v.valid = false
		v.lo, v.n = append(v.lo[:0], lo...), append(v.n[:0], n...)
		if v.input != nil {
			if err := t.load(v); err != nil {
				return nil, err
			}
			v.valid = true
			continue
		}
		if i == out && direct != nil && v.size() == shape.Len(n) {
			v.data = direct
			t.compute(v, true)
			continue // not kept: the place is the caller's
		}
		v.room()
		t.compute(v, false)
		v.valid = true
	}
	return t.spread(&t.values[out])
}

// sameTile reports whether the box is the one v was made for, along the axes that v varies over.
func (v *value) sameTile(lo, n []int) bool {
	for i := range lo {
		if v.axes.Has(len(lo)-1-i) && (lo[i] != v.lo[i] || n[i] != v.n[i]) {
			return false
		}
	}
	return true
}

// extent is the length of v's data along axis i of the tile.
func (v *value) extent(i int) int {
	if v.axes.Has(len(v.n) - 1 - i) {
		return v.n[i]
	}
	return 1
}

func (v *value) size() int {
	size := 1
	for i := range v.n {
		size *= v.extent(i)
	}
	return size
}

// room gives v a buffer of its own for the tile at hand.
func (v *value) room() {
	if need := v.size(); len(v.buf) < kernel.Room(need)*v.dtype.Size() {
		v.buf = kernel.Buffer(v.dtype, need)
	}
	v.data = unsafe.Pointer(unsafe.SliceData(v.buf))
}

// load reads an operand's part of the tile, or finds it in memory as it is.
func (t *tiler) load(v *value) error {
	r := make(region, len(v.input.Access))
	for i, a := range v.input.Access {
		r[i] = shape.Span{Start: a.Start, Step: 1, Count: 1}
		if axis := len(v.n) - 1 - a.Axis; a.Axis >= 0 && v.axes.Has(a.Axis) {
			r[i] = shape.Span{Start: a.Start + a.Step*v.lo[axis], Step: a.Step, Count: v.n[axis]}
		}
	}
	if p, ok := v.input.Source.(*Plain); ok {
		if at, ok := p.view(r); ok {
			v.data = at
			return nil
		}
	}
	v.room()
	return v.input.Source.read(t.w, r, v.buf)
}

// spread repeats a result that varies over fewer axes than the tile (an operand by itself, broadcast).
func (t *tiler) spread(v *value) (unsafe.Pointer, error) {
	if v.size() == shape.Len(t.n) {
		return v.data, nil
	}
	if need := shape.Len(t.n) * v.dtype.Size(); len(t.spreadBuf) < need {
		t.spreadBuf = make([]byte, need)
	}
	src := make([]int, len(v.n))
	for i, step := len(v.n)-1, 1; i >= 0; i-- {
		if v.extent(i) > 1 {
			src[i] = step
		}
		step *= v.extent(i)
	}
	dst := unsafe.Pointer(unsafe.SliceData(t.spreadBuf))
	copyND(dst, strides(t.n), v.data, src, slices.Clone(t.n), v.dtype.Size())
	return dst, nil
}
