package prim_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// inexact lists the instructions of one float type, of rows that state an error.
func inexact(d dtype.DType) (list []ir.Instr) {
	for _, in := range ir.Loops() {
		if in.Op != nil && in.Op.ULP > 0 && in.Out == d && !slices.ContainsFunc(in.In[:in.N], func(x dtype.DType) bool { return x != d }) {
			list = append(list, in)
		}
	}
	return list
}

// truth is what a function really is: the float64 next to it, and what is left in units of that one's last place. Where
// high is an infinity, low is what is left of 2^1024 in units of 2^971, at most 1e300.
type truth struct{ high, low float64 }

// everywhere computes a float64 function of the columns of arguments on every instruction set of this machine, and says
// where two of them differ. (How many were compared is for the tests to look at.)
type everywhere struct {
	name  string
	runs  []func(*kernel.Strip)
	isas  []cpu.ISA
	strip kernel.Strip
	in    [][]float64
	out   []float64

	compared int // results of vector functions
}

func newEverywhere(in ir.Instr) *everywhere {
	e := &everywhere{name: in.Op.Name, runs: []func(*kernel.Strip){prim.Lookup(in.Key())}, isas: []cpu.ISA{cpu.Go}, out: make([]float64, kernel.MaxStrip)}
	for isa := cpu.Go + 1; isa <= cpu.Best(); isa++ {
		if run := prim.Vector(in.Key(), isa); run != nil {
			e.runs, e.isas = append(e.runs, run), append(e.isas, isa)
		}
	}
	for range in.N {
		column := make([]float64, kernel.MaxStrip)
		e.in = append(e.in, column)
		e.strip.In = append(e.strip.In, kernel.Input{Ptr: unsafe.Pointer(&column[0]), Mask: -1})
	}
	e.strip.Out = unsafe.Pointer(&e.out[0])
	return e
}

// compute gives the results of arguments, by columns.
func (e *everywhere) compute(args [][]float64) ([]float64, error) {
	var results []float64
	for at := 0; at < len(args[0]); at += kernel.MaxStrip {
		part := e.part(args, at, min(at+kernel.MaxStrip, len(args[0])))
		e.fill(part)
		e.runs[0](&e.strip)
		want := slices.Clone(e.out[:len(part[0])])
		for i, run := range e.runs[1:] {
			if err := e.compare(e.isas[i+1], run, part, want); err != nil {
				return nil, err
			}
		}
		results = append(results, want...)
	}
	return results, nil
}

// part is the columns from one place to another.
func (e *everywhere) part(args [][]float64, from, to int) [][]float64 {
	part := make([][]float64, len(args))
	for k := range args {
		part[k] = args[k][from:to]
	}
	return part
}

// fill makes a strip of arguments, the last of which is repeated up to a whole group.
func (e *everywhere) fill(args [][]float64) {
	n := len(args[0])
	e.strip.N = kernel.Pad(n)
	for k := range args {
		copy(e.in[k], args[k])
		for i := n; i < e.strip.N; i++ {
			e.in[k][i] = args[k][n-1]
		}
	}
}

// compare holds a vector function to the results of portable code. Where it leaves a strip to that for some lane, the other
// lanes are compared in parts of the strip, at last one by one.
func (e *everywhere) compare(isa cpu.ISA, run func(*kernel.Strip), args [][]float64, want []float64) error {
	e.fill(args)
	if run(&e.strip); e.strip.Flag != 0 {
		e.strip.Flag = 0
		n := len(want)
		if n == 1 {
			return nil // the lane itself
		}
		step := 1
		if n > kernel.Group {
			step = kernel.Pad(n / 2)
		}
		for at := 0; at < n; at += step {
			to := min(at+step, n)
			if err := e.compare(isa, run, e.part(args, at, to), want[at:to]); err != nil {
				return err
			}
		}
		return nil
	}
	e.compared += len(want)
	for i, w := range want {
		if !same(dtype.Float64, math.Float64bits(w), math.Float64bits(e.out[i])) {
			return fmt.Errorf("%s of %s is %v on %s, %v in portable code", e.name, point(args, i), e.out[i], isa, w)
		}
	}
	return nil
}

