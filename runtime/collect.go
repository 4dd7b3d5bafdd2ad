package runtime

import (
	"math/bits"
	"slices"
	"unsafe"

	"github.com/b2gen/b2/ir/shape"
)

// collectBytes is the most that the elements of a tile of quantiles take: tiles are made narrower for it.
const collectBytes = 64 << 20

// collected keeps all elements, of which quantiles are made in the end.
type collected[T ordered] struct {
	reduce *Reduce
	of     [][]T
}

func (a *collected[T]) unbatched() {}

func (a *collected[T]) reset(n int) {
	a.of = slices.Grow(a.of[:0], n)[:n]
	for i := range a.of {
		a.of[i] = a.of[i][:0]
	}
}

func (a *collected[T]) addRun(i int, src unsafe.Pointer, n int) {
	a.of[i] = append(a.of[i], unsafe.Slice((*T)(src), n)...)
}

func (a *collected[T]) addEach(i int, src unsafe.Pointer, n int) {
	of := a.of[i : i+n]
	for k, v := range unsafe.Slice((*T)(src), n) {
		of[k] = append(of[k], v)
	}
}

func (a *collected[T]) merge(other accumulator) {
	for k, s := range other.(*collected[T]).of {
		a.of[k] = append(a.of[k], s...)
	}
}

func (a *collected[T]) finish(dst unsafe.Pointer, n, _ int) error {
	qs := a.reduce.quantiles()
	for k, s := range a.of[:n] {
		whole := len(s)
		s = slices.DeleteFunc(s, func(v T) bool { return v != v })
		if whole == 0 && a.reduce.needsOne() {
			return errNothing
		}
		if len(qs) > sortFrom {
			slices.Sort(s)
		}
		for i, q := range qs {
			to := k*len(qs) + i
			if len(s) == 0 || len(s) < whole && !a.reduce.SkipNaN {
				a.reduce.putNaN(dst, to)
				continue
			}
			at := a.reduce.Method.of(len(s), q)
			if len(qs) > sortFrom {
				blend(dst, to, a.reduce, at, s[at.low], s[at.high])
				continue
			}
			low := nth(s, at.low)
			high := low
			if at.high > at.low {
				high = slices.Min(s[at.high:]) // what nth leaves above is not less
			}
			blend(dst, to, a.reduce, at, low, high)
		}
	}
	return nil
}

// sortFrom is the number of quantiles above which elements are sorted once, and not searched for each.
const sortFrom = 4

// nth is the element that would be number k if s were sorted. Those before it are not greater then, and those behind it
// not less (Hoare's Find, 1961). Should the pivots be bad again and again, what is left is sorted.
func nth[T ordered](s []T, k int) T {
	lo, hi := 0, len(s)-1
	for tries := 4 * bits.Len(uint(len(s))); lo < hi; tries-- {
		if tries == 0 || hi-lo < 32 {
			slices.Sort(s[lo : hi+1])
			break
		}
		pivot := middle(s[lo], s[lo+(hi-lo)/2], s[hi])
		i, j := lo, hi
		for i <= j {
			for s[i] < pivot {
				i++
			}
			for pivot < s[j] {
				j--
			}
			if i <= j {
				s[i], s[j] = s[j], s[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return s[k]
		}
	}
	return s[k]
}

func middle[T ordered](a, b, c T) T { return max(min(a, b), min(max(a, b), c)) }

// narrow makes tiles of quantiles so narrow along the axes that stay that all their elements fit into collectBytes, or
// else says that those of one result do not: then there are few results in a tile, to be selected.
func (n *Node) narrow(g grid) (_ grid, fits bool) {
	reduced := n.reduced()
	room := collectBytes / n.valueType().Size()
	for i, r := range reduced {
		if r {
			room /= max(n.Shape[i], 1)
		}
	}
	if fits = room > 0; !fits {
		room = max(radixResults/n.Reduce.each(), 1)
	}
	block := slices.Clone(g.block)
	for i, r := range reduced {
		if kept := keptLen(block, reduced); !r && kept > room {
			block[i] = max(block[i]*room/kept, 1)
		}
	}
	return newGrid(n.Shape, block), fits
}

// keptLen is the number of results that a tile has.
func keptLen(block []int, reduced []bool) int {
	kept := slices.Clone(block)
	for i, r := range reduced {
		if r {
			kept[i] = 1
		}
	}
	return shape.Len(kept)
}
