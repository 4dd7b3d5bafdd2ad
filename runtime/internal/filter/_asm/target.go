package main

import (
	"fmt"
	"strings"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// target is an instruction set. Its vectors are made of lanes of 16 bytes, which most byte shuffles do not cross.
type target struct {
	name  string
	lanes int
	data  map[string]Mem // the constants written so far
}

// bytes is the length of a vector.
func (t target) bytes() int { return 16 * t.lanes }

// wide reports whether vectors are those of AVX-512.
func (t target) wide() bool { return t.lanes == 4 }

// vec is a new vector register.
func (t target) vec() VecVirtual {
	if t.wide() {
		return ZMM()
	}
	return YMM()
}

func (t target) vecs(n int) []VecVirtual {
	v := make([]VecVirtual, n)
	for i := range v {
		v[i] = t.vec()
	}
	return v
}

// move loads or stores a vector at any address.
func (t target) move(from, to Op) {
	if t.wide() {
		VMOVDQU64(from, to)
	} else {
		VMOVDQU(from, to)
	}
}

// zero is a register of zeros.
func (t target) zero() VecVirtual {
	z := t.vec()
	if t.wide() {
		VPXORQ(z, z, z)
	} else {
		VPXOR(z, z, z)
	}
	return z
}

// lanesOf puts 16 constant bytes into each lane of a register.
func (t target) lanesOf(name string, b [16]byte) VecVirtual {
	v := t.vec()
	if m := t.constantOf(name, b[:]); t.wide() {
		VBROADCASTI32X4(m, v)
	} else {
		VBROADCASTI128(m, v)
	}
	return v
}

// constantOf is a read-only constant of whole 8-byte words, written once for each name.
func (t target) constantOf(name string, b []byte) Mem {
	if m, ok := t.data[name]; ok {
		return m
	}
	m := GLOBL(name+t.name, attr.RODATA|attr.NOPTR)
	t.data[name] = m
	for i := 0; i < len(b); i += 8 {
		w := uint64(0)
		for k := range 8 {
			w |= uint64(b[i+k]) << (8 * k)
		}
		DATA(i, U64(w))
	}
	return m
}

// begin starts a function whose parameters are dst, src and more, and returns those two.
func (t target) begin(name, more, doc string) (dst, src GPVirtual) {
	TEXT(name+t.name, attr.NOSPLIT, "func(dst, src *byte, "+more+")")
	Doc(strings.Split(name+t.name+" "+doc, "\n")...)
	Pragma("noescape")
	return param("dst"), param("src")
}

// param is an 8-byte parameter in a register.
func param(name string) GPVirtual { return Load(Param(name), GP64()).(GPVirtual) }

// broadcastTop fills v with copies of the upper size bytes of an 8-byte parameter.
func broadcastTop(name string, size int, v VecVirtual) {
	g, x := param(name), XMM()
	if size < 8 {
		SHRQ(Imm(uint64(64-8*size)), g)
	}
	VMOVQ(g, x)
	switch size {
	case 1:
		VPBROADCASTB(x, v)
	case 2:
		VPBROADCASTW(x, v)
	case 4:
		VPBROADCASTD(x, v)
	case 8:
		VPBROADCASTQ(x, v)
	}
}

// finish ends a function. Dirty upper halves would slow the scalar code that follows.
func finish() {
	VZEROUPPER()
	RET()
}

// loop repeats body while n, which is positive and a multiple of step, is not used up.
func loop(n GPVirtual, step int, body func()) {
	Label("loop")
	body()
	SUBQ(I32(step), n)
	JNE(LabelRef("loop"))
}

// streams addresses count streams, which start ne bytes apart, by scaled multiples of ne.
type streams struct {
	base                    GPVirtual
	one, three, five, seven GPVirtual
}

func newStreams(base, ne GPVirtual, count int) streams {
	s := streams{base: base, one: ne}
	if count > 2 {
		s.three = GP64()
		LEAQ(Mem{Base: ne, Index: ne, Scale: 2}, s.three)
	}
	if count > 4 {
		s.five, s.seven = GP64(), GP64()
		LEAQ(Mem{Base: ne, Index: ne, Scale: 4}, s.five)
		LEAQ(Mem{Base: s.three, Index: ne, Scale: 4}, s.seven)
	}
	return s
}

// at is where stream j stands.
func (s streams) at(j int) Mem {
	switch j {
	case 0:
		return Mem{Base: s.base}
	case 1, 2, 4:
		return Mem{Base: s.base, Index: s.one, Scale: uint8(j)}
	case 3, 6:
		return Mem{Base: s.base, Index: s.three, Scale: uint8(j / 3)}
	case 5:
		return Mem{Base: s.base, Index: s.five, Scale: 1}
	}
	return Mem{Base: s.base, Index: s.seven, Scale: 1}
}

// weave interleaves elements of width bytes of the vectors pairwise, then elements twice as wide, until all vectors
// are woven together. It transposes a matrix of elements in each lane, which has a row in each vector. It needs one
// register more than v has: AVX2 has 16.
func (t target) weave(v []VecVirtual, width int) []VecVirtual {
	blocks := make([][]VecVirtual, len(v))
	for i := range v {
		blocks[i] = v[i : i+1]
	}
	spare := t.vec()
	for ; len(blocks) > 1; width *= 2 {
		var next [][]VecVirtual
		for i := 0; i < len(blocks); i += 2 {
			var woven []VecVirtual
			for k, a := range blocks[i] {
				b := blocks[i+1][k]
				unpack(width, b, a, spare, a)
				woven = append(woven, spare, a)
				spare = b
			}
			next = append(next, woven)
		}
		blocks = next
	}
	return blocks[0]
}

// unpack interleaves the low halves of the lanes of a (first) and b, and the high ones.
func unpack(width int, b, a, lo, hi VecVirtual) {
	switch width {
	case 1:
		VPUNPCKLBW(b, a, lo)
		VPUNPCKHBW(b, a, hi)
	case 2:
		VPUNPCKLWD(b, a, lo)
		VPUNPCKHWD(b, a, hi)
	case 4:
		VPUNPCKLDQ(b, a, lo)
		VPUNPCKHDQ(b, a, hi)
	case 8:
		VPUNPCKLQDQ(b, a, lo)
		VPUNPCKHQDQ(b, a, hi)
	default:
		panic(fmt.Sprint("no unpack of ", width))
	}
}

// crossing is the permutation of a register's elements of width bytes that makes 4 lanes of n elements from n rows of
// 4 (back is false), or the reverse. It is the part of a transposition that crosses lanes.
func (t target) crossing(width int, back bool) func(v VecVirtual) {
	n := 16 / width
	idx := make([]byte, 64)
	for lane := range 4 {
		for k := range n {
			to, from := lane*n+k, 4*k+lane
			if back {
				to, from = from, to
			}
			idx[to*width] = byte(from)
		}
	}
	name := fmt.Sprintf("cross%d", width)
	if back {
		name = fmt.Sprintf("crossBack%d", width)
	}
	z := ZMM()
	VMOVDQU64(t.constantOf(name, idx), z)
	switch width {
	case 2:
		return func(v VecVirtual) { VPERMW(v, z, v) }
	case 4:
		return func(v VecVirtual) { VPERMD(v, z, v) }
	}
	return func(v VecVirtual) { VPERMQ(v, z, v) }
}

// advance moves a pointer.
func advance(p GPVirtual, bytes int) { ADDQ(I32(bytes), p) }
