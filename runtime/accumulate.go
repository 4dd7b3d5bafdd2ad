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
	finish(dst unsafe.Pointer, n, count int)
}

// newAccumulator has the arithmetic of a reduction of values of one type into results of another.
func newAccumulator(kind ReduceKind, in, out dtype.DType) accumulator {
	switch {
	case kind == Min || kind == Max:
		return newExtreme(kind, in)
	case in == dtype.Float32:
		return &floatSum[float32]{kind: kind, out: out}
	case in == dtype.Float64:
		return &floatSum[float64]{kind: kind, out: out}
	case in == dtype.Complex64:
		return newComplexSum[float32](kind, out)
	case in == dtype.Complex128:
		return newComplexSum[float64](kind, out)
	}
	return &intSum{} // both signs: sums wrap around alike
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

func (a *floatSum[T]) finish(dst unsafe.Pointer, n, count int) {
	for k := range n {
		v := a.sum[k] + a.err[k]
		if v != v || v-v != 0 { // an infinity makes the error term a NaN
			v = a.sum[k]
		}
		if a.kind == Mean {
			v /= float64(count)
		}
		if a.out == dtype.Float32 {
			unsafe.Slice((*float32)(dst), n)[k] = float32(v)
		} else {
			unsafe.Slice((*float64)(dst), n)[k] = v
		}
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

func (a *intSum) finish(dst unsafe.Pointer, n, _ int) { copy(unsafe.Slice((*uint64)(dst), n), a.sum) }

// ordered are the types of elements that have an order.
type ordered interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// extreme keeps the least or the greatest element; a NaN wins over everything.
type extreme[T ordered] struct {
	best  []T
	have  []bool
	great bool
}

func newExtreme(kind ReduceKind, d dtype.DType) accumulator {
	switch d {
	case dtype.Bool, dtype.Uint8:
		return &extreme[uint8]{great: kind == Max}
	case dtype.Int8:
		return &extreme[int8]{great: kind == Max}
	case dtype.Int16:
		return &extreme[int16]{great: kind == Max}
	case dtype.Int32:
		return &extreme[int32]{great: kind == Max}
	case dtype.Int64:
		return &extreme[int64]{great: kind == Max}
	case dtype.Uint16:
		return &extreme[uint16]{great: kind == Max}
	case dtype.Uint32:
		return &extreme[uint32]{great: kind == Max}
	case dtype.Uint64:
		return &extreme[uint64]{great: kind == Max}
	case dtype.Float32:
		return &extreme[float32]{great: kind == Max}
	case dtype.Complex64:
		return &complexExtreme[complex64]{great: kind == Max}
	case dtype.Complex128:
		return &complexExtreme[complex128]{great: kind == Max}
	}
	return &extreme[float64]{great: kind == Max}
}

func (a *extreme[T]) reset(n int) { a.best, a.have = cleared(a.best, n), cleared(a.have, n) }

// better reports whether v replaces m.
func (a *extreme[T]) better(v, m T) bool {
	if a.great {
		return v > m || v != v
	}
	return v < m || v != v
}

func (a *extreme[T]) take(i int, v T) {
	if !a.have[i] || a.better(v, a.best[i]) {
		a.best[i], a.have[i] = v, true
	}
}

func (a *extreme[T]) addRun(i int, src unsafe.Pointer, n int) {
	s := unsafe.Slice((*T)(src), n)
	m := s[0]
	if a.great {
		for _, v := range s[1:] {
			if v > m || v != v {
				m = v
			}
		}
	} else {
		for _, v := range s[1:] {
			if v < m || v != v {
				m = v
			}
		}
	}
	a.take(i, m)
}

func (a *extreme[T]) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*T)(src), n) {
		a.take(i+k, v)
	}
}

func (a *extreme[T]) merge(other accumulator) {
	b := other.(*extreme[T])
	for k, v := range b.best {
		if b.have[k] {
			a.take(k, v)
		}
	}
}

func (a *extreme[T]) finish(dst unsafe.Pointer, n, _ int) { copy(unsafe.Slice((*T)(dst), n), a.best) }
