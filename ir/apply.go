package ir

import (
	"fmt"
	"slices"
)

// Apply is a row of the table applied to arrays and options. An array parameter that may be absent is nil then.
func Apply(op *Op, arrays []*Node, o Options) (*Node, error) {
	if err := o.check(op); err != nil {
		return nil, err
	}
	if err := op.complete(arrays); err != nil {
		return nil, err
	}
	if op.Build != nil {
		if op.Kind == Rearranging && slices.ContainsFunc(arrays, isSelection) {
			return nil, errUnsized
		}
		if op.Kind == Reduction && isSelection(arrays[0]) && plainOfAll(op, arrays[0], o) {
			return reduceSelected(op, arrays[0], o.Bool("keepdims"))
		}
		m := &maker{apply: applyByName, op: op}
		n := op.Build(m, arrays, o)
		return n, m.err
	}
	switch op.Kind {
	case Reduction:
		return Reduce(op, arrays[0], o.Ints("axis"), o.Bool("keepdims"))
	case Constructor:
		return nil, fmt.Errorf("%s makes an array and takes numbers, not arrays", op.Name)
	}
	return Call(op, arrays...)
}

// complete reports an array that is missing.
func (op *Op) complete(arrays []*Node) error {
	for i, a := range arrays {
		if a == nil && !op.Sequence && !op.optional(i) {
			return fmt.Errorf("%s takes %s; %s is missing", op.Name, op.takes(), op.param(i))
		}
	}
	return nil
}

func applyByName(name string, arrays []*Node, o Options) (*Node, error) {
	op, ok := Find(name)
	if !ok {
		panic("ir: a row is made of " + name + ", which is no row")
	}
	return Apply(op, arrays, o)
}

// maker makes nodes of other rows, for rows that are made of them. After an error it does nothing more. It has the way to
// the table as a value: functions that the table names cannot name the table.
type maker struct {
	apply func(name string, arrays []*Node, o Options) (*Node, error)
	op    *Op // the row that is made
	err   error

	others *Node // what stands, in a reduction of a selection, in the place of what is not selected; nil: it is left out
}

// do is a row applied to arrays.
func (m *maker) do(name string, arrays ...*Node) *Node { return m.with(name, nil, arrays...) }

// with is a row applied to options and arrays.
func (m *maker) with(name string, o Options, arrays ...*Node) *Node {
	if m.err != nil {
		return nil
	}
	return m.keep(m.apply(name, arrays, o))
}

// keep is n, unless there was an error now or before.
func (m *maker) keep(n *Node, err error) *Node {
	if m.err == nil {
		m.err = err
	}
	if m.err != nil {
		return nil
	}
	return n
}

// fail ends the making with an error.
func (m *maker) fail(format string, args ...any) *Node {
	return m.keep(nil, fmt.Errorf(format, args...))
}
