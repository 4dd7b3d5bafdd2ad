package amd64

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/x86"
)

// allocator gives virtual registers physical ones, in one walk over the steps. When there is none left, the one that is
// used last of all goes to the frame. A value is made once, so that what is in the frame stays true.
type allocator struct {
	*program
	b     *body
	uses  [][]int // of each name, the steps that read it, in order
	where []int   // its register; -1: none
	slot  []int   // its place in the frame; -1: none
	free  [2][]int
	held  [2]map[int]name // what is in each register
	slots int             // bytes of the frame
	empty [2][]int        // places of the frame that are free again
	saves int
	most  int // vector registers that values are in at once

	constants map[ref]name // what is read more than once
	constant  []bool       // of each name, whether it is one
	copies    int          // constants that are in registers now
}

const slotSize = 64

func kindOf(c class) int {
	if c.mask {
		return 1
	}
	return 0
}

func newAllocator(p *program, b *body) *allocator {
	a := &allocator{program: p, b: b}
	a.nameConstants()
	a.uses = make([][]int, len(p.classes))
	a.where, a.slot = make([]int, len(p.classes)), make([]int, len(p.classes))
	for i := range a.where {
		a.where[i], a.slot[i] = -1, -1
	}
	for r := p.target.registers - 1; r >= 0; r-- {
		a.free[0] = append(a.free[0], r)
	}
	for r := maskRegisters - 1; r >= 0; r-- {
		a.free[1] = append(a.free[1], r)
	}
	a.held = [2]map[int]name{{}, {}}
	for _, r := range p.order {
		a.pin(p.kept[r])
	}
	for _, w := range p.witnesses {
		a.pin(w.name)
	}
	for i := range p.steps {
		for _, n := range p.steps[i].reads() {
			a.uses[n] = append(a.uses[n], i)
		}
		for _, r := range p.steps[i].operands() {
			if n, ok := a.constants[*r]; ok && (len(a.uses[n]) == 0 || a.uses[n][len(a.uses[n])-1] < i) {
				a.uses[n] = append(a.uses[n], i)
			}
		}
	}
	return a
}

// pin gives a name a register that is never free and never saved.
func (a *allocator) pin(n name) {
	k := kindOf(a.classes[n])
	last := len(a.free[k]) - 1
	a.where[n] = a.free[k][last]
	a.free[k] = a.free[k][:last]
}

// reads are the names that a step reads, each once.
func (st *step) reads() []name {
	refs := st.refs()
	var names []name
	for i, r := range refs {
		again := false
		for _, q := range refs[:i] {
			again = again || q.kind == isName && q.name == r.name
		}
		if r.kind == isName && !again {
			names = append(names, r.name)
		}
	}
	return names
}

// run allocates all steps and writes them.
func (a *allocator) run() error {
	for i := range a.steps {
		if err := a.step(&a.steps[i]); err != nil {
			return err
		}
	}
	return nil
}

func (a *allocator) step(st *step) error {
	if err := a.cache(st); err != nil {
		return err
	}
	defer a.reload(st)()
	reads := st.reads()
	for _, n := range reads {
		if err := a.load(n, reads); err != nil {
			return err
		}
	}
	dying := map[name]bool{}
	for _, n := range reads {
		a.uses[n] = a.uses[n][1:]
		dying[n] = len(a.uses[n]) == 0 && !a.pinned(n)
	}
	switch {
	case st.fma != nil:
		return a.fused(st, reads, dying)
	case st.copies && st.args[0].kind == isName:
		return a.copy(st, reads, dying)
	}
	args := make([]operand.Op, len(st.args), len(st.args)+1)
	op := st.op.plain
	for k, r := range st.args {
		repeat := r.kind == isConst && st.op.repeat != nil && a.target.masks
		if repeat {
			op = st.op.repeat
		}
		args[k] = a.operand(r, repeat)
	}
	a.release(reads, dying)
	if st.def != none {
		if !a.pinned(st.def) {
			if err := a.define(st.def, reads); err != nil {
				return err
			}
		}
		d := a.operand(nameRef(st.def), false)
		if st.zero {
			args = []operand.Op{d, d}
		}
		args = append(args, d)
	}
	if err := a.b.add(op, args...); err != nil {
		return err
	}
	a.drop(st.def)
	return nil
}

// drop frees the register of a value that nothing reads.
func (a *allocator) drop(n name) {
	if n != none && len(a.uses[n]) == 0 && !a.pinned(n) {
		a.release([]name{n}, map[name]bool{n: true})
	}
}

// operand is what the assembler sees.
func (a *allocator) operand(r ref, repeat bool) operand.Op {
	switch r.kind {
	case isImmediate:
		return operand.U8(r.bits)
	case isMemory:
		return r.mem
	case isConst:
		return a.b.constant(r, repeat)
	}
	c := a.classes[r.name]
	if c.mask {
		return maskRegister(a.where[r.name])
	}
	size := c.bytes
	if r.full > 0 {
		size = r.full
	}
	return register(a.where[r.name], size)
}

// release frees the registers of values that nothing reads any more.
func (a *allocator) release(names []name, dying map[name]bool) {
	for _, n := range names {
		if !dying[n] || a.where[n] < 0 {
			continue
		}
		k := kindOf(a.classes[n])
		a.free[k] = append(a.free[k], a.where[n])
		delete(a.held[k], a.where[n])
		a.where[n] = -1
		if a.constant[n] {
			a.copies--
		}
		if a.slot[n] >= 0 {
			a.empty[k] = append(a.empty[k], a.slot[n])
			a.slot[n] = -1
		}
	}
}

