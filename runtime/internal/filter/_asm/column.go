package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// A column is 8 neighbouring bytes of each group, of groups of any size: what the shuffle for groups of 8 bytes works
// on, but with the size between one and the next. AVX-512 has no faster way to load and store them.

// shuffleColumn writes the shuffle of a column.
func (t target) shuffleColumn() {
	dst, src := t.begin("shuffleColumn", "n, ne, size int", "shuffles 8 bytes of each of n groups, a positive multiple of 32, which start size bytes apart, to\n8 planes that are ne bytes apart.")
	n, ne, size := param("n"), param("ne"), param("size")
	to := newStreams(dst, ne, 8)
	half := GP64()
	MOVQ(size, half)
	SHLQ(Imm(4), half)
	order := t.lanesOf("gather8", gather(8))
	loop(n, t.bytes(), func() {
		rows := t.vecs(8)
		upper := GP64()
		LEAQ(Mem{Base: src, Index: half, Scale: 1}, upper)
		for _, v := range rows {
			x := XMM()
			loadPair(src, size, v.AsX())
			loadPair(upper, size, x)
			VINSERTI128(Imm(1), x, v, v)
			VPSHUFB(order, v, v)
		}
		for j, v := range t.weave(rows, 2) {
			t.move(v, to.at(j))
		}
		MOVQ(upper, src)
		advance(dst, t.bytes())
	})
	finish()
}

// loadPair loads 8 bytes at p and 8 bytes that are size behind, and moves on to the next.
func loadPair(p, size GPVirtual, x Op) {
	VMOVQ(Mem{Base: p}, x)
	VPINSRQ(Imm(1), Mem{Base: p, Index: size, Scale: 1}, x, x)
	LEAQ(Mem{Base: p, Index: size, Scale: 2}, p)
}

// unshuffleColumn writes its inverse. It stores groups in order: a column may stand over the end of its group, where
// the next one overwrites what it left.
func (t target) unshuffleColumn() {
	dst, src := t.begin("unshuffleColumn", "n, ne, size int", "gathers 8 bytes of each of n groups, a positive multiple of 32, which start size bytes apart, from\n8 planes that are ne bytes apart. It stores them in order.")
	n, ne, size := param("n"), param("ne"), param("size")
	from := newStreams(src, ne, 8)
	loop(n, t.bytes(), func() {
		rows := t.vecs(8)
		for j, v := range rows {
			t.move(from.at(j), v)
		}
		groups := t.weave(rows, 1)
		for lane := range 2 {
			for _, v := range groups {
				if lane == 1 {
					VEXTRACTI128(Imm(1), v, v.AsX())
				}
				VMOVQ(v.AsX(), Mem{Base: dst})
				VPEXTRQ(Imm(1), v.AsX(), Mem{Base: dst, Index: size, Scale: 1})
				LEAQ(Mem{Base: dst, Index: size, Scale: 2}, dst)
			}
		}
		advance(src, t.bytes())
	})
	finish()
}
