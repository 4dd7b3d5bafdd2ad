package filter

// The kernels for groups of 4 bytes. Eight groups 0..7 are dealt into the rows (0,4), (1,5), (2,6), (3,7), two 4x4
// byte matrices side by side; transposed, row k is byte k of the eight groups in order.

// deal makes the four rows from 32 bytes, undeal the reverse.
func deal(s []byte) (uint64, uint64, uint64, uint64) {
	_ = s[31]
	a, c := swap32(load(s, 0), load(s, 16))
	b, d := swap32(load(s, 8), load(s, 24))
	return a, c, b, d
}

func undeal(d []byte, a, b, c, e uint64) {
	_ = d[31]
	a, b = swap32(a, b)
	c, e = swap32(c, e)
	store(d, 0, a)
	store(d, 8, c)
	store(d, 16, b)
	store(d, 24, e)
}

func shuffle4(dst, src []byte, ne, _ int) int {
	n := ne &^ 7
	for i := 0; i < n; i += 8 {
		a, b, c, d := transpose4(deal(src[i*4 : i*4+32]))
		store(dst, i, a)
		store(dst, i+ne, b)
		store(dst, i+2*ne, c)
		store(dst, i+3*ne, d)
	}
	return n
}

func shuffleDelta4(dst, src []byte, ne, _ int) int {
	n := ne &^ 7
	prev := uint64(0) // group 7 of the last round is in the high half
	for i := 0; i < n; i += 8 {
		a, b, c, d := deal(src[i*4 : i*4+32])
		before := d<<32 | prev>>32 // groups 3 and -1, which stand before 4 and 0
		prev = d
		a, b, c, d = transpose4(sub8(a, before), sub8(b, a), sub8(c, b), sub8(d, c))
		store(dst, i, a)
		store(dst, i+ne, b)
		store(dst, i+2*ne, c)
		store(dst, i+3*ne, d)
	}
	return n
}

func unshuffle4(dst, src []byte, ne, _ int) int {
	n := ne &^ 7
	for i := 0; i < n; i += 8 {
		a, b, c, d := transpose4(load(src, i), load(src, i+ne), load(src, i+2*ne), load(src, i+3*ne))
		undeal(dst[i*4:i*4+32], a, b, c, d)
	}
	return n
}

func unshuffleDelta4(dst, src []byte, ne, _ int) int {
	n := ne &^ 7
	prev := uint64(0) // the last group of the round before, in both halves
	for i := 0; i < n; i += 8 {
		a, b, c, d := transpose4(load(src, i), load(src, i+ne), load(src, i+2*ne), load(src, i+3*ne))
		// Sums within each half first: only the two additions below depend on the round before.
		b = add8(b, a)
		c = add8(c, b)
		d = add8(d, c)
		base := add8(d<<32, prev)
		a, b, c, d = add8(a, base), add8(b, base), add8(c, base), add8(d, base)
		prev = d>>32 | d&^0xffffffff
		undeal(dst[i*4:i*4+32], a, b, c, d)
	}
	return n
}
