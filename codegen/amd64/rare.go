package amd64

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
	"github.com/mmcloughlin/avo/x86"

	"github.com/b2gen/b2/ir/vec"
)

// witness is a register that all turns of the loop write to when lanes are rare. It is looked at when the loop has
// ended: the portable function does the strip then, again.
type witness struct {
	name  name
	class class
	limit uint64 // of the largest magnitude, as the bits of a float64; 0 for masks, which are joined
}

// noteRare joins a mask of rare lanes to its witness. In AVX-512, that is no inverted one: it has ones beyond its lanes, too, which would
// send every strip to the portable function. Where rare is what is larger than a limit, the witness keeps the
// largest, which takes one instruction less; NaN is never that.
func (s *selector) noteRare(id vec.Val, part int) {
	mask := s.f.Values[id]
	c, x := s.class(mask.Type), s.vals[id][part]
	if magnitude, limit, ok := s.magnitude(mask); ok {
		w := s.witness(class{bytes: max(s.size(vec.F64), 16)}, limit)
		s.into(w, maxF.of(8), nameRef(w), s.vals[magnitude][part])
		return
	}
	op := orK
	if !s.target.masks {
		op = or
	}
	w := s.witness(c, 0)
	s.into(w, op, nameRef(w), s.in(x))
}

// magnitude takes a mask apart that is |x| > limit.
func (s *selector) magnitude(mask vec.Value) (x vec.Val, limit uint64, ok bool) {
	if mask.Op != vec.Lt {
		return 0, 0, false
	}
	c, x := s.f.Values[mask.Args[0]], mask.Args[1]
	ok = c.Op == vec.Const && c.Type == vec.F64 && math.Float64frombits(c.Imm) > 0 && s.f.Values[x].Op == vec.Abs
	return x, c.Imm, ok
}

// witness is the register for masks of a class, or for a limit.
func (p *program) witness(c class, limit uint64) name {
	for _, w := range p.witnesses {
		if w.class == c && w.limit == limit {
			return w.name
		}
	}
	w := witness{p.fresh(c), c, limit}
	p.witnesses = append(p.witnesses, w)
	return w.name
}

// into appends an instruction that writes a witness.
func (p *program) into(w name, op opcode, args ...ref) {
	p.known(args)
	p.steps = append(p.steps, step{op: op, args: args, def: w})
}

// pinned says whether a name has its register for all of the loop.
func (p *program) pinned(n name) bool {
	if int(n) < len(p.order) {
		return true
	}
	for _, w := range p.witnesses {
		if w.name == n {
			return true
		}
	}
	return false
}

// clear writes the beginning of the loop's witnesses, look what follows it.
func (b *body) clear(t *Target, a *allocator) error {
	for _, w := range a.witnesses {
		r := a.operand(nameRef(w.name), false)
		op := opcode{plain: of3(x86.VPXOR)}
		switch {
		case w.class.mask:
			op = xorK
		case t.masks:
			op = xorM.of(8)
		}
		if err := b.add(op.plain, r, r, r); err != nil {
			return err
		}
	}
	return nil
}

// look sets the flag and jumps when a lane was rare.
func (b *body) look(t *Target, a *allocator) error {
	for _, w := range a.witnesses {
		r := a.operand(nameRef(w.name), false)
		m := r
		if w.limit != 0 { // greater
			const greater = 0x1E
			if t.masks {
				m = reg.K7 // which no witness has
			}
			limit := b.constant(ref{kind: isConst, elem: 8, bits: w.limit, full: w.class.bytes}, false)
			if err := b.add(cmpF.of(8).plain, operand.U8(greater), limit, r, m); err != nil {
				return err
			}
		}
		test := of2(x86.VPTEST)
		if t.masks {
			test = of2(x86.KORTESTW)
		}
		if err := b.add(test, m, m); err != nil {
			return err
		}
		if err := b.add(jumpRare, operand.LabelRef("rare")); err != nil {
			return err
		}
	}
	return nil
}
