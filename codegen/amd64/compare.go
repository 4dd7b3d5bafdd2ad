package amd64

import (
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// Predicates of float comparisons: ordered ones are false with a NaN. Those of integers in AVX-512 are others.
var (
	floatPredicate   = map[vec.Op]uint64{vec.Eq: 0x00, vec.Ne: 0x04, vec.Lt: 0x11, vec.Le: 0x12}
	integerPredicate = map[vec.Op]uint64{vec.Eq: 0, vec.Lt: 1, vec.Le: 2, vec.Ne: 4}
	// of the operands the other way round
	floatTurned   = map[vec.Op]uint64{vec.Eq: 0x00, vec.Ne: 0x04, vec.Lt: 0x1E, vec.Le: 0x1D}
	integerTurned = map[vec.Op]uint64{vec.Eq: 0, vec.Lt: 6, vec.Le: 5, vec.Ne: 4}
)

func (s *selector) compare(op vec.Op, t vec.Type, x, y ref) ref {
	size, c := t.Elem.Size(), s.class(vec.MaskOf(t))
	turned := x.kind == isConst && y.kind != isConst
	if t.Elem.IsFloat() {
		how := floatPredicate[op]
		if turned {
			x, y, how = y, x, floatTurned[op]
		}
		return s.add(cmpF.of(size), c, immediate(how), y, s.in(x))
	}
	signed := t.Elem.Kind() == dtype.KindSigned
	if s.target.masks {
		how := integerPredicate[op]
		if turned {
			x, y, how = y, x, integerTurned[op]
		}
		cmp := cmpU
		if signed {
			cmp = cmpS
		}
		return s.add(cmp.of(size), c, immediate(how), y, s.in(x))
	}
	if !signed && (op == vec.Lt || op == vec.Le) { // the signs turned round, unsigned order is signed order
		top := s.constant(t, 1<<(8*size-1))
		turn := func(r ref) ref {
			if r.kind == isConst {
				r.bits ^= top.bits
				return r
			}
			return s.add(xor, c, top, r)
		}
		x, y = turn(x), turn(y)
	}
	var m ref
	switch op {
	case vec.Lt:
		return s.add(cmpGt.of(size), c, x, s.in(y))
	case vec.Le:
		m = s.add(cmpGt.of(size), c, y, s.in(x))
	default:
		if x.kind == isConst {
			x, y = y, x
		}
		if m = s.add(cmpEq.of(size), c, y, s.in(x)); op == vec.Eq {
			return m
		}
	}
	return s.bitwise(vec.Not, vec.MaskOf(t), m, ref{})
}

// chooseBy looks at where a mask comes from: of lanes as masks only the signs count, and a mask that was inverted
// chooses the other way round.
func (s *selector) chooseBy(v vec.Value, part int) ref {
	x, y := s.vals[v.Args[1]][part], s.vals[v.Args[2]][part]
	mask := s.f.Values[v.Args[0]]
	if s.target.masks || mask.Op == vec.Resize || mask.Op.NArgs() != 2 {
		return s.choose(v.Type, s.vals[v.Args[0]][part], x, y)
	}
	of, with := s.f.Values[mask.Args[0]].Type, s.f.Values[mask.Args[1]]
	switch {
	case mask.Op == vec.Lt && with.Op == vec.Const && with.Imm == 0 && of.Elem.Kind() == dtype.KindSigned && of.Elem.Size() != 2: // bytes are chosen by theirs
		return s.choose(v.Type, s.vals[mask.Args[0]][part], x, y)
	case mask.Op == vec.Ne && !of.Elem.IsFloat():
		return s.choose(v.Type, s.compare(vec.Eq, of, s.vals[mask.Args[0]][part], s.vals[mask.Args[1]][part]), y, x)
	}
	return s.choose(v.Type, s.vals[v.Args[0]][part], x, y)
}

func (s *selector) choose(t vec.Type, mask, x, y ref) ref {
	size, c := t.Elem.Size(), s.class(t)
	if !s.target.masks {
		return s.add(blendV.of(size), c, s.in(mask), x, s.in(y))
	}
	if c.mask { // (x & m) | (y & ^m)
		return s.add(orK, c, s.add(andK, c, x, mask), s.add(andK, c, y, s.add(notK, c, mask)))
	}
	op := blendM.of(size)
	if t.Elem.IsFloat() {
		op = blendF.of(size)
	}
	return s.add(op, c, x, s.in(y), mask)
}
