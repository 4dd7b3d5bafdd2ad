package prim_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// specials are values of float64 at which functions are likely to go wrong; each type takes what it can hold.
var specials = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.5, -0.5, 1.5, 2, 2.5, -3, 3, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, -128, 255, 256,
	math.Pi, -math.Pi / 2, 1e-3, 88.8, 709.8, -745.2, 1e10, -1e16, 1e22, 1e300, 1 << 31, 1 << 32, 1 << 53, 1 << 63, -1 << 63, 1 << 64,
	math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, -0x1p-1030,
	math.MaxFloat32, math.SmallestNonzeroFloat32, 0x1p-126, -0x1p-130,
}

// element is a value of d, by its bits: a special one, one of moderate size, or any bits at all.
func element(rng *rand.Rand, d dtype.DType) uint64 {
	bits := rng.Uint64()
	var x float64
	switch rng.IntN(4) {
	case 0, 1:
		x = specials[rng.IntN(len(specials))]
	case 2:
		x = math.Ldexp(rng.Float64()*2-1, rng.IntN(24)-8)
	default:
		if d == dtype.Bool {
			return bits & 1
		}
		return bits & (math.MaxUint64 >> (64 - 8*d.Size()))
	}
	b := vec.NewBuilder(vec.F64)
	return b.Func(b.Cast(b.Arg(0), vec.TypeOf(d))).Eval(math.Float64bits(x))[0]
}

// same reports whether two elements have the same bits, NaN's apart.
func same(d dtype.DType, x, y uint64) bool {
	switch d {
	case dtype.Float64:
		a, b := math.Float64frombits(x), math.Float64frombits(y)
		return x == y || a != a && b != b
	case dtype.Float32:
		a, b := math.Float32frombits(uint32(x)), math.Float32frombits(uint32(y))
		return x == y || a != a && b != b
	case dtype.Float16:
		a, b := dtype.Half(x).Float32(), dtype.Half(y).Float32()
		return x == y || a != a && b != b
	}
	return x == y
}

type array struct {
	d   dtype.DType
	buf []byte
}

func newArray(d dtype.DType, n int) array { return array{d, kernel.Buffer(d, n)} }

func (a array) ptr() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(a.buf)) }

// parts is how many numbers an element is.
func (a array) parts() int { return a.d.Size() / a.d.Part().Size() }

func (a array) set(i int, bits []uint64) {
	size := a.d.Part().Size()
	for p, w := range bits {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], w)
		copy(a.buf[i*a.d.Size()+p*size:], b[:size])
	}
}

func (a array) get(i int) []uint64 {
	words := make([]uint64, a.parts())
	size := a.d.Part().Size()
	for p := range words {
		var b [8]byte
		at := i*a.d.Size() + p*size
		copy(b[:], a.buf[at:at+size])
		words[p] = binary.LittleEndian.Uint64(b[:])
	}
	return words
}

// element is an element of the array's type.
func (a array) element(rng *rand.Rand) []uint64 {
	words := make([]uint64, a.parts())
	for p := range words {
		words[p] = element(rng, a.d.Part())
	}
	return words
}

// TestStripsEqualEval runs every strip of the op table, for every instruction set that this machine has, against the
// evaluation of its lowering, bit for bit. Every other strip has a splatted operand.
func TestStripsEqualEval(t *testing.T) {
	strips := 6
	if testing.Short() {
		strips = 1
	}
	for at, in := range ir.Loops() {
		for isa := range cpu.Best() + 1 {
			run := prim.Vector(in.Key(), isa)
			if isa == cpu.Go {
				run = prim.Lookup(in.Key())
				if run == nil {
					t.Errorf("%s has no strip: generated/prim is stale; run go run ./cmd/b2gen -strips generated/prim", in.Key())
				}
			}
			if run == nil {
				continue
			}
			f := in.Func()
			rng := rand.New(rand.NewPCG(1, uint64(at)))
			for k := range strips {
				if err := compare(rng, in, f, run, k%2 == 1); err != nil {
					t.Errorf("%s on %s: %v", in.Key(), isa, err)
					break
				}
			}
		}
	}
}

// strip is a strip of n random elements; with splat the last input is one element.
func strip(rng *rand.Rand, in ir.Instr, n int, splat bool) (s *kernel.Strip, args []array, out array) {
	s = &kernel.Strip{N: n}
	args = make([]array, in.N)
	for k := range args {
		args[k] = newArray(in.In[k], n)
		input := kernel.Input{Ptr: args[k].ptr(), Mask: -1}
		first := args[k].element(rng)
		for i := range n {
			if splat && k == len(args)-1 {
				input.Mask = 0
				args[k].set(i, first)
				continue
			}
			args[k].set(i, args[k].element(rng))
		}
		s.In = append(s.In, input)
	}
	out = newArray(in.Out, n)
	s.Out = out.ptr()
	return s, args, out
}

func compare(rng *rand.Rand, in ir.Instr, f *vec.Func, run func(*kernel.Strip), splat bool) error {
	const n = 256
	s, args, out := strip(rng, in, n, splat)
	if run(s); s.Flag != 0 {
		s.Flag = 0
		prim.Lookup(in.Key())(s)
	}
	for i := range n {
		var bits []uint64
		for _, a := range args {
			bits = append(bits, a.get(i)...)
		}
		want, got := f.Eval(bits...), out.get(i)
		for p := range got {
			if !same(in.Out.Part(), want[p], got[p]) {
				return fmt.Errorf("of %#x gives %#x, want %#x", bits, got, want)
			}
		}
	}
	return nil
}

// valueOf is a number as an element of d, by its bits.
func valueOf(d dtype.DType, x float64) []uint64 {
	b := vec.NewBuilder(vec.F64)
	bits := b.Func(b.Cast(b.Arg(0), vec.TypeOf(d.Part()))).Eval(math.Float64bits(x))
	if d.IsComplex() {
		return append(bits, 0)
	}
	return bits
}
