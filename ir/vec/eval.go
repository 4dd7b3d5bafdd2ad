package vec

import (
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/scalar"
)

// Eval runs f on single elements given and returned by their bits (the low ones of the uint64; a mask is 0 or
// 1; a complex number is two, the bits of its parts). It is the reference for what a kernel must give, and folds constants;
// kernels never call it.
func (f *Func) Eval(args ...uint64) []uint64 {
	vals, imags := make([]uint64, len(f.Values)), make([]uint64, len(f.Values))
	at := make([]int, len(f.Params)) // where a parameter is among args
	for i, next := 0, 0; i < len(at); i++ {
		at[i] = next
		if next++; f.Params[i].IsComplex() {
			next++
		}
	}
	for i, v := range f.Values {
		switch v.Op {
		case Arg:
			vals[i] = truncate(v.Type.Part(), args[at[v.Imm]])
			if v.Type.IsComplex() {
				imags[i] = truncate(v.Type.Part(), args[at[v.Imm]+1])
			}
			continue
		case Complex:
			vals[i], imags[i] = vals[v.Args[0]], vals[v.Args[1]]
			continue
		case Real:
			vals[i] = vals[v.Args[0]]
			continue
		case Imag:
			vals[i] = imags[v.Args[0]]
			continue
		}
		var in [3]uint64
		var from Type
		for k, a := range v.Args[:v.Op.NArgs()] {
			in[k] = vals[a]
		}
		if v.Op.NArgs() > 0 {
			from = f.Values[v.Args[0]].Type
		}
		vals[i] = evalOp(v, from, in)
	}
	out := make([]uint64, 0, len(f.Results))
	for _, r := range f.Results {
		if out = append(out, vals[r]); f.Values[r].Type.IsComplex() {
			out = append(out, imags[r])
		}
	}
	return out
}

// truncate keeps the bits that an element of t has.
func truncate(t Type, bits uint64) uint64 {
	if t.Mask {
		return bits & 1
	}
	return bits & (math.MaxUint64 >> (64 - 8*t.Elem.Size()))
}

// evalOp is one primitive on elements; from is the type of its first argument.
func evalOp(v Value, from Type, in [3]uint64) uint64 {
	switch v.Op {
	case Const:
		return v.Imm
	case Select:
		if in[0] == 0 {
			return in[2]
		}
		return in[1]
	case RareIf:
		if in[0] == 0 {
			return in[2]
		}
		return truncate(v.Type, scalar.Rare(v.Imm).Eval(in[1]))
	case Cast:
		return truncate(v.Type, evalCast(v.Type.Elem, from.Elem, in[0]))
	case Bits, Resize:
		return in[0]
	}
	if from.Mask {
		return truncate(v.Type, evalBits(v.Op, in))
	}
	switch from.Elem {
	case dtype.Float64:
		return evalFloat64(v.Op, math.Float64frombits(in[0]), math.Float64frombits(in[1]), math.Float64frombits(in[2]))
	case dtype.Float32:
		return evalFloat32(v.Op, f32(in[0]), f32(in[1]), f32(in[2]))
	case dtype.Int8:
		return truncate(v.Type, evalInt(v.Op, int8(in[0]), int8(in[1])))
	case dtype.Int16:
		return truncate(v.Type, evalInt(v.Op, int16(in[0]), int16(in[1])))
	case dtype.Int32:
		return truncate(v.Type, evalInt(v.Op, int32(in[0]), int32(in[1])))
	case dtype.Int64:
		return truncate(v.Type, evalInt(v.Op, int64(in[0]), int64(in[1])))
	case dtype.Uint8:
		return truncate(v.Type, evalInt(v.Op, uint8(in[0]), uint8(in[1])))
	case dtype.Uint16:
		return truncate(v.Type, evalInt(v.Op, uint16(in[0]), uint16(in[1])))
	case dtype.Uint32:
		return truncate(v.Type, evalInt(v.Op, uint32(in[0]), uint32(in[1])))
	}
	return truncate(v.Type, evalInt(v.Op, in[0], in[1]))
}

func b2i(b bool) uint64 { return uint64(scalar.Byte(b)) }

func f32(bits uint64) float32 { return math.Float32frombits(uint32(bits)) }

func evalBits(op Op, in [3]uint64) uint64 {
	switch op {
	case And:
		return in[0] & in[1]
	case Or:
		return in[0] | in[1]
	case Xor:
		return in[0] ^ in[1]
	}
	return ^in[0]
}

