package ir

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/parser"
)

// arguments of a constructor, read from its call.
type arguments struct {
	num      []*Node // positional parameters of the row, in order; nil where absent
	shape    []int
	dtype    dtype.DType
	endpoint bool
}

// constructor is a call such as linspace(0, 1, 5): an operand that is computed, not stored.
func (c *checker) constructor(t *parser.Call, op *Op) *Node {
	args, ok := c.constructorArgs(t, op)
	if !ok {
		return nil
	}
	var g *Generator
	var err error
	switch op.Name {
	case "linspace":
		g, err = c.linspace(t, args)
	case "arange":
		g, err = c.arange(t, args)
	default:
		g, err = c.fill(t, op, args)
	}
	if err != nil {
		c.errorf(t, "%v", err)
	}
	if g == nil || err != nil {
		return nil
	}
	if len(g.Shape) > shape.MaxDims {
		c.errorf(t, "an array has at most %d dimensions", shape.MaxDims)
		return nil
	}
	return NewOperand(g, parser.String(t), g.DType, g.Shape)
}

func (c *checker) constructorArgs(t *parser.Call, op *Op) (a arguments, ok bool) {
	a = arguments{num: make([]*Node, len(op.Params)), endpoint: true}
	if len(t.Args) > len(op.Params) {
		c.errorf(t, "%s takes at most %s", op.Name, op.takes())
		return a, false
	}
	ok = true
	for i, t := range t.Args {
		ok = c.constructorArg(op, &a, op.Params[i], t) && ok
	}
	known := append([]string{"dtype", "shape"}, op.Params...)
	if op.Name == "linspace" {
		known = append(known, "endpoint")
	}
	for _, k := range t.Kwargs {
		if !slices.Contains(known, k.Name) {
			c.badKeyword(op, k, known)
			return a, false
		}
		ok = c.constructorArg(op, &a, k.Name, k.Value) && ok
	}
	return a, ok
}

func (c *checker) constructorArg(op *Op, a *arguments, name string, t parser.Node) (ok bool) {
	switch name {
	case "dtype":
		a.dtype, ok = c.dtype(t)
	case "shape":
		a.shape, ok = c.lengths(t)
	case "endpoint":
		a.endpoint, ok = c.truth(t)
	default:
		n := c.node(t)
		if ok = n != nil; ok && n.Kind != ConstNode {
			c.errorf(t, "%s takes numbers; this is an array", op.Name)
			return false
		}
		a.num[slices.Index(op.Params, name)] = n
	}
	return ok
}

// lengths reads a shape.
func (c *checker) lengths(t parser.Node) ([]int, bool) {
	s, ok := c.integers(t, "shape")
	for _, d := range s {
		if d < 0 {
			c.errorf(t, "a shape has no negative lengths")
			return nil, false
		}
	}
	return s, ok
}

// value is a constant as a float64, or def when it is absent.
func value(n *Node, def float64) float64 {
	if n == nil {
		return def
	}
	return realNumber(n, 0).asFloat()
}

// realNumber is a constant, which is not complex, as a Python number, or def when it is absent.
func realNumber(n *Node, def int64) number {
	if n == nil {
		return number{int: big.NewInt(def)}
	}
	if v, ok := pythonNumber(n); ok {
		return v
	}
	if n.DType.IsFloat() {
		f, _ := cast(n, dtype.Float64, false) // a strong constant folds
		return number{float: math.Float64frombits(f.Bits)}
	}
	return number{int: integerOf(n)}
}

// complexValue is a constant as a complex number.
func complexValue(n *Node) complex128 {
	if n.weak != nil {
		return n.weak.value()
	}
	f, _ := cast(n, dtype.Complex128, false) // a strong constant folds
	return complex(math.Float64frombits(f.Bits), math.Float64frombits(f.Imag))
}

func (c *checker) linspace(t *parser.Call, a arguments) (*Generator, error) {
	if a.num[0] == nil || a.num[1] == nil {
		c.errorf(t, "linspace needs start and stop")
		return nil, nil
	}
	if a.shape == nil {
		num := 50
		if v, ok := a.num[2].integer(); ok && v.Sign() >= 0 && fits(v, dtype.Int64) {
			num = int(v.Int64())
		} else if a.num[2] != nil {
			c.errorf(t, "linspace: num must be a whole number, not negative")
			return nil, nil
		}
		a.shape = []int{num}
	} else if v, ok := a.num[2].integer(); ok {
		if n, fit := shape.Size(a.shape); !fit || !v.IsInt64() || v.Int64() != int64(n) {
			c.errorf(t, "linspace: %v elements do not fill the shape %s", v, shape.Format(a.shape))
			return nil, nil
		}
	}
	start, stop := complexValue(a.num[0]), complexValue(a.num[1])
	isComplex := a.num[0].DType.IsComplex() || a.num[1].DType.IsComplex()
	switch {
	case a.dtype == dtype.Invalid && isComplex:
		a.dtype = dtype.Complex128
	case a.dtype == dtype.Invalid:
		a.dtype = dtype.Float64
	case isComplex && !a.dtype.IsComplex():
		return nil, fmt.Errorf("linspace: complex numbers do not become %s; take their real parts", a.dtype)
	}
	return NewComplexLinspace(start, stop, a.shape, a.endpoint, a.dtype)
}

func (c *checker) arange(t *parser.Call, a arguments) (*Generator, error) {
	start, stop, step := a.num[0], a.num[1], a.num[2]
	if start == nil {
		c.errorf(t, "arange needs at least a stop")
		return nil, nil
	}
	if stop == nil {
		start, stop = nil, start
	}
	d, err := arangeType([]*Node{start, stop, step})
	if err != nil {
		return nil, err
	}
	if a.dtype != dtype.Invalid {
		d = a.dtype
	}
	return arange(realNumber(start, 0), realNumber(stop, 0), realNumber(step, 1), a.shape, d)
}

// fill is zeros, ones and full; their first parameter is a shape, which the row lists as one.
func (c *checker) fill(t *parser.Call, op *Op, a arguments) (*Generator, error) {
	if a.shape == nil {
		c.errorf(t, "%s needs a shape", op.Name)
		return nil, nil
	}
	v := NewFloat(0)
	switch op.Name {
	case "ones":
		v = NewFloat(1)
	case "full":
		if v = a.num[1]; v == nil {
			c.errorf(t, "full needs a fill_value")
			return nil, nil
		}
	}
	d := a.dtype
	if d == dtype.Invalid {
		d = v.DType
		if whole, ok := v.integer(); ok && !fits(whole, d) {
			d = dtype.Uint64
		}
	}
	n, err := Cast(v, d)
	if err != nil {
		return nil, err
	}
	return FillOf(n, a.shape)
}
