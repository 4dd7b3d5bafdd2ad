package ir

import (
	"fmt"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/ir/vec"
)

// Program is an expression ready to run: loops in order, each over its own index space; the last one's result is
// the expression's.
type Program struct{ Loops []*Loop }

// Loop is an elementwise computation over every point of Shape, and the reduction of its values, if any.
type Loop struct {
	Shape  []int
	Inputs []Input
	Body   []Instr
	Result int    // the value that is the result: an input or an instruction
	Mask   *Input // which points of Shape a reduction is of; nil: all
	Reduce *ReduceStep
	View   *ViewStep // then there is no body: the result is made of the inputs' elements
	Key    string    // canonical typed text of the body; what kernels are found by
	Stages []Stage   // the body cut by the axes its values vary over
	Out    Ref
}

// Input is an array that a loop reads: an operand or the result of an earlier loop.
type Input struct {
	Node   *Node // of an operand; nil for a loop's result
	Loop   int
	DType  dtype.DType
	Shape  []int          // as the loop sees it: what Access makes of the array
	Access []shape.Access // of the array's axes
	Axes   shape.AxisSet
}

// ReduceStep says how a loop's values are reduced.
type ReduceStep struct {
	Op   *Op
	Over []int // sorted axes of the loop
	Keep bool
	Out  dtype.DType
	Setting
	Must string // the error when an element of the result is false
}

// ViewStep says how a view is made of the loop's inputs.
type ViewStep struct {
	Kind  ViewKind
	Axis  int
	At    []int
	DType dtype.DType
}

func (v *ViewStep) equal(w *ViewStep) bool {
	if v == nil || w == nil {
		return v == w
	}
	return v.Kind == w.Kind && v.Axis == w.Axis && v.DType == w.DType && slices.Equal(v.At, w.At)
}

// Instr computes a value from earlier ones. Values are numbered: the inputs first, then the instructions.
type Instr struct {
	Op   *Op // nil for a constant and for a cast
	Args [4]int
	N    int // arguments; 0: a constant, whose bits are Bits
	In   [4]dtype.DType
	Out  dtype.DType
	Bits uint64
	Imag uint64 // of a complex constant; Bits are the real part's
}

// Name is what the instruction does, with the types it takes where these are not its result's.
func (in Instr) Name() string {
	if in.Op != nil {
		return in.Op.Name
	}
	if in.N == 0 {
		return "const"
	}
	return "cast"
}

// Key names the strip function that computes the instruction: "add.f8", "cast.f4.f8", "less.i8.u8", "where.f8".
func (in Instr) Key() string {
	if in.Op == nil {
		return "cast." + in.In[0].Short() + "." + in.Out.Short()
	}
	return stripKey(in.Op, in.In[:in.N])
}

func stripKey(op *Op, in []dtype.DType) string {
	key := op.Name
	for i, d := range in {
		if i == 0 || d != in[i-1] {
			key += "." + d.Short()
		}
	}
	return key
}

// Lower writes the instruction as primitives.
func (in Instr) Lower(b *vec.Builder, args []vec.Val) vec.Val {
	switch {
	case in.N == 0 && in.Out.IsComplex():
		return b.ComplexBits(vec.TypeOf(in.Out), in.Bits, in.Imag)
	case in.N == 0:
		return b.ConstBits(vec.TypeOf(in.Out), in.Bits)
	case in.Op == nil:
		return b.Cast(args[0], vec.TypeOf(in.Out))
	}
	return b.Cast(in.Op.Lower(b, args), vec.TypeOf(in.Out)) // masks of wide lanes become those of bools
}

// Func is the instruction by itself as a function of its arguments.
func (in Instr) Func() *vec.Func {
	types := make([]vec.Type, in.N)
	for i, d := range in.In[:in.N] {
		types[i] = vec.TypeOf(d)
	}
	b := vec.NewBuilder(types...)
	args := make([]vec.Val, in.N)
	for i := range args {
		args[i] = b.Arg(i)
	}
	return b.Func(in.Lower(b, args))
}

// Build makes the program of a checked expression. Equal subexpressions become one value, and those of constants
// only are computed here, by the primitives that kernels use, so that no bit depends on it.
func Build(root *Node) *Program {
	p := &Program{}
	p.loop(root, &built{map[*Node]int{}, map[*Node]int{}})
	return p
}

// built are the loops that there are: of nodes, and of what an access reads the result of.
type built struct{ loops, sources map[*Node]int }

