package runtime

import (
	"math"
	"slices"
	"unsafe"
)

// complexMedian keeps all complex numbers, in whose order the median is in the middle. As in NumPy that order has NaN
// last, and of several what is before in the other part.
type complexMedian[T float32 | float64] struct {
	reduce *Reduce
	of     [][][2]T
}

func (a *complexMedian[T]) unbatched() {}

func (a *complexMedian[T]) reset(n int) {
	a.of = slices.Grow(a.of[:0], n)[:n]
	for i := range a.of {
		a.of[i] = a.of[i][:0]
	}
}

func (a *complexMedian[T]) addRun(i int, src unsafe.Pointer, n int) {
	a.of[i] = append(a.of[i], unsafe.Slice((*[2]T)(src), n)...)
}

func (a *complexMedian[T]) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*[2]T)(src), n) {
		a.of[i+k] = append(a.of[i+k], v)
	}
}

func (a *complexMedian[T]) merge(other accumulator) {
	for k, s := range other.(*complexMedian[T]).of {
		a.of[k] = append(a.of[k], s...)
	}
}

func (a *complexMedian[T]) finish(dst unsafe.Pointer, n, _ int) error {
	out := unsafe.Slice((*[2]T)(dst), n)
	for k, s := range a.of[:n] {
		out[k] = a.median(s)
	}
	return nil
}

func (a *complexMedian[T]) median(s [][2]T) [2]T {
	null := [2]T{T(math.NaN()), T(math.NaN())}
	switch { // of nothing but NaN
	case len(s) > 0 && a.reduce.whole:
		null = s[len(s)-1]
	case len(s) > 0:
		null[1] = 0
	}
	if a.reduce.SkipNaN {
		s = slices.DeleteFunc(s, isNull[T])
	}
	if len(s) == 0 {
		return null
	}
	slices.SortStableFunc(s, compareComplex[T])
	if last := s[len(s)-1]; isNull(last) {
		return last
	}
	middle := s[(len(s)-1)/2 : len(s)/2+1]
	return meanOf(middle)
}

func isNull[T float32 | float64](v [2]T) bool { return v[0] != v[0] || v[1] != v[1] }

// meanOf is the mean of one or two complex numbers.
func meanOf[T float32 | float64](s [][2]T) [2]T {
	var sum [2]T // so that it is never -0
	for _, v := range s {
		sum[0] += v[0]
		sum[1] += v[1]
	}
	return divided(sum, len(s))
}

// compareComplex is the order of complex numbers in NumPy's sorts.
func compareComplex[T float32 | float64](x, y [2]T) int {
	switch {
	case complexLess(x, y):
		return -1
	case complexLess(y, x):
		return 1
	}
	return 0
}

func complexLess[T float32 | float64](x, y [2]T) bool {
	null := func(v T) bool { return v != v }
	switch {
	case x[0] < y[0]:
		return !null(x[1]) || null(y[1])
	case x[0] > y[0]:
		return null(y[1]) && !null(x[1])
	case x[0] == y[0] || null(x[0]) && null(y[0]):
		return x[1] < y[1] || null(y[1]) && !null(x[1])
	}
	return null(y[0])
}
