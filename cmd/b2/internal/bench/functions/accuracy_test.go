package functions

import (
	"bytes"
	"compress/zlib"
	"math"
	"strings"
	"testing"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// TestReferences looks at the embedded values: there are some for each function that has an error, they are not far
// from what package math gives, and their arguments have all exponents.
func TestReferences(t *testing.T) {
	refs, err := readReferences()
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range ir.Ops() {
		if op.Kind == ir.Elementwise && op.ULP > 0 && op.Name != "float_power" {
			r := refs[op.Name]
			if r.n < 200 || len(r.args) != len(op.Params) || len(r.high) != kernel.Pad(r.n) || len(r.low) != len(r.high) {
				t.Errorf("%s: %d values of %d arguments", op.Name, r.n, len(r.args))
			}
			for i, low := range r.low {
				if !(math.Abs(low) <= 0.5) || math.IsInf(r.high[i], 0) || r.high[i] == 0 {
					t.Errorf("%s: %v and %v units of the last place", op.Name, r.high[i], low)
				}
			}
		}
	}
	for name, f := range map[string]func(float64) float64{"arctan": math.Atan, "cbrt": math.Cbrt, "tanh": math.Tanh, "erf": math.Erf} {
		for i, x := range refs[name].args[0] {
			if want := refs[name].high[i]; math.Abs(f(x)-want) > 1e-14*math.Abs(want)+5e-324 {
				t.Errorf("%s(%v) is %v, not %v", name, x, f(x), want)
			}
		}
	}
	tens := map[int]bool{}
	for _, x := range refs["arctan"].args[0] {
		_, e := math.Frexp(x)
		tens[e/100] = true
	}
	if len(tens) < 18 {
		t.Errorf("exponents of arctan's arguments: only hundreds %v", tens)
	}
}

func TestReferencesCut(t *testing.T) {
	if _, err := unpack(packed[:100]); err == nil {
		t.Error("a cut stream is read")
	}
	pack := func(data string) []byte {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		if _, err := z.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, data := range []string{"\x03sin", "\x03sin\x01\x02\x00\x00\x00", "\x03sin\x01\x00\x00\x00\x00", "\x03sin\x01\xff\xff\xff\xff12345678"} {
		if _, err := unpack(pack(data)); err == nil || !strings.Contains(err.Error(), "cut") {
			t.Errorf("%q: got %v", data, err)
		}
	}
}

// TestErrorsAreFound gives the judge functions that are not what they are called.
func TestErrorsAreFound(t *testing.T) {
	j, err := newJudge(4096)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []dtype.DType{dtype.Float64, dtype.Float32} {
		sin := loopOf(t, "sin."+d.Short())
		right := runner(sin.Key(), cpu.Go)
		found, err := j.errorOf(sin, right)
		if err != nil || found == nil || *found < 0.4 || *found > statedULP(sin) {
			t.Errorf("%s: %v, %v", sin.Key(), found, err)
		}
		// The next number above each result.
		above := func(s *kernel.Strip) {
			right(s)
			if d == dtype.Float64 {
				for i, x := range kernel.Out[float64](s) {
					kernel.Out[float64](s)[i] = math.Nextafter(x, math.Inf(1))
				}
				return
			}
			for i, x := range kernel.Out[float32](s) {
				kernel.Out[float32](s)[i] = math.Nextafter32(x, float32(math.Inf(1)))
			}
		}
		if found, err := j.errorOf(sin, above); err != nil || *found < 1.2 || *found > 2 {
			t.Errorf("%s, a number too high: %v, %v", sin.Key(), found, err)
		}
		if found, err := j.errorOf(sin, runner("tanh."+d.Short(), cpu.Go)); err != nil || *found < 1e3 {
			t.Errorf("%s is tanh: %v, %v", sin.Key(), found, err)
		}
		_, err = j.errorOf(sin, runner("log."+d.Short(), cpu.Go)) // NaN of negative numbers
		if err == nil || !strings.Contains(err.Error(), "sin."+d.Short()+" gives ") {
			t.Errorf("%s is log: %v", sin.Key(), err)
		}
	}
	add := loopOf(t, "add.f8")
	if found, err := j.errorOf(add, prim.Lookup("subtract.f8")); found != nil || err != nil {
		t.Errorf("add.f8 is exact, but was measured: %v, %v", found, err)
	}
}

func loopOf(t *testing.T, key string) ir.Instr {
	t.Helper()
	loops, err := choose(ir.Loops(), []string{key})
	if err != nil {
		t.Fatal(err)
	}
	return loops[0]
}

func TestUnits(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		got      float32
		want, is float64
	}{
		{1, 1, 0}, {1, 1 + 0x1p-24, 0.5}, {1 + 0x1p-23, 1, 1}, {float32(inf), 0x1p128, 0}, {float32(inf), inf, 0}, {math.MaxFloat32, inf, 0.5},
		{float32(math.NaN()), math.NaN(), 0}, {float32(math.NaN()), 1, inf}, {float32(inf), -inf, inf}, {0, 0x1p-150, 0.5}, {0x1p-149, 0, 1},
	} {
		if e := narrowUnits(c.got, c.want); e != c.is {
			t.Errorf("%v beside %v: %v units, not %v", c.got, c.want, e, c.is)
		}
	}
	for _, c := range []struct{ got, high, low, is float64 }{
		{1, 1, 0.25, 0.25}, {1 + 0x1p-52, 1, 0.25, 0.75}, {math.NaN(), 1, 0, inf}, {inf, 1, 0, inf}, {0, 5e-324, -0.5, 0.5}, {-1, -1, -0.25, 0.25},
	} {
		if e := wideUnits(c.got, c.high, c.low); e != c.is {
			t.Errorf("%v beside %v and %v: %v units, not %v", c.got, c.high, c.low, e, c.is)
		}
	}
}
