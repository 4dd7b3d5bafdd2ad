package runtime

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// scanned is the result of a scan that is larger than what is kept in memory. It is made in bands, each when it is read
// first: the values of the band are computed and then summed up from the values that the lines have at the end of the
// band before. The last bands are kept for all goroutines, and of many more the ends, so that reading on costs one pass
// over the values, and reading from anywhere no more than the way from the nearest end. Elements follow one another as
// in NumPy wherever the bands are.
type scanned struct {
	viewed
	ctx    context.Context // of the computation that the source is of
	o      Options
	values *job
	kind   ReduceKind
	axis   int
	bands  grid
	apart  int // between the numbers of bands that follow one another along the axis
	cache  *shared[[]byte]
	ends   ends
	busy   atomic.Int32 // goroutines that compute a band
}

const (
	scanBand     = 2 << 20   // bytes of a band, about
	leastScan    = 4 << 10   // bytes of a band when there is hardly any memory for hoisting
	endsRoom     = 8 << 20   // bytes of ends that stay
	largestFront = 256 << 20 // bytes of the ends of the bands before last, one for each line, that are kept beside
)

// scansLazily reports whether a node is a scan whose result is not to be in memory.
func (n *Node) scansLazily(o Options) bool {
	return n.Reduce != nil && n.Reduce.Kind.scans() && shape.Len(n.Shape) > int(o.budget())/n.Reduce.Out.Size()
}

// scanned is a scan's result as a source. One of all elements is a scan along the axis of the values in C order.
func (n *Node) scanned(ctx context.Context, o Options, inputs []Input) (Source, error) {
	flat := !n.Reduce.Keep && len(n.Shape) != 1
	j, err := n.prepare(ctx, o, inputs, flat)
	if err != nil {
		return nil, err
	}
	d := n.Reduce.Out
	s := &scanned{viewed: viewed{dtype.Plain(d), d, n.ResultShape()}, ctx: ctx, o: o, kind: n.Reduce.Kind, values: j}
	if flat {
		line := &reshaped{viewed: s.viewed, of: whole(&lazy{job: j, stored: s.stored})}
		s.values = &job{node: copyOf(whole(line)), inputs: []Input{whole(line)}}
	} else if n.Reduce.Keep {
		s.axis = n.Reduce.Over[0]
	}
	s.o.Progress = nil
	s.bands = n.scanBands(j, s.shape, flat, int(o.budget()))
	s.apart = shape.Len(s.bands.count[s.axis+1:])
	s.cache = newShared[[]byte](max(2+2*o.workers(), s.bands.abreast(int(o.budget())/d.Size())))
	s.ends.plan(s.shape, s.axis, s.bands, d.Size())
	return s, nil
}

// scanBands cuts a scan into bands: within the chunks of a stored operand, in whole blocks, or else in C order.
func (n *Node) scanBands(j *job, s []int, flat bool, budget int) grid {
	size := n.Reduce.Out.Size()
	items := max(min(scanBand, budget/8), leastScan) / size
	of := &Node{Shape: n.Shape, Kernel: n.Kernel, In: j.inputs}
	if l, ok := of.operandLayout(); ok && !flat && len(s) == len(n.Shape) {
		// No larger than a tile of what reads them, so that the tiles are bands.
		if items = min(items, largestTile/size); shape.Len(l.Blocks) <= items {
			block := fill(l.Chunks, l.Blocks, items/shape.Len(l.Blocks))
			for i := range block {
				block[i] = min(block[i], s[i])
			}
			return newGrid(s, block)
		}
	}
	return newGrid(s, fill(s, slices.Repeat([]int{1}, len(s)), items))
}

// abreast is how many tiles are gone through again and again by who goes through all elements in C order; no more than
// have some number of elements.
func (g grid) abreast(most int) int {
	for i, b := range g.block {
		if b > 1 {
			return min(shape.Len(g.count[i+1:]), most/shape.Len(g.block)) + 1
		}
	}
	return 1
}

func (s *scanned) read(_ *worker, r region, dst []byte, step []int) error {
	if r.len() == 0 {
		return nil
	}
	first, count := make([]int, len(r)), make([]int, len(r)) // the bands that the region is in
	for k, span := range r {
		last := span.Start + span.Step*(span.Count-1)
		b := s.bands.block[k]
		first[k] = min(span.Start, last) / b
		count[k] = max(span.Start, last)/b - first[k] + 1
	}
	part, pos := make(region, len(r)), make([]int, len(r))
	lo, n := make([]int, len(r)), make([]int, len(r))
	for {
		band, at, none := 0, 0, false
		for k, c := range s.bands.count {
			band = band*c + first[k] + pos[k]
		}
		s.bands.tile(band, lo, n)
		for k, span := range r {
			from, m := within(span, lo[k], lo[k]+n[k])
			part[k] = shape.Span{Start: span.Start + span.Step*from - lo[k], Step: span.Step, Count: m}
			at += from * step[k]
			none = none || m == 0
		}
		if !none {
			err := s.use(band, nil, func(p *Plain) error { return p.read(nil, part, dst[at*s.dtype.Size():], step) })
			if err != nil {
				return err
			}
		}
		if !next(pos, count) {
			return nil
		}
	}
}

