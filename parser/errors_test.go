package parser

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// wrong has one text for each message of Parse, and more.
var wrong = []string{
	"", "  # nothing\n",
	"a +", "a + # more", "(a +\n  b) *", "-", "not", "a if b else", "a if", "a if b", "(a if b)", "a if b, c", "else", "a else b",
	"(a", "sin(a + (b * c)", "a[1:2", "[1, 2", "(a]", "a[0)", "f(a[1)]", "a)", "a]", ")", "(a + )", "f(,)", "f(a,,b)", "(,)",
	"a b", "f(a b)", "a 2", "a (b) c", "2 'x'", "f'x'", "f(dtype=u'f4')", "a True", "a ~b", "(a)(b) + 2(c)", "'x'(1)", "f(x)(y)",
	"a, b", "a : b", "f(a:b)", "a[1:2:3:4]", "a[]", "a[,]", "...", "f(...)", "a[... + 1]", "a...", "a.2", "a.", "a.(b)", "a.if",
	"* a", "a * / b", "a ** ** b", "f(*x)", "f(**x)", "a = b", "= a", "(a = b)", "f(1=2)", "f(a.b=2)", "a[b=1]", "a := b", "a += 1",
	"f(x=1, y)", "f(x=1, x=2)", "f(a=)", "a @ b", "a && b", "a || b", "!a", "a ! b", "a <> b", "a === b", "a ? b : c", "a -> b", "a; b",
	"{a: b}", "a }", "a in b", "a not in b", "a is b", "lambda x: x", "f(x for x in y)", "[x for x in y]", "class + 1", "a await b",
	"1 + not a", "-not a", "a == not b", "a not b",
	"1__0", "0x", "0xg", "0b12", "0o8", "1_", "1.2.3", "1e", "1e+", "1.5e-", "5px", "1.T", "1.0T", "2jj", "010", "1e999", "1e999j", "1if a else b", "a + \"",
	"'abc", "f(dtype=\"f4)", "'a\nb'", `'\q'`, `'\x4'`, `'\ud800'`, "a + '",
	"a $ b", "a – b", "2 × a", "“x”", "f(’x’)", "a ≤ b", "a²", "a\u00a0+ b", "a\u200b", "a\x00b", "'\\\x00'", "a '\x1b'", "a\x1b[31m + ", "a + \xff", "√a", "a \\ b", "é + ü ?",
	"\ta +\t* b", "日本 + $", "e\u0301 + $", "😀",
	"a +\r\n  $\r\n + b",
	strings.Repeat("a + ", 50) + "$" + strings.Repeat(" + b", 50),
	strings.Repeat("1", 5000),
}

var wrongIndex = []string{
	"", "[]", " ", "1:2:3:4", ",", "1 2", "1, ", "..., $", "[1", "1]", "[1, 2]]", "(1", "a =", "1:,:,", "[1:2", "[[1, 2], 3",
}

func TestErrors(t *testing.T) {
	var b strings.Builder
	report := func(src string, err error) {
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%q gives a %T", src, err)
		}
		fmt.Fprintf(&b, "%.80q\n%v\n\n", src, err)
	}
	for _, src := range wrong {
		_, err := Parse(src)
		report(src, err)
	}
	for _, src := range wrongIndex {
		_, err := ParseIndex(src)
		report(src, err)
	}
	golden(t, "testdata/errors.golden", b.String())
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", file, diff)
	}
}

func TestErrorAt(t *testing.T) {
	src := "a +\tsine(b, 日本)\n + (c\n * d)"
	n, err := Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	sum := n.(*Binary)
	call := sum.X.(*Binary).Y.(*Call)
	for _, c := range []struct {
		err  *Error
		want string
	}{
		{ErrorAt(src, call.Func, "unknown function %q", "sine").WithHint("did you mean %q?", "sin"),
			"expr:1:5: unknown function \"sine\" (did you mean \"sin\"?)\na +\tsine(b, 日本)\n   \t^~~~"},
		{ErrorAt(src, call.Args[1], "what"), "expr:1:13: what\na +\tsine(b, 日本)\n   \t        ^~~~"},
		{ErrorAt(src, sum, "shapes"), "expr:1:1: shapes\na +\tsine(b, 日本)\n^~~~~~~~~~~~~~~~~"},
		{ErrorAt(src, sum.Y, "product"), "expr:2:5: product\n + (c\n    ^"},
		{ErrorAtPos(src, sum.OpPos, 1, "sum"), "expr:2:2: sum\n + (c\n ^"},
		{ErrorAt("", call, "text unknown"), "expr:1:5: text unknown"},
		{ErrorAt(src, nil, "no node"), "expr:1:1: no node\na +\tsine(b, 日本)\n^"},
		{ErrorAt("x", sum.Y, "wrong text"), "expr:2:5: wrong text\nx\n ^"},
		{&Error{Src: "x", Pos: Pos{Offset: -5}, Width: -1, Msg: "m", What: "index"}, "index:0:0: m\nx\n^"},
	} {
		if diff := cmp.Diff(c.want, c.err.Error()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func TestErrorList(t *testing.T) {
	var es Errors
	if es.Err() != nil {
		t.Error("no errors should be nil")
	}
	for i := range 12 {
		if ok := es.Add(ErrorAtPos("", Pos{Line: 1, Col: i + 1}, 1, "wrong")); ok != (i < 10) {
			t.Errorf("error %d taken: %v", i, ok)
		}
		if i == 0 && es.Err() != error(es[0]) {
			t.Error("one error should be itself")
		}
	}
	if len(es) != 10 || len(es.Unwrap()) != 10 {
		t.Errorf("%d errors", len(es))
	}
	if text := es.Err().Error(); !strings.HasPrefix(text, "expr:1:1: wrong\nexpr:1:2: wrong\n") {
		t.Errorf("got %s", text)
	}
	var more Errors
	if !more.Add(fmt.Errorf("outer: %w", es.Err())) || len(more) != 10 {
		t.Errorf("joined %d errors", len(more))
	}
	if more.Add(nil) || more.Add(errors.New("other")) {
		t.Error("took what is no *Error")
	}
	var e *Error
	if !errors.As(es.Err(), &e) || e != es[0] {
		t.Error("errors.As finds no *Error")
	}
}
