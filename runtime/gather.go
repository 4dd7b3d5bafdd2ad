package runtime

import (
	"fmt"
	"slices"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// gathered is the elements of an array at positions that other inputs hold, one for each of neighbouring axes from first
// on. Positions are read for a part of the result at a time; then the elements near each other are read together, so that
// a block is decoded once for a part, and only if something of it is needed.
type gathered struct {
	viewed
	of    Input
	at    []Input // all of one shape
	first int
	names []int // of the axes, for errors
}

const (
	// mostPoints is how many positions are looked at together.
	mostPoints = 1 << 16
	// worthRead is how many bytes more are read rather than to read once more.
	worthRead = 1 << 10
)

// points is the positions for a part of the result.
type points struct {
	part region
	at   [][]int64 // of each axis, from the front
}

func (g *gathered) read(w *worker, r region, dst []byte, step []int) error {
	if r.len() == 0 {
		return nil
	}
	behind := g.first + len(g.at[0].Shape)
	part := r[g.first:behind]
	if part.len() > mostPoints {
		return g.halves(w, r, dst, step, part)
	}
	p, err := g.points(w, part)
	if err != nil {
		return err
	}
	s := &scattered{g: g, w: w, at: p.at, dst: dst}
	s.region = slices.Concat(r[:g.first], make(region, len(g.at)), r[behind:])
	s.step = slices.Concat(step[:g.first], slices.Repeat([]int{1}, len(g.at)), step[behind:])
	s.places, s.order = make([]int, part.len()), make([]int, part.len())
	counts, apart, pos := part.counts(), step[g.first:behind], make([]int, len(part))
	for i := range s.places {
		s.places[i], s.order[i] = dot(pos, apart), i
		next(pos, counts)
	}
	s.others = r.len() / part.len()
	return s.read(s.order)
}

// halves reads the two halves of a region along an axis of the positions.
func (g *gathered) halves(w *worker, r region, dst []byte, step []int, part region) error {
	k := g.first + slices.IndexFunc(part, func(s shape.Span) bool { return s.Count > 1 })
	one, two := slices.Clone(r), slices.Clone(r)
	half := r[k].Count / 2
	one[k].Count = half
	two[k] = shape.Span{Start: r[k].Start + r[k].Step*half, Step: r[k].Step, Count: r[k].Count - half}
	if err := g.read(w, one, dst, step); err != nil {
		return err
	}
	return g.read(w, two, dst[half*step[k]*g.dtype.Size():], step)
}

// points reads the positions for a part of the result, unless they are those read last.
func (g *gathered) points(w *worker, part region) (*points, error) {
	p := w.points[g]
	if p != nil && slices.Equal(p.part, part) {
		return p, nil
	}
	if w.points == nil {
		w.points = map[*gathered]*points{}
	}
	delete(w.points, g) // until the new ones are whole
	p = &points{part: slices.Clone(part), at: make([][]int64, len(g.at))}
	counts := part.counts()
	for i := range g.at {
		p.at[i] = make([]int64, part.len())
		raw := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(p.at[i]))), len(p.at[i])*dtype.Int64.Size())
		if err := g.at[i].read(w, part, raw, strides(counts)); err != nil {
			return nil, err
		}
		n := int64(g.of.Shape[g.first+i])
		for k, v := range p.at[i] {
			at := v
			if at < 0 {
				at += n
			}
			if at < 0 || at >= n {
				return nil, g.outside(i, v, n, part, k)
			}
			p.at[i][k] = at
		}
	}
	w.points[g] = p
	return p, nil
}

// outside is NumPy's error, and where the position stands among the others.
func (g *gathered) outside(axis int, v, n int64, part region, k int) error {
	pos := make([]int, len(part))
	for i := len(part) - 1; i >= 0; i-- {
		pos[i] = part[i].Start + part[i].Step*(k%part[i].Count)
		k /= part[i].Count
	}
	return fmt.Errorf("index %d is out of bounds for axis %d with size %d: it is at %s of the positions", v, g.names[axis], n, shape.Format(pos))
}

// scattered reads points of an array to their places.
type scattered struct {
	g      *gathered
	w      *worker
	at     [][]int64
	places []int // of the points in dst, in elements
	order  []int // numbers of the points
	dst    []byte
	region region // of the array, to be filled with what is read of the axes that have positions
	step   []int  // of neighbours in dst along the array's axes
	others int    // elements that a point has along the other axes
}

// read reads the points of the given numbers: all at once where they are close together, else those of each half of the
// box that they are in.
func (s *scattered) read(order []int) error {
	lo, hi := make([]int64, len(s.at)), make([]int64, len(s.at))
	box, longest := 1, 0
	for i, at := range s.at {
		lo[i], hi[i] = at[order[0]], at[order[0]]
		for _, k := range order {
			lo[i], hi[i] = min(lo[i], at[k]), max(hi[i], at[k])
		}
		if n := int(hi[i]-lo[i]) + 1; box > largestHull/n { // too large to be read at once
			box = largestHull + 1
		} else {
			box *= n
		}
		if hi[i]-lo[i] > hi[longest]-lo[longest] {
			longest = i
		}
		s.region[s.g.first+i] = shape.Span{Start: int(lo[i]), Step: 1, Count: int(hi[i]-lo[i]) + 1}
	}
	bytes := box * s.others * s.g.dtype.Size()
	switch {
	case box == 1 && (len(order) == 1 || bytes > largestHull):
		return s.each(order)
	case bytes <= largestHull && (box <= denseEnough*len(order) || bytes <= worthRead*len(order)):
		return s.pick(order, lo)
	}
	// Numbers of the lower half go first. There are some of both: the ends of the box are where points are.
	at, middle, lower := s.at[longest], lo[longest]+(hi[longest]-lo[longest])/2, 0
	for i, k := range order {
		if at[k] <= middle {
			order[lower], order[i] = k, order[lower]
			lower++
		}
	}
	if err := s.read(order[:lower]); err != nil {
		return err
	}
	return s.read(order[lower:])
}

// each reads points that are at one position, each to its place.
func (s *scattered) each(order []int) error {
	for _, k := range order {
		if err := s.g.of.read(s.w, s.region, s.dst[s.places[k]*s.g.dtype.Size():], s.step); err != nil {
			return err
		}
	}
	return nil
}

// pick reads the box that points are in, and copies them.
func (s *scattered) pick(order []int, lo []int64) error {
	size, first := s.g.dtype.Size(), s.g.first
	counts := s.region.counts()
	have := strides(counts)
	buf := s.w.borrow(s.region.len() * size)
	defer s.w.giveBack(buf)
	if err := s.g.of.read(s.w, s.region, buf, have); err != nil {
		return err
	}
	for i := range lo {
		counts[first+i] = 1
	}
	for _, k := range order {
		from := 0
		for i, at := range s.at {
			from += int(at[k]-lo[i]) * have[first+i]
		}
		src, to := buf[from*size:], s.dst[s.places[k]*size:]
		switch {
		case s.others > 1:
			copyND(pointer(to), s.step, pointer(src), have, counts, size)
		case size == 8:
			*(*[8]byte)(to) = [8]byte(src)
		case size == 4:
			*(*[4]byte)(to) = [4]byte(src)
		default:
			copy(to[:size], src)
		}
	}
	return nil
}
