package runtime

import (
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
)

// accumulation makes accumulators of one kind.
type accumulation struct{ make func(n int) accumulator }

// accumulator holds the state of a number of results of a reduction.
type accumulator interface {
	// addRun reduces n elements at src into result i.
	addRun(i int, src unsafe.Pointer, n int)
	// addEach reduces the n elements at src into the results from i on, one each.
	addEach(i int, src unsafe.Pointer, n int)
	// merge takes in the results of another accumulator of the same size, which come after its own.
	merge(accumulator)
	// finish writes the n results to dst; count is how many elements each is of.
	finish(dst unsafe.Pointer, n, count int)
}

// floatSum adds floats in float64. Rounding errors are carried along where tiles meet (Neumaier's sum), so that the
// error does not grow with the number of tiles.
type floatSum[T float32 | float64] struct {
	sum, err []float64
	kind     ReduceKind
	out      dtype.DType
}

func newFloatSum[T float32 | float64](n int, kind ReduceKind, out dtype.DType) *floatSum[T] {
	return &floatSum[T]{sum: make([]float64, n), err: make([]float64, n), kind: kind, out: out}
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
	for len(s) >= sumLanes {
		v := (*[sumLanes]T)(s)
		for k := range lane {
			lane[k] += float64(v[k])
		}
		s = s[sumLanes:]
	}
	for k, v := range s {
		lane[k] += float64(v)
	}
	for half := sumLanes / 2; half > 0; half /= 2 {
		for k := range half {
			lane[k] += lane[k+half]
		}
	}
	return lane[0]
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
type intSum []uint64

func (a intSum) addRun(i int, src unsafe.Pointer, n int) {
	sum := uint64(0)
	for _, v := range unsafe.Slice((*uint64)(src), n) {
		sum += v
	}
	a[i] += sum
}

func (a intSum) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*uint64)(src), n) {
		a[i+k] += v
	}
}

func (a intSum) merge(other accumulator) {
	for k, v := range other.(intSum) {
		a[k] += v
	}
}

func (a intSum) finish(dst unsafe.Pointer, n, _ int) { copy(unsafe.Slice((*uint64)(dst), n), a) }

type ordered interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// extreme keeps the least or the greatest element; a NaN wins over everything.
type extreme[T ordered] struct {
	best  []T
	have  []bool
	great bool
}

func extremeOf(kind ReduceKind, d dtype.DType) accumulation {
	switch d {
	case dtype.Bool, dtype.Uint8:
		return newExtreme[uint8](kind)
	case dtype.Int8:
		return newExtreme[int8](kind)
	case dtype.Int16:
		return newExtreme[int16](kind)
	case dtype.Int32:
		return newExtreme[int32](kind)
	case dtype.Int64:
		return newExtreme[int64](kind)
	case dtype.Uint16:
		return newExtreme[uint16](kind)
	case dtype.Uint32:
		return newExtreme[uint32](kind)
	case dtype.Uint64:
		return newExtreme[uint64](kind)
	case dtype.Float32:
		return newExtreme[float32](kind)
	}
	return newExtreme[float64](kind)
}

func newExtreme[T ordered](kind ReduceKind) accumulation {
	return accumulation{func(n int) accumulator {
		return &extreme[T]{best: make([]T, n), have: make([]bool, n), great: kind == Max}
	}}
}

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
