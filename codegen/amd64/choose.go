package amd64

import (
	"fmt"
	"slices"

	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/b2gen/b2/ir/vec"
)

// shape is a way to write a loop: how many parts a turn does, which hide the latency of each other, for how many values at
// once the steps are put in order (0: as they were written), and by how many cycles each part comes after the one before: parts that are not in
// the same place need fewer registers together.
type shape struct{ parts, room, stagger int }

// asWritten is two parts as they were written, which is best where nothing has to be hidden, as in functions of a few steps.
var asWritten = shape{parts: 2}

// shapes are those that are tried. The first is the best of most functions.
func (t *Target) shapes() []shape {
	var list []shape
	for _, sh := range []shape{{4, 6, 7}, {4, 5, 4}, {4, 4, 4}, {4, 4, 0}, {4, 6, 14}, {4, 0, 0}, {2, 6, 10}, {2, 5, 0}, {2, 4, 0}, asWritten, {1, 5, 0}, {1, 4, 0}, {1, 0, 0}} {
		sh.room *= t.registers / 8
		list = append(list, sh)
	}
	return list
}

// How much less than another's the cost of a loop must be, the model being what it is, and how much more that of asWritten may be.
const (
	better = 0.02
	enough = 0.01
)

// Add appends a function that computes f over a strip with the instructions of a target: of several loops that which a model
// says is fastest. It is an error, and nothing is appended, when the target cannot.
func (f *File) Add(t *Target, name string, fn *vec.Func) error {
	fn = t.legal(fn)
	var best, simple *body
	for _, sh := range t.shapes() {
		b, err := f.body(t, name, fn, sh)
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		if sh == asWritten {
			simple = b
		}
		if best == nil || b.cost < best.cost*(1-better) {
			best = b
		}
	}
	if simple != nil && simple.cost <= best.cost*(1+enough) {
		best = simple
	}
	for _, g := range best.constants {
		f.keep(g)
	}
	f.avo.AddSection(best.fn)
	f.Lines += len(best.fn.Nodes) + len(best.constants)
	f.Functions = append(f.Functions, name)
	return nil
}

// body makes the function in a shape; nil when a turn would be too long.
func (f *File) body(t *Target, name string, fn *vec.Func, sh shape) (*body, error) {
	s, loop, a, err := f.loop(t, fn, sh, nil)
	if s == nil || err != nil {
		return nil, err
	}
	if keep := s.worthKeeping(t.registers - a.most); a.saves == 0 && len(keep) > 0 {
		if s, loop, a, err = f.loop(t, fn, sh, keep); err != nil {
			return nil, err
		}
	}
	b := &body{file: f, fn: ir.NewFunction(name), constants: loop.constants}
	b.cost = turn(loop.fn.Nodes, len(s.used)+2) / float64(s.n*sh.parts)
	b.fn.SetSignature(f.signature)
	return b, b.assemble(t, s, loop, a)
}

// loop makes the body of the loop, with some constants in registers; nil when a turn would be too long.
func (f *File) loop(t *Target, fn *vec.Func, sh shape, keep []ref) (*selector, *body, *allocator, error) {
	s := newSelector(t, fn, sh.parts)
	s.keep(keep)
	if s.n*sh.parts > t.turn() {
		return nil, nil, nil, nil
	}
	s.used = usedParams(fn)
	if len(s.used) > maxOperands {
		return nil, nil, nil, fmt.Errorf("%s has registers for %d operands, not for %d: %w", t.Name, maxOperands, len(s.used), ErrUnable)
	}
	s.in0 = map[uint64]operand.Mem{}
	for i, k := range s.used {
		s.in0[uint64(k)] = operand.Mem{Base: pointers[i]}
	}
	if err := s.values(); err != nil {
		return nil, nil, nil, err
	}
	s.store(fn.Results[0], operand.Mem{Base: reg.RDX})
	s.prune()
	if sh.room > 0 {
		s.schedule(sh.room-len(keep), sh.stagger)
	}
	loop := &body{file: f, fn: ir.NewFunction("")}
	a := newAllocator(&s.program, loop)
	return s, loop, a, a.run()
}

// worthKeeping are the constants that are read most, as many as there are registers left for them.
func (s *selector) worthKeeping(free int) []ref {
	count, order := s.constants()
	slices.SortStableFunc(order, func(a, b ref) int { return count[b] - count[a] })
	return order[:min(len(order), max(free, 0))]
}
