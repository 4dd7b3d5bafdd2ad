package amd64

// nameConstants gives a name to each constant that is read more than once: when there is a register that nothing else
// wants, it stays there from one read to the next.
func (a *allocator) nameConstants() {
	count, order := a.program.constants()
	a.constant = make([]bool, len(a.classes))
	a.constants = map[ref]name{}
	for _, r := range order {
		if count[r] > 1 {
			a.constants[r] = a.fresh(class{bytes: r.full})
			a.constant = append(a.constant, true)
		}
	}
}

// cache puts a constant that will be read again into a register, if there is one for it, and in the step a register for
// a constant that has one.
func (a *allocator) cache(st *step) error {
	for _, r := range st.operands() {
		n, ok := a.constants[*r]
		if !ok {
			continue
		}
		if a.where[n] < 0 && len(a.uses[n]) > 1 && a.roomFor(a.uses[n][1]) {
			a.copies++
			if err := a.define(n, nil); err != nil {
				return err
			}
			op, repeat := a.loadOf(*r)
			if err := a.b.add(op, a.b.constant(*r, repeat), a.operand(nameRef(n), false)); err != nil {
				return err
			}
		}
		if a.where[n] >= 0 {
			*r = nameRef(n)
		} else {
			a.uses[n] = a.uses[n][1:]
		}
	}
	return nil
}

// roomFor says whether a constant that is next read at a step may have a register: one that is free, or that of a
// constant that is read later.
func (a *allocator) roomFor(step int) bool {
	if len(a.free[0]) > 0 {
		return true
	}
	for _, n := range a.held[0] {
		if a.constant[n] && a.uses[n][0] > step {
			return true
		}
	}
	return false
}

// copy writes a constant that is in a register to another one, or hands that over when nothing reads it again.
func (a *allocator) copy(st *step, reads []name, dying map[name]bool) error {
	n := st.args[0].name
	if dying[n] {
		r := a.where[n]
		a.where[n] = -1
		a.copies--
		a.hold(st.def, r)
		return nil
	}
	if err := a.define(st.def, reads); err != nil {
		return err
	}
	return a.b.add(a.moveOp(st.def), a.operand(nameRef(n), false), a.operand(nameRef(st.def), false))
}
