package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
)

// The type rules of the op table: each gives NumPy's loop for the arguments' types, or NumPy's error.

type typeRule = func(args []dtype.Type) (Signature, error)

// common is the promoted type of all arguments: of the arrays first, which Python numbers then adapt to. Of three and more
// the order matters: float16, int8 and uint8 are a float16, though the integers alone are an int16, which is a float32 with
// it. NumPy begins with the highest kind.
func common(args []dtype.Type) dtype.DType {
	var t dtype.Type
	for step := range 5 {
		for _, a := range args {
			switch {
			case promotionStep(a) != step:
			case t.DType == dtype.Invalid:
				t = a
			default:
				t = dtype.Promote(t, a)
			}
		}
	}
	return t.DType
}

// promotionStep is when an argument's type is promoted with those of the others.
func promotionStep(t dtype.Type) int {
	switch {
	case t.Weak:
		return 4
	case t.DType.IsComplex():
		return 0
	case t.DType.IsFloat():
		return 1
	case t.DType.IsInteger():
		return 2
	}
	return 3
}

// alike is a signature that takes n arguments of one type.
func alike(n int, in, out dtype.DType) Signature {
	s := Signature{In: make([]dtype.DType, n), Out: out}
	for i := range s.In {
		s.In[i] = in
	}
	return s
}

// arithmetic computes in the common type, bool included.
func arithmetic(args []dtype.Type) (Signature, error) {
	d := common(args)
	return alike(len(args), d, d), nil
}

// numeric is arithmetic without bool, for which hint says what to use.
func numeric(name, hint string) typeRule {
	return func(args []dtype.Type) (Signature, error) {
		if common(args) == dtype.Bool {
			return Signature{}, fmt.Errorf("%s is not defined for bool; use %s", name, hint)
		}
		return arithmetic(args)
	}
}

// counting is arithmetic in which bool counts as int8.
func counting(args []dtype.Type) (Signature, error) {
	d := common(args)
	if d == dtype.Bool {
		d = dtype.Int8
	}
	return alike(len(args), d, d), nil
}

// division computes integers and bools in float64.
func division(args []dtype.Type) (Signature, error) {
	d := common(args)
	if !d.IsFloat() {
		d = dtype.Float64
	}
	return alike(len(args), d, d), nil
}

// floating is the rule of the functions that are float by nature: each argument goes to the float that holds its type,
// and all to the widest of them. A Python number adapts to the others, unless these are of a lesser kind.
func floating(args []dtype.Type) (Signature, error) {
	d, weakest := dtype.Invalid, false
	for _, a := range args {
		switch f := floatOf(a.DType); {
		case !a.Weak && d == dtype.Invalid:
			d = f
		case !a.Weak:
			d = dtype.Promote(dtype.Strong(d), dtype.Strong(f)).DType
		default:
			weakest = true
		}
	}
	if weakest {
		if c := floatOf(common(args)); d == dtype.Invalid || common(args) != strongest(args) {
			d = c
		}
	}
	return alike(len(args), d, d), nil
}

// floatOf is the least float that holds an integer type; floats and complex types are their own.
func floatOf(d dtype.DType) dtype.DType {
	switch {
	case d.IsFloat() || d.IsComplex():
		return d
	case d.Size() == 1:
		return dtype.Float16
	case d.Size() == 2:
		return dtype.Float32
	}
	return dtype.Float64
}

// strongest is the common type of the arguments that are no Python numbers.
func strongest(args []dtype.Type) dtype.DType {
	return common(slices.DeleteFunc(slices.Clone(args), func(t dtype.Type) bool { return t.Weak }))
}

// comparison compares in the common type; int64 with uint64 exactly, in their own types.
func comparison(args []dtype.Type) (Signature, error) {
	x, y := args[0], args[1]
	if !x.Weak && !y.Weak && x.DType != y.DType && is64(x.DType) && is64(y.DType) {
		return Signature{In: []dtype.DType{x.DType, y.DType}, Out: dtype.Bool}, nil
	}
	return alike(2, common(args), dtype.Bool), nil
}

func is64(d dtype.DType) bool { return d == dtype.Int64 || d == dtype.Uint64 }

// bitwise is for bool and integers only.
func bitwise(args []dtype.Type) (Signature, error) {
	d := common(args)
	if d.IsFloat() {
		return Signature{}, fmt.Errorf("bit operations are not defined for %s", d)
	}
	return alike(len(args), d, d), nil
}

// shifting is bitwise in which bool counts as int8.
func shifting(args []dtype.Type) (Signature, error) {
	s, err := bitwise(args)
	if err == nil && s.Out == dtype.Bool {
		s = alike(len(args), dtype.Int8, dtype.Int8)
	}
	return s, err
}

// logical takes each argument as true or false.
func logical(args []dtype.Type) (Signature, error) {
	return alike(len(args), dtype.Bool, dtype.Bool), nil
}

// choice takes a condition and two alternatives.
func choice(args []dtype.Type) (Signature, error) {
	d := common(args[1:])
	return Signature{In: []dtype.DType{dtype.Bool, d, d}, Out: d}, nil
}

// summing widens integers to 64 bits.
func summing(args []dtype.Type) (Signature, error) {
	d := args[0].DType
	switch {
	case d.Kind() == dtype.KindUnsigned:
		d = dtype.Uint64
	case !d.IsFloat():
		d = dtype.Int64
	}
	return alike(1, d, d), nil
}

// counted takes elements of one type and gives positions.
func counted(args []dtype.Type) (Signature, error) {
	return alike(1, args[0].DType, dtype.Int64), nil
}
