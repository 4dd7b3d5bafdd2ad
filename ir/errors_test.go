package ir

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/parser"
)

var update = flag.Bool("update", false, "rewrite golden files")

// wrong has an expression for each message of the checker, and more.
var wrong = []string{
	// names
	"x", "aa + 1", "sine(a)", "sin", "a + sin", "a(1)", "(a)(1)", "a.b", "a.sine()", "a.sin()", "pii * 2", "np.sine(a)",
	// arguments
	"sin()", "sin(a, b)", "arctan2(a)", "arctan2(a, b, a)", "sin(y=a)", "sin(a, x=a)", "arctan2(a, x=b, y=b)", "where(m)", "where(m, a)",
	"sum()", "sum(a, axis=2)", "sum(a, axis=-3)", "sum(a, axis=(0, 0))", "sum(a, axis=1.5)", "sum(a, axis=a)", "sum(a, axis=(0, 'x'))", "sum(a, axes=0)",
	"sum(a, keepdims=1.5)", "sum(a, keepdims=a)", "a.sum(0, axis=0)", "sum((a, a))", "min(e, axis=0)", "max(e)",
	// types
	"m - m", "-m", "a & 1", "a << 1", "~a", "b & 1.5", "m + 'x'", "a + None", "a + (1, 2)", "'abc'", "(1, 2)", "None", "a if 'x' else 1",
	"u + 300", "u - 1000", "u == 300", "b + 2**40", "u * -1", "2**-1.5 + u", "b**-1", "0**-1", "1/0 + a", "1 % 0", "1.5 & 1", "2**99999", "(-8)**0.5",
	"1 << -1", "int8(300)", "uint8(-1)", "float3(a)", "float32()", "float32(a, a)", "a.astype()", "a.astype('f16')", "a.astype(q)", "int32(nan)",
	"s + 1", "s == s", "sin(s)",
	// shapes
	"a + c", "a * b + c", "where(m, a, c)", "a < c < a", "a[3]", "a[-4]", "a[0, 0, 0]", "a[..., ...]", "a[::0]", "a[1.5]", "a['x']", "a[a]", "a[0:b]", "a[None:1]",
	"(a + b)[5]", "a[1:2:3][7]", "a[:, 4]",
	// constructors
	"zeros()", "zeros(-1)", "zeros((2, a))", "zeros((2, 3), dtype=x)", "zeros(2.5)", "full(3)", "full((2,), a)", "ones(3, int8, 4)", "arange()", "arange(0, 1, 0)",
	"arange(a)", "arange(0, 10, shape=(3, 3))", "linspace(0)", "linspace(0, 1, -1)", "linspace(0, 1, 5, shape=(2, 3))", "linspace(0, 1, 5.5)", "linspace(0, 1, endpoint=2.5)",
	"arange(1e30)", "zeros((1,)*20)", "zeros((99999999999, 99999999999, 9))",
	// options and reductions
	"quantile(m, 0.5)", "quantile(a, 2)", "percentile(a, 101)", "quantile(a, a)", "quantile(a, 0.5, method='best')", "quantile(a, 0.5, method=3)", "quantile(a)",
	"min(a, where=m)", "sum(a, where=a)", "sum(a, where=t)", "sum(a, initial=a)", "sum(b, initial=inf)", "sum(b, initial=nan)", "argmax(a, axis=(0, 1))",
	"var(a, dtype=int32)", "sum(a, initial=None, where=m)", "min(a, where=1)", "diff(a, axis=None)", "var(a, ddof=1, correction=1)", "cumulative_sum(a)", "cumsum(a, axis=(0, 1))", "diff(a, n=-1)", "diff(long, n=200)",
	"std(a, ddof=a)", "round(m, 1)", "round(a, 1.5)", "clip(m, 0, 'x')", "nan_to_num(a, nan=c)", "gcd(a, 2)", "lcm(m, m)", "isclose(a)", "sign(m)",
	// complex numbers
	"z < 2j < a, fmod(z, 2)", "fmod(z, 2)", "z // 2", "z % 2", "floor(z)", "arctan2(z, 1)", "z & 1", "int8(2j)", "u + 2j * s", "arange(2j)", "linspace(0, 2j, 3, dtype=int8)",
	"2j // 1", "0 ** 1j", "(2j) % 2", "1j < 2", "quantile(z, 0.5)", "median(z, where=m)", "complex(z, 1)", "complex(s, 1)", "z.imagine", "ones(3, dtype=complex128) + s",
	// views
	"reshape(a, (5, -1))", "reshape(a, (-1, -1))", "reshape(a, 11)", "reshape(a, (3, -4))", "reshape(a, b)", "reshape(a)", "transpose(a, (0, 0))", "transpose(a, (0, 5))",
	"swapaxes(a, 0, 2)", "moveaxis(a, (0, 1), 0)", "expand_dims(a, 5)", "squeeze(a, 0)", "squeeze(a, axis=(0, 9))", "matrix_transpose(b)", "b.mT", "broadcast_to(a, (2, 2))",
	"broadcast_to(a, (4,))", "flip(a, 2)", "fliplr(b)", "flipud(float64(1))", "roll(a, (1, 2), axis=0)", "roll(a, 1.5)", "rot90(b)", "rot90(a, axes=(0,))", "concat(a)", "concat(())",
	"concat((a, b))", "concat((a, e))", "concat((a, t), axis=1)", "concat((a, a), axis=2)", "concat((float64(1), float64(2)))", "concat((a, a), dtype=int8)", "concat((a, s))",
	"stack((a, b))", "stack((a, a), axis=3)", "stack(())", "take(a, 9)", "take(a, 1.5)", "take(a, c)", "take(a, [0, 9], axis=0)", "take(a, 0, axis=2)", "repeat(a, -1)", "repeat(a, 2**40)",
	"repeat(a, (1, 2), axis=0)", "tile(a, -1)", "tile(a, (2,)*3)", "diagonal(b)", "diagonal(a, axis1=0, axis2=0)", "trace(b)", "atleast_1d()", "full_like(a, b)", "eye(-1)", "eye(2.5)",
	"zeros_like()", "vstack((a, c))", "hstack((a, b))", "column_stack((b, c))", "a.T.T.x", "a.shape", "a.shape[5]", "a.dtype", "a.shape + 1", "a.T(1)", "a.slice()", "a.slice(1, 2)",
	// indices
	"a[[0, 9]]", "a[[0, 1.5]]", "a[[[0], [1, 2]]]", "a[[0, 1], [0, 1, 2]]", "a[m, 0]", "a[0, m]", "a[t]", "b[m]", "a[[]][0]", "a[b > 0]", "a[(0, 1, 2)]",
	"a[m][0]", "a[m] + a", "a[m] + a[a > 0]", "sum(a[m], axis=1)", "median(a[m], axis=1)", "cumsum(a[m], axis=1)", "sum(a[m], where=m)", "quantile(a, [0.5, 2])", "quantile(a, [a])", "quantile(a3[b3], [0.5], axis=1)", "cumprod(z[z != 0])", "reshape(a[m], 3)", "diff(a[m])", "a[m].T.size", "a[m][a > 0]", "concat((a[m], a))",
	"roll(a, (1, 2, 3), axis=(0, 1))", "repeat(b, (9999999, 9999999, 9999999, 9999999))", "sum(a[m], axis=0, dtype=int8)", "argmax(a3[b3], axis=1, keepdims=3.5)",
	"zeros((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))", "transpose(a, 0)", "take(a, [[0], [1, 2]])", "linspace(0, 1, shape=(4000000000, 4000000000, 9))", "nan_to_num(a, nan=t3)",
	"nan_to_num(b, nan=a3)", "sin(a)(1)", "b * 2**5000", "1 << 4090 << 4090", "u + 1.5 + int8(1e9)", "expand_dims(zeros((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)), 0)",
	"zeros((4000000000, 1)) + zeros((1, 4000000000))", "zeros((4000000000, 1, 1)) * zeros((1, 4000000000, 1)) * zeros((4000000000,))", "broadcast_to(a, (4000000000, 4000000000, 3, 4))",
	"tile(a, (4000000000, 4000000000))", "a[None, None, None, None, None, None, None, None, None, None, None, None, None, None, None]", "stack((a3, a3))[m]", "a.T[m]", "full_like(a, 'x')", "real('x')",
	"a[2**70]", "a[[2**70]]", "a[[True, False]]", "a[[True, [False]]]", "a[0, ..., 9]", "a[[0], ..., 9]", "a[0, [0, 4]]", "a[m, m]", "a3[b3, b3]", "a3[b3[:, 0], a3[0, :, 0] > 0]", "a3[b3[:, 0], [0, 1], b > 0]", "a3[t, 0]", "a[False, [0, 1]]", "a3[:, c]",
	"a3[:, a > 0, 1]", "take_along_axis(a, b, 0)", "take_along_axis(a, a, 0)", "take_along_axis(b, b, 1)", "take_along_axis(b, b)[7]", "take_along_axis(a, b, None)[99]", "take_along_axis(b, a, None)", "a3[b[0], :, 7]", "a[b[b > 0]]", "take(a, b[b > 0])",
	"fields.q", "fields['q']", "a['q']", "fields.x + c", "fields.x['y']",
	// several at once
	"x + y * sine(z) + a[9]", "a + c + (m - m)\n  + sum(a, axis=5)",
	strings.Repeat("x + ", 20) + "x",
}

