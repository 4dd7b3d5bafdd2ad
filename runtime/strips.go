package runtime

import (
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/kernel"
)

// shortRun is the length below which runs are not worth a call each: the inputs are spread over the whole tile
// first, which makes it one run. It is more than a group, so that the padding of a run never goes beyond the next run.
const shortRun = 48

// feed is one input of the stage being computed: where its data is, and how far apart neighbours are.
type feed struct {
	data    unsafe.Pointer
	size    int // of an element
	strides []int
	splat   []byte // a group of copies of one element
	spread  []byte
}

// compute runs a stage over its part of the tile. With exact set nothing past the last element may be touched.
func (t *tiler) compute(v *value, exact bool) {
	s := &t.w.strip
	if len(s.Scratch) < v.stage.Scratch {
		s.Scratch = kernel.Buffer(dtype.Uint8, v.stage.Scratch)
	}
	for len(t.feeds) < len(v.stage.In) {
		t.feeds = append(t.feeds, feed{})
	}
	for len(s.In) < len(v.stage.In) {
		s.In = append(s.In, kernel.Input{})
	}
	counts := t.collapse(v)
	if n := len(counts); n > 1 && counts[n-1] < shortRun {
		counts = t.spreadFeeds(v, counts)
	}
	t.runs(v, counts, exact)
}

// collapse joins neighbouring axes of a stage's tile that all its inputs agree on, varying over both or none, and
// sets up the feeds for the loops that remain.
func (t *tiler) collapse(v *value) (counts []int) {
	counts, axes := t.counts[:0], t.axes[:0] // axes: the last axis of each loop
	for i := range v.n {
		if v.extent(i) == 1 {
			continue
		}
		if j := len(counts) - 1; j >= 0 && t.alike(v, axes[j], i) {
			counts[j] *= v.extent(i)
			axes[j] = i
			continue
		}
		counts, axes = append(counts, v.extent(i)), append(axes, i)
	}
	t.counts, t.axes = counts, axes
	for k, r := range v.stage.In {
		in := &t.values[t.index(r)]
		f := &t.feeds[k]
		f.data, f.size, f.strides = in.data, in.dtype.Size(), f.strides[:0]
		for range counts {
			f.strides = append(f.strides, 0)
		}
		for j, step := len(counts)-1, 1; j >= 0; j-- {
			if in.extent(axes[j]) > 1 {
				f.strides[j] = step
				step *= counts[j]
			}
		}
	}
	return counts
}

// alike reports whether every input varies over both axes or over neither.
func (t *tiler) alike(v *value, a, b int) bool {
	for _, r := range v.stage.In {
		in := &t.values[t.index(r)]
		if (in.extent(a) > 1) != (in.extent(b) > 1) {
			return false
		}
	}
	return true
}

// spreadFeeds repeats the elements of the feeds that do not vary over all loops, so that one loop is left.
func (t *tiler) spreadFeeds(v *value, counts []int) []int {
	total := shape.Len(counts)
	dense := strides(counts)
	for k := range v.stage.In {
		f := &t.feeds[k]
		full, constant := true, true
		for j := range counts {
			full = full && f.strides[j] == dense[j]
			constant = constant && f.strides[j] == 0
		}
		if constant {
			f.strides = append(f.strides[:0], 0)
			continue
		}
		if !full {
			if need := kernel.Room(total) * f.size; len(f.spread) < need {
				f.spread = kernel.Buffer(dtype.Uint8, need)
			}
			to := unsafe.Pointer(unsafe.SliceData(f.spread))
			copyND(to, dense, f.data, f.strides, counts, f.size)
			f.data = to
		}
		f.strides = append(f.strides[:0], 1)
	}
	t.counts = append(t.counts[:0], total)
	return t.counts
}

// runs calls the stage for every run of the innermost loop, strip by strip.
func (t *tiler) runs(v *value, counts []int, exact bool) {
	s := &t.w.strip
	in := s.In
	s.In = in[:len(v.stage.In)]
	defer func() { s.In = in }()
	run, outer := 1, counts
	if n := len(counts); n > 0 {
		run, outer = counts[n-1], counts[:n-1]
	}
	size := v.dtype.Size()
	var posArray [shape.MaxDims]int
	pos := posArray[:len(outer)]
	for out := v.data; ; out = unsafe.Add(out, run*size) {
		for k := range s.In {
			t.feeds[k].start(&s.In[k], pos)
		}
		t.strips(v, out, run, exact && lastPos(pos, outer))
		if !next(pos, outer) {
			return
		}
	}
}

func lastPos(pos, counts []int) bool {
	for i := range pos {
		if pos[i] != counts[i]-1 {
			return false
		}
	}
	return true
}

// start points the input at the first element of the run at an outer position.
func (f *feed) start(in *kernel.Input, pos []int) {
	at := unsafe.Add(f.data, dot(pos, f.strides[:len(pos)])*f.size)
	if len(f.strides) > len(pos) && f.strides[len(pos)] != 0 {
		in.Ptr, in.Mask = at, -1
		return
	}
	if len(f.splat) < kernel.Group*f.size {
		f.splat = kernel.Buffer(dtype.Uint8, kernel.Group*f.size)
	}
	in.Ptr, in.Mask = unsafe.Pointer(unsafe.SliceData(f.splat)), 0
	splatElement(in.Ptr, at, f.size)
}

// splatElement writes a group of copies of the element at src.
func splatElement(dst, src unsafe.Pointer, size int) {
	copyRun(dst, src, size)
	for have := size; have < kernel.Group*size; have *= 2 { // a group is a power of two
		copyRun(unsafe.Add(dst, have), dst, have)
	}
}

// strips computes a run of n elements to out. Strips are padded to whole groups: what is past the run is written
// over by the next one, or is padding. Where it must not be touched, the last part is computed aside.
func (t *tiler) strips(v *value, out unsafe.Pointer, n int, exact bool) {
	s := &t.w.strip
	for done := 0; done < n; done += s.N {
		s.N = min(kernel.Pad(n-done), kernel.MaxStrip)
		s.Out = unsafe.Add(out, done*v.dtype.Size())
		if over := s.N - (n - done); exact && over > 0 {
			if s.N > kernel.Group { // whole groups in place, the last one aside
				s.N -= kernel.Group
				t.call(v, done)
				continue
			}
			if len(t.aside) < kernel.Group*v.dtype.Size() {
				t.aside = kernel.Buffer(dtype.Uint8, kernel.Group*v.dtype.Size())
			}
			place := s.Out
			s.Out = unsafe.Pointer(unsafe.SliceData(t.aside))
			t.call(v, done)
			copyRun(place, s.Out, (n-done)*v.dtype.Size())
			continue
		}
		t.call(v, done)
	}
}

// call runs the stage's function on a strip that begins done elements into the run, and the portable one once more
// when lanes were left to it.
func (t *tiler) call(v *value, done int) {
	s := &t.w.strip
	if done > 0 {
		for k := range s.In {
			if s.In[k].Mask != 0 {
				s.In[k].Ptr = unsafe.Add(s.In[k].Ptr, t.lastN*t.feeds[k].size)
			}
		}
	}
	t.lastN = s.N
	s.Flag = 0
	v.run(s)
	if s.Flag != 0 {
		v.stage.Run[0](s)
	}
}