// use calls f with a band, which is computed if nobody has done that lately. before is what it begins with, if that is
// known.
func (s *scanned) use(band int, before []byte, f func(*Plain) error) error {
	lo, n := make([]int, len(s.shape)), make([]int, len(s.shape))
	s.bands.tile(band, lo, n)
	e, data, isNew := s.cache.take(band)
	defer s.cache.release(e)
	if !isNew {
		data, err := e.wait()
		if err != nil {
			return err
		}
		return f(s.plain(n, data))
	}
	err := errPanicked
	defer func() {
		if err != nil {
			s.cache.finish(e, data, err)
		}
	}()
	if size := shape.Len(n) * s.dtype.Size(); cap(data) < size {
		data = make([]byte, size)
	}
	if err = s.compute(band, before, lo, s.plain(n, data)); err != nil {
		return err
	}
	s.cache.finish(e, data, nil)
	return f(s.plain(n, data))
}

func (s *scanned) plain(n []int, data []byte) *Plain {
	return &Plain{dtype: s.dtype, stored: s.stored, shape: n, data: data[:cap(data)]}
}

// compute makes a band. Those before it on the axis are waited for, never those behind.
func (s *scanned) compute(band int, before []byte, lo []int, p *Plain) error {
	if lo[s.axis] > 0 && before == nil {
		var err error
		if before, err = s.end(band - s.apart); err != nil {
			return err
		}
	}
	o := s.o
	o.Workers = max(o.workers()/int(s.busy.Add(1)), 1)
	defer s.busy.Add(-1)
	if err := s.values.into(s.ctx, o, lo, p.shape, p.at(0)); err != nil {
		return err
	}
	l := linesOf(p.shape, s.axis)
	if before != nil {
		join := scanner(s.kind, s.dtype)
		for i := range l.outer {
			join(pointer(before[i*l.inner*s.dtype.Size():]), p.at(i*l.length*l.inner), l.inner)
		}
	}
	if err := l.scan(s.ctx, o, s.kind, p); err != nil {
		return err
	}
	s.ends.put(band, s.along(band), func() []byte { return l.end(p) })
	return nil
}

// along is the number of a band on the axis.
func (s *scanned) along(band int) int { return band / s.apart % s.bands.count[s.axis] }

// end is what a band ends with, computed from the nearest end before that is known.
func (s *scanned) end(band int) ([]byte, error) {
	first := band
	end := s.ends.get(first)
	for ; end == nil && s.along(first) > 0; end = s.ends.get(first) {
		first -= s.apart
	}
	if end != nil {
		first += s.apart
	}
	for ; first <= band; first += s.apart {
		err := s.use(first, end, func(p *Plain) error {
			end = linesOf(p.shape, s.axis).end(p)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return end, nil
}

// linesOf are the lines of an array along an axis.
func linesOf(s []int, axis int) lines {
	return lines{shape.Len(s[:axis]), s[axis], shape.Len(s[axis+1:])}
}

// end copies the last element of each line.
func (l lines) end(p *Plain) []byte {
	row := l.inner * p.dtype.Size()
	out := make([]byte, 0, l.outer*row)
	for i := range l.outer {
		out = append(out, unsafe.Slice((*byte)(p.at(((i+1)*l.length-1)*l.inner)), row)...)
	}
	return out
}

// ends are what bands end with, by their numbers: of so many of them as there is room for, evenly spaced along the axis,
// and of those that were computed last.
type ends struct {
	every int // of one band in so many along the axis the end stays
	room  int // bytes of the others
	size  int // of those that are there

	mu   sync.Mutex
	kept map[int][]byte
	last []int // the others, oldest first
}

func (e *ends) plan(s []int, axis int, bands grid, size int) {
	front := shape.Len(s) / s[axis] * size // one for each line
	e.every = (front*(bands.count[axis]-1) + endsRoom - 1) / endsRoom
	e.every = max(e.every, 1)
	e.room = min(front, largestFront) + 2*scanBand
	e.kept = map[int][]byte{}
}

func (e *ends) get(band int) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.kept[band]
}

func (e *ends) put(band, along int, end func() []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.kept[band] != nil {
		return
	}
	b := end()
	e.kept[band] = b
	if (along+1)%e.every == 0 {
		return
	}
	e.last = append(e.last, band)
	for e.size += len(b); e.size > e.room && len(e.last) > 1; e.last = e.last[1:] {
		e.size -= len(e.kept[e.last[0]])
		delete(e.kept, e.last[0])
	}
}
