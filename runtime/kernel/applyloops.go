package kernel

import (
	"slices"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// stageLoops are the loops that compute one stage over a tile: the tile's axes, those joined that every array of the
// stage steps through as if they were one.
type stageLoops struct {
	rank    int
	counts  [shape.MaxDims]int
	pos     [shape.MaxDims]int
	walkers []walker // of the inputs, then of the output
	direct  bool     // rows are long, and everywhere an array steps by 1 or stays
}

// walker is one array of a stage: where its part of the tile begins and how it steps along the loops.
type walker struct {
	data    unsafe.Pointer
	dtype   dtype.DType
	strides [shape.MaxDims]int
	aside   []byte // room for elements gathered from it, or to be scattered to it
}

// shortRow is the length below which rows are not worth a call each: elements are gathered to whole strips first.
const shortRow = 3 * Group

// compute runs a stage over the tile at hand.
func (a *applier) compute(v *applied) {
	r := &a.run
	a.setLoops(v)
	for left := r.total(); left > 0; {
		row := r.counts[r.rank-1] - r.pos[r.rank-1]
		n := min(left, MaxStrip)
		if r.direct {
			n = min(row, MaxStrip)
		}
		if r.direct && n >= Group {
			n &^= Group - 1
			a.inPlace(v, n)
		} else {
			a.aside(v, n)
		}
		advance(&r.pos, r.counts[:r.rank], n)
		left -= n
	}
}

// setLoops sets up the loops of a stage. There is at least one.
func (a *applier) setLoops(v *applied) {
	r := &a.run
	r.rank = 0
	clear(r.pos[:])
	st := v.stage
	if need := len(st.In) + 1; len(r.walkers) < need {
		r.walkers = append(r.walkers, make([]walker, need-len(r.walkers))...)
		a.strip.In = slices.Grow(a.strip.In[:0], need)
	}
	values := func(k int) *applied {
		if k == len(st.In) {
			return v
		}
		return &a.values[a.index(st.In[k])]
	}
	for k := range len(st.In) + 1 {
		x := values(k)
		r.walkers[k].data, r.walkers[k].dtype = x.at(a.lo), x.dtype
	}
	for i, n := range a.n {
		if n > 1 && v.axes.Has(len(a.n)-1-i) {
			r.add(n, len(st.In)+1, func(k int) int { return values(k).strides[i] })
		}
	}
	if r.rank == 0 {
		r.add(1, len(st.In)+1, func(int) int { return 1 })
	}
	last := r.rank - 1
	r.direct = r.counts[last] >= shortRow
	for k := range len(st.In) + 1 {
		r.direct = r.direct && uint(r.walkers[k].strides[last]) <= 1
	}
}

// add appends an inner loop, or joins it to the last one when every array goes on where a row of it ends.
func (r *stageLoops) add(count, arrays int, stride func(int) int) {
	joins := r.rank > 0
	for k := range arrays {
		joins = joins && r.walkers[k].strides[r.rank-1] == count*stride(k)
	}
	if joins {
		count *= r.counts[r.rank-1]
		r.rank--
	}
	r.counts[r.rank] = count
	for k := range arrays {
		r.walkers[k].strides[r.rank] = stride(k)
	}
	r.rank++
}

func (r *stageLoops) total() int { return shape.Len(r.counts[:r.rank]) }

// index is the number of the value that a Ref names.
func (a *applier) index(r Ref) int {
	if i, ok := r.Stage(); ok {
		return len(a.kernel.In) + i
	}
	return int(r)
}

// inPlace computes n elements of a row, whole groups, where they are.
func (a *applier) inPlace(v *applied, n int) {
	r, s := &a.run, &a.strip
	s.N, s.In = n, s.In[:0]
	for k := range v.stage.In {
		w := &r.walkers[k]
		at := w.at(&r.pos, r.rank)
		if w.strides[r.rank-1] != 0 {
			s.In = append(s.In, Input{Ptr: at, Mask: -1})
			continue
		}
		splat := w.room(Group)
		copyElements(splat, 1, at, 0, Group, w.dtype.Size())
		s.In = append(s.In, Input{Ptr: splat})
	}
	s.Out = r.walkers[len(v.stage.In)].at(&r.pos, r.rank)
	v.call(s)
}

// aside computes the next n elements, whatever rows they are in, in buffers of its own: nothing past them is touched.
func (a *applier) aside(v *applied, n int) {
	r, s := &a.run, &a.strip
	s.N, s.In = Pad(n), s.In[:0]
	for k := range v.stage.In {
		s.In = append(s.In, Input{Ptr: r.gather(&r.walkers[k], n), Mask: -1})
	}
	out := &r.walkers[len(v.stage.In)]
	s.Out = out.room(n)
	v.call(s)
	r.scatter(out, n)
}

// call runs the stage's function, and the portable one once more when lanes were left to it.
func (v *applied) call(s *Strip) {
	s.Flag = 0
	v.run(s)
	if s.Flag != 0 {
		v.stage.Run[0](s)
	}
}

// gather copies the next n elements of an array, whatever rows they are in, together.
func (r *stageLoops) gather(w *walker, n int) unsafe.Pointer {
	to, size, step := w.room(n), w.dtype.Size(), w.strides[r.rank-1]
	pos := r.pos
	for done := 0; done < n; {
		m := min(n-done, r.counts[r.rank-1]-pos[r.rank-1])
		copyElements(unsafe.Add(to, done*size), 1, w.at(&pos, r.rank), step, m, size)
		advance(&pos, r.counts[:r.rank], m)
		done += m
	}
	return to
}

// scatter copies the n elements computed aside to where they belong.
func (r *stageLoops) scatter(w *walker, n int) {
	from, size, step := w.room(n), w.dtype.Size(), w.strides[r.rank-1]
	pos := r.pos
	for done := 0; done < n; {
		m := min(n-done, r.counts[r.rank-1]-pos[r.rank-1])
		copyElements(w.at(&pos, r.rank), step, unsafe.Add(from, done*size), 1, m, size)
		advance(&pos, r.counts[:r.rank], m)
		done += m
	}
}

// advance moves a position forward by n elements; past the end it is back at the start.
func advance(pos *[shape.MaxDims]int, counts []int, n int) {
	for i := len(counts) - 1; i >= 0 && n > 0; i-- {
		pos[i] += n
		n = pos[i] / counts[i]
		pos[i] %= counts[i]
	}
}

func (w *walker) at(pos *[shape.MaxDims]int, rank int) unsafe.Pointer {
	return unsafe.Add(w.data, dot(pos[:rank], w.strides[:])*w.dtype.Size())
}

// room is the walker's own buffer, with room for n elements and padding.
func (w *walker) room(n int) unsafe.Pointer {
	if len(w.aside) < Room(n)*w.dtype.Size() {
		w.aside = Buffer(w.dtype, n)
	}
	return unsafe.Pointer(unsafe.SliceData(w.aside))
}

// copyElements copies n elements of a size between places where they are so many elements apart.
func copyElements(dst unsafe.Pointer, dstStep int, src unsafe.Pointer, srcStep, n, size int) {
	switch {
	case dstStep == 1 && srcStep == 1:
		copy(unsafe.Slice((*byte)(dst), n*size), unsafe.Slice((*byte)(src), n*size))
	case size == 1:
		copySteps[uint8](dst, dstStep, src, srcStep, n)
	case size == 2:
		copySteps[uint16](dst, dstStep, src, srcStep, n)
	case size == 4:
		copySteps[uint32](dst, dstStep, src, srcStep, n)
	case size == 16:
		copySteps[complex128](dst, dstStep, src, srcStep, n)
	default:
		copySteps[uint64](dst, dstStep, src, srcStep, n)
	}
}

func copySteps[T Element](dst unsafe.Pointer, dstStep int, src unsafe.Pointer, srcStep, n int) {
	size := int(unsafe.Sizeof(*(*T)(nil)))
	for i := range n {
		*(*T)(unsafe.Add(dst, i*dstStep*size)) = *(*T)(unsafe.Add(src, i*srcStep*size))
	}
}
