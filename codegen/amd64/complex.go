package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/x86"

	"github.com/b2gen/b2/ir/vec"
)

// Complex numbers lie in memory with their parts side by side, and in registers with the real parts in one vector and the
// imaginary ones in another. The instructions that take two vectors of memory apart, and put them together again, do so
// within each 16 bytes, which leaves the elements in another order. Where all that is read and written is complex numbers of
// one type, that order is as good as any; else they are put in their own.

type complexes struct {
	alike  bool           // nothing is read and written but complex numbers of one type
	orders map[uint64]ref // the orders of words that are in registers
}

// alike reports whether a function reads and writes nothing but complex numbers of one type.
func alike(f *vec.Func) bool {
	t := f.Values[f.Results[0]].Type
	for _, v := range f.Values {
		if v.Op == vec.Arg && v.Type != t {
			return false
		}
	}
	return t.IsComplex()
}

// partOf is the real part (0) or the imaginary one (1) of a complex value.
func (s *selector) partOf(id vec.Val, which, part int) ref {
	v := s.f.Values[id]
	if v.Op == vec.Complex {
		return s.vals[v.Args[which]][part]
	}
	t := v.Type.Part()
	size, c := s.size(t), s.class(t)
	mem := s.in0[v.Imm]
	mem.Disp = 2 * part * size
	low := s.add(s.move(size), c, ref{kind: isMemory, mem: mem})
	mem.Disp += size
	high := ref{kind: isMemory, mem: mem}
	if t == vec.F32 {
		picked := [2]uint64{0x88, 0xDD} // elements 0 and 2, or 1 and 3
		return s.inOrder(s.add(plain(x86.VSHUFPS), c, immediate(picked[which]), high, low), size, apart)
	}
	op := [2]maker{x86.VUNPCKLPD, x86.VUNPCKHPD}[which]
	return s.inOrder(s.add(plain(op), c, high, low), size, apart)
}

// storeComplex writes a part of a complex result.
func (s *selector) storeComplex(result vec.Val, part int, mem operand.Mem) {
	t := s.f.Values[result].Type.Part()
	size, c := s.size(t), s.class(t)
	re := s.inOrder(s.in(s.partOf(result, 0, part)), size, together)
	im := s.inOrder(s.in(s.partOf(result, 1, part)), size, together)
	ops := [2]maker{x86.VUNPCKLPD, x86.VUNPCKHPD}
	if t == vec.F32 {
		ops = [2]maker{x86.VUNPCKLPS, x86.VUNPCKHPS}
	}
	for i, op := range ops {
		mem.Disp = (2*part + i) * size
		s.effect(s.move(size), s.add(plain(op), c, im, re), ref{kind: isMemory, mem: mem})
	}
}

// apart and together are the orders of the 8-byte words of 64 bytes, a byte each, after taking vectors apart and before
// putting them together.
const (
	apart    = 0x0705030106040200
	together = 0x0703060205010400
)

// inOrder moves the words of a vector of parts to where their elements belong.
func (s *selector) inOrder(x ref, size int, order uint64) ref {
	switch {
	case s.alike || size == 16:
		return x
	case size == 32:
		return s.add(plain(x86.VPERMQ), class{bytes: size}, immediate(0xD8), x) // 0, 2, 1, 3 is the way there and back
	}
	index, ok := s.orders[order]
	if !ok {
		index = s.add(plain(x86.VPMOVZXBQ), class{bytes: size}, ref{kind: isConst, elem: 8, bits: order, full: 8})
		s.orders[order] = index
	}
	return s.add(plain(x86.VPERMQ), class{bytes: size}, x, index)
}
