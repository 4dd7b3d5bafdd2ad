package ir

import (
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// What reductions read of their options.

// reduce is the row itself over the axes of the options.
func (m *maker) reduce(n *Node, o Options, s Setting) *Node { return m.reduceWhere(n, nil, o, s) }

// reduceWhere is reduce of the elements where a mask is true; nil: of all.
func (m *maker) reduceWhere(n, mask *Node, o Options, s Setting) *Node {
	if m.err != nil {
		return nil
	}
	axes, ok := o.axes()
	if !ok {
		axes = nil
	}
	if isSelection(n) {
		if mask != nil {
			if mask = m.do("logical_and", n.Args[1], mask); m.err != nil {
				return nil
			}
			n = selected(n.Args[0], mask, n.Shape)
		}
		return m.reduceSelection(n, axes, o.Bool("keepdims"), s)
	}
	return m.keep(reduceWith(m.op, n, masking{mask: mask}, axes, o.Bool("keepdims"), s))
}

// axes are those of the options, however they were given; false: all.
func (o Options) axes() ([]int, bool) {
	switch v := o["axis"].(type) {
	case int:
		return []int{v}, true
	case []int:
		return v, v != nil
	}
	return nil, false
}

// axis is the one axis of a row that takes no more.
func (m *maker) axis(o Options) (axis int, given bool) {
	axes, given := o.axes()
	if !given {
		return 0, false
	}
	if len(axes) != 1 {
		m.fail("%s takes one axis, not %d", m.op.Name, len(axes))
		return 0, false
	}
	return axes[0], true
}

// number is the value of an option that is a number.
func (m *maker) number(o Options, name string, def float64) float64 {
	switch v := o[name].(type) {
	case int:
		return float64(v)
	case *Node:
		if v.Kind != ConstNode || len(v.Shape) > 0 {
			m.fail("%s of %s must be a number", name, m.op.Name)
			return def
		}
		return value(v, def)
	}
	return def
}

// same are the options that say which axes are reduced over.
func (o Options) same() Options { return o.only("axis", "keepdims") }

// only are those of the options that have one of the names.
func (o Options) only(names ...string) Options {
	out := Options{}
	for _, name := range names {
		if v, ok := o[name]; ok {
			out[name] = v
		}
	}
	return out
}

// chooses reports whether where= is a number: 1 is no True that a reduction is without a mask for.
func (o Options) chooses() bool {
	n := o.Node("where")
	return n != nil && n.weak != nil
}

// mask is the array that says which elements of n count; nil: all.
func (m *maker) mask(n *Node, o Options) *Node {
	mask := o.Node("where")
	if v, ok := o["where"].(bool); ok { // from Go
		mask = boolNode(v)
	}
	if v, ok := mask.integer(); ok && v.IsInt64() && v.Int64()>>1 == 0 { // 0 or 1
		mask = boolNode(v.Int64() == 1)
	}
	switch {
	case mask == nil || mask.Kind == ConstNode && mask.DType == dtype.Bool && mask.Bits != 0:
		return nil
	case mask.DType != dtype.Bool:
		return m.fail("where of %s must be an array of bools, not of %s; write where=mask != 0", m.op.Name, mask.DType)
	}
	if isSelection(n) && mask.Kind == ConstNode {
		return mask
	}
	if isSelection(n) || isSelection(mask) {
		return m.fail("where of %s does not go with a selection such as a[a > 0]; select with both masks, a[m1 & m2]", m.op.Name)
	}
	if s, err := shape.Broadcast(mask.Shape, n.Shape); err != nil || !slices.Equal(s, n.Shape) {
		return m.fail("where of %s has the shape %s, which cannot be broadcast to %s", m.op.Name, shape.Format(mask.Shape), shape.Format(n.Shape))
	}
	return mask
}

func boolNode(v bool) *Node {
	if v {
		return NewConst(dtype.Bool, 1)
	}
	return NewConst(dtype.Bool, 0)
}
