package filter

// Shuffle puts byte j of every group of size bytes into plane j: out[j*ne+i] = in[i*size+j] for ne = len(src)/size
// groups; the tail that is no whole group is copied (digest 4).
func Shuffle(dst, src []byte, size int) {
	k := choose(size)
	ne := len(src) / size
	done := k.shuffle(dst, src, ne, size)
	for j := range size {
		plane := dst[j*ne : j*ne+ne]
		for i := done; i < ne; i++ {
			plane[i] = src[i*size+j]
		}
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// Unshuffle undoes Shuffle.
func Unshuffle(dst, src []byte, size int) {
	k := choose(size)
	ne := len(src) / size
	done := k.unshuffle(dst, src, ne, size)
	for j := range size {
		plane := src[j*ne : j*ne+ne]
		for i := done; i < ne; i++ {
			dst[i*size+j] = plane[i]
		}
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// shuffleDelta is Shuffle followed by ByteDelta. Taking differences between neighbouring groups before their bytes
// are spread over the planes is the same, and needs no carry for each plane.
func shuffleDelta(dst, src []byte, size int) {
	k := choose(size)
	ne := len(src) / size
	done := k.shuffleDelta(dst, src, ne, size)
	for j := range size {
		plane := dst[j*ne : j*ne+ne]
		for i := done; i < ne; i++ {
			x := src[i*size+j]
			if i > 0 {
				x -= src[(i-1)*size+j]
			}
			plane[i] = x
		}
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// unshuffleDelta undoes shuffleDelta.
func unshuffleDelta(dst, src []byte, size int) {
	k := choose(size)
	ne := len(src) / size
	done := k.unshuffleDelta(dst, src, ne, size)
	for j := range size {
		plane := src[j*ne : j*ne+ne]
		for i := done; i < ne; i++ {
			x := plane[i]
			if i > 0 {
				x += dst[(i-1)*size+j]
			}
			dst[i*size+j] = x
		}
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// kernels are the fast parts of the shuffles for one group size. Each works on the first groups of a block and
// returns how many it did; the callers above finish the rest byte by byte. ne is the number of groups.
type kernels struct {
	shuffle, unshuffle, shuffleDelta, unshuffleDelta func(dst, src []byte, ne, size int) int
}

// choose is the one place where an implementation is picked; vector code for a CPU goes in here.
func choose(size int) kernels {
	switch {
	case size == 2:
		return kernels{shuffle2, unshuffle2, shuffleDelta2, unshuffleDelta2}
	case size == 4:
		return kernels{shuffle4, unshuffle4, shuffleDelta4, unshuffleDelta4}
	case size%8 == 0:
		return kernels{shuffle8, unshuffle8, shuffleDelta8, unshuffleDelta8}
	}
	return kernels{slow, slow, slow, slow}
}

// fusable reports whether the fused kernels are worth it; the two-pass way is better than byte by byte.
func fusable(size int) bool { return size == 2 || size == 4 || size%8 == 0 }

// slow does nothing, so that the caller does everything.
func slow(dst, src []byte, ne, size int) int { return 0 }
