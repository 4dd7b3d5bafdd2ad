package filter

// Bitshuffle puts bit k of byte m of every element of size bytes into bit row 8m+k, for as many elements as are a
// multiple of 8; what remains is copied (digest 4).
func Bitshuffle(dst, src []byte, size int) {
	ne := len(src) / size &^ 7
	row := ne / 8 // bytes a row
	for m := range size {
		for i := range row {
			s := src[i*8*size+m:]
			x := uint64(0)
			for k := 7; k >= 0; k-- {
				x = x<<8 | uint64(s[k*size])
			}
			x = transposeBits(x)
			for k := range 8 {
				dst[(8*m+k)*row+i] = byte(x >> (8 * k))
			}
		}
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// Bitunshuffle undoes Bitshuffle.
func Bitunshuffle(dst, src []byte, size int) {
	ne := len(src) / size &^ 7
	row := ne / 8
	for m := range size {
		for i := range row {
			x := uint64(0)
			for k := 7; k >= 0; k-- {
				x = x<<8 | uint64(src[(8*m+k)*row+i])
			}
			x = transposeBits(x)
			d := dst[i*8*size+m:]
			for k := range 8 {
				d[k*size] = byte(x >> (8 * k))
			}
		}
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// bitunshuffle1 follows Blosc1, which left a block alone when its elements were not a multiple of 8.
func bitunshuffle1(dst, src []byte, size int) {
	if len(src)/size%8 != 0 {
		copy(dst, src)
		return
	}
	Bitunshuffle(dst, src, size)
}
