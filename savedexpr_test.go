package b2_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2"
)

// savable are expressions that mean the same to b2 and to Python-Blosc2 4.14 (which takes where(c, maximum(a, b), 0) for c).
var savable = []string{
	"a + b", "a - b*2", "a / b", "(a + 1)**2 - b", "sin(a) + exp(b)", "a**2 + b**2 + 2*a*b + 1", "sqrt(a*a + b*b)",
	"arctan2(a, b)", "where(a > b, a, b)", "where(a > 0.5, a + b, 0)", "a - mean(a, axis=1, keepdims=True)",
	"a * sum(b)", "a + r", "r * 3 + a", "(a > b) & (a < 2)", "(a > b) | (b == 1)", "~(a > b)", "minimum(a, 1) - maximum(b, 0)",
	"log1p(abs(a)) - expm1(b)", "a % 3", "a // 2", "-a", "a[1:3] + b[1:3]", "a[:, 2:4]", "a + linspace(0, 1, 20, shape=(4, 5))",
	"tanh(a) * cosh(b) - sinh(a)", "log(a + 2) + log10(b + 2) + log2(a + 3)", "a <= b", "a != b", "max(a, axis=0) + b",
}

// must ends a test with the error of a call: must(f())(t) is its result.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// TestSavedExpressions saves expressions and opens them here and there, and opens what Python-Blosc2 saves.
func TestSavedExpressions(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	texts, err := json.Marshal(savable)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "texts.json"), texts, 0o666); err != nil {
		t.Fatal(err)
	}
	python(t, dir, `
import json, os
os.mkdir("data")
rng = np.random.default_rng(1)
ops = {n: blosc2.asarray(rng.uniform(0.1, 3, s), urlpath=f"data/{n}.b2nd", mode="w") for n, s in [("a", (4, 5)), ("b", (4, 5)), ("r", (5,))]}
for i, text in enumerate(json.load(open("texts.json"))):
    ops_here = {n: v for n, v in ops.items() if n in __import__("re").findall(r"[a-z]\w*", text)}
    blosc2.lazyexpr(text, ops_here).save(os.path.abspath(f"python{i}.b2nd"))
e = (ops["a"] + ops["b"] * 2) / 3
e.vlmeta["note"] = "by operators"
e.save("operators.b2nd")`)
	vars := b2.Vars{}
	for _, name := range []string{"a", "b", "r"} {
		vars[name] = must(b2.Open(ctx, filepath.Join(dir, "data", name+".b2nd")))(t)
	}
	want := make([][]byte, len(savable))
	for i, text := range savable {
		e := must(b2.Lazy(text, vars))(t)
		want[i] = must(b2.ReadBytes(ctx, e))(t)
		path := filepath.Join(dir, fmt.Sprintf("ours%02d.b2nd", i))
		if err := e.Save(ctx, path, b2.Attrs(map[string]any{"number": i})); err != nil {
			t.Fatal(err)
		}
		again := must(b2.OpenExpr(ctx, path))(t)
		if diff := cmp.Diff(want[i], must(b2.ReadBytes(ctx, again))(t)); diff != "" {
			t.Errorf("%s: saved as %s and opened: -want +got\n%s", text, again.Text, diff)
		}
		if again.Attrs["number"] != int64(i) {
			t.Errorf("%s: attributes %v", text, again.Attrs)
		}
		again.Close()
		theirs, err := b2.OpenExpr(ctx, filepath.Join(dir, fmt.Sprintf("python%d.b2nd", i)))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want[i], must(b2.ReadBytes(ctx, theirs))(t)); diff != "" {
			t.Errorf("%s: saved by Python as %s: -want +got\n%s", text, theirs.Text, diff)
		}
		theirs.Close()
	}
	byHand := must(b2.OpenExpr(ctx, filepath.Join(dir, "operators.b2nd")))(t)
	sum := must(b2.ReadBytes(ctx, must(b2.Lazy("(a + b * 2) / 3", vars))(t)))(t)
	if got := must(b2.ReadBytes(ctx, byHand))(t); !slices.Equal(got, sum) || byHand.Attrs["note"] != "by operators" {
		t.Errorf("%s: other values or attributes %v", byHand.Text, byHand.Attrs)
	}
	python(t, dir, `
import glob, json, os
texts = json.load(open("texts.json"))
names = {n: np.asarray(blosc2.open(f"data/{n}.b2nd")[:]) for n in "abr"}
space = {**{n: getattr(np, n) for n in dir(np)}, **names}
space["linspace"] = lambda a, b, n, shape: np.linspace(a, b, n).reshape(shape)
files = sorted(glob.glob("ours*.b2nd"))
assert len(files) == len(texts), files
for i, (name, text) in enumerate(zip(files, texts)):
    e = blosc2.open(name, mode="r", deserialize="full")
    assert isinstance(e, blosc2.LazyExpr), (name, type(e))
    got, want = np.asarray(e[()] if e.shape == () else e[:]), eval(text, space)
    assert np.allclose(got, want, rtol=1e-13), (text, e.expression, got, want)
    assert e.vlmeta["number"] == i, text`)
}

