package runtime

import "unsafe"

// strides are the distances, in elements, between neighbours along each axis of a dense array.
func strides(shape []int) []int {
	s := make([]int, len(shape))
	step := 1
	for i := len(shape) - 1; i >= 0; i-- {
		s[i] = step
		step *= shape[i]
	}
	return s
}

// dense reports whether a box of n elements lies in one piece where neighbours are step elements apart.
func dense(n, step []int) bool {
	want := 1
	for i := len(n) - 1; i >= 0; i-- {
		if n[i] > 1 && step[i] != want {
			return false
		}
		want *= n[i]
	}
	return true
}

// dot is the offset of a position.
func dot(pos, strides []int) int {
	n := 0
	for i, p := range pos {
		n += p * strides[i]
	}
	return n
}

// copyND copies count elements of size bytes along each axis from src to dst, whose neighbours along an axis are
// dstStride and srcStride elements apart; strides of src may be negative. dst and src start at the first element
// copied. Callers have checked that everything is in bounds.
func copyND(dst unsafe.Pointer, dstStride []int, src unsafe.Pointer, srcStride []int, count []int, size int) {
	// An axis that continues the one inside it on both sides is part of one longer run.
	n := len(count)
	inner := 1
	for n > 0 && (count[n-1] == 1 || dstStride[n-1] == inner && srcStride[n-1] == inner) {
		inner *= count[n-1]
		n--
	}
	for _, c := range count[:n] {
		if c == 0 {
			return
		}
	}
	if inner == 0 {
		return
	}
	if n == 0 {
		copyRun(dst, src, inner*size)
		return
	}
	var posArray [16]int
	pos := posArray[:n]
	last := n - 1
	for {
		d := unsafe.Add(dst, dot(pos[:last], dstStride)*size)
		s := unsafe.Add(src, dot(pos[:last], srcStride)*size)
		if inner == 1 {
			copyLine(d, dstStride[last], s, srcStride[last], count[last], size)
		} else {
			for i := range count[last] {
				copyRun(unsafe.Add(d, i*dstStride[last]*size), unsafe.Add(s, i*srcStride[last]*size), inner*size)
			}
		}
		if !next(pos[:last], count[:last]) {
			return
		}
	}
}

// next advances a position in C order; false after the last.
func next(pos, count []int) bool {
	for i := len(pos) - 1; i >= 0; i-- {
		if pos[i]++; pos[i] < count[i] {
			return true
		}
		pos[i] = 0
	}
	return false
}

func copyRun(dst, src unsafe.Pointer, bytes int) {
	copy(unsafe.Slice((*byte)(dst), bytes), unsafe.Slice((*byte)(src), bytes))
}

// copyLine copies single elements along one axis.
func copyLine(dst unsafe.Pointer, dstStride int, src unsafe.Pointer, srcStride, n, size int) {
	switch size {
	case 1:
		copyElements[uint8](dst, dstStride, src, srcStride, n)
	case 2:
		copyElements[uint16](dst, dstStride, src, srcStride, n)
	case 4:
		copyElements[uint32](dst, dstStride, src, srcStride, n)
	case 8:
		copyElements[uint64](dst, dstStride, src, srcStride, n)
	case 16:
		copyElements[[2]uint64](dst, dstStride, src, srcStride, n)
	default:
		for i := range n {
			copyRun(unsafe.Add(dst, i*dstStride*size), unsafe.Add(src, i*srcStride*size), size)
		}
	}
}

func copyElements[T uint8 | uint16 | uint32 | uint64 | [2]uint64](dst unsafe.Pointer, dstStride int, src unsafe.Pointer, srcStride, n int) {
	var zero T
	size := int(unsafe.Sizeof(zero))
	for i := range n {
		*(*T)(unsafe.Add(dst, i*dstStride*size)) = *(*T)(unsafe.Add(src, i*srcStride*size))
	}
}
