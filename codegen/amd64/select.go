package amd64

import (
	"errors"
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/x86"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// selector gives the values of a function their instructions, part by part: a part is as many elements as a vector of
// the widest ones holds.
type selector struct {
	program
	f     *vec.Func
	n     int                    // elements of a part
	parts int                    // of a step of the loop
	vals  [][]ref                // of each value, of each part
	in0   map[uint64]operand.Mem // where each parameter is
	noted map[vec.Val]bool       // masks of rare lanes that have their witness
	used  []int                  // the parameters that are read

	complexes
}

func newSelector(t *Target, f *vec.Func, parts int) *selector {
	s := &selector{f: f, parts: parts, noted: map[vec.Val]bool{}}
	s.target = t
	s.complexes = complexes{alike: alike(f), orders: map[uint64]ref{}}
	s.n = t.lanes(widest(t, f))
	return s
}

// widest is the size of the widest elements that vectors hold. Masks of registers of their own do not count.
func widest(t *Target, f *vec.Func) int {
	w := 1
	for _, v := range f.Values {
		if !v.Type.Mask || !t.masks || v.Op == vec.Arg {
			w = max(w, v.Type.Part().Elem.Size())
		}
	}
	return w
}

// size is the bytes of a vector of a part's elements of a type.
func (s *selector) size(t vec.Type) int { return s.n * t.Elem.Size() }

func (s *selector) class(t vec.Type) class {
	if t.Mask && s.target.masks {
		return class{mask: true}
	}
	return class{bytes: max(s.size(t), 16)}
}

// values selects all instructions but the stores of the results.
func (s *selector) values() error {
	s.vals = make([][]ref, len(s.f.Values))
	for id, v := range s.f.Values {
		s.vals[id] = make([]ref, s.parts)
		for p := range s.parts {
			before := len(s.steps)
			r, err := s.value(vec.Val(id), v, p)
			if err != nil {
				return err
			}
			s.vals[id][p] = r
			s.mark(before, p)
		}
		if v.Op == vec.RareIf {
			s.noted[v.Args[0]] = true
		}
	}
	return nil
}

// mark says which part the steps from one on are for.
func (s *selector) mark(from, part int) {
	for i := range s.steps[from:] {
		s.steps[from+i].part = part
	}
}

// ErrUnable is what a target cannot do: portable code does it.
var ErrUnable = errors.New("left to portable code")

// unable says what a target cannot do.
func (s *selector) unable(v vec.Value) error {
	return fmt.Errorf("%s has no way to %s of %s: %w", s.target.Name, v.Op, v.Type, ErrUnable)
}

// value selects one part of a value.
func (s *selector) value(id vec.Val, v vec.Value, part int) (ref, error) {
	arg := func(k int) ref { return s.vals[v.Args[k]][part] }
	t := v.Type
	if t.IsComplex() { // made where its parts are read
		return ref{}, nil
	}
	switch v.Op {
	case vec.Real:
		return s.partOf(v.Args[0], 0, part), nil
	case vec.Imag:
		return s.partOf(v.Args[0], 1, part), nil
	case vec.Arg:
		return s.loadArg(v, part)
	case vec.Const:
		return s.constant(t, v.Imm), nil
	case vec.Bits:
		return arg(0), nil
	case vec.RareIf:
		if !s.noted[v.Args[0]] {
			s.noteRare(v.Args[0], part)
		}
		return arg(2), nil
	case vec.Resize:
		return s.resize(t, s.f.Values[v.Args[0]].Type, arg(0)), nil
	case vec.Cast:
		return s.cast(v, s.f.Values[v.Args[0]].Type, arg(0))
	case vec.FMA:
		return s.multiplyAdd(v, part), nil
	case vec.Select:
		return s.chooseBy(v, part), nil
	case vec.Eq, vec.Ne, vec.Lt, vec.Le:
		return s.compare(v.Op, s.f.Values[v.Args[0]].Type, arg(0), arg(1)), nil
	case vec.And, vec.Or, vec.Xor, vec.Not:
		return s.bitwise(v.Op, t, arg(0), arg(1)), nil
	}
	if t.Elem.IsFloat() {
		return s.float(v, arg(0), arg(1))
	}
	return s.integer(v, arg(0), arg(1))
}

// constant is a constant of all lanes, in memory.
func (s *selector) constant(t vec.Type, imm uint64) ref {
	if t.Mask {
		imm = -imm // a mask's lanes are all ones
		if s.target.masks {
			k := s.fresh(class{mask: true})
			op := xorK
			if imm != 0 {
				op = xnorK
			}
			s.steps = append(s.steps, step{op: op, def: k, zero: true})
			return nameRef(k)
		}
	}
	return ref{kind: isConst, elem: t.Elem.Size(), bits: imm & (1<<(8*t.Elem.Size()-1)<<1 - 1), full: max(s.size(t), 16)}
}

// in puts a constant into a register, for what takes no memory.
func (s *selector) in(r ref) ref {
	r = s.keptOr(r)
	if r.kind != isConst {
		return r
	}
	c := class{bytes: r.full}
	if r.bits == 0 {
		def := s.fresh(c)
		s.steps = append(s.steps, step{op: s.bitOp(vec.Xor, 8), def: def, zero: true})
		return nameRef(def)
	}
	load, repeats := s.loadOf(r)
	op := opcode{plain: load}
	if repeats {
		op.repeat = load
	}
	x := s.add(op, c, r)
	s.steps[len(s.steps)-1].copies = true
	return x
}

// loadOf puts a constant into a register; whether it repeats an element in memory.
func (p *program) loadOf(r ref) (op maker, repeat bool) {
	if p.target.masks && (r.elem == 4 || r.elem == 8) {
		return broadcast(r.elem).plain, true
	}
	return p.move(r.full).plain, false
}

// broadcast repeats an element in memory.
func broadcast(size int) opcode {
	if size == 4 {
		return plain(x86.VPBROADCASTD)
	}
	return plain(x86.VPBROADCASTQ)
}

// move loads and stores vectors, or moves them between registers.
func (p *program) move(size int) opcode {
	switch {
	case size == 4:
		return plain(of2(x86.VMOVD))
	case size == 8:
		return plain(of2(x86.VMOVQ))
	case p.target.masks:
		return plain(x86.VMOVDQU64)
	}
	return plain(of2(x86.VMOVDQU))
}

// binary is an instruction of two operands, of which the second may be in memory; Go writes it first.
func (s *selector) binary(op opcode, t vec.Type, x, y ref, commutes bool) ref {
	if x.kind == isConst && y.kind != isConst && commutes {
		x, y = y, x
	}
	return s.add(op, s.class(t), y, s.in(x))
}

func (s *selector) float(v vec.Value, x, y ref) (ref, error) {
	t, size := v.Type, v.Type.Elem.Size()
	switch v.Op {
	case vec.Add:
		return s.binary(addF.of(size), t, x, y, true), nil
	case vec.Sub:
		return s.binary(subF.of(size), t, x, y, false), nil
	case vec.Mul:
		return s.binary(mulF.of(size), t, x, y, true), nil
	case vec.Div:
		return s.binary(divF.of(size), t, x, y, false), nil
	case vec.Min:
		return s.binary(minF.of(size), t, x, y, false), nil
	case vec.Max:
		return s.binary(maxF.of(size), t, x, y, false), nil
	case vec.Sqrt:
		return s.add(sqrtF.of(size), s.class(t), s.in(x)), nil
	case vec.Neg:
		return s.bitwise(vec.Xor, t, x, s.constant(t, 1<<(8*size-1))), nil
	case vec.Abs:
		return s.bitwise(vec.And, t, x, s.constant(t, 1<<(8*size-1)-1)), nil
	case vec.Rint, vec.Floor, vec.Ceil, vec.Trunc:
		const exactly = 8 // no inexact flag
		mode := map[vec.Op]uint64{vec.Rint: 0, vec.Floor: 1, vec.Ceil: 2, vec.Trunc: 3}[v.Op]
		op := round
		if s.target.masks {
			op = rndscale
		}
		return s.add(op.of(size), s.class(t), immediate(mode|exactly), s.in(x)), nil
	}
	return ref{}, s.unable(v)
}

// bitOp is the bit operation on lanes of a size.
func (s *selector) bitOp(op vec.Op, size int) opcode {
	if s.target.masks {
		return map[vec.Op]integers{vec.And: andM, vec.Or: orM, vec.Xor: xorM}[op].of(size)
	}
	return map[vec.Op]opcode{vec.And: and, vec.Or: or, vec.Xor: xor}[op]
}

func (s *selector) bitwise(op vec.Op, t vec.Type, x, y ref) ref {
	if t.Mask && s.target.masks {
		c := class{mask: true}
		switch op {
		case vec.And:
			return s.add(andK, c, x, y)
		case vec.Or:
			return s.add(orK, c, x, y)
		case vec.Xor:
			return s.add(xorK, c, x, y)
		}
		return s.add(notK, c, x)
	}
	if op == vec.Not {
		ones := s.constant(vec.Type{Elem: t.Elem}, 1<<(8*t.Elem.Size()-1)<<1-1)
		return s.binary(s.bitOp(vec.Xor, t.Elem.Size()), t, x, ones, true)
	}
	return s.binary(s.bitOp(op, t.Elem.Size()), t, x, y, true)
}

func (s *selector) integer(v vec.Value, x, y ref) (ref, error) {
	t, size, c := v.Type, v.Type.Elem.Size(), s.class(v.Type)
	signed := t.Elem.Kind() == dtype.KindSigned
	pick := func(s, u integers) opcode {
		if signed {
			return s.of(size)
		}
		return u.of(size)
	}
	switch v.Op {
	case vec.Add:
		return s.binary(addI.of(size), t, x, y, true), nil
	case vec.Sub:
		return s.binary(subI.of(size), t, x, y, false), nil
	case vec.Neg:
		return s.binary(subI.of(size), t, s.constant(t, 0), x, false), nil
	case vec.Abs:
		return s.add(absI.of(size), c, s.in(x)), nil
	case vec.Min:
		return s.binary(pick(minS, minU), t, x, y, true), nil
	case vec.Max:
		return s.binary(pick(maxS, maxU), t, x, y, true), nil
	case vec.Mul:
		if size == 8 && !s.target.masks {
			return s.multiply64(c, x, y), nil
		}
		return s.binary(mulI.of(size), t, x, y, true), nil
	case vec.Shl, vec.Shr:
		return s.shift(v, x, y), nil
	}
	return ref{}, s.unable(v)
}

// multiply64 is made of products of halves, for AVX2.
func (s *selector) multiply64(c class, x, y ref) ref {
	half := func(r ref) ref { return s.add(plain(x86.VPSRLQ), c, immediate(32), r) }
	product := func(a, b ref) ref { return s.add(plain(x86.VPMULUDQ), c, a, b) }
	if x == y { // twice the product of the halves
		x = s.in(x)
		return s.add(addI.of(8), c, s.add(plain(x86.VPSLLQ), c, immediate(33), product(half(x), x)), product(x, x))
	}
	x, y = s.in(x), s.in(y)
	cross := s.add(addI.of(8), c, product(half(x), y), product(half(y), x))
	return s.add(addI.of(8), c, s.add(plain(x86.VPSLLQ), c, immediate(32), cross), product(x, y))
}

// shift goes by a number where that is one, and else by lanes.
func (s *selector) shift(v vec.Value, x, y ref) ref {
	size, c := v.Type.Elem.Size(), s.class(v.Type)
	byNumber, byLanes := shl, shlBy
	if v.Op == vec.Shr {
		if byNumber, byLanes = shrU, shrUBy; v.Type.Elem.Kind() == dtype.KindSigned {
			byNumber, byLanes = shrS, shrSBy
		}
	}
	if y.kind == isConst && (byNumber.of(size).plain != nil) && (s.target.masks || size < 8 || v.Op == vec.Shl || v.Type.Elem.Kind() != dtype.KindSigned) {
		return s.add(byNumber.of(size), c, immediate(min(y.bits, 255)), s.in(x))
	}
	return s.add(byLanes.of(size), c, y, s.in(x))
}

// multiplyAdd takes the sign of a product or an addend into the instruction.
func (s *selector) multiplyAdd(v vec.Value, part int) ref {
	product, addend := 0, 0
	strip := func(id vec.Val, sign *int) ref {
		for s.f.Values[id].Op == vec.Neg {
			*sign ^= 1
			id = s.f.Values[id].Args[0]
		}
		return s.vals[id][part]
	}
	f := &fused{x: strip(v.Args[0], &product), y: strip(v.Args[1], &product), z: strip(v.Args[2], &addend)}
	forms := fusedForms[product][addend]
	if f.forms = forms.double; v.Type == vec.F32 {
		f.forms = forms.single
	}
	f.x, f.y, f.z = s.keptOr(f.x), s.keptOr(f.y), s.keptOr(f.z)
	if f.x.kind == isConst { // constants last: at most one is in memory
		f.x, f.y = f.y, f.x
	}
	f.x = s.in(f.x)
	if f.y.kind == isConst && f.z.kind == isConst {
		f.y = s.in(f.y)
	}
	def := s.fresh(s.class(v.Type))
	s.steps = append(s.steps, step{fma: f, def: def})
	return nameRef(def)
}