// TestErrors holds the messages of the checker to golden ones. Each has a place.
func TestErrors(t *testing.T) {
	vars := map[string]*Node{
		"a": NewOperand(1, "a", dtype.Float64, []int{3, 4}), "b": NewOperand(2, "b", dtype.Int32, []int{4}), "c": NewOperand(3, "c", dtype.Float32, []int{5}),
		"m": NewOperand(4, "m", dtype.Bool, []int{3, 4}), "u": NewOperand(5, "u", dtype.Uint8, []int{4}), "s": NewOperand(6, "s", dtype.RawOf(5), []int{4}),
		"e": NewOperand(7, "e", dtype.Float64, []int{0, 3}), "t": NewOperand(8, "t", dtype.Bool, []int{2, 4}), "z": NewOperand(9, "z", dtype.Complex128, []int{4}),
		"a3": NewOperand(10, "a3", dtype.Float64, []int{2, 3, 4}), "b3": NewOperand(11, "b3", dtype.Bool, []int{2, 3}), "long": NewOperand(12, "long", dtype.Float64, []int{500}),
		"fields": NewOperand(records{}, "fields", dtype.RawOf(12), []int{4}),
	}
	var out strings.Builder
	for _, src := range wrong {
		tree, err := parser.Parse(src)
		if err == nil {
			_, err = Check(src, tree, vars)
		}
		fmt.Fprintf(&out, "%.80q\n%v\n\n", src, err)
		if err != nil {
			placed(t, src, err)
		}
	}
	if *update {
		if err := os.WriteFile("testdata/errors.golden", []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/errors.golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("messages (-want +got); -update writes them\n%s", diff)
	}
}

// records stands for an array of structs with a float64 x and a float32 y.
type records struct{}

func (records) Member(name string) (any, dtype.DType, []int, error) {
	switch name {
	case "x":
		return records{}, dtype.Float64, []int{4}, nil
	case "y":
		return records{}, dtype.Float32, []int{4}, nil
	}
	return nil, dtype.Invalid, nil, fmt.Errorf("there is no field %q; there are x, y", name)
}

// placed makes sure that every error says where it is.
func placed(t *testing.T, src string, err error) {
	t.Helper()
	list := []error{err}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		list = many.Unwrap()
	}
	for _, err := range list {
		var e *parser.Error
		if !errors.As(err, &e) || e.Pos.Line < 1 || e.Pos.Col < 1 || e.Msg == "" || e.Src != src {
			t.Errorf("%q: no place in %#v", src, err)
		}
	}
}
