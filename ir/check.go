package ir

import (
	"fmt"
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/parser"
)

// Check gives the tree of src its meaning, with the operands that vars has for its names. What is wrong is
// reported with its place in src, several faults at once.
func Check(src string, tree parser.Node, vars map[string]*Node) (*Node, error) {
	c := &checker{src: src, vars: vars}
	n := c.node(tree)
	if n != nil && n.weak != nil { // a number by itself becomes an array of its default type
		strong, err := cast(n, n.DType, false)
		if err != nil {
			c.errorf(tree, "%v", err)
		}
		n = strong
	}
	if err := c.errs.Err(); err != nil {
		return nil, err
	}
	return n, nil
}

// FreeNames lists the names that an expression needs operands for, in order of appearance.
func FreeNames(tree parser.Node) []string {
	var names []string
	seen := map[string]bool{}
	callee := map[parser.Node]bool{}
	for n := range parser.Preorder(tree) {
		switch n := n.(type) {
		case *parser.Call:
			callee[n.Func] = true
			if f, ok := n.Func.(*parser.Attr); ok && f.Name == "astype" && len(n.Args) == 1 {
				callee[n.Args[0]] = true
			}
			for _, k := range n.Kwargs {
				if k.Name == "dtype" {
					callee[k.Value] = true
				}
			}
		case *parser.Name:
			if _, constant := constants[n.Name]; !callee[n] && !seen[n.Name] && !constant {
				seen[n.Name] = true
				names = append(names, n.Name)
			}
		}
	}
	return names
}

// constants are the names that mean a Python float unless an operand has them.
var constants = map[string]float64{"pi": math.Pi, "e": math.E, "nan": math.NaN(), "inf": math.Inf(1)}

type checker struct {
	src  string
	what string // what src is, for errors; "": an expression
	vars map[string]*Node

	unknown map[string]bool // names that were reported
	errs    parser.Errors
}

func (c *checker) errorf(at parser.Node, format string, args ...any) *parser.Error {
	err := parser.ErrorAt(c.src, at, format, args...)
	err.What = c.what
	c.errs.Add(err)
	return err
}

// node is the meaning of a subexpression, or nil when it has none, which was then reported.
func (c *checker) node(t parser.Node) *Node {
	switch t := t.(type) {
	case *parser.Number:
		return c.number(t)
	case *parser.Bool:
		return NewBool(t.Value)
	case *parser.Name:
		return c.name(t)
	case *parser.Unary:
		return c.operate(t.Pos(), t.Op, t.X)
	case *parser.Binary:
		return c.operate(t.OpPos, t.Op, t.X, t.Y)
	case *parser.Compare:
		return c.compare(t)
	case *parser.Cond:
		return c.conditional(t)
	case *parser.Call:
		return c.call(t)
	case *parser.Index:
		return c.index(t)
	case *parser.Attr:
		return c.attribute(t)
	case *parser.Tuple:
		c.errorf(t, "a tuple is no array; tuples are for axis= and shape=")
	case *parser.StringLit:
		c.errorf(t, "a string is no array; strings are for dtype=")
	default:
		c.errorf(t, "this cannot stand in an expression by itself")
	}
	return nil
}

func (c *checker) number(t *parser.Number) *Node {
	switch t.Kind {
	case parser.Int:
		return NewInt(t.Int)
	case parser.Float:
		return NewFloat(t.Float)
	}
	return newNumber(complexNumber(complex(0, t.Float)))
}

func (c *checker) name(t *parser.Name) *Node {
	if n, ok := c.vars[t.Name]; ok {
		return n
	}
	if v, ok := constants[t.Name]; ok {
		return NewFloat(v)
	}
	if op, ok := Find(t.Name); ok {
		c.errorf(t, "%q is a function and needs arguments", t.Name).WithHint("write %s(…)", op.Name)
		return nil
	}
	if c.unknown[t.Name] {
		return nil
	}
	if c.unknown == nil {
		c.unknown = map[string]bool{}
	}
	c.unknown[t.Name] = true
	err := c.errorf(t, "unknown name %q", t.Name)
	known := make([]string, 0, len(c.vars))
	for name := range c.vars {
		known = append(known, name)
	}
	if s := parser.Suggest(t.Name, known); s != "" {
		err.WithHint("did you mean %q?", s)
	} else {
		err.WithHint("no operand has this name")
	}
	return nil
}