// point writes argument i.
func point(args [][]float64, i int) string {
	if len(args) == 1 {
		return fmt.Sprint(args[0][i])
	}
	return fmt.Sprintf("%v, %v", args[0][i], args[1][i])
}

// largest is the largest error that a function was seen with.
type largest struct {
	ulp   float64
	at    string
	tried int
}

// add looks at the results of arguments.
func (m *largest) add(name string, args [][]float64, got []float64, want []truth) {
	m.tried += len(got)
	for i, g := range got {
		e := errorOfDouble(g, want[i])
		if len(args) == 2 && (name == "logaddexp" || name == "logaddexp2") {
			e *= besideTerms(want[i], args[0][i], args[1][i])
		}
		if e > m.ulp || e != e {
			m.ulp, m.at = e, point(args, i)
		}
	}
}

// besideTerms is what an error in units of the result is to be multiplied by to be in units of half the larger term,
// where that is larger: what logaddexp promises.
func besideTerms(v truth, x, y float64) float64 {
	big := max(x, y) / 2
	if math.Abs(v.high) >= math.Abs(big) || math.IsInf(big, 0) || big != big {
		return 1
	}
	return lastPlace(v.high) / lastPlace(big)
}

// lastPlace is the unit of the last place of a finite x.
func lastPlace(x float64) float64 {
	exponent := max(math.Float64bits(x)>>52&0x7FF, 1)
	if exponent <= 52 {
		return math.Float64frombits(1 << (exponent - 1))
	}
	return math.Float64frombits((exponent - 52) << 52)
}

// errorOfDouble is how far got is from the truth, in units of the last place that a float64 has there. An infinity stands
// for 2^1024. Zeros of the wrong sign, and a NaN on one side, are infinitely far.
func errorOfDouble(got float64, want truth) float64 {
	high, low := want.high, want.low
	if got != got || high != high {
		if got != got && high != high {
			return 0
		}
		return math.Inf(1)
	}
	if math.Signbit(high) {
		got, high, low = -got, -high, -low
	}
	if math.IsInf(want.high, 0) {
		low = want.low // that of an infinity tells how far beyond, whatever the sign
	}
	switch beyond := (0x1p1023 - got/2) / 0x1p970; {
	case got == 0 && high == 0 && math.Signbit(got), math.IsInf(got, -1):
		return math.Inf(1)
	case math.IsInf(got, 1) && math.IsInf(high, 1):
		return max(-low, 0)
	case math.IsInf(high, 1):
		return beyond + low
	case math.IsInf(got, 1):
		return (0x1p1023-high/2)/0x1p970 - low
	}
	e := math.Abs((got-high)/lastPlace(high) - low)
	if low < 0 && math.Float64bits(high)&(1<<52-1) == 0 && high > 0x1p-1022 {
		e *= 2 // the truth is below a power of two, where places are half as large
	}
	return e
}

func TestErrorOfDouble(t *testing.T) {
	inf, most := math.Inf(1), math.MaxFloat64
	for _, c := range []struct {
		got  float64
		want truth
		e    float64
	}{
		{1, truth{1, 0}, 0}, {1, truth{1, 0.25}, 0.25}, {1, truth{1, -0.25}, 0.5}, {-1, truth{-1, 0.25}, 0.5}, {-1, truth{-1, -0.25}, 0.25},
		{1 + 0x1p-52, truth{1, 0.25}, 0.75}, {1 - 0x1p-53, truth{1, -0.25}, 0.5}, {3, truth{3 + 0x1p-51, -0.5}, 0.5},
		{0, truth{0, 0.3}, 0.3}, {0x1p-1074, truth{0, 0.3}, 0.7}, {0x1p-1022, truth{0x1p-1022, -0.25}, 0.25}, {math.Copysign(0, -1), truth{0, 0}, inf},
		{0, truth{math.Copysign(0, -1), 0}, inf}, {math.NaN(), truth{math.NaN(), 0}, 0}, {math.NaN(), truth{1, 0}, inf}, {1, truth{math.NaN(), 0}, inf},
		{inf, truth{inf, 1e300}, 0}, {inf, truth{inf, -0.25}, 0.25}, {most, truth{inf, 0.25}, 1.25}, {-most, truth{-inf, 0.25}, 1.25}, {-inf, truth{-inf, -0.5}, 0.5},
		{inf, truth{most, 0.25}, 0.75}, {-inf, truth{-most, -0.25}, 0.75}, {-inf, truth{inf, 1}, inf}, {inf, truth{-inf, 1}, inf}, {most, truth{inf, 1e300}, 1e300},
	} {
		if e := errorOfDouble(c.got, c.want); e != c.e {
			t.Errorf("%v is %v units from %v, not %v", c.got, e, c.want, c.e)
		}
	}
}

