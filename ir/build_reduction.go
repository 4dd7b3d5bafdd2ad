package ir

import (
	"math/big"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// How reductions are made of their options: what can be said with other rows is, so that accumulators know of types,
// axes and NaN only.

type buildFunc = func(m *maker, a []*Node, o Options) *Node

// choose is n where the mask is true, and elsewhere another value.
func (m *maker) choose(mask, n, otherwise *Node) *Node {
	if mask == nil || m.err != nil {
		return n
	}
	return m.do("where", mask, n, otherwise)
}

// convert is n as a type that the user chose.
func (m *maker) convert(n *Node, d dtype.DType) *Node {
	if m.err != nil {
		return nil
	}
	return m.keep(Cast(n, d))
}

// buildSum is sum or prod: of bools in bool what truth is, and with a first value one more operation.
func buildSum(truth, join string, identity int) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node {
		n, d := a[0], o.DType("dtype")
		mask := m.mask(n, o)
		if _, none := o["initial"].(noValue); none {
			if s, empty := m.ofNothing(n, o); mask != nil || empty && shape.Len(s) > 0 || o.chooses() {
				return m.fail("%s has no value of nothing without an initial one", m.op.Name)
			}
		}
		var out *Node
		if d == dtype.Bool {
			out = m.choose(mask, m.convert(n, d), boolNode(identity != 0))
			out = m.with(truth, o.same(), out)
		} else {
			if d != dtype.Invalid {
				n = m.convert(n, d)
			}
			n = m.choose(mask, n, NewInt(big.NewInt(int64(identity))))
			if m.err != nil {
				return nil
			}
			if wide, narrow := wideSum(n.DType), n.DType; wide != narrow && shape.Len(n.Shape) > 0 && m.first(n, o) != nil {
				first := m.first(n, o) // rounded once, after it
				out = m.reduce(m.convert(n, wide), o, Setting{})
				return m.convert(m.do(join, out, m.convert(first, wide)), narrow)
			}
			if out = m.reduce(n, o, Setting{}); d != dtype.Invalid {
				out = m.convert(out, d) // of integers as narrow as the type: they wrap around alike
			}
		}
		if m.err != nil {
			return nil
		}
		return m.from(out, o, join, shape.Len(n.Shape) == 0)
	}
}

// wideSum is the type that sums and products are computed in.
func wideSum(d dtype.DType) dtype.DType {
	switch d {
	case dtype.Float16, dtype.Float32:
		return dtype.Float64
	case dtype.Complex64:
		return dtype.Complex128
	}
	return d
}

// from joins the result with the first value of the options, which is the result of no elements.
func (m *maker) from(n *Node, o Options, join string, none bool) *Node {
	first := m.first(n, o)
	if first == nil || m.err != nil {
		return n
	}
	if none {
		return m.fillWith(first, n.Shape)
	}
	return m.do(join, n, first)
}

// first is the first value of the options in the type of the result; nil when there is none.
func (m *maker) first(n *Node, o Options) *Node {
	v, given := o["initial"]
	if _, none := v.(noValue); !given || none || m.err != nil {
		return nil
	}
	first, _ := v.(*Node)
	if i, ok := v.(int); ok { // from Go
		first = NewInt(big.NewInt(int64(i)))
	}
	if first == nil || len(first.Shape) > 0 || first.Kind != ConstNode {
		return m.fail("initial of %s must be a number", m.op.Name)
	}
	if n.DType == dtype.Bool {
		v := complexValue(first)
		return boolNode(v != 0)
	}
	if first.DType.IsComplex() && !n.DType.IsComplex() {
		return m.fail("initial of %s is complex, which is no %s", m.op.Name, n.DType)
	}
	if n.DType.IsInteger() && first.DType.IsFloat() { // as Python's int(initial)
		f := value(first, 0)
		if f-f != 0 {
			return m.fail("initial of %s is %v, which is no %s", m.op.Name, f, n.DType)
		}
		whole, _ := big.NewFloat(f).Int(nil)
		first = NewInt(whole)
	}
	return m.convert(first, n.DType)
}

// buildMean is mean, of float64 or in a type that the user chose.
func buildMean(m *maker, a []*Node, o Options) *Node {
	n, d := a[0], o.DType("dtype")
	mask := m.mask(n, o)
	if d != dtype.Invalid {
		n = m.convert(n, d)
	}
	if m.err != nil {
		return nil
	}
	if d == dtype.Invalid || hasNaN(d) {
		return m.reduceWhere(n, mask, o, Setting{})
	}
	of := o.same()
	of["dtype"] = d
	if mask != nil {
		of["where"] = mask
	}
	total := m.with("sum", of, n)
	return m.convert(m.do("divide", total, m.count(n, mask, o.same())), d)
}

// count is how many elements a result is of.
func (m *maker) count(n, mask *Node, o Options) *Node {
	if m.err != nil {
		return nil
	}
	if isSelection(n) {
		values, of := n.Args[0], n.Args[1]
		if mask != nil {
			of = m.do("logical_and", of, mask)
		}
		ones := m.keep(bools(true, values.Shape))
		if m.err != nil {
			return nil
		}
		return m.with("sum", o, selected(ones, of, n.Shape))
	}
	if mask != nil {
		if !slices.Equal(mask.Shape, n.Shape) {
			mask = m.do("logical_and", mask, m.keep(bools(true, n.Shape)))
		}
		return m.with("sum", o, mask)
	}
	axes, given := o.axes()
	if !given {
		axes = nil
	}
	over, err := overOf(axes, len(n.Shape))
	m.keep(n, err)
	count := 1
	for _, i := range over {
		count *= n.Shape[i]
	}
	return NewConst(dtype.Int64, uint64(count))
}

