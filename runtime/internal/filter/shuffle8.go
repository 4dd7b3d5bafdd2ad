package filter

// The kernels for group sizes that are a multiple of 8: eight groups make an 8x8 byte matrix for each column of 8
// bytes, whose transposed rows go to 8 planes.

func shuffle8(dst, src []byte, ne, size int) int {
	n := ne &^ 7
	for col := 0; col < size; col += 8 {
		d := dst[col*ne : col*ne+8*ne]
		for i := 0; i < n; i += 8 {
			s := src[i*size+col : i*size+col+7*size+8]
			put8(d, i, ne, load(s, 0), load(s, size), load(s, 2*size), load(s, 3*size),
				load(s, 4*size), load(s, 5*size), load(s, 6*size), load(s, 7*size))
		}
	}
	return n
}

func shuffleDelta8(dst, src []byte, ne, size int) int {
	n := ne &^ 7
	for col := 0; col < size; col += 8 {
		d := dst[col*ne : col*ne+8*ne]
		prev := uint64(0)
		for i := 0; i < n; i += 8 {
			s := src[i*size+col : i*size+col+7*size+8]
			x0, x1, x2, x3 := load(s, 0), load(s, size), load(s, 2*size), load(s, 3*size)
			x4, x5, x6, x7 := load(s, 4*size), load(s, 5*size), load(s, 6*size), load(s, 7*size)
			put8(d, i, ne, sub8(x0, prev), sub8(x1, x0), sub8(x2, x1), sub8(x3, x2),
				sub8(x4, x3), sub8(x5, x4), sub8(x6, x5), sub8(x7, x6))
			prev = x7
		}
	}
	return n
}

// put8 transposes eight rows and stores them at i in eight planes of ne bytes.
func put8(d []byte, i, ne int, a, b, c, e, f, g, h, k uint64) {
	a, b, c, e, f, g, h, k = transpose8(a, b, c, e, f, g, h, k)
	store(d, i, a)
	store(d, i+ne, b)
	store(d, i+2*ne, c)
	store(d, i+3*ne, e)
	store(d, i+4*ne, f)
	store(d, i+5*ne, g)
	store(d, i+6*ne, h)
	store(d, i+7*ne, k)
}

func unshuffle8(dst, src []byte, ne, size int) int {
	n := ne &^ 7
	for col := 0; col < size; col += 8 {
		s := src[col*ne : col*ne+8*ne]
		for i := 0; i < n; i += 8 {
			x0, x1, x2, x3, x4, x5, x6, x7 := transpose8(load(s, i), load(s, i+ne), load(s, i+2*ne), load(s, i+3*ne),
				load(s, i+4*ne), load(s, i+5*ne), load(s, i+6*ne), load(s, i+7*ne))
			d := dst[i*size+col : i*size+col+7*size+8]
			store(d, 0, x0)
			store(d, size, x1)
			store(d, 2*size, x2)
			store(d, 3*size, x3)
			store(d, 4*size, x4)
			store(d, 5*size, x5)
			store(d, 6*size, x6)
			store(d, 7*size, x7)
		}
	}
	return n
}

func unshuffleDelta8(dst, src []byte, ne, size int) int {
	n := ne &^ 7
	for col := 0; col < size; col += 8 {
		s := src[col*ne : col*ne+8*ne]
		prev := uint64(0)
		for i := 0; i < n; i += 8 {
			x0, x1, x2, x3, x4, x5, x6, x7 := transpose8(load(s, i), load(s, i+ne), load(s, i+2*ne), load(s, i+3*ne),
				load(s, i+4*ne), load(s, i+5*ne), load(s, i+6*ne), load(s, i+7*ne))
			d := dst[i*size+col : i*size+col+7*size+8]
			x0 = add8(x0, prev)
			x1 = add8(x1, x0)
			x2 = add8(x2, x1)
			x3 = add8(x3, x2)
			x4 = add8(x4, x3)
			x5 = add8(x5, x4)
			x6 = add8(x6, x5)
			x7 = add8(x7, x6)
			prev = x7
			store(d, 0, x0)
			store(d, size, x1)
			store(d, 2*size, x2)
			store(d, 3*size, x3)
			store(d, 4*size, x4)
			store(d, 5*size, x5)
			store(d, 6*size, x6)
			store(d, 7*size, x7)
		}
	}
	return n
}
