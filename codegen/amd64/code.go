package amd64

import (
	"slices"

	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
)

// maker builds an instruction, the operands in Go's order: the destination last.
type maker = func(ops ...operand.Op) (*ir.Instruction, error)

// opcode is an instruction, and its form that repeats one element in memory to all lanes; nil where there is none.
type opcode struct {
	plain, repeat maker
	latency       int // cycles, about; 0: one
}

// name is a virtual register: a vector, or a mask of AVX-512.
type name int32

const none name = -1

// class is what a virtual register is.
type class struct {
	mask  bool
	bytes int // of a vector
}

// ref is an operand of an instruction before it has registers.
type ref struct {
	kind refKind
	name name
	elem int    // of a constant: bytes of an element
	bits uint64 // of a constant's element, or an immediate
	high uint64 // of a constant's element of 16 bytes, its upper half
	full int    // bytes of the vector that a constant fills, or of what is used of a register; 0: all of it
	mem  operand.Mem
}

type refKind uint8

const (
	isName refKind = iota
	isConst
	isImmediate
	isMemory
)

func nameRef(n name) ref { return ref{kind: isName, name: n} }

func immediate(v uint64) ref { return ref{kind: isImmediate, bits: v} }

// step is an instruction before it has registers.
type step struct {
	op     opcode
	args   []ref // without the destination
	def    name  // the destination; none for stores and tests
	fma    *fused
	zero   bool // all operands are the destination: it becomes zeros, or ones
	copies bool // of a constant into a register
	part   int  // of the turn's parts, which it is for
}

// fused is a multiply-add: x*y + z, with signs.
type fused struct {
	forms   [3]opcode // 132, 213, 231
	x, y, z ref
}

// program is the body of a loop: steps in order, each for one part of its values.
type program struct {
	target  *Target
	steps   []step
	classes []class
	kept    map[ref]name // constants that stay in registers for all of the loop
	order   []ref        // of them

	witnesses []witness // of rare lanes
}

func (p *program) fresh(c class) name {
	p.classes = append(p.classes, c)
	return name(len(p.classes) - 1)
}

// add appends an instruction and returns its destination.
func (p *program) add(op opcode, c class, args ...ref) ref {
	p.known(args)
	def := p.fresh(c)
	p.steps = append(p.steps, step{op: op, args: args, def: def})
	return nameRef(def)
}

// effect appends an instruction without a destination.
func (p *program) effect(op opcode, args ...ref) {
	p.known(args)
	p.steps = append(p.steps, step{op: op, args: args, def: none})
}

// known puts the registers of constants that have one in their places.
func (p *program) known(args []ref) {
	for i, r := range args {
		args[i] = p.keptOr(r)
	}
}

func (p *program) keptOr(r ref) ref {
	if n, ok := p.kept[r]; ok && r.kind == isConst {
		return nameRef(n)
	}
	return r
}

// keep gives constants registers of their own.
func (p *program) keep(list []ref) {
	p.kept, p.order = map[ref]name{}, list
	for _, r := range list {
		p.kept[r] = p.fresh(class{bytes: r.full})
	}
}

// constants counts the reads of each constant in memory; order is that of the first ones.
func (p *program) constants() (count map[ref]int, order []ref) {
	count = map[ref]int{}
	for i := range p.steps {
		for _, r := range p.steps[i].refs() {
			if r.kind == isConst {
				if count[r]++; count[r] == 1 {
					order = append(order, r)
				}
			}
		}
	}
	return count, order
}

// operands are the places of the operands of a step.
func (st *step) operands() []*ref {
	if st.fma != nil {
		return []*ref{&st.fma.x, &st.fma.y, &st.fma.z}
	}
	list := make([]*ref, len(st.args))
	for i := range st.args {
		list[i] = &st.args[i]
	}
	return list
}

// refs are the operands of a step.
func (st *step) refs() []ref {
	if st.fma != nil {
		return []ref{st.fma.x, st.fma.y, st.fma.z}
	}
	return st.args
}

// prune drops the steps whose results nothing reads: masks that a choice looked through, signs that went into a
// multiply-add.
func (p *program) prune() {
	read := make([]bool, len(p.classes))
	for _, w := range p.witnesses {
		read[w.name] = true
	}
	kept := p.steps[:0:0]
	for _, st := range slices.Backward(p.steps) {
		if st.def != none && !read[st.def] {
			continue
		}
		for _, n := range st.reads() {
			read[n] = true
		}
		kept = append(kept, st)
	}
	slices.Reverse(kept)
	p.steps = kept
}