func evalFloat64(op Op, x, y, z float64) uint64 {
	switch op {
	case Eq:
		return b2i(x == y)
	case Ne:
		return b2i(x != y)
	case Lt:
		return b2i(x < y)
	case Le:
		return b2i(x <= y)
	}
	return math.Float64bits(arith64(op, x, y, z))
}

func arith64(op Op, x, y, z float64) float64 {
	switch op {
	case Add:
		return x + y
	case Sub:
		return x - y
	case Mul:
		return x * y
	case Div:
		return x / y
	case Sqrt:
		return math.Sqrt(x)
	case FMA:
		return math.FMA(x, y, z)
	case Neg:
		return scalar.Neg64(x)
	case Abs:
		return math.Abs(x)
	case Floor:
		return math.Floor(x)
	case Ceil:
		return math.Ceil(x)
	case Trunc:
		return math.Trunc(x)
	case Rint:
		return math.RoundToEven(x)
	case Min:
		return scalar.Min(x, y)
	case Max:
		return scalar.Max(x, y)
	}
	return scalar.Fmod64(x, y)
}

func evalFloat32(op Op, x, y, z float32) uint64 {
	switch op {
	case Eq, Ne, Lt, Le:
		return evalFloat64(op, float64(x), float64(y), 0)
	case FMA:
		return uint64(math.Float32bits(scalar.FMA32(x, y, z)))
	case Neg:
		return uint64(math.Float32bits(scalar.Neg32(x)))
	case Abs:
		return uint64(math.Float32bits(scalar.Abs32(x)))
	}
	// + - * / sqrt in float64 then rounded are correctly rounded in float32 (Figueroa, 1995); the rest is exact.
	return uint64(math.Float32bits(float32(arith64(op, float64(x), float64(y), float64(z)))))
}

func evalInt[T scalar.Integer](op Op, x, y T) uint64 {
	switch op {
	case Add:
		return uint64(x + y)
	case Sub:
		return uint64(x - y)
	case Mul:
		return uint64(x * y)
	case Neg:
		return uint64(-x)
	case Abs:
		if x < 0 {
			x = -x
		}
		return uint64(x)
	case Min:
		return uint64(scalar.Min(x, y))
	case Max:
		return uint64(scalar.Max(x, y))
	case FloorDiv:
		return uint64(scalar.FloorDiv(x, y))
	case FloorMod:
		return uint64(scalar.FloorMod(x, y))
	case PowInt:
		return uint64(scalar.PowInt(x, y))
	case Gcd:
		return uint64(scalar.Gcd(x, y))
	case Eq:
		return b2i(x == y)
	case Ne:
		return b2i(x != y)
	case Lt:
		return b2i(x < y)
	case Le:
		return b2i(x <= y)
	case And:
		return uint64(x & y)
	case Or:
		return uint64(x | y)
	case Xor:
		return uint64(x ^ y)
	case Not:
		return uint64(^x)
	case Shl:
		return uint64(scalar.Shl(x, y))
	}
	return uint64(scalar.Shr(x, y))
}

// evalCast is a number by value in another number type.
func evalCast(to, from dtype.DType, bits uint64) uint64 {
	if from.IsFloat() {
		x := math.Float64frombits(bits)
		switch from {
		case dtype.Float16:
			x = float64(scalar.FromHalf(uint16(bits)))
		case dtype.Float32:
			x = float64(f32(bits))
		}
		switch to {
		case dtype.Float16:
			return uint64(scalar.ToHalf64(x)) // of a float32, too: the value is the same
		case dtype.Float64:
			return math.Float64bits(x)
		case dtype.Float32:
			return uint64(math.Float32bits(float32(x)))
		case dtype.Uint64:
			return scalar.Uint64(x)
		}
		return uint64(scalar.Int64(x))
	}
	signed := signExtend(from, bits)
	switch {
	case to == dtype.Float64 && from == dtype.Uint64:
		return math.Float64bits(float64(bits))
	case to == dtype.Float64:
		return math.Float64bits(float64(signed))
	case to == dtype.Float32 && from == dtype.Uint64:
		return uint64(math.Float32bits(float32(bits)))
	case to == dtype.Float32:
		return uint64(math.Float32bits(float32(signed)))
	}
	return uint64(signed)
}

// signExtend is the integer value of an element's bits; a uint64 keeps its bits.
func signExtend(t dtype.DType, bits uint64) int64 {
	if t.Kind() == dtype.KindSigned {
		shift := 64 - 8*t.Size()
		return int64(bits<<shift) >> shift
	}
	return int64(bits)
}
