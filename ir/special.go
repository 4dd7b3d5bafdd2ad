package ir

import (
	"fmt"

	"github.com/b2gen/b2/ir/dtype"
)

// special replaces a call by the one that NumPy makes of it when an argument is a Python number.
func special(op *Op, args []*Node) (*Op, []*Node, error) {
	switch {
	case op.Name == "power" && args[1].weak != nil:
		return op, args, checkPower(args[0], args[1])
	case op.Symbol != "" && len(args) == 2:
		return specialComparison(op, args)
	}
	return op, args, nil
}

// checkPower refuses what NumPy does of integers.
func checkPower(x, y *Node) error {
	if n := y.weak; n.int != nil && n.int.Sign() < 0 && !x.DType.IsFloat() && !x.DType.IsComplex() {
		return fmt.Errorf("integers cannot be raised to a negative integer power; write the exponent as a float")
	}
	return nil
}

// Operate is the operator of a row applied to its operands. Unlike the function, it computes on Python numbers as Python
// does, and x ** y peels the exponents that have an exact shortcut, as NumPy does.
func Operate(op *Op, args ...*Node) (*Node, error) {
	if err := op.complete(args); err != nil {
		return nil, err
	}
	if n, ok, err := foldPython(op, args); ok || err != nil {
		return n, err
	}
	if op.Name == "power" && args[1].weak != nil {
		op, _ = Find(shortcut(args[0].DType, args[1].weak))
		args = args[:len(op.Params)]
	}
	return Call(op, args...)
}

// shortcut is the row that a power with a number for exponent is, for elements of a type.
func shortcut(d dtype.DType, n *number) string {
	float := d.IsFloat() || d.IsComplex()
	if n.complex || n.int == nil && !float { // an integer array becomes float64 first
		return "power"
	}
	switch y := n.asFloat(); {
	case y == 2:
		return "square"
	case y == 1 && d != dtype.Bool && !d.IsComplex():
		return "positive"
	case y == -1 && float:
		return "reciprocal"
	case y == 0.5 && float:
		return "sqrt"
	}
	return "power"
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
