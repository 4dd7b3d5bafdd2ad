package ir

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/parser"
)

// Format writes a node as an expression that means the same, and lists the operands under the names it gives them:
// their own, or others where two arrays have the same name or one has none.
func Format(n *Node) (text string, operands []Named) {
	p := &printer{most: maxPrinted, names: map[any]string{}, taken: map[string]bool{}}
	return parser.String(p.tree(n)), p.operands
}

// Brief writes a node for people: … stands for what would make it long.
func Brief(n *Node) string {
	p := &printer{most: maxBrief, brief: true, names: map[any]string{}, taken: map[string]bool{}}
	return parser.String(p.tree(n))
}

// Named is an operand and its name in a text.
type Named struct {
	Name string
	Node *Node
}

// maxPrinted bounds a text: subexpressions that are shared are written each time, which may double again and again.
const (
	maxPrinted = 100_000
	maxBrief   = 500
)

// briefPositions is how many positions of a long list are written in brief.
const briefPositions = 10

type printer struct {
	printed  int // nodes
	most     int // of them
	brief    bool
	names    map[any]string
	taken    map[string]bool
	operands []Named
}

func (p *printer) tree(n *Node) parser.Node {
	t := p.plain(n)
	if n.Kind != CallNode && n.Kind != CastNode {
		return t
	}
	own := 0
	for _, a := range n.Args {
		own = max(own, len(a.Shape))
	}
	if own == len(n.Shape) {
		return t
	}
	index := &parser.Index{X: t} // leading axes of length 1, which no argument has
	for range len(n.Shape) - own {
		index.Items = append(index.Items, &parser.NoneLit{})
	}
	return index
}

// plain is tree without the axes that the node has and its arguments have not.
func (p *printer) plain(n *Node) parser.Node {
	if p.printed++; p.printed > p.most {
		return &parser.Name{Name: "…"}
	}
	switch n.Kind {
	case OperandNode:
		return p.read(p.operand(n), n.Source, n.Shape, n.Access)
	case ConstNode:
		return constTree(n)
	case CastNode:
		if !n.Explicit {
			return p.tree(n.Args[0])
		}
		return &parser.Call{Func: &parser.Name{Name: n.DType.String()}, Args: []parser.Node{p.tree(n.Args[0])}}
	case ReduceNode:
		call := p.reduction(n)
		if n.Access != nil {
			return p.read(call, n.Source, n.Shape, n.Access)
		}
		return call
	case BroadcastNode:
		return callTree("broadcast_to", p.tree(n.Args[0]), tupleOf(n.Shape))
	case ViewNode:
		return p.view(n)
	case SelectNode:
		return p.selection(n)
	}
	return p.call(n)
}

// call writes an operator as one.
func (p *printer) call(n *Node) parser.Node {
	args := make([]parser.Node, len(n.Args))
	for i, a := range n.Args {
		args[i] = p.tree(a)
	}
	switch s := n.Op.Symbol; {
	case s != "" && !slices.ContainsFunc(n.Args, func(a *Node) bool { return a.was == nil && !a.bool }):
		return &parser.Call{Func: &parser.Name{Name: n.Op.Name}, Args: args} // of the operator Python would make a number
	case n.Op.Name == "square":
		return &parser.Binary{Op: "**", X: args[0], Y: &parser.Number{Int: big.NewInt(2)}}
	case s == "", n.Op.Name == "power" && n.Args[1].was != nil && shortcut(n.Args[0].DType, n.Args[1].was) != "power":
		return &parser.Call{Func: &parser.Name{Name: n.Op.Name}, Args: args}
	case len(args) == 1:
		return &parser.Unary{Op: s, X: args[0]}
	case strings.ContainsAny(s, "=<>") && s != "<<" && s != ">>":
		return &parser.Compare{First: args[0], Ops: []parser.CompareOp{{Op: s, Y: args[1]}}}
	default:
		return &parser.Binary{Op: s, X: args[0], Y: args[1]}
	}
}

