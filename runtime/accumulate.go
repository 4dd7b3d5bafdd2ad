package runtime

import (
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
)

// accumulator holds the state of a number of results of a reduction; none until reset.
type accumulator interface {
	// reset makes room for n results of nothing.
	reset(n int)
	// addRun reduces n elements at src into result i.
	addRun(i int, src unsafe.Pointer, n int)
	// addEach reduces the n elements at src into the results from i on, one each.
	addEach(i int, src unsafe.Pointer, n int)
	// merge takes in the results of another accumulator of the same size, which come after its own.
	merge(accumulator)
	// finish writes the n results to dst; count is how many elements each is of.
	finish(dst unsafe.Pointer, n, count int) error
}

// positioned is an accumulator that is told the place of what it gets in C order over the reduced axes.
type positioned interface {
	// place says that the next elements are number first, and so on, step apart.
	place(first, step int)
}

// unbatched is an accumulator that tiles go straight into: what it does is exact, and merging is dear.
type unbatched interface{ unbatched() }

// ofTile is an accumulator that is told, before it is reset, which tile of the result it is of.
type ofTile interface{ of(tile int) }

// newAccumulator has the arithmetic of a reduction of values of one type.
func newAccumulator(r *Reduce, in dtype.DType) accumulator {
	switch in {
	case dtype.Complex64:
		return newComplexAccumulator[float32, complex64](r)
	case dtype.Complex128:
		return newComplexAccumulator[float64, complex128](r)
	}
	switch r.Kind {
	case Min, Max, ArgMin, ArgMax, Quantile:
		return forType(r, in, nil)
	case Any, All:
		return &truth{all: r.Kind == All}
	case Prod:
		return newProduct(in, r.Out)
	case Var:
		if in == dtype.Float32 {
			return &variance[float32]{reduce: r}
		}
		return &variance[float64]{reduce: r}
	}
	switch {
	case r.counts() && in == dtype.Float32:
		return newCountedMean[float32](r, r.Out)
	case r.counts() && in == dtype.Float64:
		return newCountedMean[float64](r, r.Out)
	case in == dtype.Float32:
		return &floatSum[float32]{kind: r.Kind, out: r.Out}
	case in == dtype.Float64:
		return &floatSum[float64]{kind: r.Kind, out: r.Out}
	}
	return &intSum{} // both signs: sums wrap around alike
}

// counts reports whether a mean is of what is counted along with it.
func (r *Reduce) counts() bool { return r.Kind == Mean && (r.SkipNaN || r.masked) }

// ordered are the types of elements that have an order.
type ordered interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// forType is the accumulator of a reduction that orders elements; with a selection, of a pass of it.
func forType(r *Reduce, d dtype.DType, s *selection) accumulator {
	switch d {
	case dtype.Bool, dtype.Uint8:
		return ordering[uint8](r, s)
	case dtype.Int8:
		return ordering[int8](r, s)
	case dtype.Int16:
		return ordering[int16](r, s)
	case dtype.Int32:
		return ordering[int32](r, s)
	case dtype.Int64:
		return ordering[int64](r, s)
	case dtype.Uint16:
		return ordering[uint16](r, s)
	case dtype.Uint32:
		return ordering[uint32](r, s)
	case dtype.Uint64:
		return ordering[uint64](r, s)
	case dtype.Float32:
		return ordering[float32](r, s)
	}
	return ordering[float64](r, s)
}

func ordering[T ordered](r *Reduce, s *selection) accumulator {
	if s != nil {
		return &counts[T]{s: s, reduce: r}
	}
	switch r.Kind {
	case ArgMin, ArgMax:
		return &position[T]{great: r.Kind == ArgMax, skip: r.SkipNaN}
	case Quantile:
		return &collected[T]{reduce: r}
	}
	return &extreme[T]{great: r.Kind == Max, skip: r.SkipNaN, masked: r.masked}
}

// floatSum adds floats in float64. Rounding errors are carried along where tiles meet (Neumaier's sum), so that the
// error does not grow with the number of tiles.
type floatSum[T float32 | float64] struct {
	sum, err []float64
	kind     ReduceKind
	out      dtype.DType
}

func (a *floatSum[T]) reset(n int) { a.sum, a.err = cleared(a.sum, n), cleared(a.err, n) }

