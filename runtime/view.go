package runtime

import (
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// View says how a node's result is made of the elements of its inputs. Nothing of it is computed or kept: who reads a
// part reads the parts of the inputs that it is made of.
type View struct {
	Kind  ViewKind
	Axis  int   // of Concat and Take; of Gather the first
	At    []int // of Take: the positions; of Gather: the numbers that errors have for the axes
	DType dtype.DType
}

// ViewKind is the way of a View.
type ViewKind uint8

const (
	Concat  ViewKind = iota // the inputs one after the other along Axis
	Reshape                 // the input's elements in C order
	Take                    // the positions At of the input's Axis, in that order
	Gather                  // the positions that all other inputs, of int64, hold for axes of the first input
	Nonzero                 // the positions where the input, of one axis, is true: one, or as many as the shape says
)

// view is the node's result as a source.
func (n *Node) view(inputs []Input, stored dtype.Stored) Source {
	s := viewed{stored: stored, dtype: n.View.DType, shape: n.Shape}
	switch n.View.Kind {
	case Concat:
		return &concat{viewed: s, axis: n.View.Axis, parts: inputs}
	case Reshape:
		return &reshaped{viewed: s, of: inputs[0]}
	}
	if n.View.Kind == Gather {
		return &gathered{viewed: s, of: inputs[0], at: inputs[1:], first: n.View.Axis, names: n.View.At}
	}
	return &taken{viewed: s, of: inputs[0], axis: n.View.Axis, at: n.View.At}
}

// viewed is what all views say of themselves.
type viewed struct {
	stored dtype.Stored
	dtype  dtype.DType
	shape  []int
}

func (v *viewed) DType() dtype.DType   { return v.dtype }
func (v *viewed) Shape() []int         { return v.shape }
func (v *viewed) Stored() dtype.Stored { return v.stored }

// read is Source.read of what the access makes of the source.
func (in *Input) read(w *worker, r region, dst []byte, step []int) error {
	of, apart := make(region, len(in.Access)), make([]int, len(in.Access))
	for i, a := range in.Access {
		of[i], apart[i] = shape.Span{Start: a.Start, Step: 1, Count: 1}, 1
		if a.Axis >= 0 {
			k := len(r) - 1 - a.Axis
			of[i] = shape.Span{Start: a.Start + a.Step*r[k].Start, Step: a.Step * r[k].Step, Count: r[k].Count}
			apart[i] = step[k]
		}
	}
	return in.Source.read(w, of, dst, apart)
}

// concat is arrays one after the other along an axis.
type concat struct {
	viewed
	axis  int
	parts []Input
}

func (c *concat) read(w *worker, r region, dst []byte, step []int) error {
	if r.len() == 0 {
		return nil
	}
	part := append(region{}, r...)
	lo := 0
	for i := range c.parts {
		n := c.parts[i].Shape[c.axis]
		first, count := within(r[c.axis], lo, lo+n)
		if count > 0 {
			s := r[c.axis]
			part[c.axis] = shape.Span{Start: s.Start + s.Step*first - lo, Step: s.Step, Count: count}
			if err := c.parts[i].read(w, part, dst[first*step[c.axis]*c.dtype.Size():], step); err != nil {
				return err
			}
		}
		lo += n
	}
	return nil
}

// within is which places of a span have positions from lo up to hi: the first and how many.
func within(s shape.Span, lo, hi int) (first, count int) {
	if s.Step < 0 { // the same positions the other way round
		s = shape.Span{Start: -s.Start, Step: -s.Step, Count: s.Count}
		lo, hi = 1-hi, 1-lo
	}
	upTo := func(p int) int { // places with positions below p
		if p <= s.Start {
			return 0
		}
		return min((p-s.Start-1)/s.Step+1, s.Count)
	}
	first = upTo(lo)
	return first, upTo(hi) - first
}

// taken is listed positions of an axis.
type taken struct {
	viewed
	of   Input
	axis int
	at   []int
}

// denseEnough is how many times more elements may be read at once than are wanted, rather than each by itself.
const denseEnough = 8

func (t *taken) read(w *worker, r region, dst []byte, step []int) error {
	s := r[t.axis]
	if r.len() == 0 {
		return nil
	}
	at := make([]int, s.Count)
	lo, hi := t.at[s.Start], t.at[s.Start]
	for i := range at {
		at[i] = t.at[s.Start+s.Step*i]
		lo, hi = min(lo, at[i]), max(hi, at[i])
	}
	part := append(region{}, r...)
	size, apart := t.dtype.Size(), step[t.axis]
	runs := progressions(at)
	if n := hi - lo + 1; len(runs) > 2 && n <= denseEnough*len(at) && r.len()/len(at)*n*size <= largestHull {
		return t.pick(w, part, shape.Span{Start: lo, Step: 1, Count: n}, at, dst, step)
	}
	for i := 0; len(runs) > 0; runs = runs[1:] {
		part[t.axis] = runs[0]
		if err := t.of.read(w, part, dst[i*apart*size:], step); err != nil {
			return err
		}
		i += runs[0].Count
	}
	return nil
}

// pick reads all positions of a span and copies those wanted.
func (t *taken) pick(w *worker, part region, all shape.Span, at []int, dst []byte, step []int) error {
	size := t.dtype.Size()
	part[t.axis] = all
	counts := part.counts()
	have := strides(counts)
	buf := w.borrow(part.len() * size)
	defer w.giveBack(buf)
	if err := t.of.read(w, part, buf, have); err != nil {
		return err
	}
	counts[t.axis] = 1
	for i, p := range at {
		copyND(pointer(dst[i*step[t.axis]*size:]), step, pointer(buf[(p-all.Start)*have[t.axis]*size:]), have, counts, size)
	}
	return nil
}

// progressions cuts positions into spans.
func progressions(at []int) []shape.Span {
	var list []shape.Span
	for i := 0; i < len(at); {
		s := shape.Span{Start: at[i], Step: 1, Count: 1}
		if i+1 < len(at) && at[i+1] != at[i] {
			s.Step = at[i+1] - at[i]
			for i+s.Count < len(at) && at[i+s.Count]-at[i+s.Count-1] == s.Step {
				s.Count++
			}
		}
		list = append(list, s)
		i += s.Count
	}
	return list
}
