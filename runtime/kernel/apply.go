package kernel

import (
	"fmt"
	"slices"
	"sync"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/cpu"
)

// Slice is a plain Go slice, in C order, as Apply takes it.
type Slice struct {
	name  string
	data  unsafe.Pointer
	n     int
	dtype dtype.DType
}

// SliceOf is s as an argument of Apply; name is what errors call it.
func SliceOf[T dtype.Element](name string, s []T) Slice {
	return Slice{name, unsafe.Pointer(unsafe.SliceData(s)), len(s), dtype.Of[T]()}
}

// Apply computes a kernel over plain slices: at each point of a space with the given extents, the last one innermost.
// in has the kernel's operands in its order, each with an element for every point of the axes it varies over, and
// out one for every point. It is what generated functions such as QuadInto call. It runs on the caller's
// goroutine, reads and writes nothing past the slices, and holds no more than a fixed room for stages of lower rank.
// out must not overlap an operand. A slice of another length than the extents say is an error.
func Apply(k *Kernel, extents []int, out Slice, in ...Slice) error {
	if err := checkSlices(k, extents, out, in); err != nil {
		return fmt.Errorf("%sInto: %w", k.Name, err)
	}
	if out.n == 0 {
		return nil
	}
	a := appliers.Get().(*applier)
	a.prepare(k, extents, out, in)
	a.tiles()
	a.forget()
	appliers.Put(a)
	return nil
}

// appliers are those of calls that have ended, with the room that they had.
var appliers = sync.Pool{New: func() any { return new(applier) }}

// Prepared is a kernel with the slices that it computes over and all the room it needs: for who computes over the same
// ones again and again. It is for one goroutine at a time.
type Prepared struct{ applier *applier } // nil: there are no elements

// Prepare does what Apply does before it computes.
func Prepare(k *Kernel, extents []int, out Slice, in ...Slice) (*Prepared, error) {
	if err := checkSlices(k, extents, out, in); err != nil {
		return nil, fmt.Errorf("%sInto: %w", k.Name, err)
	}
	if out.n == 0 {
		return &Prepared{}, nil
	}
	a := new(applier)
	a.prepare(k, extents, out, in)
	return &Prepared{a}, nil
}

// Run computes the kernel from what the operands hold now.
func (p *Prepared) Run() {
	if p.applier == nil {
		return
	}
	for i := range p.applier.values {
		p.applier.values[i].valid = false
	}
	p.applier.tiles()
}

func checkSlices(k *Kernel, extents []int, out Slice, in []Slice) error {
	if len(in) != len(k.In) {
		return fmt.Errorf("%d operands were given, not %d", len(in), len(k.In))
	}
	if len(extents) > shape.MaxDims {
		return fmt.Errorf("there are %d extents; at most %d can be", len(extents), shape.MaxDims)
	}
	for _, e := range extents {
		if e < 0 {
			return fmt.Errorf("the extents %s must not be negative", shape.Format(extents))
		}
	}
	last, ok := k.Out.Stage()
	if !ok {
		return fmt.Errorf("the kernel computes nothing")
	}
	if !shape.Varying(extents).Within(k.Stages[last].Axes) {
		return fmt.Errorf("the result varies over fewer axes than the extents %s", shape.Format(extents))
	}
	for i, s := range in {
		if err := s.check(k.In[i].DType, k.In[i].Axes, extents); err != nil {
			return err
		}
	}
	return out.check(k.Stages[last].Out, AllAxes, extents)
}

// check tells what is wrong with the slice of an array of d over the given axes of a space.
func (s Slice) check(d dtype.DType, axes AxisSet, extents []int) error {
	if s.dtype != d {
		return fmt.Errorf("%s has elements of %s, not %s", s.name, s.dtype, d)
	}
	own := make([]int, 0, shape.MaxDims)
	for i, e := range extents {
		if axes.Has(len(extents) - 1 - i) {
			own = append(own, e)
		}
	}
	want, ok := shape.Size(own)
	if !ok {
		return fmt.Errorf("%s over %s has more elements than memory can hold", s.name, shape.Format(own))
	}
	if s.n != want {
		return fmt.Errorf("%s has %d elements; over the extents %s it must have %d", s.name, s.n, shape.Format(own), want)
	}
	return nil
}

// applier runs the stages of a kernel tile by tile. A tile is a box of points, so chosen that what the stages of
// lower rank give for it fits in roomForStages.
type applier struct {
	kernel  *Kernel
	extents []int
	tile    []int      // lengths of a whole tile
	lo, n   []int      // of the tile at hand
	values  []applied  // the operands, then the stages
	run     stageLoops // of the stage at hand
	strip   Strip
}

// applied is an operand or a stage as tiles see it.
type applied struct {
	dtype   dtype.DType
	axes    AxisSet // that it varies over, of those longer than 1
	data    unsafe.Pointer
	strides [shape.MaxDims]int // in elements along the axes of the space; 0 where it does not vary
	whole   bool               // data is all of the array, not the tile's part
	stage   *Stage
	run     func(*Strip)
	lo, n   [shape.MaxDims]int // of the tile that data was made for
	valid   bool
	room    []byte // for data that is no slice of the caller's
}

// roomForStages is how many bytes the buffers of a tile may have in all: they stay in the second-level cache.
const roomForStages = 512 << 10

