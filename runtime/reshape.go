package runtime

import (
	"slices"
	"unsafe"

	"github.com/b2gen/b2/ir/shape"
)

// reshaped is an array's elements in C order under another shape.
type reshaped struct {
	viewed
	of Input
}

// largestHull is how many bytes are read at once, at most, to pick elements of.
const largestHull = 1 << 20

func (s *reshaped) read(w *worker, r region, dst []byte, step []int) error {
	if r.len() == 0 {
		return nil
	}
	apart, from := strides(s.shape), 0
	for i, span := range r {
		from += apart[i] * span.Start
		apart[i] *= span.Step
	}
	return s.part(w, from, apart, r.counts(), dst, step)
}

// part reads count elements along each axis: their numbers in C order begin at from and are apart. What lies close
// together is read at once; else each half by itself.
func (s *reshaped) part(w *worker, from int, apart, count []int, dst []byte, step []int) error {
	lo, hi, n := from, from, 1
	for i, c := range count {
		if d := (c - 1) * apart[i]; d < 0 {
			lo += d
		} else {
			hi += d
		}
		n *= c
	}
	hull, size := hi-lo+1, s.dtype.Size()
	if hull == n && dense(count, apart) && dense(count, step) {
		return s.linear(w, lo, n, dst)
	}
	if n == 1 || hull <= denseEnough*n && hull*size <= largestHull {
		buf := w.borrow(hull * size)
		defer w.giveBack(buf)
		if err := s.linear(w, lo, hull, buf); err != nil {
			return err
		}
		copyND(pointer(dst), step, pointer(buf[(from-lo)*size:]), apart, count, size)
		return nil
	}
	k := slices.IndexFunc(count, func(c int) bool { return c > 1 })
	half := slices.Clone(count)
	half[k] = count[k] / 2
	if err := s.part(w, from, apart, half, dst, step); err != nil {
		return err
	}
	done := half[k]
	half[k] = count[k] - done
	return s.part(w, from+done*apart[k], apart, half, dst[done*step[k]*size:], step)
}

// linear reads the n elements from number lo on, in C order: as few boxes as they make.
func (s *reshaped) linear(w *worker, lo, n int, dst []byte) error {
	of := s.of.Shape
	r, counts := make(region, len(of)), make([]int, len(of))
	size := s.dtype.Size()
	for n > 0 {
		for i, left := len(of)-1, lo; i >= 0; i-- {
			r[i] = shape.Span{Start: left % of[i], Step: 1, Count: 1}
			left /= of[i]
		}
		unit := 1 // elements of a step along axis k, all axes after which are taken whole
		for k := len(of) - 1; k >= 0; k-- {
			r[k].Count = min(of[k]-r[k].Start, n/unit)
			if r[k].Count < of[k] {
				unit *= r[k].Count
				break
			}
			if unit *= of[k]; n < 2*unit {
				break
			}
		}
		for i := range r {
			counts[i] = r[i].Count
		}
		if err := s.of.read(w, r, dst, strides(counts)); err != nil {
			return err
		}
		lo, n, dst = lo+unit, n-unit, dst[unit*size:]
	}
	return nil
}

func pointer(b []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(b)) }
