package runtime

import (
	"math"
	"slices"
	"unsafe"
)

// complexExtreme is extreme in the order of the real part, then the imaginary one.
type complexExtreme[T complex64 | complex128] struct {
	best        []T
	have        []bool
	great, skip bool
	masked      bool
}

func (a *complexExtreme[T]) reset(n int) { a.best, a.have = cleared(a.best, n), cleared(a.have, n) }

func (a *complexExtreme[T]) take(i int, v T) {
	if a.have[i] && !a.better(complex128(v), complex128(a.best[i])) {
		return
	}
	a.best[i], a.have[i] = v, true
}

// better reports whether v replaces m. Of several NaN the first one stays.
func (a *complexExtreme[T]) better(v, m complex128) bool {
	switch {
	case hasNaN(m):
		return a.skip && !hasNaN(v)
	case hasNaN(v):
		return !a.skip
	case a.great:
		return before(m, v)
	}
	return before(v, m)
}

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
	if a.masked && slices.Contains(a.have[:n], false) {
		return errNothing
	}
	copy(unsafe.Slice((*T)(dst), n), a.best)
	return nil
}

// complexPosition is position in that order.
type complexPosition[T complex64 | complex128] struct {
	best        []complex128
	at          []int // -1: none yet
	real        []bool
	great, skip bool
	first, step int // of the next elements
}

func (a *complexPosition[T]) reset(n int) {
	a.best, a.at, a.real = cleared(a.best, n), cleared(a.at, n), cleared(a.real, n)
	for i := range a.at {
		a.at[i] = -1
	}
}

func (a *complexPosition[T]) place(first, step int) { a.first, a.step = first, step }

// goes reports whether v at one place goes before m at another: elements come in any order of their places.
func (a *complexPosition[T]) goes(v complex128, at int, m complex128, of int) bool {
	switch x, y := hasNaN(v), hasNaN(m); {
	case x && y || v == m:
		return at < of
	case x || y:
		return x
	case a.great:
		return before(m, v)
	}
	return before(v, m)
}

func (a *complexPosition[T]) take(i int, v complex128, at int) {
	if a.at[i] < 0 || a.goes(v, at, a.best[i], a.at[i]) {
		a.best[i], a.at[i] = v, at
	}
}

func (a *complexPosition[T]) add(i int, v complex128, at int) {
	switch {
	case !hasNaN(v):
		a.real[i] = true
	case a.skip && a.great: // NaN is the infinity that comes last, or nearly so, as NumPy has it
		v = complex(math.Inf(-1), 0)
	case a.skip:
		v = complex(math.Inf(1), 0)
	}
	a.take(i, v, at)
}

func (a *complexPosition[T]) addRun(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*T)(src), n) {
		a.add(i, complex128(v), a.first+k*a.step)
	}
}

func (a *complexPosition[T]) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*T)(src), n) {
		a.add(i+k, complex128(v), a.first+k*a.step)
	}
}

func (a *complexPosition[T]) merge(other accumulator) {
	b := other.(*complexPosition[T])
	for k, at := range b.at {
		if at >= 0 {
			a.take(k, b.best[k], at)
			a.real[k] = a.real[k] || b.real[k]
		}
	}
}

func (a *complexPosition[T]) finish(dst unsafe.Pointer, n, _ int) error {
	var needed []bool
	if a.skip {
		needed = a.real
	}
	return writePositions(dst, a.at[:n], needed)
}
