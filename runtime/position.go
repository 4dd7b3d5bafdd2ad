package runtime

import (
	"errors"
	"unsafe"
)

// errAllNaN is NumPy's error of nanargmin and nanargmax.
var errAllNaN = errors.New("all elements that one result is of are NaN: there is no position of the least or the greatest")

// position finds the first of the least or greatest elements: its number in C order over the reduced axes. NaN is before
// all others; or it is taken as the infinity that comes last, as NumPy does, and results of nothing else are an error.
type position[T ordered] struct {
	best        []T
	at          []int // -1: none yet
	real        []bool
	great, skip bool
	first, step int // of the next elements
}

func (a *position[T]) reset(n int) {
	a.best, a.at, a.real = cleared(a.best, n), cleared(a.at, n), cleared(a.real, n)
	for i := range a.at {
		a.at[i] = -1
	}
}

func (a *position[T]) place(first, step int) { a.first, a.step = first, step }

// before reports whether v at one place goes before m at another: elements come in any order of their places.
func (a *position[T]) before(v T, at int, m T, of int) bool {
	switch {
	case v != v && m != m, v == m:
		return at < of
	case v != v || m != m:
		return v != v
	case a.great:
		return v > m
	}
	return v < m
}

func (a *position[T]) take(i int, v T, at int) {
	if a.at[i] < 0 || a.before(v, at, a.best[i], a.at[i]) {
		a.best[i], a.at[i] = v, at
	}
}

// last is what NaN is taken for when it is left out.
func (a *position[T]) last() T {
	one, zero := T(1), T(0)
	if _, float := any(zero).(float32); !float {
		if _, float = any(zero).(float64); !float {
			return zero
		}
	}
	if a.great {
		return -one / zero
	}
	return one / zero
}

func (a *position[T]) add(i int, v T, at int) {
	if a.skip {
		if v != v {
			v = a.last()
		} else {
			a.real[i] = true
		}
	}
	a.take(i, v, at)
}

func (a *position[T]) addRun(i int, src unsafe.Pointer, n int) {
	s := unsafe.Slice((*T)(src), n)
	if a.skip {
		for k, v := range s {
			a.add(i, v, a.first+k*a.step)
		}
		return
	}
	m, at := s[0], 0
	for k, v := range s {
		if m != m {
			break // the first NaN
		}
		if v != v || a.great && v > m || !a.great && v < m {
			m, at = v, k
		}
	}
	a.take(i, m, a.first+at*a.step)
}

func (a *position[T]) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*T)(src), n) {
		a.add(i+k, v, a.first+k*a.step)
	}
}

func (a *position[T]) merge(other accumulator) {
	b := other.(*position[T])
	for k, at := range b.at {
		if at >= 0 {
			a.take(k, b.best[k], at)
			a.real[k] = a.real[k] || b.real[k]
		}
	}
}

func (a *position[T]) finish(dst unsafe.Pointer, n, _ int) error {
	var needed []bool
	if a.skip {
		needed = a.real
	}
	return writePositions(dst, a.at[:n], needed)
}

// writePositions writes the places of n results; where it is told which of them have a number, one without is an error.
func writePositions(dst unsafe.Pointer, at []int, real []bool) error {
	out := unsafe.Slice((*int64)(dst), len(at))
	for k, v := range at {
		if v < 0 {
			return errNothing
		}
		if real != nil && !real[k] {
			return errAllNaN
		}
		out[k] = int64(v)
	}
	return nil
}
