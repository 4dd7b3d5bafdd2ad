package filter

// columns are the vector kernels for groups of any size, which take 8 neighbouring bytes of each group at a time. n, a
// positive multiple of round, is how many groups to do; they start size bytes apart.
type columns struct {
	round              int // 0: there are none
	shuffle, unshuffle func(dst, src *byte, n, ne, size int)
}

// columnTile is how many groups of less than 8 bytes are done at a time; a multiple of every round.
const columnTile = 256

func (c columns) fit(n, ne, size int) bool {
	if size < 8 {
		return c.round != 0 && size > 1 && windows(n, size) >= columnTile
	}
	return c.round != 0 && ne >= c.round
}

// windows is how many groups of less than 8 bytes have 8 bytes of the block behind their start.
func windows(n, size int) int { return max(n-8+size, 0) / size }

// forward shuffles all groups or, of small ones, all but the last few, and returns how many it did. Both the last
// column of a group and the last round may do some a second time, with the same result.
func (c columns) forward(dst, src []byte, ne, size int) int {
	_ = dst[len(src)-1]
	if size < 8 {
		return c.forwardSmall(dst, src, ne, size)
	}
	n := ne - ne%c.round
	for col := 0; col < size; col += 8 {
		col := min(col, size-8)
		c.shuffle(&dst[col*ne], &src[col], n, ne, size)
		if rest := ne - c.round; n < ne {
			c.shuffle(&dst[col*ne+rest], &src[rest*size+col], c.round, ne, size)
		}
	}
	return ne
}

// forwardSmall shuffles 8 bytes from the start of each group, and has no use for those of the next one.
func (c columns) forwardSmall(dst, src []byte, ne, size int) int {
	var planes [8 * columnTile]byte
	done := windows(len(src), size)
	for i := 0; i < done; i += columnTile {
		i := min(i, done-columnTile)
		c.shuffle(&planes[0], &src[i*size], columnTile, columnTile, size)
		for j := range size {
			copy(dst[j*ne+i:j*ne+i+columnTile], planes[j*columnTile:])
		}
	}
	return done
}

// inverse undoes forward.
func (c columns) inverse(dst, src []byte, ne, size int) int {
	_ = dst[len(src)-1]
	if size < 8 {
		return c.inverseSmall(dst, src, ne, size)
	}
	n := ne - ne%c.round
	for col := 0; col < size; col += 8 {
		col := min(col, size-8)
		c.unshuffle(&dst[col], &src[col*ne], n, ne, size)
		if rest := ne - c.round; n < ne {
			c.unshuffle(&dst[rest*size+col], &src[col*ne+rest], c.round, ne, size)
		}
	}
	return ne
}

// inverseSmall writes 8 bytes for each group. The next groups, or the caller, overwrite those that are too many.
func (c columns) inverseSmall(dst, src []byte, ne, size int) int {
	var planes [8 * columnTile]byte
	done := windows(len(src), size)
	for i := 0; i < done; i += columnTile {
		i := min(i, done-columnTile)
		for j := range size {
			copy(planes[j*columnTile:(j+1)*columnTile], src[j*ne+i:])
		}
		c.unshuffle(&dst[i*size], &planes[0], columnTile, columnTile, size)
	}
	return done
}