// operand is the name of an array; a generated one is written as its constructor.
func (p *printer) operand(n *Node) parser.Node {
	if _, generated := n.Ref.(*Generator); generated {
		if tree, err := parser.Parse(n.Name); err == nil {
			return tree
		}
	}
	name, ok := p.names[n.Ref]
	if !ok {
		name = n.Name
		for i := 0; name == "" || p.taken[name]; i++ {
			name = fmt.Sprintf("o%d", i)
		}
		p.names[n.Ref], p.taken[name] = name, true
		p.operands = append(p.operands, Named{name, n})
	}
	return &parser.Name{Name: name}
}

// read writes what an access takes of an array as an index.
func (p *printer) read(array parser.Node, source, out []int, access []shape.Access) parser.Node {
	if straight, s, order := reordered(out, access); order != nil {
		return callTree("permute_dims", p.read(array, source, s, straight), tupleOf(order))
	}
	var items []parser.Node
	next, plain := len(out)-1, true // next: the axis of the result, from the last, that comes next
	newAxes := func(down int) {
		for ; next > down; next-- {
			items = append(items, &parser.NoneLit{})
			plain = false
		}
	}
	for i, a := range access {
		if a.Axis < 0 {
			items = append(items, intTree(a.Start))
			plain = false
			continue
		}
		newAxes(a.Axis)
		next--
		count := out[len(out)-1-a.Axis]
		if a.Start == 0 && a.Step == 1 && count == source[i] {
			items = append(items, &parser.Slice{})
			continue
		}
		plain = false
		s := &parser.Slice{Lo: intTree(a.Start)}
		if stop := a.Start + a.Step*count; stop >= 0 {
			s.Hi = intTree(stop)
		}
		if a.Step != 1 {
			s.Step = intTree(a.Step)
		}
		items = append(items, s)
	}
	newAxes(-1)
	if plain {
		return array
	}
	return &parser.Index{X: array, Items: items}
}

// view writes a view as the call that makes it.
func (p *printer) view(n *Node) parser.Node {
	source, access := n.read()
	switch n.View {
	case ViewReshape:
		return p.read(callTree("reshape", p.tree(n.Args[0]), tupleOf(source)), source, n.Shape, access)
	case ViewGather:
		index := &parser.Index{X: p.tree(n.Args[0]), Items: fullSlices(n.Along)}
		for _, a := range n.Args[1:] {
			of := a
			if a.Kind == BroadcastNode {
				of = a.Args[0]
			}
			if of.Kind == ViewNode && of.View == ViewNonzero && of.Access == nil {
				a = of.Args[0] // the mask itself, which an index broadcasts
			}
			index.Items = append(index.Items, p.tree(a))
		}
		return p.read(index, source, n.Shape, access)
	case ViewTake:
		at := tupleOf(n.At[:p.positions(n.At)])
		if len(at.Items) < len(n.At) {
			at.Items = append(at.Items, &parser.Name{Name: "…"})
		}
		return callTree("take", p.tree(n.Args[0]), at, intTree(n.Along))
	}
	parts := &parser.Tuple{}
	for _, a := range n.Args {
		parts.Items = append(parts.Items, p.tree(a))
	}
	return callTree("concat", parts, intTree(n.Along))
}

// positions is how many of a list are written.
func (p *printer) positions(at []int) int {
	if p.brief && len(at) > briefPositions {
		return briefPositions
	}
	return len(at)
}

// selection writes what a mask takes of an array whose axes are in the order of the result.
func (p *printer) selection(n *Node) parser.Node {
	values, masked := n.Args[0], len(n.Args[1].Shape)
	along := slices.Index(n.Shape, Unknown)
	order := firstNumbers(len(values.Shape))
	order = slices.Insert(slices.Clone(order[masked:]), along, order[:masked]...)
	return &parser.Index{X: p.tree(Reaxis(values, order)), Items: append(fullSlices(along), p.tree(n.Args[1]))}
}

func fullSlices(n int) []parser.Node {
	items := make([]parser.Node, n)
	for i := range items {
		items[i] = &parser.Slice{}
	}
	return items
}

func callTree(name string, args ...parser.Node) parser.Node {
	return &parser.Call{Func: &parser.Name{Name: name}, Args: args}
}

// tupleOf writes numbers as a tuple, a single one, too.
func tupleOf(list []int) *parser.Tuple {
	t := &parser.Tuple{}
	for _, v := range list {
		t.Items = append(t.Items, intTree(v))
	}
	return t
}

