package vec

import (
	"fmt"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/scalar"
)

// Verify reports the first instruction whose types or order break the rules of its primitive.
func (f *Func) Verify() error {
	for i, v := range f.Values {
		if err := f.check(v, Val(i)); err != nil {
			return fmt.Errorf("v%d: %w", i, err)
		}
	}
	for _, r := range f.Results {
		if r < 0 || int(r) >= len(f.Values) {
			return fmt.Errorf("result v%d is no value", r)
		}
	}
	return nil
}

func (f *Func) check(v Value, at Val) error {
	var in [3]Type
	for i, a := range v.Args[:v.Op.NArgs()] {
		if a < 0 || a >= at {
			return fmt.Errorf("%s uses v%d before it is made", v.Op, a)
		}
		in[i] = f.Values[a].Type
	}
	if !rule(v, in, f.Params) {
		return fmt.Errorf("%s.%s cannot take %v", v.Op, v.Type, in[:v.Op.NArgs()])
	}
	return nil
}

// rule is the type rule of each primitive.
func rule(v Value, in [3]Type, params []Type) bool {
	t := v.Type
	integer, float := !t.Mask && t.Elem.IsInteger(), t == F32 || t == F64
	number := integer || float
	switch v.Op {
	case Arg:
		return v.Imm < uint64(len(params)) && params[v.Imm] == t
	case Const:
		return !t.IsComplex() && truncate(t, v.Imm) == v.Imm
	case Complex:
		return t.IsComplex() && in[0] == t.Part() && in[1] == in[0]
	case Real, Imag:
		return in[0].IsComplex() && t == in[0].Part()
	case Add, Sub, Mul, Min, Max:
		return number && in[0] == t && in[1] == t
	case Div, Fmod:
		return float && in[0] == t && in[1] == t
	case FloorDiv, FloorMod, PowInt, Shl, Shr:
		return integer && in[0] == t && in[1] == t
	case Gcd:
		return integer && t.Elem.Kind() == dtype.KindUnsigned && in[0] == t && in[1] == t
	case Sqrt, Floor, Ceil, Trunc, Rint:
		return float && in[0] == t
	case Neg, Abs:
		return number && in[0] == t
	case FMA:
		return float && in[0] == t && in[1] == t && in[2] == t
	case Eq, Ne, Lt, Le:
		return !in[0].Mask && in[0] != F16 && !in[0].IsComplex() && in[0] == in[1] && t == MaskOf(in[0])
	case And, Or, Xor:
		return (integer || t.Mask) && in[0] == t && in[1] == t
	case Not:
		return (integer || t.Mask) && in[0] == t
	case Select:
		return in[0] == MaskOf(t) && in[1] == t && in[2] == t && t != F16 && !t.IsComplex()
	case Cast:
		if t == F16 {
			return in[0] == F32 || in[0] == F64
		}
		return number && !in[0].Mask && !in[0].IsComplex() && (in[0] != F16 || t == F32)
	case Bits:
		return (number || t == F16) && !in[0].Mask && !in[0].IsComplex() && in[0].Elem.Size() == t.Elem.Size()
	case Resize:
		return t.Mask && in[0].Mask
	case RareIf:
		return in[0] == MaskOf(t) && in[2] == t && v.Imm < uint64(scalar.NumRare)
	}
	return false
}
