package runtime

import (
	"context"
	"slices"
	"sort"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Selection is the elements that a mask selects, in C order, as an array of one axis. How many there are is counted when
// it is made; the elements are read when it is read, with memory for a part of the arrays at a time.
type Selection struct {
	mask, values Source // of one shape
	stored       dtype.Stored
	parts        grid  // of the arrays, each of elements that follow one another in C order
	starts       []int // numbers of the first elements of the parts, and how many there are in all
}

// packed is the selected elements of a part, in a goroutine's memory.
type packed struct {
	part int
	data []byte
}

// partItems is about how many elements of the arrays are looked at together.
const partItems = 32 << 10

// Select counts what a mask, a plan of bools, selects of the values, a plan of the same shape.
func Select(ctx context.Context, o Options, mask, values *Plan) (*Selection, error) {
	o.Progress = nil
	sources := [2]Source{}
	for i, p := range []*Plan{mask, values} {
		if err := p.check(); err != nil {
			return nil, err
		}
		j, err := p.lastJob(ctx, o, true)
		if err != nil {
			return nil, err
		}
		sources[i] = &lazy{job: j, stored: p.Stored()}
	}
	return newSelection(ctx, o, sources[0], sources[1])
}

// newSelection counts what a mask selects of values of the same shape.
func newSelection(ctx context.Context, o Options, mask, values Source) (*Selection, error) {
	s := &Selection{mask: mask, values: values, stored: values.Stored()}
	of := mask.Shape()
	s.parts = newGrid(of, fill(of, slices.Repeat([]int{1}, len(of)), partItems))
	return s, s.count(ctx, o)
}

func (s *Selection) DType() dtype.DType   { return s.values.DType() }
func (s *Selection) Stored() dtype.Stored { return s.stored }
func (s *Selection) Shape() []int         { return []int{s.starts[len(s.starts)-1]} }

// count finds how many elements of each part are selected.
func (s *Selection) count(ctx context.Context, o Options) error {
	s.starts = make([]int, s.parts.tiles()+1)
	err := o.each(ctx, s.parts.tiles(), shape.Len(s.parts.shape), func(context.Context) func(int) error {
		w := newWorker(o)
		w.streams = true
		var mask []byte
		return func(part int) (err error) {
			if mask, err = s.readPart(w, s.mask, part, mask); err != nil {
				return err
			}
			n := 0
			for _, m := range mask {
				n += int(m)
			}
			s.starts[part+1] = n
			return nil
		}
	})
	for i := range s.parts.tiles() {
		s.starts[i+1] += s.starts[i]
	}
	return err
}

// readPart reads a part of one of the arrays into buf, which grows as needed.
func (s *Selection) readPart(w *worker, of Source, part int, buf []byte) ([]byte, error) {
	lo, n := make([]int, len(s.parts.shape)), make([]int, len(s.parts.shape))
	s.parts.tile(part, lo, n)
	r := make(region, len(n))
	for i := range n {
		r[i] = shape.Span{Start: lo[i], Step: 1, Count: n[i]}
	}
	buf = slices.Grow(buf[:0], r.len()*of.DType().Size())[:r.len()*of.DType().Size()]
	return buf, of.read(w, r, buf, strides(n))
}

func (s *Selection) read(w *worker, r region, dst []byte, step []int) error {
	size, span := s.DType().Size(), r[0]
	for k := 0; k < span.Count; {
		at := span.Start + span.Step*k
		p, err := s.packed(w, sort.SearchInts(s.starts, at+1)-1)
		if err != nil {
			return err
		}
		first := s.starts[p.part]
		_, n := within(shape.Span{Start: at, Step: span.Step, Count: span.Count - k}, first, s.starts[p.part+1])
		from := pointer(p.data[(at-first)*size:])
		copyND(pointer(dst[k*step[0]*size:]), step, from, []int{span.Step}, []int{n}, size)
		k += n
	}
	return nil
}

// packed gives the selected elements of a part.
func (s *Selection) packed(w *worker, part int) (*packed, error) {
	p := w.selected[s]
	if p == nil {
		if w.selected == nil {
			w.selected = map[*Selection]*packed{}
		}
		p = &packed{part: -1}
		w.selected[s] = p
	}
	if p.part == part {
		return p, nil
	}
	p.part = -1
	size := s.DType().Size()
	mask, values := w.borrow(0), w.borrow(0)
	mask, err := s.readPart(w, s.mask, part, mask)
	if err == nil {
		values, err = s.readPart(w, s.values, part, values)
	}
	p.data = p.data[:0]
	for i := 0; err == nil && i < len(mask); i++ {
		if mask[i] != 0 {
			p.data = append(p.data, values[i*size:(i+1)*size]...)
		}
	}
	w.giveBack(mask)
	w.giveBack(values)
	if err != nil {
		return nil, err
	}
	p.part = part
	return p, nil
}