// loop appends the loop that computes n, after those it needs, and returns its number.
func (p *Program) loop(n *Node, loops *built) int {
	if at, ok := loops.loops[n]; ok {
		return at
	}
	of := n
	if n.Kind == ReduceNode && n.Access == nil && n.Args[0].Kind == SelectNode {
		n = lowerSelected(n)
	} else if n.ranks() {
		n = lowerRank(n)
	}
	l := &Loop{Shape: n.Shape}
	body := n
	if n.Kind == ReduceNode && n.Access == nil { // else it is a part of a reduction, which is computed first
		body = n.Args[0]
		l.Shape = body.Shape
		l.Reduce = &ReduceStep{Op: n.Op, Over: n.Over, Keep: n.Keep, Out: n.DType, Setting: n.Setting, Must: n.Must}
	}
	b := &loopBuilder{p: p, l: l, loops: loops, values: map[*Node]int{}, instrs: map[Instr]int{}}
	b.inputs(body)
	l.Result = b.value(body)
	b.finish()
	if l.Reduce != nil && len(n.Args) > 1 {
		mask := b.whole(n.Args[1])
		l.Mask = &mask
	}
	l.Key = l.key()
	loops.loops[of] = p.add(l)
	return loops.loops[of]
}

// add appends a loop unless there is an equal one, and returns its number.
func (p *Program) add(l *Loop) int {
	at := slices.IndexFunc(p.Loops, l.equal)
	if at < 0 {
		if l.View == nil {
			l.stage()
		}
		p.Loops = append(p.Loops, l)
		at = len(p.Loops) - 1
	}
	return at
}

// view appends the loop of a view, read as it was made.
func (p *Program) view(n *Node, loops *built) int {
	source, _ := n.read()
	l := &Loop{Shape: source, View: &ViewStep{Kind: n.View, Axis: n.Along, At: n.At, DType: n.DType}}
	for _, a := range n.Args {
		b := &loopBuilder{p: p, l: l, loops: loops}
		l.Inputs = append(l.Inputs, b.whole(a))
	}
	l.Key = l.key()
	return p.add(l)
}

// equal reports whether another loop computes the same.
func (l *Loop) equal(m *Loop) bool {
	same := l.Key == m.Key && l.View.equal(m.View) && slices.Equal(l.Shape, m.Shape) && slices.EqualFunc(l.Inputs, m.Inputs, Input.equal)
	if l.Reduce == nil || m.Reduce == nil {
		return same && l.Reduce == m.Reduce
	}
	if l.Mask == nil || m.Mask == nil {
		same = same && l.Mask == m.Mask
	} else {
		same = same && l.Mask.equal(*m.Mask)
	}
	return same && l.Reduce.equal(m.Reduce)
}

func (r *ReduceStep) equal(of *ReduceStep) bool {
	return r.Op == of.Op && r.Keep == of.Keep && r.Setting.equal(of.Setting) && r.Must == of.Must && r.Out == of.Out && slices.Equal(r.Over, of.Over)
}

// equal reports whether two inputs read the same elements in the same way.
func (in Input) equal(of Input) bool {
	if in.Loop != of.Loop || !slices.Equal(in.Shape, of.Shape) || !slices.Equal(in.Access, of.Access) {
		return false
	}
	return in.Node == nil || in.Node.Ref == of.Node.Ref
}

// loopBuilder turns the nodes of one loop into instructions.
type loopBuilder struct {
	p      *Program
	l      *Loop
	loops  *built
	values map[*Node]int
	instrs map[Instr]int
}

// inputs gathers the arrays that the loop reads, in order of first appearance.
func (b *loopBuilder) inputs(n *Node) {
	if _, ok := b.values[n]; ok {
		return
	}
	switch {
	case n.Kind == OperandNode:
		b.values[n] = b.input(b.operand(n))
	case n.Kind == ReduceNode || n.Kind == ViewNode:
		b.values[n] = b.input(b.result(n))
	case n.Kind != ConstNode:
		b.values[n] = -1 // seen; numbered by value
		for _, a := range n.Args {
			b.inputs(a)
		}
	}
}

func (b *loopBuilder) operand(n *Node) Input {
	return Input{Node: n, Loop: -1, DType: n.DType, Shape: n.Shape, Access: n.Access, Axes: n.Axes}
}

// whole is any array as an input: what is neither one nor read like one is a loop of its own.
func (b *loopBuilder) whole(n *Node) Input {
	switch n.Kind {
	case OperandNode:
		return b.operand(n)
	case ReduceNode, ViewNode:
		return b.result(n)
	}
	return Input{Loop: b.p.loop(n, b.loops), DType: n.DType, Shape: n.Shape, Access: shape.Whole(len(n.Shape)), Axes: n.Axes}
}

