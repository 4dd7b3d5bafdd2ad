package filter

// Bitshuffle puts bit k of byte m of every element of size bytes into bit row 8m+k, for as many elements as are a
// multiple of 8; what remains is copied (digest 4).
func Bitshuffle(dst, src []byte, size int) { choose(size).bitshuffleBlock(dst, src, size) }

// Bitunshuffle undoes Bitshuffle.
func Bitunshuffle(dst, src []byte, size int) { choose(size).bitunshuffleBlock(dst, src, size) }

func (k kernels) bitshuffleBlock(dst, src []byte, size int) {
	ne := len(src) / size &^ 7
	if k.plane.splitBits != nil && ne >= bitTile && size <= maxBitSize {
		k.splitTiles(dst, src, ne, size)
	} else {
		bitshuffle(dst, src, ne, size)
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

func (k kernels) bitunshuffleBlock(dst, src []byte, size int) {
	ne := len(src) / size &^ 7
	if k.plane.mergeBits != nil && ne >= bitTile && size <= maxBitSize {
		k.mergeTiles(dst, src, ne, size)
	} else {
		bitunshuffle(dst, src, ne, size)
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// A bitshuffle is a byte shuffle, and then each plane's bits are spread over 8 rows. The vector way does it for a tile
// of elements at a time, whose planes stay in the cache.
const (
	bitTile    = 512 // elements: a round of the widest bit split
	maxBitSize = 32  // the widest element whose tile is worth its place on the stack
)

// splitTiles does ne elements, a multiple of 8 and no less than a tile. A last tile does some a second time.
func (k kernels) splitTiles(dst, src []byte, ne, size int) {
	_ = dst[len(src)-1]
	row := ne / 8
	var planes [bitTile * maxBitSize]byte
	for i := 0; i < ne; i += bitTile {
		i := min(i, ne-bitTile)
		tile := src[i*size : (i+bitTile)*size]
		if size > 1 {
			k.shuffleBlock(planes[:len(tile)], tile, size)
			tile = planes[:len(tile)]
		}
		for m := range size {
			k.plane.splitBits(&dst[8*m*row+i/8], &tile[m*bitTile], bitTile/8, row)
		}
	}
}

func (k kernels) mergeTiles(dst, src []byte, ne, size int) {
	_ = dst[len(src)-1]
	row := ne / 8
	var planes [bitTile * maxBitSize]byte
	for i := 0; i < ne; i += bitTile {
		i := min(i, ne-bitTile)
		out := dst[i*size : (i+bitTile)*size]
		tile := planes[:len(out)]
		if size == 1 {
			tile = out
		}
		for m := range size {
			k.plane.mergeBits(&tile[m*bitTile], &src[8*m*row+i/8], bitTile/8, row)
		}
		if size > 1 {
			k.unshuffleBlock(out, tile, size)
		}
	}
}

// bitshuffle is the portable way, for ne elements, a multiple of 8.
func bitshuffle(dst, src []byte, ne, size int) {
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
}

func bitunshuffle(dst, src []byte, ne, size int) {
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
}

// bitunshuffle1 follows Blosc1, which left a block alone when its elements were not a multiple of 8.
func (k kernels) bitunshuffle1(dst, src []byte, size int) {
	if len(src)/size%8 != 0 {
		copy(dst, src)
		return
	}
	k.bitunshuffleBlock(dst, src, size)
}
