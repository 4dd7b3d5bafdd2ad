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
	"sum(a, keepdims=1)", "sum(a, keepdims=a)", "a.sum(0, axis=0)", "sum((a, a))", "min(e, axis=0)", "max(e)",
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
	"arange(a)", "arange(0, 10, shape=(3, 3))", "linspace(0)", "linspace(0, 1, -1)", "linspace(0, 1, 5, shape=(2, 3))", "linspace(0, 1, 5.5)", "linspace(0, 1, endpoint=2)",
	"arange(1e30)", "zeros((1,)*20)", "zeros((99999999999, 99999999999, 9))",
	// several at once
	"x + y * sine(z) + a[9]", "a + c + (m - m)\n  + sum(a, axis=5)",
	strings.Repeat("x + ", 20) + "x",
}

// TestErrors holds the messages of the checker to golden ones. Each has a place.
func TestErrors(t *testing.T) {
	vars := map[string]*Node{
		"a": NewOperand(1, "a", dtype.Float64, []int{3, 4}), "b": NewOperand(2, "b", dtype.Int32, []int{4}), "c": NewOperand(3, "c", dtype.Float32, []int{5}),
		"m": NewOperand(4, "m", dtype.Bool, []int{3, 4}), "u": NewOperand(5, "u", dtype.Uint8, []int{4}), "s": NewOperand(6, "s", dtype.RawOf(5), []int{4}),
		"e": NewOperand(7, "e", dtype.Float64, []int{0, 3}),
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
