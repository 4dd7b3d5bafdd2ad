package amd64

import (
	"testing"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/b2gen/b2/ir/vec"
)

// polynomial is one of x, and the mask of where it is negative decides; huge x are rare.
func polynomial() *vec.Func {
	b := vec.NewBuilder(vec.F64)
	x := b.Arg(0)
	y := b.Float(vec.F64, 1)
	for i := range 8 {
		y = b.FMA(y, x, b.Float(vec.F64, float64(i)))
	}
	n := b.Mul(b.Bits(y, vec.I64), b.ConstBits(vec.I64, 0x123456789)) // in AVX2 the constant is read three times
	y = b.Add(y, b.Bits(n, vec.F64))
	y = b.RareIf(b.Gt(b.Abs(x), b.Float(vec.F64, 100)), 0, x, y)
	return b.Func(b.Select(b.Lt(y, b.Float(vec.F64, 0)), x, y))
}

// TestSchedule checks that every step still comes after what makes its operands, and that none is lost.
func TestSchedule(t *testing.T) {
	for _, target := range []*Target{AVX2, AVX512} {
		for _, sh := range []shape{{2, 1, 0}, {2, 6, 0}, {2, 100, 0}, {4, 6, 4}, {4, 100, 14}} {
			room := sh.room
			s := newSelector(target, polynomial(), sh.parts)
			s.keep(nil)
			s.in0 = map[uint64]operand.Mem{0: {Base: reg.RAX}}
			if err := s.values(); err != nil {
				t.Fatal(err)
			}
			s.store(s.f.Results[0], operand.Mem{Base: reg.RDX})
			s.prune()
			before := len(s.steps)
			inOrder := name(0)
			s.schedule(room, sh.stagger)
			if len(s.steps) != before {
				t.Fatalf("%s: %d steps of %d", target.Name, len(s.steps), before)
			}
			made := map[name]bool{}
			for _, w := range s.witnesses {
				made[w.name] = true
			}
			moved := false
			for i := range s.steps {
				st := &s.steps[i]
				for _, n := range st.reads() {
					if !made[n] {
						t.Errorf("%s, room %d: step %d reads v%d, which comes later", target.Name, room, i, n)
					}
				}
				if made[st.def] && !s.pinned(st.def) {
					t.Errorf("%s, room %d: step %d makes v%d again", target.Name, room, i, st.def)
				}
				if st.def != none {
					moved = moved || st.def < inOrder
					made[st.def], inOrder = true, max(inOrder, st.def)
				}
			}
			if room == 100 && !moved {
				t.Errorf("%s: the order is that of the lowering", target.Name)
			}
		}
	}
}
