package ir

import (
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
		switch f.Name {
		case "astype":
			return c.astype(t, f)
		case "reshape", "transpose", "permute_dims": // NumPy takes a.reshape(2, 3), too
			if len(t.Args) > 1 {
				list := &parser.Tuple{Items: t.Args}
				return c.function(t, f, f.Name, []parser.Node{f.X, list})
			}
		}
		if f.Name == "slice" {
			return c.sliced(t, f)
		}
		if op, ok := Find(f.Name); ok && (op.Kind == Elementwise && op.Name != "conjugate" || op.Kind == Constructor) {
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
		if _, isFunc := at.(*parser.Name); isFunc && c.vars[name] != nil {
			c.errorf(at, "%q is an array, not a function", name).WithHint("write %s[…] for a part of it, %s * … for a product", name, name)
			return nil
		}
		err := c.errorf(at, "unknown function %q", name)
		if s := parser.Suggest(name, Names()); s != "" {
			err.WithHint("did you mean %q?", s)
		}
		return nil
	}
	if op.Kind == Constructor {
		return c.constructor(t, op)
	}
	trees, options, ok := c.bind(t, op, args)
	if !ok {
		return nil
	}
	return c.apply(placeOf(at), name, op, options, trees...)
}

// placeOf is where the name of a function or a method stands.
func placeOf(f parser.Node) parser.Pos {
	if a, ok := f.(*parser.Attr); ok {
		return a.NamePos
	}
	return f.Pos()
}

// bind puts the arguments of a call in the order of the row's parameters, and reads its options. An array that may be
// absent is nil then.
func (c *checker) bind(t *parser.Call, op *Op, args []parser.Node) (arrays []parser.Node, o Options, ok bool) {
	values := make([]parser.Node, len(op.Params)+len(op.Options))
	if len(args) > len(values) {
		c.errorf(t, "%s takes %s, but %d are given", op.Name, op.takes(), len(args))
		return nil, nil, false
	}
	copy(values, args)
	for _, k := range t.Kwargs {
		i := op.parameter(k.Name)
		switch {
		case i < 0:
			c.badKeyword(op, k, op.parameters())
			return nil, nil, false
		case values[i] != nil:
			c.errs.Add(parser.ErrorAtPos(c.src, k.NamePos, len(k.Name), "%s has argument %q twice", op.Name, k.Name))
			return nil, nil, false
		}
		values[i] = k.Value
	}
	arrays, ok = c.arrays(t, op, values[:len(op.Params)])
	o = Options{}
	for i, have := range op.Options {
		v := values[len(op.Params)+i]
		if v == nil {
			if have.Default == "" && ok {
				c.errorf(t, "%s needs %s", op.Name, have.Name)
				ok = false
			}
			continue
		}
		value, read := c.option(op, have, v)
		if ok = ok && read; read && value != nil {
			o[have.Name] = value
		}
	}
	return arrays, o, ok
}

// arrays are the trees of a call's array parameters.
func (c *checker) arrays(t *parser.Call, op *Op, values []parser.Node) ([]parser.Node, bool) {
	if op.Sequence {
		list, ok := values[0].(*parser.Tuple)
		if !ok {
			c.errorf(t, "%s takes a tuple of arrays", op.Name).WithHint("write %s((a, b))", op.Name)
			return nil, false
		}
		return list.Items, true
	}
	for i, v := range values {
		if _, none := v.(*parser.NoneLit); none && op.optional(i) {
			values[i] = nil
		} else if v == nil && !op.optional(i) {
			c.errorf(t, "%s takes %s; %s is missing", op.Name, op.takes(), op.param(i))
			return nil, false
		}
	}
	return values, true
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

// pythonTypes are what Python's types are as element types; its bool has NumPy's name.
var pythonTypes = map[string]dtype.DType{"int": dtype.Int64, "float": dtype.Float64, "complex": dtype.Complex128}

// dtype reads an element type written as a name or a string.
func (c *checker) dtype(t parser.Node) (dtype.DType, bool) {
	text := ""
	switch t := t.(type) {
	case *parser.Attr:
		if t.Name == "dtype" {
			n := c.node(t.X)
			if n == nil {
				return 0, false
			}
			return n.DType, true
		}
	case *parser.Name:
		text = t.Name
	case *parser.StringLit:
		text = t.Value
	}
	if d, ok := pythonTypes[text]; ok {
		return d, true
	}
	d, err := dtype.Parse(text)
	if err != nil {
		c.errorf(t, "%v", err)
	}
	return d, err == nil
}
