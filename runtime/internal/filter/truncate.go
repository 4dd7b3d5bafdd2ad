package filter

import (
	"encoding/binary"
	"fmt"
)

// The truncations clear the low bits of each element. They lose data for good, so that reading has nothing to undo.

// truncated is the number of low bits that a truncation clears of elements of size bytes. Its meta is the number of
// bits that it keeps (of a float's mantissa without the leading one, of all of an integer) or, below zero, minus the
// number that it clears (digest 4).
func truncated(id, meta uint8, size int) (bits int, err error) {
	width := truncatedWidth(id, size)
	if width == 0 {
		return 0, fmt.Errorf("filter %s takes elements of %s bytes, not of %d", Name(id), truncatedSizes(id), size)
	}
	if bits = -int(int8(meta)); bits <= 0 {
		bits += width
	}
	if bits < 0 || bits >= width {
		return 0, fmt.Errorf("filter %s of %d-byte elements takes 1 to %d bits to keep, or -1 to %d to clear, not %d",
			Name(id), size, width, 1-width, int8(meta))
	}
	return bits, nil
}

// truncatedWidth is how many bits of an element a truncation may choose from; 0 when it does not take such elements.
func truncatedWidth(id uint8, size int) int {
	switch {
	case id == TruncPrec && size == 4:
		return 23
	case id == TruncPrec && size == 8:
		return 52
	case id == IntTrunc && (size == 1 || size == 2 || size == 4 || size == 8):
		return 8 * size
	}
	return 0
}

func truncatedSizes(id uint8) string {
	if id == TruncPrec {
		return "4 or 8"
	}
	return "1, 2, 4 or 8"
}

// maskOf is what is left of 8 bytes of elements when bits low ones of each are cleared.
func maskOf(bits, size int) uint64 {
	m := uint64(1)<<bits - 1
	for width := size; width < 8; width *= 2 {
		m |= m << (8 * width)
	}
	return ^m
}

// Lossy reports whether a filter loses bits.
func (p *Pipeline) Lossy() bool { return p.lossy }

// Truncate does the filters that lose bits, which come before all others in what is Writable: it leaves in dst what
// reading the block will give. Both have the block's length.
func (p *Pipeline) Truncate(dst, block []byte) {
	whole := len(block) - len(block)%p.size // bytes of whole elements
	i := 0
	for ; i+8 <= whole; i += 8 {
		store(dst, i, load(block, i)&p.mask)
	}
	var m [8]byte
	binary.LittleEndian.PutUint64(m[:], p.mask)
	for k := 0; i+k < whole; k++ {
		dst[i+k] = block[i+k] & m[k]
	}
	copy(dst[whole:], block[whole:])
}
