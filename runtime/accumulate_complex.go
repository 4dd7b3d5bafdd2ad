package runtime

import (
	"math"
	"unsafe"
)

// newComplexAccumulator is newAccumulator for complex numbers of parts T.
func newComplexAccumulator[T float32 | float64, C complex64 | complex128](r *Reduce) accumulator {
	switch r.Kind {
	case Min, Max:
		return &complexExtreme[C]{great: r.Kind == Max, skip: r.SkipNaN, masked: r.masked}
	case ArgMin, ArgMax:
		return &complexPosition[C]{great: r.Kind == ArgMax, skip: r.SkipNaN}
	case Quantile:
		return &complexMedian[T]{reduce: r}
	case Prod:
		return &complexProduct[C]{}
	case Var:
		both := &complexVariance[T]{reduce: r}
		for p := range both.of {
			both.of[p] = &variance[T]{reduce: r}
			both.parts[p] = both.of[p]
		}
		both.skip = r.SkipNaN
		return both
	}
	return newComplexSum[T](r)
}

// byParts accumulates the real and the imaginary parts of complex numbers, each as its accumulator does. Where NaN is
// left out, it is with both parts.
type byParts[T float32 | float64] struct {
	parts [2]accumulator
	skip  bool
}

func (a *byParts[T]) reset(n int) {
	for _, p := range a.parts {
		p.reset(n)
	}
}

// split calls add for pieces of up to a segment of one part each, done elements into the run.
func (a *byParts[T]) split(src unsafe.Pointer, n int, add func(p accumulator, done int, src unsafe.Pointer, n int)) {
	var buf [sumSegment]T
	s := unsafe.Slice((*[2]T)(src), n)
	for done := 0; done < n; done += len(buf) {
		piece := s[done:min(done+len(buf), n)]
		for p, part := range a.parts {
			for k := range piece {
				buf[k] = piece[k][p]
			}
			if a.skip {
				for k := range piece {
					if other := piece[k][1-p]; other != other {
						buf[k] = other
					}
				}
			}
			add(part, done, unsafe.Pointer(&buf), len(piece))
		}
	}
}

func (a *byParts[T]) addRun(i int, src unsafe.Pointer, n int) {
	a.split(src, n, func(p accumulator, _ int, src unsafe.Pointer, n int) { p.addRun(i, src, n) })
}

func (a *byParts[T]) addEach(i int, src unsafe.Pointer, n int) {
	a.split(src, n, func(p accumulator, done int, src unsafe.Pointer, n int) { p.addEach(i+done, src, n) })
}

func (a *byParts[T]) mergeParts(b *byParts[T]) {
	for p, part := range a.parts {
		part.merge(b.parts[p])
	}
}

// complexSum is a sum or a mean.
type complexSum[T float32 | float64] struct {
	byParts[T]
	of   [2]*floatSum[T] // the parts' sums
	n    *[]int          // how many elements a mean counts; nil: it is told
	mean bool
}

func newComplexSum[T float32 | float64](r *Reduce) *complexSum[T] {
	a := &complexSum[T]{mean: r.Kind == Mean}
	a.skip = r.SkipNaN
	for p := range a.parts {
		if r.counts() {
			counted := &nanMean[T]{all: !r.SkipNaN}
			a.parts[p], a.of[p], a.n = counted, &counted.sum, &counted.n
		} else {
			a.of[p] = &floatSum[T]{}
			a.parts[p] = a.of[p]
		}
	}
	return a
}

func (a *complexSum[T]) merge(other accumulator) { a.mergeParts(&other.(*complexSum[T]).byParts) }

func (a *complexSum[T]) finish(dst unsafe.Pointer, n, count int) error {
	out := unsafe.Slice((*[2]T)(dst), n)
	for k := range out {
		v := [2]float64{a.of[0].value(k), a.of[1].value(k)}
		if a.n != nil {
			count = (*a.n)[k]
		}
		if a.mean {
			v = divided(v, count)
		}
		out[k] = [2]T{T(v[0]), T(v[1])}
	}
	return nil
}

// divided is a complex number by a whole one as NumPy has it, which divides by complex numbers (Smith's algorithm): what
// is no number in one part is none in the other.
func divided[T float32 | float64](v [2]T, n int) [2]T {
	scale := 1 / T(n)
	if n == 0 {
		return [2]T{v[0] * scale, v[1] * scale}
	}
	return [2]T{(v[0] + T(v[1]*0)) * scale, (v[1] - T(v[0]*0)) * scale}
}

// complexVariance is the mean squared distance from the mean: the variances of both parts together.
type complexVariance[T float32 | float64] struct {
	byParts[T]
	of     [2]*variance[T] // the parts again
	reduce *Reduce
}

func (a *complexVariance[T]) merge(other accumulator) {
	a.mergeParts(&other.(*complexVariance[T]).byParts)
}

func (a *complexVariance[T]) finish(dst unsafe.Pointer, n, count int) error {
	for k, v := range a.of[1].dev2 {
		a.of[0].dev2[k] += v
	}
	return a.of[0].finish(dst, n, count)
}

// complexProduct multiplies in complex128, in order within a row, without a fused operation.
type complexProduct[C complex64 | complex128] struct {
	prod []complex128
	have []bool // whether there is a factor: of an infinity 1 times itself is another number
}

func (a *complexProduct[C]) reset(n int) {
	a.prod, a.have = cleared(a.prod, n), cleared(a.have, n)
	for i := range a.prod {
		a.prod[i] = 1
	}
}

// times is the product of complex numbers as NumPy's loops have it: Go's own may be fused.
func times(x, y complex128) complex128 {
	a, b, c, d := real(x), imag(x), real(y), imag(y)
	return complex(float64(a*c)-float64(b*d), float64(a*d)+float64(b*c))
}

func (a *complexProduct[C]) addRun(i int, src unsafe.Pointer, n int) {
	p := a.prod[i]
	for _, v := range unsafe.Slice((*C)(src), n) {
		p = times(p, complex128(v))
	}
	a.prod[i], a.have[i] = p, a.have[i] || n > 0
}

func (a *complexProduct[C]) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*C)(src), n) {
		a.prod[i+k], a.have[i+k] = times(a.prod[i+k], complex128(v)), true
	}
}

func (a *complexProduct[C]) merge(other accumulator) {
	b := other.(*complexProduct[C])
	for k, v := range b.prod {
		switch {
		case !b.have[k]:
		case a.have[k]:
			a.prod[k] = times(a.prod[k], v)
		default:
			a.prod[k], a.have[k] = v, true
		}
	}
}

func (a *complexProduct[C]) finish(dst unsafe.Pointer, n, _ int) error {
	out := unsafe.Slice((*C)(dst), n)
	for k := range out {
		out[k] = C(a.prod[k])
	}
	return nil
}

// hasNaN is NumPy's isnan, which an infinite other part does not change.
func hasNaN(z complex128) bool { return math.IsNaN(real(z)) || math.IsNaN(imag(z)) }

// before is the order of complex numbers without NaN: of the real parts, then of the imaginary ones.
func before(x, y complex128) bool {
	return real(x) < real(y) || real(x) == real(y) && imag(x) < imag(y)
}
