package lower

import (
	"encoding/binary"
	"math"
	"os"
	"testing"

	"github.com/b2gen/b2/ir/vec"
)

// function has the error in ULPs that its F64 may have: the maximum seen in some 400,000 arguments, a little raised.
type function struct {
	name   string
	budget float64
	unary  func(b *vec.Builder, x vec.Val) vec.Val
	binary func(b *vec.Builder, x, y vec.Val) vec.Val
}

// functions are in the order of gen/references.py.
var functions = []function{
	{"sin", 0.86, Sin, nil}, {"cos", 0.86, Cos, nil}, {"tan", 0.86, Tan, nil}, {"asin", 0.75, Asin, nil}, {"acos", 0.75, Acos, nil},
	{"atan", 0.72, Atan, nil}, {"sinh", 0.88, Sinh, nil}, {"cosh", 0.76, Cosh, nil}, {"tanh", 0.75, Tanh, nil}, {"exp", 0.90, Exp, nil},
	{"expm1", 0.82, Expm1, nil}, {"log", 0.88, Log, nil}, {"log2", 0.79, Log2, nil}, {"log10", 0.75, Log10, nil}, {"log1p", 0.91, Log1p, nil},
	{"pow", 0.78, nil, Pow}, {"arctan2", 0.80, nil, Atan2},
}

// lowered is the function alone, on arguments of type t.
func (f function) lowered(t vec.Type) *vec.Func {
	if f.unary != nil {
		b := vec.NewBuilder(t)
		return b.Func(f.unary(b, b.Arg(0)))
	}
	b := vec.NewBuilder(t, t)
	return b.Func(f.binary(b, b.Arg(0), b.Arg(1)))
}

func TestVerify(t *testing.T) {
	for _, f := range everything {
		for _, typ := range []vec.Type{vec.F32, vec.F64} {
			g := f.lowered(typ)
			if err := g.Verify(); err != nil {
				t.Errorf("%s %v: %v", f.name, typ, err)
			}
			var work int // without arguments, constants and what is no instruction
			for _, v := range g.Values {
				if v.Op != vec.Arg && v.Op != vec.Const && v.Op != vec.Bits && v.Op != vec.Resize {
					work++
				}
			}
			t.Logf("%s %v: %d values, %d instructions", f.name, typ, len(g.Values), work)
		}
	}
}

// ulp is the distance from got to high+low, low being in units of high's last place.
func ulp(got, high, low float64) float64 {
	switch {
	case math.Float64bits(got) == math.Float64bits(high) || got != got && high != high:
		return math.Abs(low)
	case math.IsInf(high, 0) || math.IsInf(got, 0) || got != got || high != high || high == 0 && got == 0:
		// A result that rounds to infinity may also be the largest number, and the other way round.
		if math.Nextafter(got, high) == high && got != high && high != 0 {
			return 0.99
		}
		return math.Inf(1)
	}
	unit := math.Nextafter(math.Abs(high), math.Inf(1)) - math.Abs(high)
	return math.Abs((got-high)/unit - low)
}

// references calls test with each function's arguments and results of gen/references.py.
func references(t *testing.T, file string, functions []function, test func(f function, args [][]uint64, high []uint64, low []float32)) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	words := func(n int) []uint64 {
		s := make([]uint64, n)
		for i := range s {
			s[i] = binary.LittleEndian.Uint64(data[8*i:])
		}
		data = data[8*n:]
		return s
	}
	for _, f := range functions {
		n := int(binary.LittleEndian.Uint32(data))
		data = data[4:]
		args := [][]uint64{words(n)}
		if f.binary != nil {
			args = append(args, words(n))
		}
		high := words(n)
		low := make([]float32, n)
		for i := range low {
			low[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
		data = data[4*n:]
		test(f, args, high, low)
	}
}

// TestReferences compares with mpmath's results; B2_REFERENCES names a larger file of the same script.
func TestReferences(t *testing.T) {
	file := "testdata/references.bin"
	if name := os.Getenv("B2_REFERENCES"); name != "" {
		file = name
	}
	references(t, file, functions, within(t))
}

// TestFurtherReferences is TestReferences of the other functions; B2_FURTHER names a larger file.
func TestFurtherReferences(t *testing.T) {
	file := "testdata/further.bin"
	if name := os.Getenv("B2_FURTHER"); name != "" {
		file = name
	}
	references(t, file, further, within(t))
}

// within holds results to the function's budget.
func within(t *testing.T) func(f function, args [][]uint64, high []uint64, low []float32) {
	return func(f function, args [][]uint64, high []uint64, low []float32) {
		got := make([]uint64, len(high))
		newExecutor(f.lowered(vec.F64)).run(got, args...)
		worst, at := 0.0, 0
		for i := range got {
			if e := ulp(f64(got[i]), f64(high[i]), float64(low[i])); e > worst {
				worst, at = e, i
			}
		}
		x := f64(args[0][at])
		y := f64(args[len(args)-1][at])
		t.Logf("%s: %d arguments, at most %.3f ULP, at %v (%v): got %v, want %v", f.name, len(got), worst, x, y, f64(got[at]), f64(high[at]))
		if worst > f.budget {
			t.Errorf("%s(%x, %x) = %x, want %x", f.name, x, y, f64(got[at]), f64(high[at]))
		}
	}
}
