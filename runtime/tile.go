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
	region       region
	apart        []int // distances of neighbours where a region goes to
	extents      []int // of a region
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
	apart  bool // it is read as others want, not along its own grid
	mask   *job // of a reduction: which values count; nil: all
}

// manyElements is the size of a computation that would chase everything else out of a cache, and whose blocks are
// decoded faster into memory that is in the processor's own.
const manyElements = 1 << 20

// newTiler is the view of the goroutine that w is of.
func newTiler(w *worker, j *job) *tiler {
	w.streams = shape.Len(j.node.Shape) > manyElements && !j.returns()
	return nestedTiler(w, j)
}

// nestedTiler is a tiler of a node that another one reads.
func nestedTiler(w *worker, j *job) *tiler {
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
// With a direct place, they are written there if that can be, and the result says where they are.
func (t *tiler) tile(lo, n []int, direct unsafe.Pointer) (unsafe.Pointer, error) {
	t.lo, t.n = lo, n
	out := t.index(t.job.node.Kernel.Out)
	for i := range t.values {
		v := &t.values[i]
		if !v.needed || v.valid && v.sameTile(lo, n) {
			continue
		}
		v.lo, v.n = append(v.lo[:0], lo...), append(v.n[:0], n...)
		place := direct
		if i != out || v.size() != shape.Len(n) {
			place = nil
		}
		if err := t.make(v, place); err != nil {
			v.valid = false
			return nil, err
		}
		v.valid = place == nil // what is in the caller's place does not stay
	}
	return t.spread(&t.values[out])
}

// make reads or computes a value for its tile: to a given place, past whose end nothing is touched, or to its own.
func (t *tiler) make(v *value, place unsafe.Pointer) error {
	if v.input != nil {
		return t.load(v, place)
	}
	if v.data = place; place == nil {
		v.room()
	}
	t.compute(v, place != nil)
	return nil
}

// largestTile is the size, in bytes of the result, up to which a box is computed in one piece.
const largestTile = 4 * blockBytes

// box computes a box of any size to a place whose neighbours are step elements apart.
func (t *tiler) box(lo, n []int, place unsafe.Pointer, step []int) error {
	size := t.values[t.index(t.job.node.Kernel.Out)].dtype.Size()
	if shape.Len(n)*size <= largestTile {
		return t.part(lo, n, place, step, size)
	}
	g := newGrid(n, fill(n, slices.Repeat([]int{1}, len(n)), max(blockBytes/size, 1)))
	at, count := make([]int, len(n)), make([]int, len(n))
	for i := range g.tiles() {
		g.tile(i, at, count)
		to := unsafe.Add(place, dot(at, step)*size)
		for k := range at {
			at[k] += lo[k]
		}
		if err := t.part(at, count, to, step, size); err != nil {
			return err
		}
	}
	return nil
}

// part is box for what is one tile.
func (t *tiler) part(lo, n []int, place unsafe.Pointer, step []int, size int) error {
	direct := place
	if !dense(n, step) {
		direct = nil
	}
	at, err := t.tile(lo, n, direct)
	if err == nil && at != direct {
		copyND(place, step, at, strides(n), n, size)
	}
	return err
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
	if need := v.size(); len(v.buf) < kernel.Bytes(v.dtype, need) {
		v.buf = kernel.Buffer(v.dtype, need)
	}
	v.data = unsafe.Pointer(unsafe.SliceData(v.buf))
}

// load reads an operand's part of the tile to a given place, or else finds it in memory as it is, or reads it to v's
// own room.
func (t *tiler) load(v *value, place unsafe.Pointer) error {
	r, apart := t.reads(v)
	if v.data = place; place != nil {
		return v.input.Source.read(t.w, r, unsafe.Slice((*byte)(place), r.len()*v.dtype.Size()), apart)
	}
	if p, ok := v.input.Source.(*Plain); ok && dense(t.extents, apart) {
		if at, ok := p.view(r); ok {
			v.data = at
			return nil
		}
	}
	v.room()
	return v.input.Source.read(t.w, r, v.buf, apart)
}

// reads is what an operand's part of the tile takes of its source, and how far apart neighbours along the source's axes
// go in v's data.
func (t *tiler) reads(v *value) (region, []int) {
	n := len(v.input.Access)
	t.region = slices.Grow(t.region[:0], n)[:n]
	t.apart, t.extents = slices.Grow(t.apart[:0], n)[:n], slices.Grow(t.extents[:0], n)[:n]
	var own [shape.MaxDims]int // distances along the tile's axes, from the last
	for i, step := len(v.n)-1, 1; i >= 0; i-- {
		own[len(v.n)-1-i] = step
		step *= v.extent(i)
	}
	for i, a := range v.input.Access {
		t.region[i], t.apart[i] = shape.Span{Start: a.Start, Step: 1, Count: 1}, 1
		if axis := len(v.n) - 1 - a.Axis; a.Axis >= 0 && v.axes.Has(a.Axis) {
			t.region[i] = shape.Span{Start: a.Start + a.Step*v.lo[axis], Step: a.Step, Count: v.n[axis]}
			t.apart[i] = own[a.Axis]
		}
		t.extents[i] = t.region[i].Count
	}
	return t.region, t.apart
}

// spread repeats a result that varies over fewer axes than the tile (an operand by itself, broadcast).
func (t *tiler) spread(v *value) (unsafe.Pointer, error) {
	if v.size() == shape.Len(t.n) {
		return v.data, nil
	}
	if need := shape.Len(t.n); len(t.spreadBuf) < kernel.Bytes(v.dtype, need) {
		t.spreadBuf = kernel.Buffer(v.dtype, need)
	}
	src := make([]int, len(v.n))
	for i, step := len(v.n)-1, 1; i >= 0; i-- {
		if v.extent(i) > 1 {
			src[i] = step
		}
		step *= v.extent(i)
	}
	dst := unsafe.Pointer(unsafe.SliceData(t.spreadBuf))
	copyND(dst, strides(t.n), v.data, src, t.n, v.dtype.Size())
	return dst, nil
}
