package ir

import (
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

func (v number) asFloat() float64 {
	if v.int == nil {
		return v.float
	}
	f, _ := new(big.Float).SetInt(v.int).Float64()
	return f
}

// bits is the number as an element of d, or NumPy's error when it does not fit.
func (v number) bits(d dtype.DType) (uint64, error) {
	switch {
	case v.complex && d != dtype.Bool:
		return 0, fmt.Errorf("python complex %s cannot become %s; take its real or its imaginary part", parser.String(numberTree(v)), d)
	case d == dtype.Float64:
		return math.Float64bits(v.asFloat()), nil
	case d == dtype.Float32:
		return uint64(math.Float32bits(float32(v.asFloat()))), nil
	case d == dtype.Float16:
		return uint64(dtype.HalfOf(v.asFloat())), nil
	case d == dtype.Bool:
		if v.int != nil && v.int.Sign() != 0 || v.int == nil && (v.float != 0 || v.imag != 0) {
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

// foldWeak computes an operator on Python numbers as Python does, before any of them meets an array. A function
// such as sin makes of them a NumPy scalar, which is strong: that is not folded here.
func foldWeak(op *Op, args []*Node) (*Node, bool, error) {
	if op.Symbol == "" || op.Types == nil || len(args) == 0 {
		return nil, false, nil
	}
	for _, a := range args {
		if a.weak == nil {
			return nil, false, nil
		}
	}
	x, y := *args[0].weak, number{}
	if len(args) == 2 {
		y = *args[1].weak
	}
	arith := pythonArith
	if x.complex || y.complex {
		arith = pythonComplex
	}
	v, ok, err := arith(op.Name, x, y)
	if ok && err == nil && v.int != nil && v.int.BitLen() > maxIntBits {
		err = fmt.Errorf("the Python integer has more than %d bits", maxIntBits)
	}
	if !ok || err != nil {
		return nil, false, err
	}
	return newNumber(v), true, nil
}

// pythonArith is an arithmetic operator on Python numbers; ok is false for comparisons and logic, whose results
// are bools that need no weakness.
func pythonArith(name string, x, y number) (v number, ok bool, err error) {
	ints := x.int != nil && (y.int != nil || name == "negative" || name == "positive" || name == "invert")
	switch name {
	case "positive":
		return x, true, nil
	case "divide":
		if y.asFloat() == 0 {
			return v, true, fmt.Errorf("division of a number by zero")
		}
		return number{float: x.asFloat() / y.asFloat()}, true, nil
	case "floor_divide", "remainder":
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
	default:
		return v, false, nil
	}
	if !ints {
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
