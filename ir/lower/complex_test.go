package lower

import (
	"encoding/binary"
	"math"
	"os"
	"testing"

	"github.com/b2gen/b2/ir/vec"
)

// complexFunctions are in the order of gen/complex_references.py, each with the error that it may have, in units of the last
// place of the result's larger part.
var complexFunctions = []struct {
	name   string
	budget float64
	unary  func(Complex) Complex
}{
	{"abs", 0.51, func(z Complex) Complex { return z.of(z.Abs(), z.B.Float(vec.F64, 0)) }},
	{"sqrt", 1.4, Complex.Sqrt}, {"exp", 2, Complex.Exp}, {"exp2", 1.8, Complex.Exp2}, {"expm1", 1.9, Complex.Expm1},
	{"log", 0.62, Complex.Log}, {"log2", 1.4, Complex.Log2}, {"log10", 1.6, Complex.Log10}, {"log1p", 1.3, Complex.Log1p},
	{"sin", 1.9, Complex.Sin}, {"cos", 1.9, Complex.Cos}, {"tan", 3.8, Complex.Tan},
	{"sinh", 2, Complex.Sinh}, {"cosh", 2, Complex.Cosh}, {"tanh", 4.1, Complex.Tanh},
	{"arcsin", 2.6, Complex.Arcsin}, {"arccos", 2.1, Complex.Arccos}, {"arctan", 2.8, Complex.Arctan},
	{"arcsinh", 2.4, Complex.Arcsinh}, {"arccosh", 2.3, Complex.Arccosh}, {"arctanh", 2.6, Complex.Arctanh},
	{"sign", 1.4, Complex.Sign}, {"power", 7.8, nil},
}

// complexFunc is a function alone; power takes two arguments.
func complexFunc(unary func(Complex) Complex) *vec.Func {
	b := vec.NewBuilder(vec.C128, vec.C128)
	z := Complex{b, b.Real(b.Arg(0)), b.Imag(b.Arg(0))}
	if unary == nil {
		return b.Func(z.Pow(Complex{b, b.Real(b.Arg(1)), b.Imag(b.Arg(1))}).Pack())
	}
	return b.Func(unary(z).Pack())
}

// TestComplexReferences compares with mpmath's results.
func TestComplexReferences(t *testing.T) {
	file := "testdata/complex_references.bin"
	if name := os.Getenv("B2_COMPLEX_REFERENCES"); name != "" {
		file = name
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const record = 16 + 16 + 8
	count := len(data) / (record*len(complexFunctions) + 16)
	word := func() uint64 {
		w := binary.LittleEndian.Uint64(data)
		data = data[8:]
		return w
	}
	for _, f := range complexFunctions {
		g := complexFunc(f.unary)
		worst, at := 0.0, [6]float64{}
		for range count {
			args := make([]uint64, 4)
			for i := range args {
				if i < 2 || f.unary == nil {
					args[i] = word()
				}
			}
			want := [2]float64{f64(word()), f64(word())}
			lows := word()
			got := g.Eval(args...)
			_, exponent := math.Frexp(max(math.Abs(want[0]), math.Abs(want[1])))
			unit := math.Ldexp(1, max(exponent-53, -1074))
			for p := range want {
				low := float64(math.Float32frombits(uint32(lows >> (32 * p))))
				e := math.Abs((f64(got[p])-want[p])/unit - low)
				if e > worst || e != e {
					worst, at = e, [6]float64{f64(args[0]), f64(args[1]), f64(got[0]), f64(got[1]), want[0], want[1]}
				}
			}
		}
		t.Logf("%s: %d values, %d arguments, at most %.2f ULP, at %v+%vi: got %v+%vi, want %v+%vi", f.name, len(g.Values), count, worst, at[0], at[1], at[2], at[3], at[4], at[5])
		if !(worst <= f.budget) {
			t.Errorf("%s: %.2f ULP, more than %v", f.name, worst, f.budget)
		}
	}
	if len(data) != 0 {
		t.Errorf("%d bytes are left", len(data))
	}
}
