package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// A round of all shuffles works on 16 groups a lane: size vectors of groups become a vector of each of size planes,
// or the reverse. A vector of a plane has 16 groups in each lane; so must the vectors of groups, or some permutation
// has to cross lanes. AVX2 loads and stores the lanes one by one; AVX-512, which has such permutations, does not.

// shuffle writes the shuffle for groups of size bytes, with the byte delta in front if delta is set: differences
// between groups are what differences along the planes will be, and need a load instead of a carry for each plane.
func (t target) shuffle(size int, delta bool) {
	name, more := fmt.Sprint("shuffle", size), "n, ne int"
	doc := fmt.Sprintf("shuffles n groups, a positive multiple of %d, to planes that are ne bytes apart.", t.bytes())
	if delta {
		name, more = fmt.Sprint("shuffleDelta", size), "n, ne int, before uint64"
		doc += " Each group has\nthe one before taken off first; before has the 8 bytes in front of src."
	}
	dst, src := t.begin(name, more, doc)
	n, ne := param("n"), param("ne")
	to := newStreams(dst, ne, size)
	width := 16 / size // bytes of one plane in a lane of groups
	order := t.lanesOf(fmt.Sprint("gather", size), gather(size))
	cross := func(VecVirtual) {}
	if t.wide() {
		cross = t.crossing(width, true)
	}
	last := t.vec() // its upper end is the group in front of the round
	if delta {
		broadcastTop("before", 8, last)
	}
	d := t.vec()
	loop(n, t.bytes(), func() {
		Comment("Bring the bytes of each plane together in each lane.")
		rows := t.vecs(size)
		for k, v := range rows {
			if delta {
				t.loadDelta(src, size, k, last, v, d)
			} else {
				t.loadGroups(src, size, k, 0, v)
			}
			VPSHUFB(order, v, v)
		}
		if delta {
			t.loadLast(src, size, last)
		}
		Comment("Transpose.")
		for j, v := range t.weave(rows, width) {
			cross(v)
			t.move(v, to.at(j))
		}
		advance(src, size*t.bytes())
		advance(dst, t.bytes())
	})
	finish()
}

// gather is the order of a lane's bytes that brings those of each plane together.
func gather(size int) (order [16]byte) {
	for i := range order {
		order[i] = byte(i%(16/size)*size + i/(16/size))
	}
	return order
}

// loadGroups loads the k-th vector of groups from off bytes behind its place.
func (t target) loadGroups(src GPVirtual, size, k, off int, v VecVirtual) {
	if t.wide() {
		VMOVDQU64(Mem{Base: src, Disp: 64*k + off}, v)
		return
	}
	VMOVDQU(Mem{Base: src, Disp: 16*k + off}, v.AsX())
	VINSERTI128(Imm(1), Mem{Base: src, Disp: 16*size + 16*k + off}, v, v)
}

// loadDelta loads the k-th vector of groups and takes off the groups before. For the first of all groups that one
// comes from last: there may be no memory in front of src.
func (t target) loadDelta(src GPVirtual, size, k int, last, v, d VecVirtual) {
	switch {
	case k > 0:
		t.loadGroups(src, size, k, 0, v)
		t.loadGroups(src, size, k, -size, d)
	case t.wide():
		t.loadGroups(src, size, k, 0, v)
		VALIGNQ(Imm(6), last, v, d) // the lanes before v's
		VPALIGNR(Imm(uint64(16-size)), d, v, d)
	default:
		t.loadGroups(src, size, k, 0, v)
		VPALIGNR(Imm(uint64(16-size)), last.AsX(), v.AsX(), d.AsX())
		VINSERTI128(Imm(1), Mem{Base: src, Disp: 16*size - size}, d, d)
	}
	VPSUBB(d, v, v)
}

// loadLast loads the end of a round's groups.
func (t target) loadLast(src GPVirtual, size int, last VecVirtual) {
	if t.wide() {
		VMOVDQU64(Mem{Base: src, Disp: 64*size - 64}, last)
	} else {
		VMOVDQU(Mem{Base: src, Disp: 32*size - 16}, last.AsX())
	}
}
