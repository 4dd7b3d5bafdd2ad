package ir

import (
	"fmt"

	"github.com/b2gen/b2/ir/dtype"
)

// special replaces a call by the one that NumPy makes of it when an argument is a Python number.
func special(op *Op, args []*Node) (*Op, []*Node, error) {
	switch {
	case op.Name == "power" && args[1].weak != nil:
		return specialPower(op, args)
	case op.Symbol != "" && len(args) == 2:
		return specialComparison(op, args)
	}
	return op, args, nil
}

// specialPower peels the exponents that have an exact shortcut, as NumPy does.
func specialPower(op *Op, args []*Node) (*Op, []*Node, error) {
	if args[1].weak.complex {
		return op, args, nil
	}
	x, y := args[0], args[1].weak.asFloat()
	to := ""
	switch float := x.DType.IsFloat() || x.DType.IsComplex(); {
	case args[1].weak.int != nil && y < 0 && !float:
		return nil, nil, fmt.Errorf("integers cannot be raised to a negative integer power; write the exponent as a float")
	case args[1].weak.int == nil && !float:
		return op, args, nil // an integer array becomes float64 first
	case y == 2:
		to = "square"
	case y == 1 && x.DType != dtype.Bool && !x.DType.IsComplex():
		to = "positive"
	case y == -1 && float:
		to = "reciprocal"
	case y == 0.5 && float:
		to = "sqrt"
	default:
		return op, args, nil
	}
	row, _ := Find(to)
	return row, args[:1], nil
}

// specialComparison settles the comparison of an integer array with a Python int that its type cannot hold: the
// answer does not depend on the element, so the array is compared with itself.
func specialComparison(op *Op, args []*Node) (*Op, []*Node, error) {
	if sig, err := op.Types([]dtype.Type{args[0].Type(), args[1].Type()}); err != nil || sig.Out != dtype.Bool || op.Types == nil {
		return op, args, nil
	}
	x, v, flip := args[0], args[1].weak, false
	if v == nil {
		x, v, flip = args[1], args[0].weak, true
	}
	if v == nil || v.int == nil || x.weak != nil || !x.DType.IsInteger() || fits(v.int, x.DType) {
		return op, args, nil
	}
	above := (v.int.Sign() > 0) != flip // the number is above every element, seen from the left operand
	truth := false
	switch op.Name {
	case "not_equal":
		truth = true
	case "less", "less_equal":
		truth = above
	case "greater", "greater_equal":
		truth = !above
	case "equal":
	default:
		return op, args, nil
	}
	name := "not_equal"
	if truth {
		name = "equal"
	}
	row, _ := Find(name)
	return row, []*Node{x, x}, nil
}
