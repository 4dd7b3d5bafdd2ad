package runtime

import (
	"errors"
	"unsafe"
)

// errNothing is NumPy's error of extremes of no elements, where that is known when a mask was computed.
var errNothing = errors.New("one result is of an empty selection, which has no least or greatest element and no quantile")

// packer hands the elements of a row that a mask selects to an accumulator.
type packer struct{ buf []byte }

// add reduces those of n elements at src that count: into one result, or one into each. place and apart are for
// accumulators that are told where elements come from.
func (p *packer) add(acc accumulator, to int, into bool, src, mask unsafe.Pointer, n, size, place, apart int) {
	told, _ := acc.(positioned)
	if into && told == nil {
		if len(p.buf) < n*size {
			p.buf = make([]byte, n*size)
		}
		dst := unsafe.Pointer(unsafe.SliceData(p.buf))
		if n = compact(dst, src, unsafe.Slice((*uint8)(mask), n), size); n > 0 {
			acc.addRun(to, dst, n)
		}
		return
	}
	chosen := unsafe.Slice((*bool)(mask), n)
	for k := 0; k < n; {
		if !chosen[k] {
			k++
			continue
		}
		first := k
		for k < n && chosen[k] {
			k++
		}
		if told != nil {
			told.place(place+first*apart, apart)
		}
		if at := unsafe.Add(src, first*size); into {
			acc.addRun(to, at, k-first)
		} else {
			acc.addEach(to+first, at, k-first)
		}
	}
}

// compact copies the elements that a mask of ones and zeros selects, and says how many they are.
func compact(dst, src unsafe.Pointer, mask []uint8, size int) int {
	switch size {
	case 1:
		return compactOf[uint8](dst, src, mask)
	case 2:
		return compactOf[uint16](dst, src, mask)
	case 4:
		return compactOf[uint32](dst, src, mask)
	case 8:
		return compactOf[uint64](dst, src, mask)
	}
	return compactOf[[2]uint64](dst, src, mask)
}

// compactOf writes every element, each over those before it that do not count: that takes no branch.
func compactOf[T any](dst, src unsafe.Pointer, mask []uint8) int {
	out, in := unsafe.Slice((*T)(dst), len(mask)), unsafe.Slice((*T)(src), len(mask))
	n := 0
	for k, m := range mask {
		out[n] = in[k]
		n += int(m)
	}
	return n
}
