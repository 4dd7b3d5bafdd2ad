package runtime

import (
	"encoding/binary"
	"math/bits"
)

// swap turns the bytes of each number of the given width round: what a big-endian machine stored becomes what b2
// computes with. A width of 0 leaves all as it is.
func swap(b []byte, width int) {
	le := binary.LittleEndian
	switch width {
	case 2:
		for ; len(b) >= 2; b = b[2:] {
			le.PutUint16(b, bits.ReverseBytes16(le.Uint16(b)))
		}
	case 4:
		for ; len(b) >= 4; b = b[4:] {
			le.PutUint32(b, bits.ReverseBytes32(le.Uint32(b)))
		}
	case 8:
		for ; len(b) >= 8; b = b[8:] {
			le.PutUint64(b, bits.ReverseBytes64(le.Uint64(b)))
		}
	}
}
