package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/x86"

	"github.com/b2gen/b2/ir/vec"
)

// loadArg reads a part of a parameter. Bools are bytes in memory, of which any but 0 is true.
func (s *selector) loadArg(v vec.Value, part int) (ref, error) {
	size := s.size(v.Type)
	mem := s.in0[v.Imm]
	mem.Disp = part * size
	at := ref{kind: isMemory, mem: mem}
	if !v.Type.Mask {
		return s.add(s.move(size), s.class(v.Type), at), nil
	}
	bytes := class{bytes: max(s.n, 16)}
	x := s.add(s.move(s.n), bytes, at)
	if s.target.masks {
		return s.add(plain(x86.VPTESTMB), class{mask: true}, x, x), nil
	}
	zero := s.in(s.constant(vec.U8, 0))
	return s.bitwise(vec.Not, v.Type, s.add(cmpEq.of(1), bytes, zero, x), ref{}), nil
}

// store writes the parts of the result.
func (s *selector) store(result vec.Val, out operand.Mem) {
	t := s.f.Values[result].Type
	for p := range s.parts {
		before := len(s.steps)
		if t.IsComplex() {
			s.storeComplex(result, p, out)
		} else {
			s.storePart(t, s.vals[result][p], p, out)
		}
		s.mark(before, p)
	}
}

// storePart writes a part that is no complex number.
func (s *selector) storePart(t vec.Type, r ref, part int, out operand.Mem) {
	if t.Mask {
		r = s.bools(t, r)
		t = vec.U8
	}
	size := s.size(t)
	out.Disp = part * size
	r = s.in(r)
	r.full = max(size, 16)
	s.effect(s.move(size), r, ref{kind: isMemory, mem: out})
}

// bools is a mask as bytes of 0 and 1.
func (s *selector) bools(t vec.Type, mask ref) ref {
	ones := s.constant(vec.U8, 1)
	if s.target.masks {
		return s.add(plain(of3(x86.VMOVDQU8_Z)), class{bytes: max(s.n, 16)}, ones, mask)
	}
	m := s.resize(vec.Mask8, t, mask)
	return s.binary(and, vec.U8, m, ones, true)
}