// reordered splits an access whose axes come in another order into one that leaves them as they are in the source, and
// the order they get: the axes after the first that are in the result, from the source's side.
func reordered(out []int, access []shape.Access) (straight []shape.Access, s, order []int) {
	var from []int // the axes of the result in the order of the source's
	for _, a := range access {
		if a.Axis >= 0 {
			from = append(from, len(out)-1-a.Axis)
		}
	}
	if slices.IsSorted(from) {
		return access, out, nil
	}
	for k := range out { // new axes come last
		if !slices.Contains(from, k) {
			from = append(from, k)
		}
	}
	straight, s, order = slices.Clone(access), make([]int, len(out)), make([]int, len(out))
	for at, k := range from {
		s[at], order[k] = out[k], at
	}
	for i, a := range access {
		if a.Axis >= 0 {
			straight[i].Axis = len(out) - 1 - order[len(out)-1-a.Axis]
		}
	}
	return straight, s, order
}

func intTree(v int) parser.Node { return numberTree(number{int: big.NewInt(int64(v))}) }

// intTuple writes numbers as a tuple, a single one as itself.
func intTuple(list []int) parser.Node {
	if len(list) == 1 {
		return intTree(list[0])
	}
	return tupleOf(list)
}

// constTree writes a constant: a Python number as such, for it adapts again when read; a sized one with its type.
func constTree(n *Node) parser.Node {
	switch {
	case n.weak != nil:
		return numberTree(*n.weak)
	case n.was != nil:
		return numberTree(*n.was)
	case n.bool:
		return valueTree(n)
	}
	d := n.DType
	if n.half {
		if d = dtype.Float16; n.DType.IsComplex() {
			d = dtype.Complex64
		}
	}
	return &parser.Call{Func: &parser.Name{Name: d.String()}, Args: []parser.Node{valueTree(n)}}
}

// valueTree writes the value of a sized constant.
func valueTree(n *Node) parser.Node {
	switch {
	case n.DType == dtype.Bool:
		return &parser.Bool{Value: n.Bits != 0}
	case n.DType == dtype.Complex64:
		return numberTree(complexNumber(complex128(complex(math.Float32frombits(uint32(n.Bits)), math.Float32frombits(uint32(n.Imag))))))
	case n.DType == dtype.Complex128:
		return numberTree(complexNumber(complex(math.Float64frombits(n.Bits), math.Float64frombits(n.Imag))))
	case n.DType == dtype.Float64:
		return numberTree(number{float: math.Float64frombits(n.Bits)})
	case n.DType == dtype.Float16:
		return numberTree(number{float: float64(dtype.Half(n.Bits).Float32())})
	case n.DType == dtype.Float32:
		return numberTree(number{float: float64(math.Float32frombits(uint32(n.Bits)))})
	}
	return numberTree(number{int: integerOf(n)})
}

// integerOf is the value of a sized constant that is an integer or a bool.
func integerOf(n *Node) *big.Int {
	if k := n.DType.Kind(); k == dtype.KindUnsigned || k == dtype.KindBool {
		return new(big.Int).SetUint64(n.Bits)
	}
	shift := 64 - 8*n.DType.Size()
	return big.NewInt(int64(n.Bits<<shift) >> shift)
}

// formatConst is the value of a sized constant as text.
func formatConst(n *Node) string { return parser.String(valueTree(n)) }

func numberTree(v number) parser.Node {
	if v.complex {
		return complexTree(v.float, v.imag)
	}
	if v.int != nil {
		if v.int.Sign() < 0 {
			return &parser.Unary{Op: "-", X: &parser.Number{Int: new(big.Int).Neg(v.int)}}
		}
		return &parser.Number{Int: v.int}
	}
	switch f := v.float; {
	case math.IsNaN(f):
		return &parser.Name{Name: "nan"}
	case math.IsInf(f, 0), math.Signbit(f):
		var x parser.Node = &parser.Number{Kind: parser.Float, Float: math.Abs(f)}
		if math.IsInf(f, 0) {
			x = &parser.Name{Name: "inf"}
		}
		if f < 0 || math.Signbit(f) {
			return &parser.Unary{Op: "-", X: x}
		}
		return x
	}
	return &parser.Number{Kind: parser.Float, Float: v.float}
}
