package filter

import (
	"encoding/binary"
	"fmt"
)

// planes is the number of planes to walk and their length. A hostile header may ask for groups larger than the block;
// nothing is filtered then, and no time is spent on two billion empty planes.
func planes(n, size int) (count, ne int) {
	if ne = n / size; ne == 0 {
		return 0, 0
	}
	return size, ne
}

// ByteDelta takes byte-wise differences along each of the size planes of a shuffled block, starting from 0; the tail
// that is no whole group is copied (digest 4).
func ByteDelta(dst, src []byte, size int) { choose(1).deltaBlock(dst, src, size) }

// UnByteDelta undoes ByteDelta.
func UnByteDelta(dst, src []byte, size int) { choose(1).undeltaBlock(dst, src, size) }

func (k kernels) deltaBlock(dst, src []byte, size int) {
	count, ne := planes(len(src), size)
	for j := range count {
		k.plane.deltaPlane(dst[j*ne:j*ne+ne], src[j*ne:j*ne+ne])
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

func (k kernels) undeltaBlock(dst, src []byte, size int) {
	count, ne := planes(len(src), size)
	for j := range count {
		k.plane.undeltaPlane(dst[j*ne:j*ne+ne], src[j*ne:j*ne+ne])
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

// deltaPlane takes the differences of one plane. Like the shuffles it does a last round a second time in part.
func (v planeVectors) deltaPlane(dst, src []byte) {
	n := len(src)
	if v.round == 0 || n <= v.round {
		deltaStream(dst, src)
		return
	}
	dst[0] = src[0]
	v.delta(&dst[1], &src[1], (n-1)/v.round*v.round)
	if rest := n - v.round; (n-1)%v.round != 0 {
		v.delta(&dst[rest], &src[rest], v.round)
	}
}

func (v planeVectors) undeltaPlane(dst, src []byte) {
	n := len(src)
	if v.round == 0 || n < v.round {
		undeltaStream(dst, src)
		return
	}
	v.undelta(&dst[0], &src[0], n/v.round*v.round, 0)
	if rest := n - v.round; n%v.round != 0 {
		v.undelta(&dst[rest], &src[rest], v.round, before(dst, rest))
	}
}

// unByteDeltaOld undoes filter 34, which restarts the sum for the last ne mod 16 bytes of each plane: the fault of a
// vector loop that did not hand its carry to the scalar one.
func unByteDeltaOld(dst, src []byte, size int) {
	count, ne := planes(len(src), size)
	cut := ne &^ 15
	for j := range count {
		d, s := dst[j*ne:j*ne+ne], src[j*ne:j*ne+ne]
		undeltaStream(d[:cut], s[:cut])
		undeltaStream(d[cut:], s[cut:])
	}
	copy(dst[ne*size:len(src)], src[ne*size:])
}

func deltaStream(dst, src []byte) {
	n := len(src) &^ 7
	prev := uint64(0)
	for i := 0; i < n; i += 8 {
		x := load(src, i)
		store(dst, i, sub8(x, x<<8|prev>>56))
		prev = x
	}
	last := byte(prev >> 56)
	for i := n; i < len(src); i++ {
		dst[i] = src[i] - last
		last = src[i]
	}
}

func undeltaStream(dst, src []byte) {
	n := len(src) &^ 7
	carry := byte(0)
	for i := 0; i < n; i += 8 {
		// Only the addition to carry depends on the word before.
		x := scan8(load(src, i))
		store(dst, i, add8(x, uint64(carry)*ones))
		carry += byte(x >> 56)
	}
	for i := n; i < len(src); i++ {
		carry += src[i]
		dst[i] = carry
	}
}

// deltaUnit is the width in bytes on which the delta filter works for an element size (digest 4).
func deltaUnit(size int) int {
	switch {
	case size == 2 || size == 4:
		return size
	case size%8 == 0:
		return 8
	}
	return 1
}

// xorDelta is the delta filter of a chunk's first block: each unit is XORed with the one before.
func xorDelta(dst, src []byte, unit int) {
	n := len(src) - len(src)%unit
	i := copy(dst[:min(unit, n)], src)
	for ; i+8 <= n; i += 8 {
		store(dst, i, load(src, i)^load(src, i-unit))
	}
	for ; i < n; i++ {
		dst[i] = src[i] ^ src[i-unit]
	}
	copy(dst[n:len(src)], src[n:])
}

// undelta undoes the delta filter: a running XOR in a chunk's first block (first is nil), an XOR with the first block
// in the others.
func undelta(dst, src, first []byte, unit int) error {
	n := len(src) - len(src)%unit
	if first == nil {
		copy(dst[:min(unit, n)], src)
		for i := unit; i < n; i++ {
			dst[i] = src[i] ^ dst[i-unit]
		}
	} else {
		if len(first) < n {
			return fmt.Errorf("delta: the first block has %d bytes, this one %d", len(first), n)
		}
		words := n &^ 7
		for i := 0; i < words; i += 8 {
			binary.LittleEndian.PutUint64(dst[i:], load(src, i)^load(first, i))
		}
		for i := words; i < n; i++ {
			dst[i] = src[i] ^ first[i]
		}
	}
	copy(dst[n:len(src)], src[n:])
	return nil
}
