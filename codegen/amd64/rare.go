package amd64

import (
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
	bits  uint64 // that make a lane of 8 bytes rare; 0 for masks
}

// noteRare joins a mask of rare lanes to its witness. Where rare is what has some bits set, the lanes themselves are joined, which
// saves the comparison.
func (s *selector) noteRare(id vec.Val, part int) {
	mask := s.f.Values[id]
	c, x := s.class(mask.Type), s.vals[id][part]
	if of, bits, ok := s.bitsSet(mask); ok {
		w := s.witness(class{bytes: max(s.size(vec.U64), 16)}, bits)
		s.into(w, s.bitOp(vec.Or, 8), nameRef(w), s.vals[of][part])
		return
	}
	op := orK
	if !s.target.masks {
		op = or
	}
	w := s.witness(c, 0)
	s.into(w, op, nameRef(w), s.in(x))
}

// bitsSet takes a mask apart that is x & bits != 0, of words of 8 bytes.
func (s *selector) bitsSet(mask vec.Value) (x vec.Val, bits uint64, ok bool) {
	if mask.Op != vec.Ne {
		return 0, 0, false
	}
	and, zero := s.f.Values[mask.Args[0]], s.f.Values[mask.Args[1]]
	if and.Op != vec.And || and.Type != vec.U64 || zero.Op != vec.Const || zero.Imm != 0 {
		return 0, 0, false
	}
	with := s.f.Values[and.Args[1]]
	return and.Args[0], with.Imm, with.Op == vec.Const
}

// witness is the register for masks of a class, or for lanes that have some bits set.
func (p *program) witness(c class, bits uint64) name {
	for _, w := range p.witnesses {
		if w.class == c && w.bits == bits {
			return w.name
		}
	}
	w := witness{p.fresh(c), c, bits}
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
		with := operand.Op(r)
		if w.bits != 0 {
			with = b.constant(ref{kind: isConst, elem: 8, bits: w.bits, full: w.class.bytes}, false)
		}
		if t.masks && w.bits != 0 {
			k := reg.K7 // which no witness has
			if err := b.add(testM.plain, with, r, k); err != nil {
				return err
			}
			r, with = k, k
		}
		test := of2(x86.VPTEST)
		if t.masks {
			test = of2(x86.KORTESTW)
		}
		if err := b.add(test, with, r); err != nil {
			return err
		}
		if err := b.add(jumpRare, operand.LabelRef("rare")); err != nil {
			return err
		}
	}
	return nil
}
