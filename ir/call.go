package ir

import (
	"slices"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/parser"
)

// call is the meaning of f(...) and of x.f(...).
func (c *checker) call(t *parser.Call) *Node {
	switch f := t.Func.(type) {
	case *parser.Name:
		return c.function(t, f, f.Name, t.Args)
	case *parser.Attr:
		if f.Name == "astype" {
			return c.astype(t, f)
		}
		if op, ok := Find(f.Name); ok && op.Kind != Reduction {
			c.errorf(t.Func, "%q is a function, not a method", f.Name).WithHint("write %s(%s)", f.Name, parser.String(f.X))
			return nil
		}
		return c.function(t, f, f.Name, append([]parser.Node{f.X}, t.Args...))
	}
	c.errorf(t.Func, "only a function can be called")
	return nil
}

func (c *checker) function(t *parser.Call, at parser.Node, name string, args []parser.Node) *Node {
	if d, err := dtype.Parse(name); err == nil && d.String() == name {
		return c.conversion(t, d, args)
	}
	op, ok := Find(name)
	if !ok {
		err := c.errorf(at, "unknown function %q", name)
		if s := parser.Suggest(name, Names()); s != "" {
			err.WithHint("did you mean %q?", s)
		}
		return nil
	}
	switch op.Kind {
	case Reduction:
		return c.reduction(t, op, args)
	case Constructor:
		return c.constructor(t, op)
	}
	args, ok = c.bind(t, op, args)
	if !ok {
		return nil
	}
	return c.apply(t, t.Pos(), name, op, args...)
}

// bind puts the arguments of an elementwise call in the order of the row's parameters.
func (c *checker) bind(t *parser.Call, op *Op, args []parser.Node) ([]parser.Node, bool) {
	bound := slices.Clone(args)
	for _, k := range t.Kwargs {
		i := slices.Index(op.Params, k.Name)
		if i < 0 {
			c.badKeyword(op, k, op.Params)
			return nil, false
		}
		for len(bound) <= i {
			bound = append(bound, nil)
		}
		if bound[i] != nil {
			c.errs.Add(parser.ErrorAtPos(c.src, k.NamePos, len(k.Name), "%s has argument %q twice", op.Name, k.Name))
			return nil, false
		}
		bound[i] = k.Value
	}
	if len(bound) != len(op.Params) || slices.Contains(bound, nil) {
		c.errorf(t, "%s takes %s, but %d given", op.Name, counted(len(op.Params), "argument", op.Params), len(args)+len(t.Kwargs))
		return nil, false
	}
	return bound, true
}

// counted is "2 arguments (x, y)".
func counted(n int, what string, names []string) string {
	s := []string{"no", "1", "2", "3"}[n] + " " + what
	if n != 1 {
		s += "s"
	}
	return s + " (" + strings.Join(names, ", ") + ")"
}

func (c *checker) badKeyword(op *Op, k parser.Kwarg, known []string) {
	err := parser.ErrorAtPos(c.src, k.NamePos, len(k.Name), "%s has no argument %q", op.Name, k.Name)
	if s := parser.Suggest(k.Name, known); s != "" {
		err.WithHint("did you mean %q?", s)
	} else {
		err.WithHint("it has %s", strings.Join(known, ", "))
	}
	c.errs.Add(err)
}

// conversion is float32(x).
func (c *checker) conversion(t *parser.Call, d dtype.DType, args []parser.Node) *Node {
	if len(args) != 1 || len(t.Kwargs) != 0 {
		c.errorf(t, "%s takes 1 argument, the value to convert", d)
		return nil
	}
	n := c.node(args[0])
	if n == nil {
		return nil
	}
	out, err := Cast(n, d)
	if err != nil {
		c.errorf(t, "%v", err)
		return nil
	}
	return out
}

// astype is x.astype(float32).
func (c *checker) astype(t *parser.Call, f *parser.Attr) *Node {
	if len(t.Args) != 1 || len(t.Kwargs) != 0 {
		c.errorf(t, "astype takes 1 argument, the dtype")
		return nil
	}
	d, ok := c.dtype(t.Args[0])
	if !ok {
		return nil
	}
	return c.conversion(t, d, []parser.Node{f.X})
}

// dtype reads an element type written as a name or a string.
func (c *checker) dtype(t parser.Node) (dtype.DType, bool) {
	text := ""
	switch t := t.(type) {
	case *parser.Name:
		text = t.Name
	case *parser.StringLit:
		text = t.Value
	}
	d, err := dtype.Parse(text)
	if err != nil {
		c.errorf(t, "%v", err)
	}
	return d, err == nil
}

// reduction is sum(a, axis=0, keepdims=True).
func (c *checker) reduction(t *parser.Call, op *Op, args []parser.Node) *Node {
	if len(args) == 0 || len(args) > 2 {
		c.errorf(t, "%s takes an array, and axis= and keepdims=", op.Name)
		return nil
	}
	n := c.node(args[0])
	var axes []int
	keep, ok := false, true
	if len(args) == 2 {
		axes, ok = c.axes(args[1])
	}
	for _, k := range t.Kwargs {
		switch {
		case k.Name == "axis" && len(args) == 1:
			axes, ok = c.axes(k.Value)
		case k.Name == "keepdims":
			keep, ok = c.truth(k.Value)
		default:
			c.badKeyword(op, k, []string{"axis", "keepdims"})
			ok = false
		}
		if !ok {
			return nil
		}
	}
	if n == nil || !ok {
		return nil
	}
	out, err := Reduce(op, n, axes, keep)
	if err != nil {
		c.errorf(t, "%v", err)
		return nil
	}
	return out
}

// axes reads axis=: None, a number or a tuple of numbers. No axes at all is an empty list, not nil.
func (c *checker) axes(t parser.Node) ([]int, bool) {
	if _, none := t.(*parser.NoneLit); none {
		return nil, true
	}
	return c.integers(t, "axis")
}

// integers reads a whole number or a tuple of them.
func (c *checker) integers(t parser.Node, what string) ([]int, bool) {
	items := []parser.Node{t}
	if tuple, ok := t.(*parser.Tuple); ok {
		items = tuple.Items
	}
	out := make([]int, 0, len(items))
	for _, it := range items {
		v, ok := c.node(it).integer()
		if !ok || !fits(v, dtype.Int64) {
			c.errorf(it, "%s must be a whole number or a tuple of them", what)
			return nil, false
		}
		out = append(out, int(v.Int64()))
	}
	return out, true
}

func (c *checker) truth(t parser.Node) (value, ok bool) {
	b, ok := t.(*parser.Bool)
	if !ok {
		c.errorf(t, "this must be True or False")
		return false, false
	}
	return b.Value, true
}
