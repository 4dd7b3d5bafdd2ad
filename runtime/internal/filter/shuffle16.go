package filter

// pairs are the vector kernels for groups of 16 bytes, made of those for 8 and 2: seen as twice as many groups of 8
// bytes, a block shuffles to 8 planes, in which two planes of the 16 alternate. A shuffle of each as groups of 2 bytes
// takes those apart, and puts them where they belong, 8 planes from each other. A tile of the 8 planes stays in the
// cache. Differences between groups of 2 bytes are those along both planes.
type pairs struct{ eight, two vectors }

// pairTile is how many groups of 16 bytes are done at a time; a multiple of every round.
const pairTile = 256

func (p pairs) fit(ne int) bool { return p.two.round != 0 && ne >= pairTile }

func (p pairs) shuffle(dst, src []byte, ne int) {
	_ = dst[16*ne-1]
	var eight [16 * pairTile]byte
	for i := 0; i < ne; i += pairTile {
		i := min(i, ne-pairTile) // the last tile does some groups a second time, with the same result
		p.eight.shuffle(&eight[0], &src[16*i], 2*pairTile, 2*pairTile)
		for j := range 8 {
			p.two.shuffle(&dst[j*ne+i], &eight[j*2*pairTile], pairTile, 8*ne)
		}
	}
}

func (p pairs) shuffleDelta(dst, src []byte, ne int) {
	_ = dst[16*ne-1]
	var eight [16 * pairTile]byte
	for i := 0; i < ne; i += pairTile {
		i := min(i, ne-pairTile)
		p.eight.shuffle(&eight[0], &src[16*i], 2*pairTile, 2*pairTile)
		for j := range 8 {
			p.two.shuffleDelta(&dst[j*ne+i], &eight[j*2*pairTile], pairTile, 8*ne, pairBefore(src, i, j))
		}
	}
}

func (p pairs) unshuffle(dst, src []byte, ne int) {
	_ = dst[16*ne-1]
	var eight [16 * pairTile]byte
	for i := 0; i < ne; i += pairTile {
		i := min(i, ne-pairTile)
		for j := range 8 {
			p.two.unshuffle(&eight[j*2*pairTile], &src[j*ne+i], pairTile, 8*ne)
		}
		p.eight.unshuffle(&dst[16*i], &eight[0], 2*pairTile, 2*pairTile)
	}
}

func (p pairs) unshuffleDelta(dst, src []byte, ne int) {
	_ = dst[16*ne-1]
	var eight [16 * pairTile]byte
	for i := 0; i < ne; i += pairTile {
		i := min(i, ne-pairTile)
		for j := range 8 {
			p.two.unshuffleDelta(&eight[j*2*pairTile], &src[j*ne+i], pairTile, 8*ne, pairBefore(dst, i, j))
		}
		p.eight.unshuffle(&dst[16*i], &eight[0], 2*pairTile, 2*pairTile)
	}
}

// pairBefore is bytes j and j+8 of the group in front of group i, where the kernels for groups of 2 bytes want it.
func pairBefore(groups []byte, i, j int) uint64 {
	if i == 0 {
		return 0
	}
	g := groups[16*(i-1):]
	return uint64(g[j])<<48 | uint64(g[j+8])<<56
}
