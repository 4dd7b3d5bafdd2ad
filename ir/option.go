package ir

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/parser"
)

// Option is a parameter of a row that is no array, such as an axis or an element type.
type Option struct {
	Name    string
	Takes   OptionKind
	Default string // as Python writes it; "": it must be given
	None    bool   // None is a value of its own, not the default
}

// OptionKind is what an option's value is, and its Go type in Options.
type OptionKind uint8

const (
	TakesInt       OptionKind = iota // a whole number: int
	TakesInts                        // a whole number or a tuple of them: []int
	TakesBool                        // bool
	TakesDType                       // dtype.DType
	TakesNumber                      // a number or a constant: *Node
	TakesArray                       // *Node
	TakesText                        // string
	TakesNumbers                     // a number or a list of them: *Node, int, []*Node or []float64
	TakesPositions                   // a list of whole numbers, or of lists of them, or an array: Positions, []int, or *Node
)

// Options are the values of a call's options, by name. Those that are absent, or None, have their defaults.
type Options map[string]any

// noValue is None, where that is a value of its own.
type noValue struct{}

// Int is a whole number, or def when it is absent.
func (o Options) Int(name string, def int) int {
	if list, ok := o[name].([]int); ok && len(list) == 1 { // as Axis gives it
		return list[0]
	}
	if v, ok := o[name].(int); ok {
		return v
	}
	return def
}

// Ints is a list of whole numbers, nil when it is absent. An empty list is not nil.
func (o Options) Ints(name string) []int {
	v, _ := o[name].([]int)
	return v
}

// Bool is a truth value, False when it is absent.
func (o Options) Bool(name string) bool {
	v, _ := o[name].(bool)
	return v
}

// DType is an element type, Invalid when it is absent.
func (o Options) DType(name string) dtype.DType {
	v, _ := o[name].(dtype.DType)
	return v
}

// Node is a number or an array, nil when it is absent.
func (o Options) Node(name string) *Node {
	v, _ := o[name].(*Node)
	return v
}

// Text is a string, or def when it is absent.
func (o Options) Text(name, def string) string {
	if v, ok := o[name].(string); ok {
		return v
	}
	return def
}

// check holds the options to what a row has.
func (o Options) check(op *Op) error {
	for name := range o {
		if !slices.ContainsFunc(op.Options, func(have Option) bool { return have.Name == name }) {
			return fmt.Errorf("%s has no argument %q", op.Name, name)
		}
	}
	for _, have := range op.Options {
		if _, given := o[have.Name]; !given && have.Default == "" {
			return fmt.Errorf("%s needs %s", op.Name, have.Name)
		}
	}
	return nil
}

// option reads the value of an option. None is nil.
func (c *checker) option(op *Op, o Option, t parser.Node) (v any, ok bool) {
	if _, none := t.(*parser.NoneLit); none && o.Default != "" && (o.Takes != TakesInt || o.Default == "None" || o.None) {
		if o.None {
			return noValue{}, true
		}
		return nil, true
	}
	switch o.Takes {
	case TakesPositions:
		return c.positions(t)
	case TakesNumbers:
		if list, ok := t.(*parser.Tuple); ok {
			return c.numbers(op, o, list)
		}
	case TakesBool:
		return c.truth(t)
	case TakesDType:
		return c.dtype(t)
	case TakesInts:
		return c.integers(t, o.Name)
	case TakesInt:
		v, ok := c.whole(t, o.Name+" must be a whole number")
		return v, ok
	case TakesText:
		s, ok := t.(*parser.StringLit)
		if !ok {
			c.errorf(t, "%s must be a string", o.Name)
			return nil, false
		}
		return s.Value, true
	}
	n := c.node(t)
	if n == nil {
		return nil, false
	}
	if (o.Takes == TakesNumber || o.Takes == TakesNumbers) && n.Kind != ConstNode {
		c.errorf(t, "%s of %s must be a number", o.Name, op.Name)
		return nil, false
	}
	return n, true
}

// numbers reads a list of numbers.
func (c *checker) numbers(op *Op, o Option, t *parser.Tuple) ([]*Node, bool) {
	list := make([]*Node, len(t.Items))
	for i, it := range t.Items {
		n := c.node(it)
		if n == nil {
			return nil, false
		}
		if n.Kind != ConstNode {
			c.errorf(it, "%s of %s must be a number, or a list of numbers", o.Name, op.Name)
			return nil, false
		}
		list[i] = n
	}
	return list, true
}

// positions reads a list of whole numbers, one by itself, or an array of them. Truth values count as 0 and 1.
func (c *checker) positions(t parser.Node) (any, bool) {
	if list, ok := t.(*parser.Tuple); ok {
		l, ok := c.listed(list)
		return Positions{At: l.at, Shape: l.shape}, ok
	}
	n := c.node(t)
	if n == nil {
		return nil, false
	}
	v, err := positionsOf(n)
	if err != nil {
		c.errorf(t, "%v", err)
	}
	return v, err == nil
}

// whole is the whole number that t must be; else says what is wrong when it is none.
func (c *checker) whole(t parser.Node, otherwise string) (int, bool) {
	if x, index := t.(*parser.Index); index {
		before := len(c.errs)
		if v, ok := c.lengthOf(x); ok {
			return v, len(c.errs) == before
		}
	}
	n := c.node(t)
	if n == nil {
		return 0, false
	}
	v, ok := n.integer()
	if !ok || !fits(v, dtype.Int64) {
		c.errorf(t, "%s", otherwise)
		return 0, false
	}
	return int(v.Int64()), true
}

// integers reads a whole number or a tuple of them.
func (c *checker) integers(t parser.Node, what string) ([]int, bool) {
	before := len(c.errs)
	if s, ok := c.shapeOf(t); ok {
		return s, len(c.errs) == before
	}
	items := []parser.Node{t}
	if tuple, ok := t.(*parser.Tuple); ok {
		items = tuple.Items
	}
	out := make([]int, 0, len(items))
	for _, it := range items {
		v, ok := c.whole(it, what+" must be a whole number or a tuple of them")
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
	return out, true
}

// truth reads True or False, or as Python does a number.
func (c *checker) truth(t parser.Node) (value, ok bool) {
	if b, ok := t.(*parser.Bool); ok {
		return b.Value, true
	}
	if n, ok := t.(*parser.Number); ok && n.Kind == parser.Int {
		return n.Int.Sign() != 0, true
	}
	c.errorf(t, "this must be True or False")
	return false, false
}

// integer is the value of a node that must be a whole number, such as an axis.
func (n *Node) integer() (*big.Int, bool) {
	if n == nil || n.weak == nil || n.weak.int == nil {
		return nil, false
	}
	return n.weak.int, true
}
