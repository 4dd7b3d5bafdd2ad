package filter

import "encoding/binary"

// Eight bytes in one uint64 are worked on at once ("SIMD within a register"): a byte-wise sum or difference keeps
// carries from crossing bytes by handling the top bits apart; a byte transposition is three rounds of masked swaps.

const (
	top  = 0x8080808080808080 // the top bit of each byte
	ones = 0x0101010101010101 // times a byte: that byte eight times
)

// add8 is the byte-wise sum.
func add8(x, y uint64) uint64 { return ((x &^ top) + (y &^ top)) ^ ((x ^ y) & top) }

// sub8 is the byte-wise difference.
func sub8(x, y uint64) uint64 { return ((x | top) - (y &^ top)) ^ ((x ^ ^y) & top) }

// scan8 is the running byte-wise sum from the lowest byte up.
func scan8(x uint64) uint64 {
	x = add8(x, x<<8)
	x = add8(x, x<<16)
	return add8(x, x<<32)
}

func load(b []byte, i int) uint64     { return binary.LittleEndian.Uint64(b[i : i+8]) }
func store(b []byte, i int, x uint64) { binary.LittleEndian.PutUint64(b[i:i+8], x) }

// swap16 exchanges the odd 16-bit halves of x with the even ones of y.
func swap16(x, y uint64) (uint64, uint64) {
	const m = 0x0000ffff0000ffff
	t := (x>>16 ^ y) & m
	return x ^ t<<16, y ^ t
}

// swap8 exchanges the odd bytes of x with the even ones of y.
func swap8(x, y uint64) (uint64, uint64) {
	const m = 0x00ff00ff00ff00ff
	t := (x>>8 ^ y) & m
	return x ^ t<<8, y ^ t
}

// swap32 exchanges the high half of x with the low one of y.
func swap32(x, y uint64) (uint64, uint64) {
	return x&0xffffffff | y<<32, x>>32 | y&^0xffffffff
}

// transpose8 transposes an 8x8 matrix of bytes, a row each argument. It is its own inverse.
func transpose8(a, b, c, d, e, f, g, h uint64) (uint64, uint64, uint64, uint64, uint64, uint64, uint64, uint64) {
	a, e = swap32(a, e)
	b, f = swap32(b, f)
	c, g = swap32(c, g)
	d, h = swap32(d, h)
	a, c = swap16(a, c)
	b, d = swap16(b, d)
	e, g = swap16(e, g)
	f, h = swap16(f, h)
	a, b = swap8(a, b)
	c, d = swap8(c, d)
	e, f = swap8(e, f)
	g, h = swap8(g, h)
	return a, b, c, d, e, f, g, h
}

// transpose4 transposes the two 4x4 matrices of bytes in the low and the high halves. It is its own inverse.
func transpose4(a, b, c, d uint64) (uint64, uint64, uint64, uint64) {
	a, c = swap16(a, c)
	b, d = swap16(b, d)
	a, b = swap8(a, b)
	c, d = swap8(c, d)
	return a, b, c, d
}

// even8 packs the even bytes of x into the low half.
func even8(x uint64) uint64 {
	x &= 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	return (x | x>>16) & 0xffffffff
}

// spread8 is the inverse of even8: the four low bytes of x go to the even places.
func spread8(x uint64) uint64 {
	x = (x | x<<16) & 0x0000ffff0000ffff
	return (x | x<<8) & 0x00ff00ff00ff00ff
}

// transposeBits transposes an 8x8 matrix of bits, a row each byte. It is its own inverse.
func transposeBits(x uint64) uint64 {
	t := (x ^ x>>7) & 0x00aa00aa00aa00aa
	x ^= t ^ t<<7
	t = (x ^ x>>14) & 0x0000cccc0000cccc
	x ^= t ^ t<<14
	t = (x ^ x>>28) & 0x00000000f0f0f0f0
	return x ^ t ^ t<<28
}
