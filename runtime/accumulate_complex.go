package runtime

import (
	"math"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
)

// complexSum adds the real and the imaginary parts of complex numbers, each as floatSum does.
type complexSum[T float32 | float64] struct {
	parts  [2]*floatSum[T]
	result []T
}

func newComplexSum[T float32 | float64](kind ReduceKind, out dtype.DType) *complexSum[T] {
	a := &complexSum[T]{}
	for p := range a.parts {
		a.parts[p] = &floatSum[T]{kind: kind, out: out.Part()}
	}
	return a
}

func (a *complexSum[T]) reset(n int) {
	for _, p := range a.parts {
		p.reset(n)
	}
}

// split calls add for pieces of up to a segment of one part each, done elements into the run.
func (a *complexSum[T]) split(src unsafe.Pointer, n int, add func(p *floatSum[T], done int, src unsafe.Pointer, n int)) {
	var buf [sumSegment]T
	s := unsafe.Slice((*[2]T)(src), n)
	for done := 0; done < n; done += len(buf) {
		piece := s[done:min(done+len(buf), n)]
		for p, part := range a.parts {
			for k := range piece {
				buf[k] = piece[k][p]
			}
			add(part, done, unsafe.Pointer(&buf), len(piece))
		}
	}
}

func (a *complexSum[T]) addRun(i int, src unsafe.Pointer, n int) {
	a.split(src, n, func(p *floatSum[T], _ int, src unsafe.Pointer, n int) { p.addRun(i, src, n) })
}

func (a *complexSum[T]) addEach(i int, src unsafe.Pointer, n int) {
	a.split(src, n, func(p *floatSum[T], done int, src unsafe.Pointer, n int) { p.addEach(i+done, src, n) })
}

func (a *complexSum[T]) merge(other accumulator) {
	for p, part := range a.parts {
		part.merge(other.(*complexSum[T]).parts[p])
	}
}

func (a *complexSum[T]) finish(dst unsafe.Pointer, n, count int) error {
	a.result = cleared(a.result, n)
	out := unsafe.Slice((*[2]T)(dst), n)
	for p, part := range a.parts {
		if err := part.finish(unsafe.Pointer(unsafe.SliceData(a.result)), n, count); err != nil {
			return err
		}
		for k, v := range a.result {
			out[k][p] = v
		}
	}
	return nil
}

// complexExtreme is extreme in the order of the real part, then the imaginary one.
type complexExtreme[T complex64 | complex128] struct {
	best  []T
	have  []bool
	great bool
}

func (a *complexExtreme[T]) reset(n int) { a.best, a.have = cleared(a.best, n), cleared(a.have, n) }

func (a *complexExtreme[T]) take(i int, v T) {
	if a.have[i] {
		if hasNaN(complex128(a.best[i])) { // the first one stays
			return
		}
		x, y := complex128(v), complex128(a.best[i])
		if a.great {
			x, y = y, x
		}
		before := real(x) < real(y) || real(x) == real(y) && imag(x) < imag(y)
		if !before && !hasNaN(complex128(v)) {
			return
		}
	}
	a.best[i], a.have[i] = v, true
}

// hasNaN is NumPy's isnan, which an infinite other part does not change.
func hasNaN(z complex128) bool { return math.IsNaN(real(z)) || math.IsNaN(imag(z)) }

func (a *complexExtreme[T]) addRun(i int, src unsafe.Pointer, n int) {
	for _, v := range unsafe.Slice((*T)(src), n) {
		a.take(i, v)
	}
}

func (a *complexExtreme[T]) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*T)(src), n) {
		a.take(i+k, v)
	}
}

func (a *complexExtreme[T]) merge(other accumulator) {
	b := other.(*complexExtreme[T])
	for k, v := range b.best {
		if b.have[k] {
			a.take(k, v)
		}
	}
}

func (a *complexExtreme[T]) finish(dst unsafe.Pointer, n, _ int) error {
	copy(unsafe.Slice((*T)(dst), n), a.best)
	return nil
}