// bools is an array of bools that are all alike.
func bools(v bool, s []int) (*Node, error) {
	name, bits := "zeros", uint64(0)
	if v {
		name, bits = "ones", 1
	}
	g, err := NewFill(bits, s, dtype.Bool)
	return NewOperand(g, name+"("+shape.Format(s)+", dtype=bool)", dtype.Bool, s), err
}

// buildVar is var.
func buildVar(m *maker, a []*Node, o Options) *Node {
	n := a[0]
	result, ddof := m.deviation(n, o)
	mask := m.mask(n, o)
	if m.err != nil {
		return nil
	}
	return m.convertBack(m.reduceWhere(m.inType(n, result), mask, o, Setting{DDof: ddof}), result)
}

// deviation is the type of a variance and what is taken off the count.
func (m *maker) deviation(n *Node, o Options) (d dtype.DType, ddof float64) {
	ddof = m.number(o, "ddof", 0)
	if _, given := o["correction"]; given {
		if ddof != 0 {
			m.fail("%s takes ddof or correction, not both", m.op.Name)
		}
		ddof = m.number(o, "correction", 0)
	}
	sig, err := m.op.Types([]dtype.Type{n.Type()})
	if m.keep(n, err); err != nil {
		return d, 0
	}
	if d = o.DType("dtype"); d == dtype.Invalid {
		d = sig.Out
	} else if !hasNaN(d) {
		m.fail("%s is a float: dtype cannot be %s", m.op.Name, d)
	} else if n.DType.IsComplex() && d.IsFloat() {
		m.fail("%s of complex numbers has no dtype %s, which they do not fit into; convert the result", m.op.Name, d)
	}
	return d, ddof
}

// inType is n as what a variance of a type is computed of: in the wider of both.
func (m *maker) inType(n *Node, d dtype.DType) *Node {
	if m.err != nil {
		return nil
	}
	switch {
	case n.DType.IsComplex():
		if n.weak == nil && (n.DType == dtype.Complex128 || d.Size() <= n.DType.Size()) {
			return n
		}
		return m.convert(n, dtype.Complex128)
	case d.IsComplex():
		d = d.Part()
	}
	if n.weak == nil && n.DType.IsFloat() && n.DType.Size() >= d.Size() || n.DType == dtype.Float64 || !n.DType.IsFloat() {
		return n
	}
	return m.convert(n, d)
}

// convertBack is a result in the type that it should have.
func (m *maker) convertBack(n *Node, d dtype.DType) *Node {
	if m.err != nil || n.DType == d {
		return n
	}
	if d.IsComplex() && !n.DType.IsComplex() { // what is no finite number is none in its imaginary part, either
		n = m.convert(n, d.Part())
		return m.do("complex", n, m.do("multiply", n, NewFloat(0)))
	}
	return m.convert(n, d)
}

// buildRootOf is the square root of another row with the same options.
func buildRootOf(name string) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node { return m.do("sqrt", m.with(name, o, a[0])) }
}

// buildExtreme is min or max.
func buildExtreme(join string) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node {
		n, mask := a[0], m.mask(a[0], o)
		first := m.first(n, o)
		if m.err != nil {
			return nil
		}
		if first == nil && (mask != nil || o.chooses()) {
			return m.fail("%s has no value where nothing is chosen: a mask needs an initial value", m.op.Name)
		}
		if first == nil {
			return m.reduce(n, o, Setting{})
		}
		if s, none := m.ofNothing(n, o); none {
			return m.fillWith(first, s)
		}
		if isSelection(n) {
			m.others = first
		}
		best := m.reduce(m.choose(mask, n, first), o, Setting{})
		if n.DType.IsComplex() { // of two NaN the first
			return m.do(join, first, best)
		}
		return m.do(join, best, first)
	}
}

// ofNothing is the shape of the result when every result is of no elements.
func (m *maker) ofNothing(n *Node, o Options) ([]int, bool) {
	sum := m.with("sum", o.same(), n)
	if m.err != nil {
		return nil, false
	}
	if isSelection(n) {
		n = n.Args[0]
	}
	return sum.Shape, shape.Len(n.Shape) == 0
}

// fillWith is an array of one value.
func (m *maker) fillWith(v *Node, s []int) *Node {
	g, err := FillOf(v, s)
	if m.keep(v, err); err != nil {
		return nil
	}
	text := "full(" + shape.Format(s) + ", " + formatConst(v) + ", dtype=" + v.DType.String() + ")"
	return NewOperand(g, text, v.DType, s)
}

func buildPtp(m *maker, a []*Node, o Options) *Node {
	return m.do("subtract", m.with("max", o, a[0]), m.with("min", o, a[0]))
}

// buildTruth is any or all.
func buildTruth(identity bool) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node {
		n, mask := a[0], m.mask(a[0], o)
		if mask != nil {
			n = m.choose(mask, m.convert(n, dtype.Bool), boolNode(identity))
		}
		return m.reduce(n, o, Setting{})
	}
}

func buildPosition(m *maker, a []*Node, o Options) *Node {
	m.axis(o) // one at most
	return m.reduce(a[0], o, Setting{})
}

func buildCount(m *maker, a []*Node, o Options) *Node {
	n := a[0]
	if n.DType != dtype.Bool {
		n = m.do("not_equal", n, NewInt(new(big.Int)))
	}
	return m.with("sum", o, n)
}