// bound is what a row may err by: what it states, and less than 1 but for the few that may have 4.
func bound(op *ir.Op) float64 {
	limit := 1.0
	if slices.Contains([]string{"erf", "erfc", "gamma", "lgamma", "i0", "sigmoid", "logaddexp", "logaddexp2"}, op.Name) {
		limit = 4
	}
	return min(op.ULP, limit)
}

// TestTruth compares a few hundred results of each function, on every instruction set, with what MPFR gives for them. The
// test of the tag mpfr writes them (testdata/truth.gz) and tries millions.
func TestTruth(t *testing.T) {
	file, err := os.ReadFile("testdata/truth.gz")
	if err != nil {
		t.Fatal(err)
	}
	unzip, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(unzip)
	if err != nil {
		t.Fatal(err)
	}
	in := bytes.NewReader(data)
	for _, f := range inexact(dtype.Float64) {
		args, want, err := readTruth(in, f.Op.Name, f.N)
		if err != nil {
			t.Fatalf("testdata/truth.gz: %s: %v; write it anew as TestMPFR says", f.Op.Name, err)
		}
		e := newEverywhere(f)
		got, err := e.compute(args)
		if err != nil {
			t.Error(err)
			continue
		}
		if cpu.Best() > cpu.Go && prim.Vector(f.Key(), cpu.Best()) != nil && e.compared < len(got)/2 {
			t.Errorf("%s: only %d results of vector functions were compared", f.Op.Name, e.compared)
		}
		var most largest
		most.add(f.Op.Name, args, got, want)
		if !(most.ulp <= bound(f.Op)) {
			t.Errorf("%s errs by %.4f units of the last place at %s; its row states %v", f.Op.Name, most.ulp, most.at, f.Op.ULP)
		}
	}
	if in.Len() > 0 {
		t.Errorf("testdata/truth.gz has %d bytes more than the functions need", in.Len())
	}
}

// readTruth reads the record of a function: its name, how many, the arguments by columns, and the truth, low as float32.
func readTruth(in io.Reader, name string, columns int) ([][]float64, []truth, error) {
	title := make([]byte, len(name))
	var n uint32
	if _, err := io.ReadFull(in, title); err != nil || string(title) != name {
		return nil, nil, fmt.Errorf("the record is of %q: %w", title, err)
	}
	if err := binary.Read(in, binary.LittleEndian, &n); err != nil {
		return nil, nil, err
	}
	args, want := make([][]float64, columns), make([]truth, n)
	for k := range args {
		args[k] = make([]float64, n)
		if err := binary.Read(in, binary.LittleEndian, args[k]); err != nil {
			return nil, nil, err
		}
	}
	high, low := make([]float64, n), make([]float32, n)
	if err := binary.Read(in, binary.LittleEndian, high); err != nil {
		return nil, nil, err
	}
	if err := binary.Read(in, binary.LittleEndian, low); err != nil {
		return nil, nil, err
	}
	for i := range want {
		want[i] = truth{high[i], float64(low[i])}
	}
	return args, want, nil
}
