package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// delta writes the byte delta of one plane but for its first byte.
func (t target) delta() {
	dst, src := t.begin("delta", "n int", "stores the differences of n bytes, a positive count of whole vectors, from the bytes in front of them.\nThere must be a byte in front of src.")
	n := param("n")
	loop(n, t.bytes(), func() {
		v, d := t.vec(), t.vec()
		t.move(Mem{Base: src}, v)
		t.move(Mem{Base: src, Disp: -1}, d)
		VPSUBB(d, v, v)
		t.move(v, Mem{Base: dst})
		advance(src, t.bytes())
		advance(dst, t.bytes())
	})
	finish()
}

// undelta writes its inverse: running sums in each lane first, then lanes before and the carry.
func (t target) undelta() {
	dst, src := t.begin("undelta", "n int, before uint64", "stores the running sums of n bytes, a positive count of whole vectors. The last byte of before is the sum\nin front of them.")
	n := param("n")
	carry := t.vec()
	broadcastTop("before", 1, carry)
	ends := t.lanesOf("ends1", [16]byte{15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15})
	zero := t.zero()
	loop(n, t.bytes(), func() {
		v, d := t.vec(), t.vec()
		t.move(Mem{Base: src}, v)
		for shift := 1; shift < 16; shift *= 2 {
			VPSLLDQ(Imm(uint64(shift)), v, d)
			VPADDB(d, v, v)
		}
		sums := t.vec()
		VPSHUFB(ends, v, sums)
		VPADDB(t.lanesBefore(sums, carry, zero), v, v)
		t.move(v, Mem{Base: dst})
		advance(src, t.bytes())
		advance(dst, t.bytes())
	})
	finish()
}
