package runtime

import (
	"math"
	"unsafe"
)

// nan is a NaN of a float type, and 0 of others.
func nan[T ordered]() T {
	var v T
	switch p := any(&v).(type) {
	case *float32:
		*p = float32(math.NaN())
	case *float64:
		*p = math.NaN()
	}
	return v
}

// extreme keeps the least or the greatest element. A NaN wins over everything, or is left out.
type extreme[T ordered] struct {
	best        []T
	have        []bool
	some        []bool // where there is a mask: whether there are elements at all
	great, skip bool
	masked      bool
}

func (a *extreme[T]) reset(n int) {
	a.best, a.have = cleared(a.best, n), cleared(a.have, n)
	if a.masked {
		a.some = cleared(a.some, n)
	}
}

// better reports whether v replaces m.
func (a *extreme[T]) better(v, m T) bool {
	if a.great {
		return v > m || v != v
	}
	return v < m || v != v
}

func (a *extreme[T]) take(i int, v T) {
	if a.masked {
		a.some[i] = true
	}
	if a.skip && v != v {
		return
	}
	if !a.have[i] || a.better(v, a.best[i]) {
		a.best[i], a.have[i] = v, true
	}
}

func (a *extreme[T]) addRun(i int, src unsafe.Pointer, n int) {
	s := unsafe.Slice((*T)(src), n)
	if a.masked && n > 0 {
		a.some[i] = true
	}
	for a.skip && len(s) > 0 && s[0] != s[0] {
		s = s[1:]
	}
	if len(s) == 0 {
		return
	}
	m := s[0]
	switch {
	case a.skip && a.great:
		for _, v := range s[1:] {
			if v > m {
				m = v
			}
		}
	case a.skip:
		for _, v := range s[1:] {
			if v < m {
				m = v
			}
		}
	case a.great:
		for _, v := range s[1:] {
			if v > m || v != v {
				m = v
			}
		}
	default:
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
	for k, some := range b.some {
		a.some[k] = a.some[k] || some
	}
	for k, v := range b.best {
		if b.have[k] {
			a.take(k, v)
		}
	}
}

func (a *extreme[T]) finish(dst unsafe.Pointer, n, _ int) error {
	for k, have := range a.have[:n] {
		if a.masked && !a.some[k] {
			return errNothing
		}
		if !have {
			a.best[k] = nan[T]()
		}
	}
	copy(unsafe.Slice((*T)(dst), n), a.best)
	return nil
}

// truth tells whether any element is true, or whether all are.
type truth struct {
	all  bool
	have []bool
}

func (a *truth) reset(n int) {
	a.have = cleared(a.have, n)
	for i := range a.have {
		a.have[i] = a.all
	}
}

func (a *truth) take(i int, v bool) {
	if v != a.all {
		a.have[i] = v
	}
}

func (a *truth) addRun(i int, src unsafe.Pointer, n int) {
	for _, v := range unsafe.Slice((*bool)(src), n) {
		if v != a.all {
			a.have[i] = v
			return
		}
	}
}

func (a *truth) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*bool)(src), n) {
		a.take(i+k, v)
	}
}

func (a *truth) merge(other accumulator) {
	for k, v := range other.(*truth).have {
		a.take(k, v)
	}
}

func (a *truth) finish(dst unsafe.Pointer, n, _ int) error {
	copy(unsafe.Slice((*bool)(dst), n), a.have)
	return nil
}