// define gives a value a register. What is in keep must stay where it is.
func (a *allocator) define(n name, keep []name) error {
	k := kindOf(a.classes[n])
	if len(a.free[k]) == 0 {
		if err := a.save(k, keep); err != nil {
			return err
		}
	}
	last := len(a.free[k]) - 1
	a.hold(n, a.free[k][last])
	a.free[k] = a.free[k][:last]
	if k == 0 {
		a.most = max(a.most, a.target.registers-last-a.copies)
	}
	return nil
}

func (a *allocator) hold(n name, r int) {
	a.where[n] = r
	a.held[kindOf(a.classes[n])][r] = n
}

// save frees a register: of a constant, or else by putting the value that is needed last into the frame.
func (a *allocator) save(k int, keep []name) error {
	victim := a.victim(k, keep, true)
	if victim != none {
		a.release([]name{victim}, map[name]bool{victim: true})
		return nil
	}
	if victim = a.victim(k, keep, false); victim == none {
		return fmt.Errorf("%s has too few registers for an instruction: %w", a.target.Name, ErrUnable)
	}
	if a.slot[victim] < 0 {
		a.saves++
		a.slot[victim] = a.place(k)
		if err := a.b.add(a.moveOp(victim), a.operand(nameRef(victim), false), a.b.frame(a.slot[victim])); err != nil {
			return err
		}
	}
	r := a.where[victim]
	a.free[k] = append(a.free[k], r)
	delete(a.held[k], r)
	a.where[victim] = -1
	return nil
}

// victim is the constant, or the value, in a register that is needed last; none if all of them are in keep.
func (a *allocator) victim(k int, keep []name, constant bool) name {
	victim, latest := none, -1
	for r := range a.target.registers {
		n, ok := a.held[k][r]
		if !ok || a.constant[n] != constant {
			continue
		}
		next := math.MaxInt
		if len(a.uses[n]) > 0 {
			next = a.uses[n][0]
		}
		pinned := false
		for _, q := range keep {
			pinned = pinned || q == n
		}
		if !pinned && next > latest {
			victim, latest = n, next
		}
	}
	return victim
}

func (a *allocator) place(k int) int {
	if n := len(a.empty[k]); n > 0 {
		p := a.empty[k][n-1]
		a.empty[k] = a.empty[k][:n-1]
		return p
	}
	a.slots += slotSize
	return a.slots - slotSize
}

// moveOp copies a value of a class from and to memory, or between registers.
func (a *allocator) moveOp(n name) maker {
	switch {
	case a.classes[n].mask:
		return of2(x86.KMOVW)
	case a.target.masks:
		return x86.VMOVDQU64
	}
	return of2(x86.VMOVDQU)
}

// load brings a value back from the frame.
func (a *allocator) load(n name, keep []name) error {
	if a.where[n] >= 0 {
		return nil
	}
	if a.slot[n] < 0 {
		return fmt.Errorf("register v%d is read before it is made", n)
	}
	if err := a.define(n, keep); err != nil {
		return err
	}
	return a.b.add(a.moveOp(n), a.b.frame(a.slot[n]), a.operand(nameRef(n), false))
}

// fused writes a multiply-add over the operand whose register is free after it, in the form for that; if there is none,
// over a copy.
func (a *allocator) fused(st *step, reads []name, dying map[name]bool) error {
	x, y, z := st.fma.x, st.fma.y, st.fma.z
	over := func(r ref) bool { return r.kind == isName && dying[r.name] }
	same := func(r, q ref) bool { return r.kind == isName && q.kind == isName && r.name == q.name }
	var form opcode
	var dest, first, second ref // dest is the operand that is written over; first may be in memory
	switch {
	case z.kind == isName && (over(z) && !same(z, x) && !same(z, y) || y.kind != isName && !over(x)):
		form, dest, first, second = st.fma.forms[2], z, y, x
	case over(y) && !same(y, x) && !over(x):
		form, dest, first, second = st.fma.forms[1], y, z, x
	case y.kind != isName:
		form, dest, first, second = st.fma.forms[0], x, y, z
	default:
		form, dest, first, second = st.fma.forms[1], x, z, y
	}
	repeat := first.kind == isConst && form.repeat != nil && a.target.masks
	op := form.plain
	if repeat {
		op = form.repeat
	}
	// What is written over may be read by another operand, too: then it is copied.
	reuse := over(dest) && !same(dest, first) && !same(dest, second)
	others := map[name]bool{}
	for n, d := range dying {
		others[n] = d && !(reuse && n == dest.name)
	}
	firstOp, secondOp, from := a.operand(first, repeat), a.operand(second, false), a.operand(dest, false)
	if reuse {
		r := a.where[dest.name]
		a.where[dest.name] = -1
		if a.constant[dest.name] {
			a.copies--
		}
		if a.slot[dest.name] >= 0 {
			a.empty[0] = append(a.empty[0], a.slot[dest.name])
			a.slot[dest.name] = -1
		}
		a.hold(st.def, r)
		a.release(reads, others)
	} else {
		if err := a.define(st.def, reads); err != nil {
			return err
		}
		a.release(reads, dying)
		if err := a.b.add(a.moveOp(st.def), from, a.operand(nameRef(st.def), false)); err != nil {
			return err
		}
	}
	if err := a.b.add(op, firstOp, secondOp, a.operand(nameRef(st.def), false)); err != nil {
		return err
	}
	a.drop(st.def)
	return nil
}
