package b2_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// faultOperands are arrays on which Python-Blosc2 4.14 gives wrong answers.
func faultOperands() b2.Vars {
	nan := math.NaN()
	return b2.Vars{
		"a": b2.Plain([]int64{7, -7, 5, -5}, b2.Shape(4)), "b": b2.Plain([]int64{2, 2, -3, 3}, b2.Shape(4)), "zero": b2.Plain([]int64{0, 1}, b2.Shape(2)),
		"one": b2.Plain([]int64{1, 2}, b2.Shape(2)), "x": b2.Plain([]float64{1.5, -2, 3, .5}, b2.Shape(4)), "y": b2.Plain([]float64{2, 3, 2, -1}, b2.Shape(4)),
		"u": b2.Plain([]uint64{1<<64 - 1, 1 << 63, 3}, b2.Shape(3)), "big": b2.Plain([]int64{1 << 62, 3}, b2.Shape(2)), "i1": b2.Plain([]int8{100, 100}, b2.Shape(2)),
		"n": b2.Plain([]float64{1, nan, 3}, b2.Shape(3)), "half": b2.Plain([]float64{.5, 1.5, 2.5}, b2.Shape(3)), "u1": b2.Plain([]uint8{1, 2}, b2.Shape(2)),
		"legs": b2.Plain([]int64{-7, 3}, b2.Shape(2)), "arms": b2.Plain([]int64{3, 4}, b2.Shape(2)),
		"empty": b2.Plain([]float64{}, b2.Shape(0, 4)), "row": b2.Plain([]float64{1, 2, 3, 4}, b2.Shape(4)),
		"t": b2.Plain([]bool{true, false}, b2.Shape(2)),
	}
}

// TestFaultsOfBlosc2 computes what Python-Blosc2 4.14 computes wrongly, or cannot, and NumPy rightly. Each answer is
// NumPy's, and the same for arrays in memory, stored, and sliced.
func TestFaultsOfBlosc2(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name, text string
		want       any // a slice; nil: an error
	}{
		{"01 integers divide to floats", "a / b", []float64{3.5, -3.5, 5. / -3, -5. / 3}},
		{"01b and so do slices of them", "(a / b)[:-1]", []float64{3.5, -3.5, 5. / -3}},
		{"02 an integer divided by 0", "one / zero", []float64{inf, 2}},
		{"03 where with maximum in it", "where(x > 1, maximum(x, 2), y)", []float64{2, 3, 3, -1}},
		{"03b where with a mean in it", "where(x > mean(x), x, 0)", []float64{1.5, 0, 3, 0}},
		{"03c where with a slice in it", "where(x > 1, x[0:4], y)", []float64{1.5, 3, 3, -1}},
		{"04 a minus before a power", "-x**2", []float64{-2.25, -4, -9, -.25}},
		{"04b powers associate to the right", "2**y**2", []float64{16, 512, 16, 2}},
		{"04c a chain of comparisons", "0 < x < 1", []bool{false, false, false, true}},
		{"04d a chain of equalities", "a == b == a", []bool{false, false, false, false}},
		{"05 the sign of a remainder", "a % b", []int64{1, 1, -1, 1}},
		{"05b in slices, too", "(a % b)[:-1]", []int64{1, 1, -1}},
		{"05c of floats", "x % 2.0", []float64{1.5, 0, 1, .5}},
		{"05d by 0", "one % zero", []int64{0, 0}},
		{"06 uint64 // 2", "u // 2", []uint64{1<<63 - 1, 1 << 62, 1}},
		{"06b uint64 >> 1", "u >> 1", []uint64{1<<63 - 1, 1 << 62, 1}},
		{"06c uint64 == 2**64-1", "u == 2**64 - 1", []bool{true, false, false}},
		{"06d int64 < 2**62+1", "big < 2**62 + 1", []bool{true, true}},
		{"06e int8 + 300", "i1 + 300", nil},
		{"07 argmax with a NaN", "argmax(n)", []int64{1}},
		{"08 round goes to even", "round(half)", []float64{0, 2, 2}},
		{"09 hypot of integers", "hypot(legs, arms)", []float64{math.Sqrt(58), 5}},
		{"10 maximum of a where", "maximum(where(x > 0, x, y), 2.0)", []float64{2, 3, 3, 2}},
		{"13 a linspace of 1", "linspace(0, 1, 1)", []float64{0}},
		{"13b an arange of 1", "arange(1)", []int64{0}},
		{"15 uint8 & 1", "u1 & 1", []uint8{1, 0}},
		{"15b ~uint8", "~u1", []uint8{254, 253}},
		{"15c bool & int8", "t & i1", []int8{0, 0}},
		{"18 text reaches nothing but the table", "x + remove_urlpath('victim')", nil},
		{"19 a sum over an axis of what a mask selects", "x[x > 0].sum(axis=1)", nil},
		{"23 the matrix product is no product", "x @ x", nil},
		{"24 an empty array and a row", "empty + row", []float64{}},
		{"26 expand_dims", "expand_dims(x, 0)[0]", []float64{1.5, -2, 3, .5}},
		{"and, or", "(x > 1) and (y > 2) or (x < -1)", []bool{false, true, false, false}},
		{"a conditional expression", "x if x > 1 else y", []float64{1.5, 3, 3, -1}},
		{"pi", "x * 0 + pi", []float64{math.Pi, math.Pi, math.Pi, math.Pi}},
		{"a cast", "float32(x)", []float32{1.5, -2, 3, .5}},
		{"astype", "x.astype(int8)", []int8{1, -2, 3, 0}},
		{"an ellipsis", "row[..., 0] + x", []float64{2.5, -1, 4, 1.5}},
		{"a slice of a sum", "(x + y)[0]", []float64{3.5}},
		{"ddof", "var(x, ddof=1)", []float64{13.25 / 3}},
		{"bool - bool", "t - t", nil},
		{"minus a bool", "-t", nil},
		{"bool ** 2 is int8", "t**2", []int8{1, 0}},
		{"an integer to a negative power", "a**-1", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for layout, vars := range map[string]b2.Vars{"memory": faultOperands(), "stored": storedOperands(t)} {
				e, err := b2.Lazy(c.text, vars)
				if c.want == nil {
					var fault *b2.ExprError
					if !errors.As(err, &fault) || fault.Pos.Line < 1 {
						t.Errorf("%s: %s: no error with a place, but %v", layout, c.text, err)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				got, err := b2.ReadBytes(context.Background(), e)
				if err != nil {
					t.Fatal(err)
				}
				want := must(b2.ReadBytes(context.Background(), plain(c.want, []int{lengthOf(c.want)})))(t)
				if !slices.Equal(got, want) {
					t.Errorf("%s: %s (%s): got % x, want % x", layout, c.text, e.DType(), got, want)
				}
			}
		})
	}
}

