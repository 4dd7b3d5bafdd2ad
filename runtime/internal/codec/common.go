package codec

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// stride is how many bytes of a long match are compared at once.
const stride = 128

// common counts the equal bytes at the starts of a and b; b is not shorter.
func common(a, b []byte) int {
	b = b[:len(a)]
	i := 0
	for ; i+8 <= len(a); i += 8 {
		if d := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); d != 0 {
			return i + bits.TrailingZeros64(d)>>3
		}
		for i >= 32 && i+8+stride <= len(a) && bytes.Equal(a[i+8:i+8+stride], b[i+8:i+8+stride]) {
			i += stride
		}
	}
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i
}
