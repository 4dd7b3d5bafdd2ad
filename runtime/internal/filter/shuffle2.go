package filter

// The kernels for groups of 2 bytes: two words hold eight groups; the even bytes go to one plane, the odd ones to the
// other.

func shuffle2(dst, src []byte, ne, _ int) int {
	n := ne &^ 7
	for i := 0; i < n; i += 8 {
		s := src[i*2 : i*2+16]
		a, b := load(s, 0), load(s, 8)
		store(dst, i, even8(a)|even8(b)<<32)
		store(dst, i+ne, even8(a>>8)|even8(b>>8)<<32)
	}
	return n
}

func shuffleDelta2(dst, src []byte, ne, _ int) int {
	n := ne &^ 7
	prev := uint64(0)
	for i := 0; i < n; i += 8 {
		s := src[i*2 : i*2+16]
		x, y := load(s, 0), load(s, 8)
		a, b := sub8(x, x<<16|prev>>48), sub8(y, y<<16|x>>48)
		prev = y
		store(dst, i, even8(a)|even8(b)<<32)
		store(dst, i+ne, even8(a>>8)|even8(b>>8)<<32)
	}
	return n
}

func unshuffle2(dst, src []byte, ne, _ int) int {
	n := ne &^ 7
	for i := 0; i < n; i += 8 {
		a, b := load(src, i), load(src, i+ne)
		d := dst[i*2 : i*2+16]
		store(d, 0, spread8(a&0xffffffff)|spread8(b&0xffffffff)<<8)
		store(d, 8, spread8(a>>32)|spread8(b>>32)<<8)
	}
	return n
}

func unshuffleDelta2(dst, src []byte, ne, _ int) int {
	n := ne &^ 7
	prev := uint64(0) // the last group, four times
	for i := 0; i < n; i += 8 {
		a, b := load(src, i), load(src, i+ne)
		x := scan16(spread8(a&0xffffffff) | spread8(b&0xffffffff)<<8)
		y := scan16(spread8(a>>32) | spread8(b>>32)<<8)
		x = add8(x, prev)
		y = add8(y, x>>48*0x0001000100010001)
		prev = y >> 48 * 0x0001000100010001
		d := dst[i*2 : i*2+16]
		store(d, 0, x)
		store(d, 8, y)
	}
	return n
}

// scan16 is the running byte-wise sum over the four groups of 2 bytes in x.
func scan16(x uint64) uint64 {
	x = add8(x, x<<16)
	return add8(x, x<<32)
}
