package amd64

import (
	"slices"
	"strings"

	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// turn estimates how many cycles a turn of a loop takes on a machine that starts instructions out of order, as soon as
// their operands and a unit are there, among those that its queues and registers hold. Its numbers are those of AMD's Zen 4; what
// matters is which of two loops is faster, and that differs little between machines. Others is the number of instructions
// beside those of vectors, that count and jump.
func turn(nodes []ir.Node, others int) float64 {
	var loop []operation
	ids, slots := map[reg.ID]int{}, map[int]int{} // of registers and of places in the frame
	id := func(r reg.Register) int {
		if _, ok := ids[r.ID()]; !ok {
			ids[r.ID()] = len(ids) + len(slots)
		}
		return ids[r.ID()]
	}
	slot := func(disp int) int {
		if _, ok := slots[disp]; !ok {
			slots[disp] = len(ids) + len(slots)
		}
		return slots[disp]
	}
	for _, n := range nodes {
		if i, ok := n.(*ir.Instruction); ok {
			loop = append(loop, newOperation(i, id, slot))
		}
	}
	m := machine{last: make([]int, len(ids)+len(slots))}
	const warm, turns = 3, 8
	start := 0
	for k := range warm + turns {
		if k == warm {
			start = m.done
		}
		for _, op := range loop {
			m.enter(op)
		}
		for range others {
			m.enter(operation{unit: elsewhere, writes: -1})
		}
	}
	return float64(m.done-start) / turns
}

// operation is what the model knows of an instruction.
type operation struct {
	unit    unit
	latency int
	slots   int // cycles of its unit
	loads   int // slots of the loading units
	stores  int
	moves   bool // from register to register: done by giving it another name
	reads   []int
	writes  int // a vector register; -1 if none
}

type unit uint8

const (
	anywhere unit = iota
	multiplier
	adder
	elsewhere // no unit of vectors
	numUnits
)

// kinds are instructions by the beginning of their names; the first that fits counts.
var kinds = []struct {
	name    string
	unit    unit
	latency int
	slots   int
}{
	{"VFM", multiplier, 4, 1}, {"VFNM", multiplier, 4, 1}, {"VMULP", multiplier, 3, 1}, {"VADDP", adder, 3, 1}, {"VSUBP", adder, 3, 1},
	{"VDIVP", multiplier, 13, 5}, {"VSQRTP", multiplier, 20, 9}, {"VCMPP", multiplier, 2, 1}, {"VMAXP", multiplier, 2, 1}, {"VMINP", multiplier, 2, 1},
	{"VBLENDVP", multiplier, 1, 1}, {"VPBLENDVB", multiplier, 1, 1}, {"VROUND", adder, 3, 1}, {"VRNDSCALE", adder, 3, 1}, {"VCVT", adder, 4, 1},
	{"VPMULLQ", multiplier, 4, 1}, {"VPMULLD", multiplier, 4, 1}, {"VPMUL", multiplier, 3, 1}, {"VPERM", multiplier, 4, 1}, {"VEXTRACT", multiplier, 4, 1},
	{"VPMOVZ", multiplier, 4, 1}, {"VPMOVS", multiplier, 4, 1}, {"VPS", adder, 1, 1}, {"VPTEST", adder, 4, 2}, {"K", elsewhere, 2, 0}, {"V", anywhere, 1, 1},
}

func newOperation(i *ir.Instruction, id func(reg.Register) int, slot func(int) int) operation {
	op := operation{unit: elsewhere, latency: 1, writes: -1}
	wide := 1
	for _, o := range i.Operands {
		if r, ok := o.(reg.Register); ok && r.Kind() == reg.KindVector && r.Size() == 64 {
			wide = 2
		}
	}
	for _, k := range kinds {
		if strings.HasPrefix(i.Opcode, k.name) {
			op.unit, op.latency, op.slots = k.unit, k.latency, k.slots*wide
			break
		}
	}
	for _, o := range i.Inputs {
		switch o := o.(type) {
		case operand.Mem:
			if op.loads = wide; o.Base == reg.RSI {
				op.reads = append(op.reads, slot(o.Disp))
			}
		case reg.Register:
			op.reads = append(op.reads, id(o))
		}
	}
	for _, o := range i.Outputs {
		switch o := o.(type) {
		case operand.Mem:
			op.unit, op.slots, op.stores = elsewhere, 0, wide
			if o.Base == reg.RSI {
				op.writes = slot(o.Disp)
			}
		case reg.Register:
			op.writes = id(o)
		}
	}
	if slices.ContainsFunc(copying, func(name string) bool { return strings.HasPrefix(i.Opcode, name) }) {
		op.unit, op.slots = elsewhere, 0
		if op.moves = op.loads+op.stores == 0; op.moves {
			op.latency = 0
		}
	}
	return op
}

// copying are the beginnings of the names of what loads, stores and moves, and computes nothing.
var copying = []string{"VMOVDQU", "VPBROADCAST", "VMOVQ", "VMOVD"}

// machine is the state of the model: when each instruction so far starts and ends.
type machine struct {
	last   []int  // of each register, the cycle when it has its value
	taken  []load // of each cycle
	starts []int  // of each cycle, the instructions of vector units that start at it
	freed  []int  // of each register taken, when it is free again
	cycle  int    // of the last entry
	inThis int    // entries of it
	behind int    // instructions of vector units that start after it
	done   int    // when all so far are done
}

// load is what of a cycle's units is taken.
type load struct {
	units                 [numUnits]int8
	all, loading, storing int8
}

// What the machine has. A vector register is taken from an instruction's entry until all before it and itself are done. The registers
// and the queue are as many as fit best what chains of multiply-adds and whole functions take; the processor has some more of
// both, of which programs have no use. A store takes a turn of a multiplier.
const (
	entries   = 6   // instructions that enter in a cycle
	registers = 115 // beside those that hold what the program sees
	queue     = 48  // instructions that wait for their operands
	vectors   = 4   // operations that start in a cycle, two of each unit
	transfers = 2   // loads of a cycle
	latency   = 7   // of a load
)

// at is the cycle's load.
func (m *machine) at(cycle int) *load {
	for len(m.taken) <= cycle+16 {
		m.taken = append(m.taken, load{})
		m.starts = append(m.starts, 0)
	}
	return &m.taken[cycle]
}

// advance moves the entry to a later cycle.
func (m *machine) advance(cycle int) {
	for m.cycle < cycle {
		m.cycle++
		m.at(m.cycle)
		m.behind -= m.starts[m.cycle]
		m.inThis = 0
	}
}

// enter puts an instruction in and finds when it starts: not before there is room for it.
func (m *machine) enter(op operation) {
	if m.inThis >= entries {
		m.advance(m.cycle + 1)
	}
	takes := op.writes >= 0 && !op.moves && op.stores == 0
	if n := len(m.freed) - registers; takes && n >= 0 {
		m.advance(m.freed[n])
	}
	queued := op.unit != elsewhere
	m.inThis++
	start := m.cycle + 1
	if queued {
		for left, c := m.behind, m.cycle; left >= queue; start = c + 1 {
			c++
			m.at(c)
			left -= m.starts[c]
		}
	}
	for _, r := range op.reads {
		start = max(start, m.last[r])
	}
	if op.loads > 0 {
		start = max(start, m.transfer(op)+latency)
	}
	switch {
	case op.stores > 0:
		for m.at(start).storing > 0 {
			start++
		}
		start = m.unit(operation{unit: multiplier, slots: op.stores}, start)
		m.starts[start]++
		m.behind++
		for c := range op.stores {
			m.at(start+c).storing++
		}
	case queued:
		start = m.unit(op, start)
		if m.starts[start]++; start > m.cycle {
			m.behind++
		}
	}
	end := start + op.latency
	m.done = max(m.done, end)
	if op.writes >= 0 {
		m.last[op.writes] = end
	}
	if takes {
		m.freed = append(m.freed, m.done)
	}
}

// transfer is when an instruction loads what it has in memory.
func (m *machine) transfer(op operation) int {
	c := m.cycle + 1
	for int(m.at(c).loading)+op.loads > transfers {
		c++
	}
	m.at(c).loading += int8(op.loads)
	return c
}

// unit is when an instruction gets its unit.
func (m *machine) unit(op operation, start int) int {
	for ; !m.free(op, start); start++ {
	}
	for s := range op.slots {
		m.at(start+s).all++
		m.at(start + s).units[op.unit]++
	}
	return start
}

func (m *machine) free(op operation, start int) bool {
	for s := range op.slots {
		l := m.at(start + s)
		if l.all >= vectors || op.unit != anywhere && l.units[op.unit] >= vectors/2 {
			return false
		}
	}
	return true
}
