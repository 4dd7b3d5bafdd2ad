package b2_test

import (
	"context"
	"errors"
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

var someAttrs = map[string]any{
	"nothing": nil, "yes": true, "count": int64(-5), "large": uint64(math.MaxUint64), "ratio": 0.25, "text": "é漢", "raw": []byte{0, 255},
	"list": []any{int64(1), "two", []any{}}, "pair": b2.Tuple{int64(1), b2.Tuple{}}, "map": map[string]any{"a": nil, "b": 1.5},
}

func TestAttrs(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	for name, opts := range map[string][]b2.StorageOption{
		"memory": nil, "file": {b2.Path(filepath.Join(dir, "a.b2nd"))}, "sparse": {b2.Path(filepath.Join(dir, "b.b2nd")), b2.Sparse()},
	} {
		t.Run(name, func(t *testing.T) {
			all := []b2.ComputeOption{b2.Attrs(someAttrs), b2.Attrs(map[string]any{"more": 3})}
			for _, o := range opts {
				all = append(all, o)
			}
			x, err := b2.Zeros(ctx, b2.Shape(10, 20))
			if err != nil {
				t.Fatal(err)
			}
			a, err := x.Expr().Add(1).Compute(ctx, all...)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			want := map[string]any{"more": int64(3)}
			for k, v := range someAttrs {
				want[k] = v
			}
			got, err := a.Attrs()
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			if none, err := x.Attrs(); err != nil || len(none) != 0 {
				t.Errorf("without attributes: %v, %v", none, err)
			}
			if b, ok := a.Meta("b2nd"); !ok || len(b) == 0 {
				t.Error("no metalayer b2nd")
			}
			if _, ok := a.Meta("nope"); ok {
				t.Error("a metalayer nope")
			}
		})
	}
	path := filepath.Join(dir, "bad.b2nd")
	for _, o := range []b2.StorageOption{b2.Attrs(map[string]any{"f": func() {}}), b2.Attrs(map[string]any{strings.Repeat("n", 40): 1})} {
		for _, sparse := range []bool{false, true} {
			opts := []b2.CreateOption{b2.Shape(3), b2.Path(path), o}
			if sparse {
				opts = append(opts, b2.Sparse())
			}
			if _, err := b2.Ones(ctx, opts...); err == nil {
				t.Error("no error")
			}
			if list, _ := filepath.Glob(filepath.Join(dir, ".*")); len(list) > 0 {
				t.Errorf("left %v", list)
			}
		}
	}
}

func TestSparse(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "x.b2nd")
	opts := []b2.CreateOption{b2.Shape(30, 40), b2.Chunks(7, 10), b2.Blocks(3, 10), b2.Path(path), b2.Sparse()}
	a, err := b2.Linspace(ctx, 1, 2, opts...)
	if err != nil {
		t.Fatal(err)
	}
	want, err := b2.Read[float64](ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b2.Ones(ctx, opts...); !errors.Is(err, fs.ErrExist) {
		t.Errorf("existing: %v", err)
	}
	old, err := b2.Open(ctx, path, b2.Cache(0)) // what is cached of a could still be read
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	// A sparse array may be computed into its own place: what is read stays until the new one is whole.
	b, err := a.Expr().Multiply(2).Compute(ctx, b2.Path(path), b2.Sparse(), b2.Overwrite(), b2.Chunks(30, 40))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err := b2.Read[float64](ctx, old); err == nil {
		t.Error("the old array's files are gone, but they are read")
	}
	a.Close()
	c, err := b2.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	got, err := b2.Read[float64](ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		want[i] *= 2
	}
	if !slices.Equal(want, got) {
		t.Error("elements differ")
	}
	if list, _ := os.ReadDir(path); len(list) != 2 {
		t.Errorf("%v", list)
	}
	if list, _ := os.ReadDir(filepath.Dir(path)); len(list) != 1 {
		t.Errorf("left: %v", list)
	}
	if _, err := b2.Ones(ctx, b2.Shape(3), b2.Sparse()); err == nil {
		t.Error("a sparse array in memory: no error")
	}
	if _, err := b2.Open(ctx, t.TempDir()); err == nil || !strings.Contains(err.Error(), "no array") {
		t.Errorf("an empty directory: %v", err)
	}
}

func TestBytes(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	for name, opts := range map[string][]b2.CreateOption{
		"memory": nil, "file": {b2.Path(filepath.Join(dir, "a.b2nd"))}, "sparse": {b2.Path(filepath.Join(dir, "b.b2nd")), b2.Sparse()},
	} {
		a, err := b2.Arange(ctx, 0, 600, 1, append(opts, b2.Shape(20, 30), b2.Chunks(6, 7), b2.Attrs(someAttrs))...)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		b, err := a.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		behind := filepath.Join(dir, name)
		if err := os.WriteFile(behind, slices.Concat([]byte("before"), b, []byte("after")), 0o666); err != nil {
			t.Fatal(err)
		}
		checkRange600(t, func(b []byte) (*b2.Array, error) { return b2.OpenBytes(b) }, b)
		checkRange600(t, func([]byte) (*b2.Array, error) { return b2.OpenAt(ctx, behind, 6) }, nil)
		for _, bad := range [][]byte{nil, b[:len(b)-1], append(slices.Clone(b), 0), b[1:]} {
			if _, err := b2.OpenBytes(bad); !errors.Is(err, b2.ErrCorrupt) {
				t.Errorf("%s, %d of %d bytes: %v", name, len(bad), len(b), err)
			}
		}
		for _, off := range []int64{-1, 0, 5, 1 << 40} {
			if _, err := b2.OpenAt(ctx, behind, off); err == nil {
				t.Errorf("%s: opened at %d", name, off)
			}
		}
	}
}

// checkRange600 makes sure that an array holds the numbers below 600.
func checkRange600(t *testing.T, open func([]byte) (*b2.Array, error), b []byte) {
	t.Helper()
	a, err := open(b)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	got, err := b2.Read[int64](context.Background(), a)
	if err != nil || len(got) != 600 {
		t.Fatalf("%d elements, %v", len(got), err)
	}
	for i, v := range got {
		if v != int64(i) {
			t.Fatalf("element %d is %d", i, v)
		}
	}
	attrs, err := a.Attrs()
	if diff := cmp.Diff(someAttrs, attrs); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// TestBytesPython exchanges attributes, sparse arrays and frames in memory with Python-Blosc2.
func TestBytesPython(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	a, err := b2.Arange(ctx, 0, 600, 1, b2.Shape(20, 30), b2.Chunks(6, 7), b2.Attrs(someAttrs), b2.Path(in("ours.b2nd")), b2.Sparse())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := a.Bytes()
	if err == nil {
		err = os.WriteFile(in("ours.bin"), b, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	got := python(t, dir, `
want = np.arange(600).reshape(20, 30)
for a in blosc2.open("ours.b2nd"), blosc2.ndarray_from_cframe(open("ours.bin", "rb").read()):
    v = a.vlmeta
    print(np.array_equal(a[:], want), v["nothing"], v["yes"], v["count"], v["large"], v["ratio"], v["raw"], v["list"], v["pair"], v["map"], v["text"] == "\u00e9\u6f22")
x = blosc2.asarray(want, chunks=(7, 9), blocks=(2, 9), urlpath="theirs.b2nd", mode="w", contiguous=False)
for name in v:
    x.vlmeta[name] = v[name]
open("theirs.bin", "wb").write(x.to_cframe())
x.vlmeta["odd"] = 1j
`)
	line := "True None True -5 18446744073709551615 0.25 b'\\x00\\xff' [1, 'two', []] (1, ()) {'a': None, 'b': 1.5} True"
	if got != line+"\n"+line {
		t.Errorf("got\n%s\nwant twice\n%s", got, line)
	}
	theirs, err := b2.Open(ctx, in("theirs.b2nd"))
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	if _, err := theirs.Attrs(); !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), `"odd"`) {
		t.Errorf("a complex number: %v", err)
	}
	if b, err = os.ReadFile(in("theirs.bin")); err != nil {
		t.Fatal(err)
	}
	frame, err := b2.OpenBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	attrs, err := frame.Attrs()
	if diff := cmp.Diff(someAttrs, attrs); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for _, x := range []*b2.Array{theirs, frame} {
		data, err := b2.Read[int64](ctx, x)
		if err != nil || len(data) != 600 || data[599] != 599 || data[31] != 31 {
			t.Errorf("%d elements, %v", len(data), err)
		}
	}
}

// TestPythonAttrs takes over attributes and metalayers that Python-Blosc2 made, those of extension types among them,
// and writes complex numbers for it.
func TestPythonAttrs(t *testing.T) {
	dir := t.TempDir()
	python(t, dir, `
a = blosc2.asarray(np.arange(12).reshape(3, 4), urlpath="a.b2nd", mode="w", meta={"mine": {"k": [1, 2]}, "more": "text"})
a.vlmeta["z"] = 1 + 2j
a.vlmeta["set"] = {1, 2}
a.vlmeta["array"] = np.arange(3)
a.vlmeta["plain"] = "x"
`)
	ctx := context.Background()
	a, err := b2.Open(ctx, filepath.Join(dir, "a.b2nd"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.Attrs(); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("extensions that nobody asked for: %v", err)
	}
	some, err := a.Attrs()
	var bad b2.AttrErrors
	if !errors.As(err, &bad) || len(bad) != 3 || len(some) != 1 || some["plain"] != "x" || !strings.HasPrefix(err.Error(), filepath.Join(dir, "a.b2nd")+`: attribute "z": `) {
		t.Errorf("beside what was not asked for: %v, %v", some, err)
	}
	got, err := a.Attrs(b2.Extensions())
	if err != nil || len(got) != 4 || got["z"] != 1+2i || got["plain"] != "x" {
		t.Fatalf("%v, %v", got, err)
	}
	for name, kind := range map[string]int8{"set": 45, "array": 46} {
		if x, ok := got[name].(b2.Extension); !ok || x.Type != kind {
			t.Errorf("%s is %v", name, got[name])
		}
	}
	for _, opts := range [][]b2.ComputeOption{
		{b2.Path(filepath.Join(dir, "b.b2nd"))}, {b2.Path(filepath.Join(dir, "c.b2nd")), b2.Sparse()},
	} {
		opts = append(opts, b2.AttrsOf(a), b2.Attrs(map[string]any{"plain": -3i, "again": got["set"]}))
		b, err := a.Expr().Add(1).Compute(ctx, opts...)
		if err != nil {
			t.Fatal(err)
		}
		b.Close()
	}
	if out := python(t, dir, `
for name in "bc":
    b = blosc2.open(name + ".b2nd", mode="a")
    v = dict(b.vlmeta[:])
    print(b[:].sum(), v["z"], v["set"], v["array"], v["plain"], v["again"], b.schunk.meta["mine"], b.schunk.meta["more"])
    b.vlmeta["another"] = 1
    b.resize((5, 4))
    print(blosc2.open(name + ".b2nd")[:].sum())
`); out != strings.TrimSpace(strings.Repeat("78 (1+2j) {1, 2} [0 1 2] -3j {1, 2} {'k': [1, 2]} text\n78\n", 2)) {
		t.Error(out)
	}
}
