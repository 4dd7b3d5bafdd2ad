package ir

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// A selection is what a mask takes of an array: a[a > 0]. How long it is nobody knows before the mask was computed, so
// its length is Unknown, and nothing but these can be made of it: elementwise functions, which are computed before the
// selection, and reductions over all of it.

// Unknown is the length of a selection.
const Unknown = -1

var errUnsized = errors.New("the length of a selection such as a[a > 0] is known only when it is computed: " +
	"only elementwise functions and sums, means, minima and maxima of all of it can be made of it")

// selected is the elements of n that a mask of the same first axes selects, in C order. The axes of n after those stay, and
// the selection's is where the shape has Unknown.
func selected(n, mask *Node, s []int) *Node {
	return newNode(Node{Kind: SelectNode, Args: []*Node{n, mask}, DType: n.DType, Shape: s, Axes: shape.Varying(s)})
}

// Selection is the values and the mask of a selection, of one shape.
func (n *Node) Selection() (values, mask *Node) {
	values, mask = n.Args[0], n.Args[1]
	axes := make([]int, len(values.Shape))
	for i := range axes {
		if axes[i] = i; i >= len(mask.Shape) {
			axes[i] = NewAxis
		}
	}
	return values, broadcast(Reaxis(mask, axes), values.Shape)
}

func castSelected(n *Node, d dtype.DType, explicit bool) (*Node, error) {
	v, err := cast(n.Args[0], d, explicit)
	if err != nil {
		return nil, err
	}
	return selected(v, n.Args[1], n.Shape), nil
}

// callSelected is an elementwise row of selections by one mask: the selection of the row's result.
func callSelected(op *Op, args []*Node) (n *Node, ok bool, err error) {
	at := slices.IndexFunc(args, func(a *Node) bool { return a.Kind == SelectNode })
	if at < 0 {
		return nil, false, nil
	}
	first := args[at]
	values := slices.Clone(args)
	for i, a := range args {
		switch {
		case a.Kind == SelectNode && same(a.Args[1], first.Args[1]) && slices.Equal(a.Args[0].Shape, first.Args[0].Shape) && slices.Equal(a.Shape, first.Shape):
			values[i] = a.Args[0]
		case a.Kind == SelectNode:
			return nil, true, fmt.Errorf("selections by different masks may be of different lengths")
		case len(a.Shape) > 0:
			return nil, true, errUnsized
		}
	}
	if n, err = Call(op, values...); err != nil {
		return nil, true, err
	}
	return selected(n, first.Args[1], first.Shape), true, nil
}

// same reports whether two nodes are written alike, of the same operands.
func same(a, b *Node) bool {
	if a == b {
		return true
	}
	x, xs := Format(a)
	y, ys := Format(b)
	if strings.Contains(x, "…") { // too long to be written whole
		return false
	}
	return x == y && slices.EqualFunc(xs, ys, func(p, q Named) bool { return p.Node.Ref == q.Node.Ref })
}

// reduceSelected is a reduction over all of a selection.
func reduceSelected(op *Op, n *Node, axes []int, keep bool) (*Node, error) {
	switch {
	case len(n.Shape) > 1:
		return nil, fmt.Errorf("%s of a selection of rows is not there; select of all axes", op.Name)
	case axes != nil && !slices.Equal(axes, []int{0}) && !slices.Equal(axes, []int{-1}):
		return nil, fmt.Errorf("%s of a selection goes over all of it: it has one axis", op.Name)
	case op.Reduce < ReduceSum || op.Reduce > ReduceMax:
		return nil, fmt.Errorf("%s of a selection such as a[a > 0] is not there", op.Name)
	case op.Reduce.needsOne(op.SkipNaN) && shape.Len(n.Args[0].Shape) == 0:
		return nil, fmt.Errorf("%s of an empty selection has no value", op.Name)
	}
	arg, out, err := reduceTypes(op, n, Setting{})
	if err != nil {
		return nil, err
	}
	r := newNode(Node{Kind: ReduceNode, Op: op, Args: []*Node{arg}, DType: out.accumulated, Shape: []int{}, Over: []int{0}})
	if r, err = cast(r, out.result, false); err == nil && keep {
		r = Reaxis(r, []int{NewAxis})
	}
	return r, err
}

