package lower

import (
	"fmt"
	"math"

	"github.com/b2gen/b2/ir/scalar"
	"github.com/b2gen/b2/ir/vec"
)

// strip is how many elements the executor does at once: each value of the function is one pass over a strip.
const strip = 256

// executor runs a function of F64 and F32 strips some 50 times faster than vec's Eval. TestExecutor holds the two
// together.
type executor struct {
	f    *vec.Func
	regs [][strip]uint64
}

func newExecutor(f *vec.Func) *executor {
	return &executor{f: f, regs: make([][strip]uint64, len(f.Values))}
}

// run gives the result's bits for n elements of each argument.
func (e *executor) run(out []uint64, args ...[]uint64) {
	for at := 0; at < len(out); at += strip {
		n := min(strip, len(out)-at)
		for i, v := range e.f.Values {
			r := e.regs[i][:n]
			if v.Op == vec.Arg {
				copy(r, args[v.Imm][at:])
				continue
			}
			var in [3][]uint64
			for k, a := range v.Args[:v.Op.NArgs()] {
				in[k] = e.regs[a][:n]
			}
			e.step(v, r, in)
		}
		copy(out[at:], e.regs[e.f.Results[0]][:n])
	}
}

func f64(u uint64) float64 { return math.Float64frombits(u) }
func u64(x float64) uint64 { return math.Float64bits(x) }

func each(r, x []uint64, f func(x float64) float64) {
	for i := range r {
		r[i] = u64(f(f64(x[i])))
	}
}

func (e *executor) step(v vec.Value, r []uint64, in [3][]uint64) {
	x, y, z := in[0], in[1], in[2]
	var from vec.Type
	if v.Op.NArgs() > 0 {
		from = e.f.Values[v.Args[0]].Type
	}
	switch {
	case v.Op == vec.Const:
		for i := range r {
			r[i] = v.Imm
		}
	case v.Op == vec.Bits || v.Op == vec.Resize:
		copy(r, x)
	case v.Op == vec.Select:
		for i := range r {
			if x[i] != 0 {
				r[i] = y[i]
			} else {
				r[i] = z[i]
			}
		}
	case v.Op == vec.RareIf:
		for i := range r {
			if r[i] = z[i]; x[i] != 0 {
				r[i] = scalar.Rare(v.Imm).Eval(y[i])
			}
		}
	case v.Op == vec.Cast && v.Type == vec.F64 && from == vec.F32:
		for i := range r {
			r[i] = u64(float64(math.Float32frombits(uint32(x[i]))))
		}
	case v.Op == vec.Cast && v.Type == vec.F32 && from == vec.F64:
		for i := range r {
			r[i] = uint64(math.Float32bits(float32(f64(x[i]))))
		}
	case from == vec.U64 || from == vec.Mask64:
		stepWord(v.Op, r, x, y)
		if v.Type.Mask {
			for i := range r {
				r[i] &= 1
			}
		}
	case from == vec.I64 && v.Op == vec.Lt:
		for i := range r {
			r[i] = uint64(scalar.Byte(int64(x[i]) < int64(y[i])))
		}
	case from == vec.F64:
		stepFloat(v.Op, r, x, y, z)
	default:
		panic(fmt.Sprintf("no %v on %v", v.Op, from))
	}
}

func stepWord(op vec.Op, r, x, y []uint64) {
	for i := range r {
		switch op {
		case vec.Add:
			r[i] = x[i] + y[i]
		case vec.Sub:
			r[i] = x[i] - y[i]
		case vec.And:
			r[i] = x[i] & y[i]
		case vec.Or:
			r[i] = x[i] | y[i]
		case vec.Xor:
			r[i] = x[i] ^ y[i]
		case vec.Not:
			r[i] = ^x[i]
		case vec.Shl:
			r[i] = x[i] << y[i]
		case vec.Shr:
			r[i] = x[i] >> y[i]
		case vec.Ne:
			r[i] = uint64(scalar.Byte(x[i] != y[i]))
		case vec.Eq:
			r[i] = uint64(scalar.Byte(x[i] == y[i]))
		default:
			panic(fmt.Sprintf("no %v on words", op))
		}
	}
}

func stepFloat(op vec.Op, r, x, y, z []uint64) {
	switch op {
	case vec.FMA:
		for i := range r {
			r[i] = u64(math.FMA(f64(x[i]), f64(y[i]), f64(z[i])))
		}
	case vec.Neg:
		each(r, x, scalar.Neg64)
	case vec.Abs:
		each(r, x, math.Abs)
	case vec.Sqrt:
		each(r, x, math.Sqrt)
	case vec.Trunc:
		each(r, x, math.Trunc)
	default:
		for i := range r {
			a, b := f64(x[i]), f64(y[i])
			switch op {
			case vec.Add:
				r[i] = u64(a + b)
			case vec.Sub:
				r[i] = u64(a - b)
			case vec.Mul:
				r[i] = u64(a * b)
			case vec.Div:
				r[i] = u64(a / b)
			case vec.Min:
				r[i] = u64(scalar.Min(a, b))
			case vec.Max:
				r[i] = u64(scalar.Max(a, b))
			case vec.Lt:
				r[i] = uint64(scalar.Byte(a < b))
			case vec.Le:
				r[i] = uint64(scalar.Byte(a <= b))
			case vec.Eq:
				r[i] = uint64(scalar.Byte(a == b))
			case vec.Ne:
				r[i] = uint64(scalar.Byte(a != b))
			default:
				panic(fmt.Sprintf("no %v on floats", op))
			}
		}
	}
}
