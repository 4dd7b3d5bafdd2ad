package ir

import (
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/ir/vec"
)

// Ref names what a stage reads: an input of the loop (0, 1, …) or, when negative, stage ^r.
type Ref int

// Stage is a part of a loop's body computed at the rank of its own operands: once for each point of Axes.
type Stage struct {
	Axes   shape.AxisSet
	Inputs []Ref
	Body   []Instr // values are numbered as in a loop: the stage's inputs, then its instructions
	Result int
	Value  int // the loop's number of what it computes
	Out    dtype.DType
}

// hoistCost is the cost of a value, an addition being 1, from which it is worth to store it for all the points
// that share it rather than to compute it again with each of them.
const hoistCost = 8

// stage cuts the body into stages. A value that varies over fewer axes than what uses it becomes a stage of its
// own when that saves work; where its last axis is shorter than the user's it always does, for then a whole run
// of elements shares it. No bit depends on where the cuts are.
func (l *Loop) stage() {
	s := &stager{l: l, first: len(l.Inputs), made: map[int]int{}}
	s.axes = make([]shape.AxisSet, s.first+len(l.Body))
	s.cost = make([]int, s.first+len(l.Body))
	for i, in := range l.Inputs {
		s.axes[i] = in.Axes
	}
	for i, in := range l.Body {
		v := s.first + i
		s.cost[v] = 1
		if in.Op != nil {
			s.cost[v] = in.Op.Cost
		}
		for _, a := range in.Args[:in.N] {
			s.axes[v] |= s.axes[a]
			s.cost[v] += s.cost[a]
		}
		s.cost[v] = min(s.cost[v], 1<<20) // shared values count each time: keep it from overflowing
	}
	l.Out = s.ref(l.Result)
}

type stager struct {
	l     *Loop
	first int // number of the first instruction's value
	axes  []shape.AxisSet
	cost  []int
	made  map[int]int // stage of a value
}

func (s *stager) instr(v int) *Instr { return &s.l.Body[v-s.first] }

// ref is how a stage reads value v: the input itself, or the stage made for it.
func (s *stager) ref(v int) Ref {
	if v < s.first {
		return Ref(v)
	}
	at, ok := s.made[v]
	if !ok {
		st := s.build(v)
		s.l.Stages = append(s.l.Stages, st)
		at = len(s.l.Stages) - 1
		s.made[v] = at
	}
	return Ref(^at)
}

// build makes the stage that computes v.
func (s *stager) build(v int) Stage {
	st := Stage{Axes: s.axes[v], Value: v, Out: s.instr(v).Out}
	var leaves, inner []int // values the stage reads, and those it computes
	at := map[int]int{}
	var visit func(int)
	visit = func(u int) {
		if _, ok := at[u]; ok {
			return
		}
		at[u] = -1
		if u < s.first || u != v && s.hoists(u, st.Axes) {
			leaves = append(leaves, u)
			return
		}
		in := s.instr(u)
		for _, a := range in.Args[:in.N] {
			visit(a)
		}
		inner = append(inner, u)
	}
	visit(v)
	for i, u := range leaves {
		at[u] = i
		st.Inputs = append(st.Inputs, s.ref(u))
	}
	for i, u := range inner {
		at[u] = len(leaves) + i
		in := *s.instr(u)
		for k, a := range in.Args[:in.N] {
			in.Args[k] = at[a]
		}
		st.Body = append(st.Body, in)
	}
	st.Result = at[v]
	return st
}

// hoists reports whether value v becomes a stage when one over axes uses it.
func (s *stager) hoists(v int, axes shape.AxisSet) bool {
	in := s.instr(v)
	if in.N == 0 || s.axes[v] == axes {
		return false
	}
	if in.Op == nil && in.Out.Size() > in.In[0].Size() {
		return false // store the narrow value that a cast widens, and widen it in the user
	}
	return s.cost[v] >= hoistCost || !s.axes[v].Has(0) && axes.Has(0)
}

// Lower writes the stage as one function of primitives over its inputs.
func (st *Stage) Lower(inputs []dtype.DType) *vec.Func {
	types := make([]vec.Type, len(inputs))
	for i, d := range inputs {
		types[i] = vec.TypeOf(d)
	}
	b := vec.NewBuilder(types...)
	vals := make([]vec.Val, 0, len(inputs)+len(st.Body))
	for i := range inputs {
		vals = append(vals, b.Arg(i))
	}
	for _, in := range st.Body {
		args := make([]vec.Val, in.N)
		for k, a := range in.Args[:in.N] {
			args[k] = vals[a]
		}
		vals = append(vals, in.Lower(b, args))
	}
	return b.Func(vals[st.Result])
}

// InputTypes are the element types of a stage's inputs.
func (l *Loop) InputTypes(st *Stage) []dtype.DType {
	types := make([]dtype.DType, len(st.Inputs))
	for i, r := range st.Inputs {
		if types[i] = l.refType(r); types[i] == dtype.Invalid {
			panic("ir: a stage reads a later one")
		}
	}
	return types
}

func (l *Loop) refType(r Ref) dtype.DType {
	if r >= 0 {
		return l.Inputs[r].DType
	}
	return l.Stages[^r].Out
}

// OutType is the element type of the loop's values, before any reduction.
func (l *Loop) OutType() dtype.DType { return l.refType(l.Out) }
