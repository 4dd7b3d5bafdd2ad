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

// selection is what the passes know of the results. Of several quantiles some are selected together, then the next.
type selection struct {
	bits     int
	left     int          // bits of the keys that are not known yet, before the pass
	from, to int          // the quantiles at hand, by number
	chosen   [][]selected // by tile of the result
}

// radixTogether is how many quantiles are selected in the same passes.
const radixTogether = 8

// selected is one result.
type selected struct {
	begun    bool
	nan      bool
	of       []neighbours // for each quantile
	prefixes []uint64     // what the known bits of the elements at hand are, in order
}

// neighbours is the two elements that a quantile is between.
type neighbours struct {
	ranks  ranks
	wanted [2]wanted
}

// wanted is an element: its known bits, and its number among the elements that have them.
type wanted struct {
	prefix uint64
	rank   uint64
}

// selectQuantiles runs the passes; the last one writes the results.
func (j *job) selectQuantiles(ctx context.Context, o Options, out *Plain, g grid, reduce *Reduce) error {
	n := j.node
	s := &selection{bits: radixBits}
	if keptLen(n.Shape, n.reduced()) == 1 {
		s.bits = radixBitsOne
	}
	all := len(reduce.quantiles())
	for s.from = 0; s.from < all; s.from = s.to {
		s.to = min(s.from+radixTogether, all)
		for s.left = 8 * n.valueType().Size(); s.left > 0; s.left -= min(s.bits, s.left) {
			r := newReducer(j, out, o, g, func() accumulator { return forType(reduce, n.valueType(), s) })
			if s.chosen == nil {
				s.chosen = make([][]selected, r.kept.tiles())
			}
			if err := r.run(ctx, o); err != nil {
				return err
			}
			o.Progress = nil // the first pass has told
		}
	}
	return nil
}

// counts is the accumulator of a pass.
type counts[T ordered] struct {
	s       *selection
	reduce  *Reduce
	tile    int
	n       int
	counted [][]uint64 // of each result, by the known bits and the next ones; nil where nothing has come
	nums    []uint64
	nans    []uint64
	keys    []uint64
	none    [1]uint64 // the known bits before the first pass
}

func (a *counts[T]) unbatched()  {}
func (a *counts[T]) of(tile int) { a.tile = tile }

func (a *counts[T]) reset(n int) {
	a.n = n
	a.nums, a.nans = cleared(a.nums, n), cleared(a.nans, n)
	for len(a.counted) < n {
		a.counted = append(a.counted, nil)
	}
	for i := range a.counted {
		a.counted[i] = a.counted[i][:0]
	}
}

// prefixes are the known bits of the elements of a result that are counted apart.
func (a *counts[T]) prefixes(i int) []uint64 {
	if known := a.s.chosen[a.tile]; known != nil && len(known[i].prefixes) > 0 {
		return known[i].prefixes
	}
	return a.none[:]
}

// room makes room for the counts of a result.
func (a *counts[T]) room(i int) []uint64 {
	if len(a.counted[i]) == 0 {
		a.counted[i] = cleared(a.counted[i], len(a.prefixes(i))<<a.s.bits)
	}
	return a.counted[i]
}

func (a *counts[T]) addRun(i int, src unsafe.Pointer, n int) {
	take := min(a.s.bits, a.s.left)
	shift, mask := a.s.left-take, uint64(1)<<take-1
	above, bits := a.s.left, a.s.bits
	to, prefixes := a.room(i), a.prefixes(i)
	for s := unsafe.Slice((*T)(src), n); len(s) > 0; {
		k := min(len(s), radixKeysOnce)
		a.keys = keysOf(a.keys[:0], s[:k])
		a.nums[i] += uint64(len(a.keys))
		a.nans[i] += uint64(k - len(a.keys))
		s = s[k:]
		if len(prefixes) == 1 {
			for _, key := range a.keys {
				if key>>above == prefixes[0] {
					to[key>>shift&mask]++
				}
			}
			continue
		}
		for _, key := range a.keys {
			if at, found := slices.BinarySearch(prefixes, key>>above); found {
				to[uint64(at)<<bits+key>>shift&mask]++
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
		a.nums[i] += b.nums[i]
		a.nans[i] += b.nans[i]
		if len(b.counted[i]) == 0 {
			continue
		}
		to := a.room(i)
		for k, v := range b.counted[i] {
			to[k] += v
		}
	}
}

// finish makes more bits of the wanted elements known, and with the last ones the results.
func (a *counts[T]) finish(dst unsafe.Pointer, n, _ int) error {
	if a.s.chosen[a.tile] == nil {
		a.s.chosen[a.tile] = make([]selected, n)
	}
	take := min(a.s.bits, a.s.left)
	qs := a.reduce.quantiles()
	for k := range n {
		c := &a.s.chosen[a.tile][k]
		if !c.begun {
			if a.nums[k]+a.nans[k] == 0 && a.reduce.needsOne() {
				return errNothing
			}
			c.begin(a.reduce, int(a.nums[k]), a.nans[k] > 0)
		}
		if !c.nan {
			a.narrow(c, k, take)
		}
		if a.s.left > take || a.s.to < len(qs) {
			continue
		}
		for i := range qs {
			if to := k*len(qs) + i; c.nan {
				a.reduce.putNaN(dst, to)
			} else {
				q := &c.of[i]
				blend(dst, to, a.reduce, q.ranks, elementOf[T](q.wanted[0].prefix), elementOf[T](q.wanted[1].prefix))
			}
		}
	}
	return nil
}

// narrow finds the next bits of the elements at hand of result k.
func (a *counts[T]) narrow(c *selected, k, take int) {
	counted, before := a.room(k), a.prefixes(k)
	var prefixes []uint64
	for i := a.s.from; i < a.s.to; i++ {
		for w := range c.of[i].wanted {
			at, _ := slices.BinarySearch(before, c.of[i].wanted[w].prefix)
			c.of[i].wanted[w].narrow(counted[at<<a.s.bits:(at+1)<<a.s.bits], take)
			prefixes = append(prefixes, c.of[i].wanted[w].prefix)
		}
	}
	slices.Sort(prefixes)
	if c.prefixes = slices.Compact(prefixes); a.s.left == take {
		c.prefixes = nil // the next quantiles begin anew
	}
}

// begin sets out for the elements that quantiles of n are between.
func (c *selected) begin(r *Reduce, n int, nans bool) {
	c.begun = true
	if c.nan = n == 0 || nans && !r.SkipNaN; c.nan {
		return
	}
	for _, q := range r.quantiles() {
		at := r.Method.of(n, q)
		c.of = append(c.of, neighbours{ranks: at, wanted: [2]wanted{{rank: uint64(at.low)}, {rank: uint64(at.high)}}})
	}
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