// TestSavedErrors: what cannot be saved or opened is told, with the operand, and leaves nothing behind.
func TestSavedErrors(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	a := must(b2.From(ctx, []float64{1, 2, 3}, b2.Path(at("a.b2nd"))))(t)
	memory := must(b2.From(ctx, []float64{1, 2, 3}))(t)
	for name, e := range map[string]*b2.Expr{
		"operand m: it is in memory":                         must(b2.Lazy("a + m", b2.Vars{"a": a, "m": memory}))(t),
		"operand p: it is not stored as an array of its own": must(b2.Lazy("a + p", b2.Vars{"a": a, "p": b2.Plain([]float64{1, 2, 3}, b2.Shape(3))}))(t),
	} {
		if err := e.Save(ctx, at("x.b2nd")); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %s", err, name)
		}
	}
	if _, err := os.Lstat(at("x.b2nd")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a file was left behind")
	}
	deep := a.Expr()
	for range 600 {
		deep = deep.Abs()
	}
	if err := deep.Save(ctx, at("x.b2nd")); err == nil || !strings.Contains(err.Error(), "too deep") {
		t.Errorf("saved what cannot be opened: %v", err)
	}
	e := must(b2.Lazy("a * 2", b2.Vars{"a": a}))(t)
	if err := e.Save(ctx, at("e.b2nd")); err != nil {
		t.Fatal(err)
	}
	if err := e.Save(ctx, at("e.b2nd")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("saved over another: %v", err)
	}
	if err := e.Save(ctx, at("e.b2nd"), b2.Overwrite()); err != nil {
		t.Error(err)
	}
	if _, err := b2.OpenExpr(ctx, at("a.b2nd")); err == nil || !strings.Contains(err.Error(), "no saved expression") {
		t.Errorf("an array opened as an expression: %v", err)
	}
	a.Close()
	if err := b2.Remove(at("a.b2nd")); err != nil {
		t.Fatal(err)
	}
	if _, err := b2.OpenExpr(ctx, at("e.b2nd")); !errors.Is(err, b2.ErrMissingOperands) || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "a (") {
		t.Errorf("operands are gone: %v", err)
	}
}

// TestSavedMoves: a folder with an expression and its arrays may go elsewhere, whole.
func TestSavedMoves(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "old", "data"), 0o777); err != nil {
		t.Fatal(err)
	}
	a := must(b2.From(ctx, []float64{1, 2, math.Inf(1)}, b2.Path(filepath.Join(dir, "old", "data", "a.b2nd"))))(t)
	if err := must(b2.Lazy("a + 1", b2.Vars{"a": a}))(t).Save(ctx, filepath.Join(dir, "old", "e.b2nd")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "old"), filepath.Join(dir, "new")); err != nil {
		t.Fatal(err)
	}
	e := must(b2.OpenExpr(ctx, filepath.Join(dir, "new", "e.b2nd")))(t)
	defer e.Close()
	if got := must(b2.Read[float64](ctx, e))(t); !slices.Equal(got, []float64{2, 3, math.Inf(1)}) {
		t.Error(got)
	}
}

// TestSavedForms opens what Python-Blosc2 saves in other ways: in a folder, in a store, and as older versions did.
func TestSavedForms(t *testing.T) {
	ctx := context.Background()
	for name, want := range map[string]float64{"expr.b2nd": 1, "old.b2nd": -1, "tree.b2z:/expr": 1} {
		e := must(b2.OpenExpr(ctx, filepath.Join("testdata", "saved", name)))(t)
		a := must(b2.Read[float64](ctx, e.Operands["o0"].Expr()))(t)
		for i, got := range must(b2.Read[float64](ctx, e))(t) {
			if got != a[i]+want {
				t.Errorf("%s: element %d is %v, the operand has %v", name, i, got, a[i])
			}
		}
		e.Close()
	}
	if _, err := b2.OpenExpr(ctx, filepath.Join("testdata", "saved", "udf.b2nd")); err == nil || !strings.Contains(err.Error(), "lazyudf") {
		t.Errorf("a function opened as an expression: %v", err)
	}
}
