package ir

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
	"github.com/b2gen/b2/parser"
)

// number is a Python number: an int of any size, or, when int is nil, a float or a complex number.
type number struct {
	int     *big.Int
	float   float64 // or the real part
	imag    float64
	complex bool
}

// asFloat is the number as a float, an infinity where it is too large for one.
func (v number) asFloat() float64 {
	if v.int == nil {
		return v.float
	}
	f, _ := new(big.Float).SetInt(v.int).Float64()
	return f
}

// finite reports Python's error when an int is too large for a float.
func (v number) finite() error {
	if v.int != nil && math.IsInf(v.asFloat(), 0) {
		return fmt.Errorf("a python integer of %d bits is too large for a float", v.int.BitLen())
	}
	return nil
}

// truth is what the number is as a condition.
func (v number) truth() bool {
	if v.int != nil {
		return v.int.Sign() != 0
	}
	return v.float != 0 || v.imag != 0
}

// pythonNumber is a constant that is a Python number, a bool as an int.
func pythonNumber(n *Node) (number, bool) {
	switch {
	case n.weak != nil:
		return *n.weak, true
	case n.bool:
		return number{int: new(big.Int).SetUint64(n.Bits)}, true
	}
	return number{}, false
}

// bits is the number as an element of d, or NumPy's error when it does not fit.
func (v number) bits(d dtype.DType) (uint64, error) {
	switch {
	case v.complex && d != dtype.Bool:
		return 0, fmt.Errorf("python complex %s cannot become %s; take its real or its imaginary part", parser.String(numberTree(v)), d)
	case d == dtype.Float64:
		return math.Float64bits(v.asFloat()), v.finite()
	case d == dtype.Float32:
		return uint64(math.Float32bits(float32(v.asFloat()))), v.finite()
	case d == dtype.Float16:
		return uint64(dtype.HalfOf(v.asFloat())), v.finite()
	case d == dtype.Bool:
		if v.truth() {
			return 1, nil
		}
		return 0, nil
	case v.int == nil:
		return 0, fmt.Errorf("python float %v cannot become %s", v.float, d)
	case !fits(v.int, d):
		return 0, fmt.Errorf("python integer %v is out of bounds for %s", v.int, d)
	case v.int.Sign() < 0:
		return truncate(d, uint64(v.int.Int64())), nil
	}
	return v.int.Uint64(), nil
}

func truncate(d dtype.DType, bits uint64) uint64 { return bits & (math.MaxUint64 >> (64 - 8*d.Size())) }

// fits reports whether an integer type holds v.
func fits(v *big.Int, d dtype.DType) bool {
	n := uint(8 * d.Size())
	if d.Kind() == dtype.KindUnsigned {
		return v.Sign() >= 0 && v.BitLen() <= int(n)
	}
	limit := new(big.Int).Lsh(big.NewInt(1), n-1)
	return v.Cmp(limit) < 0 && v.Cmp(new(big.Int).Neg(limit)) >= 0
}

// maxIntBits bounds Python ints, which would otherwise grow without limit in 9**9**9.
const maxIntBits = 4096

// foldPython computes an operator on Python numbers and bools as Python does, before any of them meets an array.
func foldPython(op *Op, args []*Node) (*Node, bool, error) {
	var x [2]number
	bools := true
	for i, a := range args {
		v, ok := pythonNumber(a)
		if !ok {
			return nil, false, nil
		}
		x[i] = v
		bools = bools && a.bool
	}
	if truth, ok, err := pythonTruth(op.Name, x[0], x[1], bools); ok || err != nil {
		return NewBool(truth), ok, err
	}
	arith := pythonArith
	if x[0].complex || x[1].complex {
		arith = pythonComplex
	}
	v, ok, err := arith(op.Name, x[0], x[1])
	if ok && err == nil && v.int != nil && v.int.BitLen() > maxIntBits {
		err = fmt.Errorf("the Python integer has more than %d bits", maxIntBits)
	}
	if !ok || err != nil {
		return nil, false, err
	}
	return newNumber(v), true, nil
}

// pythonTruth is a comparison, or an operator on bools that gives one.
func pythonTruth(name string, x, y number, bools bool) (truth, ok bool, err error) {
	switch name {
	case "equal":
		return pythonEqual(x, y), true, nil
	case "not_equal":
		return !pythonEqual(x, y), true, nil
	case "less", "less_equal", "greater", "greater_equal":
		if x.complex || y.complex {
			return false, false, fmt.Errorf("%s is not defined for Python complex numbers", name)
		}
		return pythonLess(name, x, y), true, nil
	case "logical_not":
		return !x.truth(), true, nil
	}
	if !bools {
		return false, false, nil
	}
	switch name {
	case "logical_and", "bitwise_and":
		return x.truth() && y.truth(), true, nil
	case "logical_or", "bitwise_or":
		return x.truth() || y.truth(), true, nil
	case "bitwise_xor":
		return x.truth() != y.truth(), true, nil
	}
	return false, false, nil
}

