package filter

import "encoding/binary"

// Shuffle puts byte j of every group of size bytes into plane j: out[j*ne+i] = in[i*size+j] for ne = len(src)/size
// groups; the tail that is no whole group is copied (digest 4).
func Shuffle(dst, src []byte, size int) { choose(size).shuffleBlock(dst, src, size) }

// Unshuffle undoes Shuffle.
func Unshuffle(dst, src []byte, size int) { choose(size).unshuffleBlock(dst, src, size) }

func (k kernels) shuffleBlock(dst, src []byte, size int) {
	ne := len(src) / size
	done := ne
	if k.vector.fits(dst, src, ne) {
		n, rest := k.vector.split(ne)
		k.vector.shuffle(&dst[0], &src[0], n, ne)
		if n < ne {
			k.vector.shuffle(&dst[rest], &src[rest*size], k.vector.round, ne)
		}
	} else if k.columns.fit(len(src), ne, size) {
		done = k.columns.forward(dst, src, ne, size)
	} else {
		done = k.shuffle(dst, src, ne, size)
	}
	for j := range size {
		plane := dst[j*ne : j*ne+ne]
		for i := done; i < ne; i++ {
			plane[i] = src[i*size+j]
		}
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

func (k kernels) unshuffleBlock(dst, src []byte, size int) {
	ne := len(src) / size
	done := ne
	if k.vector.fits(dst, src, ne) {
		n, rest := k.vector.split(ne)
		k.vector.unshuffle(&dst[0], &src[0], n, ne)
		if n < ne {
			k.vector.unshuffle(&dst[rest*size], &src[rest], k.vector.round, ne)
		}
	} else if k.columns.fit(len(src), ne, size) {
		done = k.columns.inverse(dst, src, ne, size)
	} else {
		done = k.unshuffle(dst, src, ne, size)
	}
	for j := range size {
		plane := src[j*ne : j*ne+ne]
		for i := done; i < ne; i++ {
			dst[i*size+j] = plane[i]
		}
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// shuffleDeltaBlock is Shuffle followed by ByteDelta. Taking differences between neighbouring groups before their
// bytes are spread over the planes is the same, and needs no carry for each plane.
func (k kernels) shuffleDeltaBlock(dst, src []byte, size int) {
	ne := len(src) / size
	done := ne
	if k.vector.fits(dst, src, ne) {
		n, rest := k.vector.split(ne)
		k.vector.shuffleDelta(&dst[0], &src[0], n, ne, 0)
		if n < ne {
			k.vector.shuffleDelta(&dst[rest], &src[rest*size], k.vector.round, ne, before(src, rest*size))
		}
	} else {
		done = k.shuffleDelta(dst, src, ne, size)
	}
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

// unshuffleDeltaBlock undoes shuffleDeltaBlock.
func (k kernels) unshuffleDeltaBlock(dst, src []byte, size int) {
	ne := len(src) / size
	done := ne
	if k.vector.fits(dst, src, ne) {
		n, rest := k.vector.split(ne)
		k.vector.unshuffleDelta(&dst[0], &src[0], n, ne, 0)
		if n < ne {
			k.vector.unshuffleDelta(&dst[rest*size], &src[rest], k.vector.round, ne, before(dst, rest*size))
		}
	} else {
		done = k.unshuffleDelta(dst, src, ne, size)
	}
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

// before is the 8 bytes in front of b[end], with zeros for what lies in front of b.
func before(b []byte, end int) uint64 {
	if end >= 8 {
		return load(b, end-8)
	}
	var w [8]byte
	copy(w[8-end:], b[:end])
	return binary.LittleEndian.Uint64(w[:])
}
