package runtime

import (
	"context"
	"slices"
	"unsafe"
)

// Quantiles of more elements than fit into collectBytes are found in several passes over the values, without keeping any:
// each pass counts how often the next bits of the elements' keys are what they are, among the elements that agree with
// the wanted one in the bits before (radix selection). Two counts for each result are all it takes: 64 kB for one of
// many, 1 MB for a single one.
const (
	radixBits     = 12 // of a pass
	radixBitsOne  = 16 // where there is one result
	radixResults  = 64 // of a tile
	radixKeysOnce = 512
)

// selection is what the passes know of the results.
type selection struct {
	bits   int
	left   int          // bits of the keys that are not known yet, before the pass
	chosen [][]selected // by tile of the result
}

// selected is one result: the two elements that it is between.
type selected struct {
	begun  bool
	nan    bool
	ranks  ranks
	wanted [2]wanted
}

// wanted is an element: its known bits, and its number among the elements that have them.
type wanted struct {
	prefix uint64
	rank   uint64
}

// selectQuantiles runs the passes; the last one writes the results.
func (j *job) selectQuantiles(ctx context.Context, o Options, out *Plain, g grid) error {
	n := j.node
	s := &selection{bits: radixBits, left: 8 * n.valueType().Size()}
	if keptLen(n.Shape, n.reduced()) == 1 {
		s.bits = radixBitsOne
	}
	for s.left > 0 {
		r := newReducer(j, out, o, g, func() accumulator { return forType(n.Reduce, n.valueType(), s) })
		if s.chosen == nil {
			s.chosen = make([][]selected, r.kept.tiles())
		}
		if err := r.run(ctx, o); err != nil {
			return err
		}
		s.left -= min(s.bits, s.left)
		o.Progress = nil // the first pass has told
	}
	return nil
}

// counts is the accumulator of a pass.
type counts[T ordered] struct {
	s      *selection
	reduce *Reduce
	tile   int
	n      int
	first  [][]uint64 // of each result, by the next bits, among those that agree with the first wanted element
	second [][]uint64 // with the second, where that is another
	nans   []uint64
	keys   []uint64
}

func (a *counts[T]) unbatched()  {}
func (a *counts[T]) of(tile int) { a.tile = tile }

func (a *counts[T]) reset(n int) {
	a.n = n
	a.nans = cleared(a.nans, n)
	a.first, a.second = a.cleared(a.first, n), a.cleared(a.second, n)
	if a.s.chosen[a.tile] == nil {
		return
	}
	for i, c := range a.s.chosen[a.tile] {
		if c.apart() && a.second[i] == nil {
			a.second[i] = make([]uint64, 1<<a.s.bits)
		}
		if a.first[i] == nil {
			a.first[i] = make([]uint64, 1<<a.s.bits)
		}
	}
}

// cleared makes room for n counts; those that are not there stay nil until they are needed.
func (a *counts[T]) cleared(c [][]uint64, n int) [][]uint64 {
	for len(c) < n {
		c = append(c, nil)
	}
	for _, of := range c[:n] {
		clear(of)
	}
	return c[:n]
}

// apart reports whether the two elements are known to differ.
func (c *selected) apart() bool { return c.wanted[0].prefix != c.wanted[1].prefix }

func (a *counts[T]) addRun(i int, src unsafe.Pointer, n int) {
	if a.first[i] == nil {
		a.first[i] = make([]uint64, 1<<a.s.bits)
	}
	var c selected
	if known := a.s.chosen[a.tile]; known != nil {
		c = known[i]
	}
	take := min(a.s.bits, a.s.left)
	shift, mask := a.s.left-take, uint64(1)<<take-1
	for s := unsafe.Slice((*T)(src), n); len(s) > 0; {
		k := min(len(s), radixKeysOnce)
		a.keys = keysOf(a.keys[:0], s[:k])
		a.nans[i] += uint64(k - len(a.keys))
		s = s[k:]
		if !c.begun {
			for _, key := range a.keys {
				a.first[i][key>>shift&mask]++
			}
			continue
		}
		above, first, second := a.s.left, a.first[i], a.second[i]
		for _, key := range a.keys {
			switch key >> above {
			case c.wanted[0].prefix:
				first[key>>shift&mask]++
			case c.wanted[1].prefix:
				second[key>>shift&mask]++
			}
		}
	}
}

func (a *counts[T]) addEach(i int, src unsafe.Pointer, n int) {
	for k := range n {
		a.addRun(i+k, unsafe.Add(src, k*int(unsafe.Sizeof(*new(T)))), 1)
	}
}

func (a *counts[T]) merge(other accumulator) {
	b := other.(*counts[T])
	for i := range b.n {
		a.nans[i] += b.nans[i]
		a.first[i] = addCounts(a.first[i], b.first[i])
		a.second[i] = addCounts(a.second[i], b.second[i])
	}
}

func addCounts(a, b []uint64) []uint64 {
	if b == nil {
		return a
	}
	if a == nil {
		return slices.Clone(b)
	}
	for k, v := range b {
		a[k] += v
	}
	return a
}

// finish makes more bits of the wanted elements known, and with the last ones the results.
func (a *counts[T]) finish(dst unsafe.Pointer, n, count int) error {
	known := a.s.chosen[a.tile]
	if known == nil {
		known = make([]selected, n)
		a.s.chosen[a.tile] = known
	}
	take := min(a.s.bits, a.s.left)
	for k := range n {
		c := &known[k]
		if !c.begun {
			c.begin(a.reduce, count-int(a.nans[k]), a.nans[k] > 0)
		}
		if c.nan {
			putElement(dst, k, nan[T](), a.reduce.Out)
			continue
		}
		second := a.first[k]
		if c.apart() {
			second = a.second[k]
		}
		c.wanted[0].narrow(a.first[k], take)
		c.wanted[1].narrow(second, take)
		if a.s.left == take {
			blend(dst, k, a.reduce, c.ranks, elementOf[T](c.wanted[0].prefix), elementOf[T](c.wanted[1].prefix))
		}
	}
	return nil
}

// begin sets out for the elements that a quantile of n is between.
func (c *selected) begin(r *Reduce, n int, nans bool) {
	c.begun = true
	if c.nan = n == 0 || nans && !r.SkipNaN; c.nan {
		return
	}
	c.ranks = r.Method.of(n, r.Q)
	c.wanted[0].rank, c.wanted[1].rank = uint64(c.ranks.low), uint64(c.ranks.high)
}

// narrow finds the next bits of the element.
func (w *wanted) narrow(counts []uint64, bits int) {
	for k, n := range counts {
		if w.rank < n {
			w.prefix = w.prefix<<bits | uint64(k)
			return
		}
		w.rank -= n
	}
}
