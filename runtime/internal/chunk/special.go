package chunk

import "encoding/binary"

// The NaNs that a NaN chunk stands for (digest 2).
const (
	nan4 = 0x7fc00000
	nan8 = 0x7ff8000000000000
)

// fillSpecial writes the bytes of a special chunk that start at byte at of it.
func (r *Reader) fillSpecial(dst []byte, at int) {
	switch r.h.Special {
	case NaN:
		var v [8]byte
		if r.h.TypeSize == 4 {
			binary.LittleEndian.PutUint32(v[:], nan4)
			binary.LittleEndian.PutUint32(v[4:], nan4)
		} else {
			binary.LittleEndian.PutUint64(v[:], nan8)
		}
		repeat(dst, v[:r.h.TypeSize], at)
	case Repeated:
		repeat(dst, r.value, at)
	default: // zeros, and what was never written
		clear(dst)
	}
}

// repeat fills dst with value over and over, beginning inside it as byte at of such a sequence would.
func repeat(dst, value []byte, at int) {
	at %= len(value)
	n := copy(dst, value[at:])
	n += copy(dst[n:], value[:at])
	// dst starts with a whole period now, or is full: double it.
	for n < len(dst) {
		n += copy(dst[n:], dst[:n])
	}
}

// fill sets every byte of b to v.
func fill(b []byte, v byte) { repeat(b, []byte{v}, 0) }