// result is the result of an inner reduction, or a view, as an input.
func (b *loopBuilder) result(n *Node) Input {
	source, access := n.read()
	at, ok := b.loops.sources[n]
	if !ok {
		if n.Kind == ViewNode {
			at = b.p.view(n, b.loops)
		} else {
			whole := *n // only how it is read differs from the reduction itself
			whole.Access, whole.Shape = nil, source
			at = b.p.loop(newNode(whole), b.loops)
		}
		b.loops.sources[n] = at
	}
	return Input{Loop: at, DType: n.DType, Shape: n.Shape, Access: access, Axes: n.Axes}
}

func (b *loopBuilder) input(in Input) int {
	if at := slices.IndexFunc(b.l.Inputs, in.equal); at >= 0 {
		return at
	}
	b.l.Inputs = append(b.l.Inputs, in)
	return len(b.l.Inputs) - 1
}

// value is the number of n's value; instructions are numbered after all inputs.
func (b *loopBuilder) value(n *Node) int {
	if at, ok := b.values[n]; ok && at >= 0 {
		return at
	}
	if n.Kind == BroadcastNode { // an element is the same wherever it is repeated
		b.values[n] = b.value(n.Args[0])
		return b.values[n]
	}
	in := Instr{Op: n.Op, Out: n.DType, N: len(n.Args), Bits: n.Bits, Imag: n.Imag}
	if n.Kind == CastNode || n.Kind == ConstNode {
		in.Op = nil
	}
	for i, a := range n.Args {
		in.Args[i], in.In[i] = b.value(a), a.DType
	}
	b.values[n] = b.add(in)
	return b.values[n]
}

func (b *loopBuilder) add(in Instr) int {
	if in.N > 0 {
		in.Bits, in.Imag = 0, 0
		in = b.fold(in)
	}
	if at, ok := b.instrs[in]; ok {
		return at
	}
	b.l.Body = append(b.l.Body, in)
	at := len(b.l.Inputs) + len(b.l.Body) - 1
	b.instrs[in] = at
	return at
}

// fold evaluates an instruction whose arguments are constants.
func (b *loopBuilder) fold(in Instr) Instr {
	builder := vec.NewBuilder()
	var args []vec.Val
	for _, a := range in.Args[:in.N] {
		if a < len(b.l.Inputs) || b.l.Body[a-len(b.l.Inputs)].N > 0 {
			return in
		}
		args = append(args, b.l.Body[a-len(b.l.Inputs)].Lower(builder, nil))
	}
	c := newElement(in.Out, builder.Func(in.Lower(builder, args)).Eval())
	return Instr{Out: in.Out, Bits: c.Bits, Imag: c.Imag}
}

// finish drops the instructions that nothing needs (folding leaves some behind).
func (b *loopBuilder) finish() {
	l := b.l
	first := len(l.Inputs)
	live := make([]bool, len(l.Body))
	mark := func(v int) {
		if v >= first {
			live[v-first] = true
		}
	}
	mark(l.Result)
	for i := len(l.Body) - 1; i >= 0; i-- {
		if live[i] {
			for _, a := range l.Body[i].Args[:l.Body[i].N] {
				mark(a)
			}
		}
	}
	at := map[int]int{}
	var kept []Instr
	for i, in := range l.Body {
		if !live[i] {
			continue
		}
		for k, a := range in.Args[:in.N] {
			if a >= first {
				in.Args[k] = at[a]
			}
		}
		at[first+i] = first + len(kept)
		kept = append(kept, in)
	}
	if l.Body = kept; l.Result >= first {
		l.Result = at[l.Result]
	}
}

// key writes the body as canonical text: a line an input and an instruction, shapes left out.
func (l *Loop) key() string {
	var s strings.Builder
	for i, in := range l.Inputs {
		fmt.Fprintf(&s, "v%d = input.%s\n", i, in.DType.Short())
	}
	for i, in := range l.Body {
		fmt.Fprintf(&s, "v%d = %s.%s", len(l.Inputs)+i, in.Name(), in.Out.Short())
		for _, a := range in.Args[:in.N] {
			fmt.Fprintf(&s, " v%d", a)
		}
		if in.N == 0 {
			fmt.Fprintf(&s, " %#x", in.Bits)
			if in.Out.IsComplex() {
				fmt.Fprintf(&s, " %#x", in.Imag)
			}
		}
		s.WriteByte('\n')
	}
	if l.View != nil {
		fmt.Fprintf(&s, "return %s", l.View.Kind)
		return s.String()
	}
	fmt.Fprintf(&s, "return v%d", l.Result)
	return s.String()
}
