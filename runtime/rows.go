package runtime

import "unsafe"

// rows hands a tile's rows to an accumulator: a row is a run along neighbouring axes that are all reduced, which goes
// to one place, or all kept, which goes to as many.
type rows struct {
	counts  []int // of the loops over neighbouring axes, the row itself last
	reduced []bool
	step    []int // of the loops around the row, in places
	pos     []int

	// For an accumulator that is told which elements it gets: the tile's first element, how far apart neighbours along
	// each axis are in the order of the reduced elements, and the same of the loops.
	lo, walk []int
	far      []int

	mask   unsafe.Pointer // bools, one for each element of the tile: whether it counts; nil: all do
	packed packer
}

// reduce reduces the n elements of a tile at a place, of size bytes each.
func (r *rows) reduce(acc accumulator, at unsafe.Pointer, n []int, reduced []bool, size int) {
	r.join(n, reduced)
	row, into, outer := 1, true, r.counts
	if k := len(outer) - 1; k >= 0 {
		row, into, outer = r.counts[k], r.reduced[k], outer[:k]
	}
	r.places(row, into, outer)
	told, _ := acc.(positioned)
	first, apart := 0, 0
	if told != nil {
		first = dot(r.lo, r.walk)
		if k := len(outer); k < len(r.far) {
			apart = r.far[k]
		}
	}
	mask := r.mask
	for {
		place := first + dot(r.pos, r.far[:len(r.pos)])
		switch to := dot(r.pos, r.step); {
		case mask != nil:
			r.packed.add(acc, to, into, at, mask, row, size, place, apart)
			mask = unsafe.Add(mask, row)
		case into:
			if told != nil {
				told.place(place, apart)
			}
			acc.addRun(to, at, row)
		default:
			if told != nil {
				told.place(place, apart)
			}
			acc.addEach(to, at, row)
		}
		if !next(r.pos, outer) {
			return
		}
		at = unsafe.Add(at, row*size)
	}
}

// join joins neighbouring axes that are both reduced or both kept; those of length 1 are left out. Where places matter,
// only what is evenly spaced is joined.
func (r *rows) join(n []int, reduced []bool) {
	r.counts, r.reduced, r.far = r.counts[:0], r.reduced[:0], r.far[:0]
	for i, c := range n {
		if c == 1 {
			continue
		}
		far := 0
		if r.walk != nil {
			far = r.walk[i]
		}
		if k := len(r.counts) - 1; k >= 0 && r.reduced[k] == reduced[i] && r.far[k] == c*far {
			r.counts[k] *= c
			r.far[k] = far
			continue
		}
		r.counts, r.reduced, r.far = append(r.counts, c), append(r.reduced, reduced[i]), append(r.far, far)
	}
}

// places finds how far apart the loops around the row go in the result.
func (r *rows) places(row int, into bool, outer []int) {
	r.step = append(r.step[:0], outer...)
	r.pos = append(r.pos[:0], outer...)
	apart := 1
	if !into {
		apart = row
	}
	for i := len(outer) - 1; i >= 0; i-- {
		if r.step[i], r.pos[i] = 0, 0; !r.reduced[i] {
			r.step[i] = apart
			apart *= outer[i]
		}
	}
}
