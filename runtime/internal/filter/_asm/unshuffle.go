package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// unshuffle writes the inverse of shuffle for groups of size bytes.
func (t target) unshuffle(size int) {
	dst, src := t.begin(fmt.Sprint("unshuffle", size), "n, ne int", fmt.Sprintf(
		"gathers n groups, a positive multiple of %d, from planes that are ne bytes apart.", t.bytes()))
	n, ne := param("n"), param("ne")
	from := newStreams(src, ne, size)
	cross := func(VecVirtual) {}
	if t.wide() {
		cross = t.crossing(16/size, false)
	}
	loop(n, t.bytes(), func() {
		rows := t.vecs(size)
		for j, v := range rows {
			t.move(from.at(j), v)
			cross(v)
		}
		for k, v := range t.weave(rows, 1) {
			if t.wide() {
				VMOVDQU64(v, Mem{Base: dst, Disp: 64 * k})
			} else {
				storeLanes(v, dst, size, k)
			}
		}
		advance(src, t.bytes())
		advance(dst, size*t.bytes())
	})
	finish()
}

// storeLanes stores the k-th vector of groups, whose lanes are 16 groups apart.
func storeLanes(v VecVirtual, dst GPVirtual, size, k int) {
	VMOVDQU(v.AsX(), Mem{Base: dst, Disp: 16 * k})
	VEXTRACTI128(Imm(1), v, Mem{Base: dst, Disp: 16*size + 16*k})
}

// unshuffleDelta writes the inverse of shuffleDelta. The running sums are made on groups, where a lane holds few of
// them; lanes stay 16 groups apart meanwhile, so that each is a sum of its own until the end of the round, and only
// one addition depends on the round before.
func (t target) unshuffleDelta(size int) {
	dst, src := t.begin(fmt.Sprint("unshuffleDelta", size), "n, ne int, before uint64", fmt.Sprintf(
		"gathers n groups, a positive multiple of %d, from planes that are ne bytes apart, and adds\neach group to the next. before has the 8 bytes in front of dst.", t.bytes()))
	n, ne := param("n"), param("ne")
	from := newStreams(src, ne, size)
	carry := t.vec() // the group before, all over
	broadcastTop("before", size, carry)
	zero := t.zero()
	var ends VecVirtual
	if size == 2 {
		ends = t.lanesOf("ends2", [16]byte{14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15})
	}
	// lastGroup spreads the last group of each lane over the lane.
	lastGroup := func(v VecVirtual) VecVirtual {
		d := t.vec()
		switch size {
		case 2:
			VPSHUFB(ends, v, d)
		case 4:
			VPSHUFD(Imm(0xff), v, d)
		case 8:
			VPSHUFD(Imm(0xee), v, d)
		}
		return d
	}
	loop(n, t.bytes(), func() {
		rows := t.vecs(size)
		for j, v := range rows {
			t.move(from.at(j), v)
		}
		groups := t.weave(rows, 1)
		Comment("Sum up in each lane.")
		for k, v := range groups {
			for shift := size; shift < 16; shift *= 2 {
				d := t.vec()
				VPSLLDQ(Imm(uint64(shift)), v, d)
				VPADDB(d, v, v)
			}
			if k > 0 {
				VPADDB(lastGroup(groups[k-1]), v, v)
			}
		}
		Comment("Add what stands in front of each lane.")
		base := t.lanesBefore(lastGroup(groups[size-1]), carry, zero)
		for _, v := range groups {
			VPADDB(base, v, v)
		}
		if t.wide() {
			for k, v := range inOrder(groups) {
				VMOVDQU64(v, Mem{Base: dst, Disp: 64 * k})
			}
		} else {
			for k, v := range groups {
				storeLanes(v, dst, size, k)
			}
		}
		advance(src, t.bytes())
		advance(dst, size*t.bytes())
	})
	finish()
}

// lanesBefore is, for each lane of sums, carry plus the lanes before. It adds all lanes to carry.
func (t target) lanesBefore(sums, carry, zero VecVirtual) VecVirtual {
	base, s := t.vec(), t.vec()
	if !t.wide() {
		VPERM2I128(Imm(0x08), sums, sums, base) // 0, first
		VPERM2I128(Imm(0x01), sums, sums, s)    // second, first
		VPADDB(carry, base, base)
		VPADDB(s, sums, s)
		VPADDB(s, carry, carry)
		return base
	}
	VALIGNQ(Imm(6), zero, sums, s) // one lane up
	VPADDB(s, sums, sums)
	VALIGNQ(Imm(4), zero, sums, s)
	VPADDB(s, sums, sums)
	VALIGNQ(Imm(6), zero, sums, base)
	VPADDB(carry, base, base)
	VSHUFI64X2(Imm(0xff), sums, sums, s)
	VPADDB(s, carry, carry)
	return base
}

// inOrder permutes the lanes of vectors whose lanes are 16 groups apart so that all groups stand in order.
func inOrder(v []VecVirtual) []VecVirtual {
	out := make([]VecVirtual, len(v))
	if len(v) == 2 {
		for i, half := range []uint64{0x44, 0xee} {
			out[i] = ZMM()
			VSHUFI64X2(Imm(half), v[1], v[0], out[i])
			VSHUFI64X2(Imm(0xd8), out[i], out[i], out[i])
		}
		return out
	}
	for q := 0; q < len(v); q += 4 {
		a, b, c, d := ZMM(), ZMM(), ZMM(), ZMM()
		VSHUFI64X2(Imm(0x44), v[q+1], v[q], a)
		VSHUFI64X2(Imm(0xee), v[q+1], v[q], b)
		VSHUFI64X2(Imm(0x44), v[q+3], v[q+2], c)
		VSHUFI64X2(Imm(0xee), v[q+3], v[q+2], d)
		for lane := range 4 {
			lo, hi := a, c
			if lane >= 2 {
				lo, hi = b, d
			}
			z := ZMM()
			VSHUFI64X2(Imm([]uint64{0x88, 0xdd}[lane%2]), hi, lo, z)
			out[lane*len(v)/4+q/4] = z
		}
	}
	return out
}
