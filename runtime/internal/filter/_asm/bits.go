package main

import (
	"slices"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The bits of 8 bytes are a matrix with a row in each byte. Transposed in place, byte k has bit k of each; a shuffle
// of groups of 8 bytes then makes the rows.

// splitBits writes the shuffle of one plane's bits to 8 rows. gfni is for machines with Galois field instructions.
func (t target) splitBits(gfni bool) {
	dst, src := t.begin("splitBits"+suffix(gfni), "n, row int", "shuffles the bits of 8*n bytes to 8 rows of n bytes, a positive count of whole vectors. Rows are row\nbytes apart.")
	n, row := param("n"), param("row")
	to := newStreams(dst, row, 8)
	order := t.lanesOf("gather8", gather(8))
	cross := func(VecVirtual) {}
	if t.wide() {
		cross = t.crossing(2, true)
	}
	transpose := t.transposer(gfni)
	var reverse VecVirtual
	if gfni {
		reverse = t.lanesOf("reverse8", [16]byte{7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8})
	}
	loop(n, t.bytes(), func() {
		groups := t.vecs(8)
		for k, v := range groups {
			t.loadGroups(src, 8, k, 0, v)
			if gfni {
				VPSHUFB(reverse, v, v)
			}
			transpose(v)
			VPSHUFB(order, v, v)
		}
		for j, v := range t.weave(groups, 2) {
			cross(v)
			t.move(v, to.at(j))
		}
		advance(src, 8*t.bytes())
		advance(dst, t.bytes())
	})
	finish()
}

// mergeBits writes the inverse of splitBits.
func (t target) mergeBits(gfni bool) {
	dst, src := t.begin("mergeBits"+suffix(gfni), "n, row int", "gathers the bits of 8*n bytes from 8 rows of n bytes, a positive count of whole vectors. Rows are row\nbytes apart.")
	n, row := param("n"), param("row")
	from := newStreams(src, row, 8)
	cross := func(VecVirtual) {}
	if t.wide() {
		cross = t.crossing(2, false)
	}
	transpose := t.transposer(gfni)
	loop(n, t.bytes(), func() {
		rows := t.vecs(8)
		for j, v := range rows {
			t.move(from.at(j), v)
			cross(v)
		}
		if gfni {
			slices.Reverse(rows)
		}
		for k, v := range t.weave(rows, 1) {
			transpose(v)
			if t.wide() {
				VMOVDQU64(v, Mem{Base: dst, Disp: 64 * k})
			} else {
				storeLanes(v, dst, 8, k)
			}
		}
		advance(src, t.bytes())
		advance(dst, 8*t.bytes())
	})
	finish()
}

func suffix(gfni bool) string {
	if gfni {
		return "GFNI"
	}
	return ""
}

// transposer is the code that transposes 8x8 bits in each 8 bytes of a register. Where one Galois field instruction
// does it, the matrix it multiplies with is the data, so that row j must be in byte 7-j (Intel SDM, GF2P8AFFINEQB).
func (t target) transposer(gfni bool) func(v VecVirtual) {
	if gfni {
		one := t.vec()
		VPBROADCASTQ(t.constantOf("unitRows", []byte{1, 2, 4, 8, 16, 32, 64, 128}), one)
		return func(v VecVirtual) { VGF2P8AFFINEQB(Imm(0), v, one, v) }
	}
	m, x, y := t.bitMasks(), t.vec(), t.vec()
	return func(v VecVirtual) { t.transposeBits(v, x, y, m) }
}

// bitMasks are the bits that move in each step of transposeBits.
func (t target) bitMasks() (m [3]VecVirtual) {
	for i, w := range []uint64{0x00aa00aa00aa00aa, 0x0000cccc0000cccc, 0x00000000f0f0f0f0} {
		m[i] = t.vec()
		c := t.constantOf([]string{"swapBits", "swapPairs", "swapNibbles"}[i], []byte{
			byte(w), byte(w >> 8), byte(w >> 16), byte(w >> 24), byte(w >> 32), byte(w >> 40), byte(w >> 48), byte(w >> 56)})
		VPBROADCASTQ(c, m[i])
	}
	return m
}

// transposeBits transposes 8x8 bits in each 8 bytes of v by exchanging single bits, pairs and nibbles across the
// diagonal, as the function of that name in package filter does. x and y are scratch.
func (t target) transposeBits(v, x, y VecVirtual, m [3]VecVirtual) {
	for i, shift := range []uint64{7, 14, 28} {
		VPSRLQ(Imm(shift), v, x)
		if t.wide() {
			VPTERNLOGQ(Imm(0x28), m[i], v, x) // (x xor v) and m
			VPSLLQ(Imm(shift), x, y)
			VPTERNLOGQ(Imm(0x96), x, y, v) // the xor of all three
			continue
		}
		VPXOR(x, v, x)
		VPAND(m[i], x, x)
		VPSLLQ(Imm(shift), x, y)
		VPXOR(x, v, v)
		VPXOR(y, v, v)
	}
}