func pythonEqual(x, y number) bool {
	c, ok := order(x, y)
	return ok && c == 0 && x.imag == y.imag
}

func pythonLess(name string, x, y number) bool {
	c, ok := order(x, y)
	switch name {
	case "less":
		return ok && c < 0
	case "less_equal":
		return ok && c <= 0
	case "greater":
		return ok && c > 0
	}
	return ok && c >= 0
}

// order compares real numbers exactly, ints with floats, too; NaN has no order.
func order(x, y number) (c int, ok bool) {
	if x.int == nil && math.IsNaN(x.float) || y.int == nil && math.IsNaN(y.float) {
		return 0, false
	}
	return x.exact().Cmp(y.exact()), true
}

// exact is the number, which is no NaN, to its last digit.
func (v number) exact() *big.Float {
	if v.int != nil {
		return new(big.Float).SetInt(v.int)
	}
	return big.NewFloat(v.float)
}

// pythonArith is an arithmetic operator on Python numbers; ok is false for others.
func pythonArith(name string, x, y number) (v number, ok bool, err error) {
	ints := x.int != nil && (y.int != nil || name == "negative" || name == "positive" || name == "invert")
	switch name {
	case "positive":
		return x, true, nil
	case "divide", "floor_divide", "remainder":
		if y.asFloat() == 0 {
			return v, true, fmt.Errorf("division of a number by zero")
		}
	case "power":
		return pythonPower(x, y)
	case "left_shift", "right_shift", "bitwise_and", "bitwise_or", "bitwise_xor", "invert":
		if !ints {
			return v, true, fmt.Errorf("bit operations are not defined for a Python float")
		}
		return pythonBits(name, x.int, y.int)
	case "add", "subtract", "multiply", "negative":
	default: // and, or: where they are no bools, these give what NumPy's functions do
		return v, false, nil
	}
	if ints && name == "divide" {
		f, _ := new(big.Rat).SetFrac(x.int, y.int).Float64()
		if math.IsInf(f, 0) {
			return v, true, fmt.Errorf("the quotient of the Python integers is too large for a float")
		}
		return number{float: f}, true, nil
	}
	if !ints {
		if err := errors.Join(x.finite(), y.finite()); err != nil {
			return v, true, err
		}
		return number{float: evalFloat(name, x.asFloat(), y.asFloat())}, true, nil
	}
	z := new(big.Int)
	switch name {
	case "add":
		z.Add(x.int, y.int)
	case "subtract":
		z.Sub(x.int, y.int)
	case "multiply":
		z.Mul(x.int, y.int)
	case "negative":
		z.Neg(x.int)
	default:
		q, r := new(big.Int).QuoRem(x.int, y.int, z)
		if r.Sign() != 0 && (r.Sign() < 0) != (y.int.Sign() < 0) { // Go truncates, Python floors
			q.Sub(q, big.NewInt(1))
			r.Add(r, y.int)
		}
		if z = r; name == "floor_divide" {
			z = q
		}
	}
	return number{int: z}, true, nil
}

// evalFloat is a float64 operation by the table's own lowering.
func evalFloat(name string, x, y float64) float64 {
	op, _ := Find(name)
	b := vec.NewBuilder(vec.F64, vec.F64)
	args := []vec.Val{b.Arg(0), b.Arg(1)}[:len(op.Params)]
	f := b.Func(op.Lower(b, args))
	return math.Float64frombits(f.Eval(math.Float64bits(x), math.Float64bits(y))[0])
}

func pythonPower(x, y number) (number, bool, error) {
	if x.int != nil && y.int != nil && y.int.Sign() >= 0 {
		if y.int.BitLen() > 31 || int64(x.int.BitLen())*y.int.Int64() > maxIntBits {
			return number{}, true, fmt.Errorf("the Python integer %v**%v has more than %d bits", x.int, y.int, maxIntBits)
		}
		return number{int: new(big.Int).Exp(x.int, y.int, nil)}, true, nil
	}
	if err := errors.Join(x.finite(), y.finite()); err != nil {
		return number{}, true, err
	}
	a, b := x.asFloat(), y.asFloat()
	switch {
	case a == 0 && b < 0:
		return number{}, true, fmt.Errorf("zero cannot be raised to a negative power")
	case a < 0 && b != math.Trunc(b):
		return complexNumber(complexPower(complex(a, 0), complex(b, 0))), true, nil
	}
	return number{float: evalFloat("power", a, b)}, true, nil
}

func pythonBits(name string, x, y *big.Int) (number, bool, error) {
	z := new(big.Int)
	switch name {
	case "invert":
		z.Not(x)
	case "bitwise_and":
		z.And(x, y)
	case "bitwise_or":
		z.Or(x, y)
	case "bitwise_xor":
		z.Xor(x, y)
	default:
		if y.Sign() < 0 || y.BitLen() > 12 {
			return number{}, true, fmt.Errorf("shift of a number by %v", y)
		}
		if n := uint(y.Uint64()); name == "left_shift" {
			z.Lsh(x, n)
		} else {
			z.Rsh(x, n)
		}
	}
	return number{int: z}, true, nil
}