// cleared is n zeros, in the memory of s if they fit.
func cleared[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

const (
	sumLanes   = 16   // running sums side by side, of every sixteenth element
	sumSegment = 1024 // elements after which they are added up
)

func (a *floatSum[T]) addRun(i int, src unsafe.Pointer, n int) {
	s := unsafe.Slice((*T)(src), n)
	for len(s) > 0 {
		k := min(len(s), sumSegment)
		a.sum[i] += segment(s[:k])
		s = s[k:]
	}
}

// segment adds up to 1,024 elements: sixteen lanes, then the lanes in pairs, halves first.
func segment[T float32 | float64](s []T) float64 {
	var lane [sumLanes]float64
	whole := len(s) &^ (sumLanes - 1)
	for k := 0; k < sumLanes && whole > 0; k += 4 {
		addLanes((*[4]float64)(lane[k:]), s[k:whole])
	}
	for k, v := range s[whole:] {
		lane[k] += float64(v)
	}
	for half := sumLanes / 2; half > 0; half /= 2 {
		for k := range half {
			lane[k] += lane[k+half]
		}
	}
	return lane[0]
}

// addLanes adds the first four of every sixteen elements to as many lanes: as many as surely stay in registers. In memory
// each addition would wait for the store of the one before.
func addLanes[T float32 | float64](lane *[4]float64, s []T) {
	a, b, c, d := lane[0], lane[1], lane[2], lane[3]
	for len(s) >= 4 {
		v := (*[4]T)(s)
		a += float64(v[0])
		b += float64(v[1])
		c += float64(v[2])
		d += float64(v[3])
		s = s[min(sumLanes, len(s)):]
	}
	*lane = [4]float64{a, b, c, d}
}

func (a *floatSum[T]) addEach(i int, src unsafe.Pointer, n int) {
	sum := a.sum[i : i+n]
	for k, v := range unsafe.Slice((*T)(src), n) {
		sum[k] += float64(v)
	}
}

func (a *floatSum[T]) merge(other accumulator) {
	b := other.(*floatSum[T])
	for k, v := range b.sum {
		s := a.sum[k] + v
		t := s - a.sum[k]
		a.err[k] += (a.sum[k] - (s - t)) + (v - t) // exact (Knuth's TwoSum)
		a.sum[k] = s
		a.err[k] += b.err[k]
	}
}

func (a *floatSum[T]) finish(dst unsafe.Pointer, n, count int) error {
	for k := range n {
		v := a.value(k)
		if a.kind == Mean {
			v /= float64(count)
		}
		putFloat(dst, k, v, a.out)
	}
	return nil
}

// value is the sum number k.
func (a *floatSum[T]) value(k int) float64 {
	if v := a.sum[k] + a.err[k]; v-v == 0 {
		return v
	}
	return a.sum[k] // an infinity makes the error term a NaN
}

// putFloat writes result k as an element of a type.
func putFloat(dst unsafe.Pointer, k int, v float64, d dtype.DType) {
	switch d {
	case dtype.Float16:
		*(*dtype.Half)(unsafe.Add(dst, 2*k)) = dtype.HalfOf(v)
	case dtype.Float32:
		*(*float32)(unsafe.Add(dst, 4*k)) = float32(v)
	default:
		*(*float64)(unsafe.Add(dst, 8*k)) = v
	}
}

// intSum adds 64-bit integers, wrapping around; signed and unsigned have the same bits.
type intSum struct{ sum []uint64 }

func (a *intSum) reset(n int) { a.sum = cleared(a.sum, n) }

func (a *intSum) addRun(i int, src unsafe.Pointer, n int) {
	sum := uint64(0)
	for _, v := range unsafe.Slice((*uint64)(src), n) {
		sum += v
	}
	a.sum[i] += sum
}

func (a *intSum) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*uint64)(src), n) {
		a.sum[i+k] += v
	}
}

func (a *intSum) merge(other accumulator) {
	for k, v := range other.(*intSum).sum {
		a.sum[k] += v
	}
}

func (a *intSum) finish(dst unsafe.Pointer, n, _ int) error {
	copy(unsafe.Slice((*uint64)(dst), n), a.sum)
	return nil
}