// apply checks the arguments and applies the row; an error of the row itself points at the name. An
// absent argument is nil.
func (c *checker) apply(at parser.Pos, name string, op *Op, o Options, args ...parser.Node) *Node {
	nodes, missing := make([]*Node, len(args)), false
	for i, a := range args {
		if a != nil {
			nodes[i] = c.node(a)
			missing = missing || nodes[i] == nil
		}
	}
	if missing {
		return nil
	}
	n, err := Apply(op, nodes, o)
	return c.made(n, err, at, name, args, nodes)
}

// made is n, unless there was an error, which is reported at the name of a row, or at an operator.
func (c *checker) made(n *Node, err error, at parser.Pos, name string, args []parser.Node, nodes []*Node) *Node {
	if err != nil {
		c.errs.Add(parser.ErrorAtPos(c.src, at, len([]rune(name)), "%v%s", err, operandNotes(args, nodes)))
		return nil
	}
	return n
}

// operate is an operator applied to its operands.
func (c *checker) operate(at parser.Pos, symbol string, args ...parser.Node) *Node {
	nodes, missing := make([]*Node, len(args)), false
	for i, a := range args {
		nodes[i] = c.node(a)
		missing = missing || nodes[i] == nil
	}
	if missing {
		return nil
	}
	op, _ := operator(symbol, len(args))
	n, err := Operate(op, nodes...)
	return c.made(n, err, at, symbol, args, nodes)
}

// conditional chooses elements by a test that is an array, and as Python does by one that is a number.
func (c *checker) conditional(t *parser.Cond) *Node {
	args := []parser.Node{t.Test, t.Then, t.Else}
	test, then, other := c.node(t.Test), c.node(t.Then), c.node(t.Else)
	if test == nil || then == nil || other == nil {
		return nil
	}
	if test.Kind == ConstNode {
		if truth, err := Cast(test, dtype.Bool); err == nil && truth.Bits != 0 {
			return then
		}
		return other
	}
	op, _ := Find("where")
	n, err := Call(op, test, then, other)
	return c.made(n, err, t.Pos(), "where", args, []*Node{test, then, other})
}

// operandNotes names the arrays that took part in what went wrong.
func operandNotes(trees []parser.Node, nodes []*Node) string {
	notes := ""
	seen := map[string]bool{}
	for i, t := range trees {
		if name, ok := t.(*parser.Name); ok && nodes[i].Kind == OperandNode && !seen[name.Name] {
			seen[name.Name] = true
			notes += fmt.Sprintf(", %s is %s %s", name.Name, nodes[i].DType, shape.Format(nodes[i].Shape))
		}
	}
	return notes
}

// compare is the conjunction of the links of a chain.
func (c *checker) compare(t *parser.Compare) *Node {
	and, _ := Find("logical_and")
	var all *Node
	left, leftNode := t.First, c.node(t.First)
	for _, link := range t.Ops {
		right := c.node(link.Y)
		if leftNode == nil || right == nil {
			left, leftNode = link.Y, right
			all = nil
			continue
		}
		op, _ := operator(link.Op, 2)
		n, err := Operate(op, leftNode, right)
		if err == nil && all != nil {
			n, err = Operate(and, all, n)
		}
		if err != nil {
			c.errs.Add(parser.ErrorAtPos(c.src, link.OpPos, len(link.Op), "%v%s", err,
				operandNotes([]parser.Node{left, link.Y}, []*Node{leftNode, right})))
			return nil
		}
		all, left, leftNode = n, link.Y, right
	}
	return all
}