func isSelection(n *Node) bool { return n != nil && n.Kind == SelectNode }

// applySelected is a reduction with options over all of a selection: of the whole array, with the mask as where=.
func applySelected(op *Op, n *Node, o Options) (*Node, error) {
	axes, given := o.axes()
	if !given {
		axes = nil
	}
	if plain := len(o.only("axis", "keepdims")) == len(o); plain && op.Reduce >= ReduceSum && op.Reduce <= ReduceMax && !op.SkipNaN {
		return reduceSelected(op, n, axes, o.Bool("keepdims"))
	}
	switch {
	case len(n.Shape) > 1 || axes != nil && !scalarAxis(axes):
		return nil, fmt.Errorf("%s of a selection goes over all of it", op.Name)
	case op.option("where") < 0 || o["where"] != nil:
		return nil, errUnsized
	}
	of := maps.Clone(o)
	delete(of, "axis")
	delete(of, "keepdims")
	values, mask := n.Selection()
	of["where"] = mask
	r, err := Apply(op, []*Node{values}, of)
	if err == nil && o.Bool("keepdims") {
		r = Reaxis(r, []int{NewAxis})
	}
	return r, err
}

// lowerSelected is a reduction of a selection as reductions of the whole arrays.
func lowerSelected(r *Node) *Node {
	values, mask := r.Args[0].Selection()
	m := &maker{apply: applyByName}
	count := m.do("sum", mask)
	fill := func(bits uint64) *Node { // of complex numbers, both parts
		return m.do("where", mask, values, newElement(values.DType, []uint64{bits, bits}))
	}
	switch r.Op.Reduce {
	case ReduceSum:
		return must(m.do("sum", fill(0)), m)
	case ReduceMean:
		wide := dtype.Float64
		if values.DType.IsComplex() {
			wide = dtype.Complex128
		}
		values = m.keep(cast(values, wide, false))
		return must(m.keep(cast(m.do("divide", m.do("sum", fill(0)), count), r.DType, false)), m)
	}
	best := m.do(r.Op.Name, fill(identity(r.Op.Reduce, values.DType)))
	any := m.do("max", mask)
	if m.err == nil {
		named := *any
		named.Must = r.Op.Name + " of an empty selection has no value"
		any = newNode(named)
	}
	return must(m.do("where", any, best, best), m)
}

// must is a node whose making cannot fail: what was checked before is made of other rows.
func must(n *Node, m *maker) *Node {
	if m.err != nil {
		panic("ir: " + m.err.Error())
	}
	return n
}

// identity is the element that changes no minimum or maximum.
func identity(k ReduceKind, d dtype.DType) uint64 {
	lowest, size := k == ReduceMax, uint(8*d.Size())
	switch {
	case d.IsComplex():
		return identity(k, d.Part())
	case d.IsFloat():
		v := math.Inf(1)
		if lowest {
			v = math.Inf(-1)
		}
		bits, _ := number{float: v}.bits(d)
		return bits
	case d == dtype.Bool:
		if lowest {
			return 0
		}
		return 1
	case d.Kind() == dtype.KindUnsigned:
		if lowest {
			return 0
		}
		return math.MaxUint64 >> (64 - size)
	case lowest:
		return 1 << (size - 1)
	}
	return math.MaxUint64 >> (65 - size)
}

// Rows is the elements of a selection of shape s, one row after the other, as an array. Where rows have no elements, n has
// one for each.
func Rows(n *Node, d dtype.DType, s []int) *Node {
	along := slices.Index(s, Unknown)
	row := slices.Delete(slices.Clone(s), along, along+1)
	out := n
	if size := shape.Len(row); size == 0 {
		out = zeros(d, append([]int{n.Shape[0]}, row...))
	} else {
		out = reshape(n, append([]int{n.Shape[0] / size}, row...))
	}
	order := firstNumbers(len(s))
	copy(order, order[1:along+1])
	order[along] = 0
	return Reaxis(out, order)
}