// prepare sets up what tiles needs. Room that the applier has from before is used again.
func (a *applier) prepare(k *Kernel, extents []int, out Slice, in []Slice) {
	rank := len(extents)
	ints := slices.Grow(a.extents[:0], 4*rank)[:4*rank]
	a.kernel, a.extents, a.tile, a.lo, a.n = k, ints[:rank], ints[rank:2*rank], ints[2*rank:3*rank], ints[3*rank:]
	copy(a.extents, extents)
	clear(a.lo)
	all := len(in) + len(k.Stages)
	a.values = slices.Grow(a.values[:0], all)[:all]
	varying := shape.Varying(extents)
	isa := cpu.Best()
	for i, s := range in {
		v := &a.values[i]
		*v = applied{dtype: s.dtype, axes: k.In[i].Axes & varying, data: s.data, whole: true, room: v.room}
		v.dense(extents)
	}
	last, _ := k.Out.Stage()
	for i := range k.Stages {
		st, v := &k.Stages[i], &a.values[len(in)+i]
		*v = applied{dtype: st.Out, axes: st.Axes & varying, stage: st, run: st.Runner(isa), room: v.room}
		if len(a.strip.Scratch) < st.Scratch {
			a.strip.Scratch = Buffer(dtype.Uint8, st.Scratch)
		}
		if i == last {
			v.data, v.whole = out.data, true
			v.dense(extents)
		}
	}
	a.chooseTile()
}

// forget drops what belongs to the caller: its slices would not be freed.
func (a *applier) forget() {
	a.kernel = nil
	for i := range a.values {
		a.values[i] = applied{room: a.values[i].room}
	}
	for i := range a.run.walkers {
		a.run.walkers[i] = walker{aside: a.run.walkers[i].aside}
	}
	clear(a.strip.In[:cap(a.strip.In)])
	a.strip = Strip{In: a.strip.In[:0], Scratch: a.strip.Scratch}
}

// dense sets the strides of an array in C order over its own axes of a box.
func (v *applied) dense(box []int) {
	step := 1
	for i := len(box) - 1; i >= 0; i-- {
		v.strides[i] = 0
		if v.axes.Has(len(box) - 1 - i) {
			v.strides[i] = step
			step *= box[i]
		}
	}
}

// size is the number of elements that the array has in a box.
func (v *applied) size(box []int) int {
	n := 1
	for i, e := range box {
		if v.axes.Has(len(box) - 1 - i) {
			n *= e
		}
	}
	return n
}

// chooseTile halves the outermost axis of the largest buffer until all fit, and makes the buffers. The last axis stays
// long enough for strips.
func (a *applier) chooseTile() {
	copy(a.tile, a.extents)
	for {
		total, most := 0, 0
		var largest *applied
		for i := range a.values {
			if v := &a.values[i]; !v.whole {
				n := v.size(a.tile) * v.dtype.Size()
				total += n
				if n > most {
					most, largest = n, v
				}
			}
		}
		if total <= roomForStages || !a.halve(largest.axes) {
			break
		}
	}
	for i := range a.values {
		if v := &a.values[i]; !v.whole {
			if n := v.size(a.tile); len(v.room) < Bytes(v.dtype, n) {
				v.room = Buffer(v.dtype, n)
			}
			v.data = unsafe.Pointer(unsafe.SliceData(v.room))
		}
	}
}

// halve makes the tile shorter along the outermost of some axes that can be, and reports whether there was one.
func (a *applier) halve(axes AxisSet) bool {
	for i := range a.tile {
		k := len(a.tile) - 1 - i
		shortest := 1
		if k == 0 {
			shortest = MaxStrip
		}
		if axes.Has(k) && a.tile[i] > shortest {
			a.tile[i] = (a.tile[i] + 1) / 2
			return true
		}
	}
	return false
}

// tiles computes the whole space. A stage is computed again only when the tile moves along one of its axes.
func (a *applier) tiles() {
	for {
		for i := range a.lo {
			a.n[i] = min(a.tile[i], a.extents[i]-a.lo[i])
		}
		for i := range a.values {
			if v := &a.values[i]; v.stage != nil && !v.has(a.lo, a.n) {
				v.take(a.lo, a.n)
				a.compute(v)
			}
		}
		i := len(a.lo) - 1
		for ; i >= 0; i-- {
			if a.lo[i] += a.tile[i]; a.lo[i] < a.extents[i] {
				break
			}
			a.lo[i] = 0
		}
		if i < 0 {
			return
		}
	}
}

// has reports whether the value was made for a tile that is the same along its axes.
func (v *applied) has(lo, n []int) bool {
	if !v.valid {
		return false
	}
	for i := range lo {
		if v.axes.Has(len(lo)-1-i) && (v.lo[i] != lo[i] || v.n[i] != n[i]) {
			return false
		}
	}
	return true
}

// take says that the value is made for a tile now.
func (v *applied) take(lo, n []int) {
	v.valid = true
	copy(v.lo[:], lo)
	copy(v.n[:], n)
	if !v.whole {
		v.dense(n)
	}
}

// at is where the value's part of a tile begins.
func (v *applied) at(lo []int) unsafe.Pointer {
	if !v.whole {
		return v.data
	}
	return unsafe.Add(v.data, dot(lo, v.strides[:])*v.dtype.Size())
}

func dot(pos, strides []int) (sum int) {
	for i, p := range pos {
		sum += p * strides[i]
	}
	return sum
}
