package amd64

import "github.com/mmcloughlin/avo/operand"

// reload lets a step read a value from the frame where it is, if nothing reads that value later and the instruction takes an operand in
// memory: that saves an instruction and, which is more, a register. The place in the frame is free once the step is written.
func (a *allocator) reload(st *step) (free func()) {
	for i, r := range st.operands() {
		if !a.inFrame(*r) || !st.takesMemory(i) {
			continue
		}
		n, slot := r.name, a.slot[r.name]
		*r = ref{kind: isMemory, mem: a.b.frame(slot).(operand.Mem)}
		a.slot[n], a.uses[n] = -1, nil
		if st.fma != nil && i == 0 {
			st.fma.x, st.fma.y = st.fma.y, st.fma.x
		}
		return func() {
			k := kindOf(a.classes[n])
			a.empty[k] = append(a.empty[k], slot)
		}
	}
	return func() {}
}

// inFrame says whether an operand is a vector in the frame alone that is read for the last time.
func (a *allocator) inFrame(r ref) bool {
	return r.kind == isName && r.full == 0 && a.where[r.name] < 0 && a.slot[r.name] >= 0 && len(a.uses[r.name]) == 1 && !a.classes[r.name].mask
}

// takesMemory says whether an operand may be in memory: one of a multiply-add whose others are values, or the first of two.
func (st *step) takesMemory(i int) bool {
	list := st.operands()
	if st.fma == nil && (i > 0 || len(list) != 2 || st.copies) {
		return false
	}
	for k, r := range list {
		if k != i && (r.kind != isName || r.name == list[i].name) {
			return false
		}
	}
	return true
}
