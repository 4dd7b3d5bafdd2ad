package chunk

import (
	"encoding/binary"

	"github.com/b2gen/b2/runtime/internal/codec"
)

// A plane of noise costs a codec much time and gains nothing, and of a double's eight planes three or four are noise
// in most results. The sieve looks at a sample and keeps such planes from the codec.

const (
	sieveLeast   = 4096 // shorter streams are not worth a guess
	sieveWindows = 8    // spread evenly over the stream
	sieveWindow  = 128  // bytes each, contiguous, so that short repeats show
	sieveBits    = 10
	sieveHits    = sieveWindows * sieveWindow / 32 // a gain of some 3 % at most is given up
)

// sieve is the scratch of one Encoder.
type sieve struct {
	seen   [1 << sieveBits]uint32
	counts [256]uint16
}

// worthwhile guesses whether a codec may shrink s. It depends on the bytes of s alone, so that files stay
// reproducible; it may be wrong, which costs size or time and nothing else.
func (v *sieve) worthwhile(id codec.ID, s []byte) bool {
	if len(s) < sieveLeast {
		return true
	}
	if v.repeats(s) >= sieveHits {
		return true
	}
	entropy := id == codec.Zstd || id == codec.Zlib
	return entropy && v.uneven(s)
}

// window is the k-th part of the sample.
func window(s []byte, k int) []byte {
	at := k * (len(s) - sieveWindow) / (sieveWindows - 1)
	return s[at : at+sieveWindow]
}

// repeats counts the places of the sample whose next four bytes were met before: four bytes are LZ4's shortest match.
func (v *sieve) repeats(s []byte) int {
	clear(v.seen[:])
	hits := 0
	for k := range sieveWindows {
		w := window(s, k)
		for i := 0; i+4 <= len(w); i++ {
			x := binary.LittleEndian.Uint32(w[i:])
			slot := &v.seen[x*2654435761>>(32-sieveBits)]
			if *slot == x {
				hits++
			}
			*slot = x
		}
		if hits >= sieveHits {
			break
		}
	}
	return hits
}

// uneven reports whether some byte values are more frequent than in noise, which an entropy coder can use: whether
// chi squared of the sample is far above the 255 that noise has, give or take 23.
func (v *sieve) uneven(s []byte) bool {
	clear(v.counts[:])
	for k := range sieveWindows {
		for _, c := range window(s, k) {
			v.counts[c]++
		}
	}
	const n = sieveWindows * sieveWindow
	sum := 0
	for _, c := range v.counts {
		sum += int(c) * int(c)
	}
	return sum*256/n-n > 255+4*23
}