func lengthOf(v any) int {
	switch v := v.(type) {
	case []float64:
		return len(v)
	case []float32:
		return len(v)
	case []int64:
		return len(v)
	case []uint64:
		return len(v)
	case []int8:
		return len(v)
	case []uint8:
		return len(v)
	}
	return len(v.([]bool))
}

// storedOperands are the same in chunks and blocks of odd sizes.
func storedOperands(t *testing.T) b2.Vars {
	t.Helper()
	vars := b2.Vars{}
	for name, v := range faultOperands() {
		e := v.(*b2.Expr)
		if slices.Contains(e.Shape(), 0) {
			vars[name] = e
			continue
		}
		chunks := slices.Repeat([]int{min(e.Shape()[0], 3)}, len(e.Shape()))
		vars[name] = must(e.Compute(context.Background(), b2.Chunks(chunks...), b2.Blocks(slices.Repeat([]int{2}, len(chunks))...)))(t)
	}
	return vars
}

// TestFault12SavedWhere: a where that was saved is a where when it is opened again.
func TestFault12SavedWhere(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	vars := b2.Vars{}
	for _, name := range []string{"x", "y"} {
		vars[name] = must(faultOperands()[name].(*b2.Expr).Compute(ctx, b2.Path(filepath.Join(dir, name+".b2nd"))))(t)
	}
	if err := must(b2.Lazy("where(x > 0, x, y)", vars))(t).Save(ctx, filepath.Join(dir, "w.b2nd")); err != nil {
		t.Fatal(err)
	}
	w := must(b2.OpenExpr(ctx, filepath.Join(dir, "w.b2nd")))(t)
	defer w.Close()
	if got := must(b2.Read[float64](ctx, w))(t); !slices.Equal(got, []float64{1.5, 3, 3, .5}) {
		t.Error(got)
	}
}

// TestFault16BigEndian: big-endian operands are numbers, not swapped bytes.
func TestFault16BigEndian(t *testing.T) {
	stored := must(b2.ParseStoredType(">i4"))(t)
	e := b2.PlainStored([]byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2}, stored, b2.Shape(3))
	if got := must(b2.Read[int32](context.Background(), must(b2.Lazy("a + 1", b2.Vars{"a": e}))(t)))(t); !slices.Equal(got, []int32{1, 2, 3}) {
		t.Error(got)
	}
}

// TestFault18NoHost: building an expression runs nothing of what its text names.
func TestFault18NoHost(t *testing.T) {
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := b2.Lazy("x + remove_urlpath('"+victim+"')", faultOperands())
	if err == nil || !strings.Contains(err.Error(), "unknown function") {
		t.Error(err)
	}
	if _, err := os.Stat(victim); err != nil {
		t.Error(err)
	}
}

// TestFault20BlocksAlone: blocks without chunks are not ignored.
func TestFault20BlocksAlone(t *testing.T) {
	a := must(b2.Zeros(context.Background(), b2.Shape(100, 100), b2.Blocks(10, 10)))(t)
	if got := a.Blocks(); !slices.Equal(got, []int{10, 10}) {
		t.Error(got)
	}
}
