package b2_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/generated/tutorial"
)

// python runs a script with the interpreter that B2_PYTHON names, which must have NumPy and Blosc2; without the
// variable the test is skipped.
func python(t *testing.T, dir, script string) string {
	t.Helper()
	exe := os.Getenv("B2_PYTHON")
	if exe == "" {
		t.Skip("B2_PYTHON names no Python with NumPy and Blosc2")
	}
	cmd := exec.Command(exe, "-c", "import numpy as np, blosc2, warnings; warnings.simplefilter('ignore')\n"+script)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestTutorialFiles computes the tutorial's expressions on files that Python-Blosc2 wrote with its defaults, as the
// first cell of the tutorial does, and lets Python judge the files that come out.
func TestTutorialFiles(t *testing.T) {
	dir := t.TempDir()
	python(t, dir, `
s1, s2 = (500, 10000), (10, 500, 10000)
blosc2.linspace(0, 1, np.prod(s1), dtype=np.float32, shape=s1, urlpath="a.b2nd", mode="w")
blosc2.linspace(1, 2, np.prod(s2), dtype=np.float64, shape=s2, urlpath="b.b2nd", mode="w")`)
	ctx := context.Background()
	vars := b2.Vars{}
	for _, name := range []string{"a", "b"} {
		x, err := b2.Open(ctx, filepath.Join(dir, name+".b2nd"))
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		vars[name] = x
	}
	results := map[string]string{
		"interp": "a**2 + b**2 + 2*a*b + 1", "fused": "a**2 + b**2 + 2*a*b + 1", "sin": "sin(a)", "exp": "exp(b[:2])", "sinexp": "sin(a) + exp(b)",
	}
	for name, text := range results {
		var opts []b2.LazyOption
		if name == "fused" {
			opts = append(opts, b2.WithKernels(tutorial.Kernels()...), b2.RequireKernel())
		}
		c, err := b2.Lazy(text, vars, opts...)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Compute(ctx, b2.Path(filepath.Join(dir, name+".b2nd"))); err != nil {
			t.Fatal(err)
		}
	}
	// The long double of x86 has 64 bits of significand, enough to measure an error in units of the last of 53.
	got := python(t, dir, `
a, b = blosc2.open("a.b2nd")[:], blosc2.open("b.b2nd")[:]
want = a**2 + b**2 + 2 * a * b + 1
for name in ("interp", "fused"):
    r = blosc2.open(name + ".b2nd")
    print(name, r.dtype, r.shape, np.array_equal(r[:].view("u8"), want.view("u8")))
def ulps(x, exact):
    return float(np.max(np.abs(x.astype(np.longdouble) - exact) / np.spacing(np.abs(exact.astype(x.dtype))).astype(np.longdouble)))
sin, exp = blosc2.open("sin.b2nd")[:], blosc2.open("exp.b2nd")[:]
print("sin", sin.dtype, ulps(sin, np.sin(a.astype(np.longdouble))) < 1)
print("exp", exp.dtype, ulps(exp, np.exp(b[:2].astype(np.longdouble))) < 1)
both = blosc2.open("sinexp.b2nd")
print("sinexp", np.array_equal(both[:2], sin + exp))`)
	want := strings.Join([]string{
		"interp float64 (10, 500, 10000) True", "fused float64 (10, 500, 10000) True", "sin float32 True", "exp float64 True", "sinexp True",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestSlicesAgainstNumPy reads slices of a lazy expression over files that Python-Blosc2 wrote.
func TestSlicesAgainstNumPy(t *testing.T) {
	dir := t.TempDir()
	indices := []string{"2:200:25", "2, 3:200:25", "::-3, 7, -5:", "..., 4", "-1, ::-1, ::7", ":, 2:3, None, 5:1:-2", "0:0", "9, 49, 29"}
	python(t, dir, `
rng = np.random.default_rng(5)
a, b = rng.normal(size=(50, 30)).astype("f4"), rng.normal(size=(10, 50, 30))
blosc2.asarray(a, urlpath="a.b2nd", mode="w", chunks=(7, 30), blocks=(3, 11))
blosc2.asarray(b, urlpath="b.b2nd", mode="w", chunks=(3, 20, 30), blocks=(2, 7, 30))
c = a**2 + b**2 + 2 * a * b + 1
for i, text in enumerate(`+"'''"+strings.Join(indices, "\n")+"'''.split('\\n')"+`):
    np.ascontiguousarray(eval("c[" + text + "]")).tofile(f"{i}.raw")`)
	ctx := context.Background()
	a, err := b2.Open(ctx, filepath.Join(dir, "a.b2nd"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := b2.Open(ctx, filepath.Join(dir, "b.b2nd"))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	c := a.Power(2).Add(b.Power(2)).Add(b2.Multiply(2, a).Multiply(b)).Add(1)
	for i, text := range indices {
		got, err := b2.ReadBytes(ctx, c.Index(text))
		if err != nil {
			t.Errorf("[%s]: %v", text, err)
			continue
		}
		want, err := os.ReadFile(filepath.Join(dir, string(rune('0'+i))+".raw"))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("[%s]: %d bytes differ from NumPy's %d", text, len(got), len(want))
		}
	}
}

// TestPythonReadsUpdates changes arrays of Python-Blosc2 and of b2, in files and directories, and lets Python judge
// what is there, change it once more, and b2 read that.
func TestPythonReadsUpdates(t *testing.T) {
	dir := t.TempDir()
	python(t, dir, `
rng = np.random.default_rng(5)
for name, kw in dict(lz4=dict(codec=blosc2.Codec.LZ4), zstd=dict(codec=blosc2.Codec.ZSTD, filters=[blosc2.Filter.BITSHUFFLE], filters_meta=[0]),
                     blosclz=dict(codec=blosc2.Codec.BLOSCLZ, clevel=9), none=dict(clevel=0),
                     delta=dict(filters=[blosc2.Filter.DELTA, blosc2.Filter.SHUFFLE], filters_meta=[0, 0])).items():
    for contiguous in True, False:
        x = np.round(rng.random((40, 30)), 2)
        x[:10] = 0
        a = blosc2.asarray(x, urlpath=f"{name}{contiguous}.b2nd", mode="w", contiguous=contiguous, chunks=(7, 20), blocks=(3, 8), cparams=kw,
                           meta={"mine": {"k": 1}})
        a.vlmeta["note"] = ("a", 1)
e = blosc2.empty((0, 4), dtype=np.float64, urlpath="empty.b2nd", mode="w")
`)
	ctx := context.Background()
	rows := make([]float64, 5*30)
	for i := range rows {
		rows[i] = float64(i)
	}
	change := func(a *b2.Array) error {
		return errors.Join(
			a.Append(ctx, b2.Plain(rows, b2.Shape(5, 30))),
			a.Set(ctx, 1.5, b2.Span(3, 30, 4), b2.At(-1)),
			a.SetIndex(ctx, "::-9, 2:5", b2.Plain([]float64{1, 2, 3}, b2.Shape(3))),
			a.Set(ctx, a.Slice(b2.Span(0, 10, 1)).Add(a.Slice(b2.Span(10, 20, 1))), b2.Span(20, 30, 1)),
			a.Resize(ctx, 50, 33),
			a.SetAttrs(ctx, map[string]any{"more": []any{1, "x"}}),
			a.Resize(ctx, 47, 29),
			a.Append(ctx, b2.Plain(rows[:29], b2.Shape(1, 29))),
		)
	}
	var names []string
	for _, name := range []string{"lz4True", "lz4False", "zstdTrue", "zstdFalse", "blosclzTrue", "blosclzFalse", "noneTrue", "noneFalse", "deltaTrue", "deltaFalse"} {
		names = append(names, name+".b2nd")
		a, err := b2.Open(ctx, filepath.Join(dir, name+".b2nd"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(change(a), a.Close()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	empty, err := b2.Open(ctx, filepath.Join(dir, "empty.b2nd"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(empty.Append(ctx, b2.Plain(rows, b2.Shape(len(rows)/4, 4)).Add(0)), empty.Close()); err == nil {
		t.Error("150 elements in rows of 4")
	}
	if empty, err = b2.Open(ctx, filepath.Join(dir, "empty.b2nd")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(empty.Append(ctx, b2.Plain(rows[:148], b2.Shape(37, 4))), empty.Close()); err != nil {
		t.Error(err)
	}
	got := python(t, dir, `
rng = np.random.default_rng(5)
rows = np.arange(150.0).reshape(5, 30)
for name in "lz4", "zstd", "blosclz", "none", "delta":
    for contiguous in True, False:
        x = np.round(rng.random((40, 30)), 2)
        x[:10] = 0
        x = np.concatenate([x, rows])
        x[3:30:4, -1] = 1.5
        x[::-9, 2:5] = [1, 2, 3]
        x[20:30] = x[:10] + x[10:20]
        y = np.zeros((50, 33)); y[:45, :30] = x
        y = np.concatenate([y[:47, :29], rows.ravel()[:29].reshape(1, 29)])
        a = blosc2.open(f"{name}{contiguous}.b2nd", mode="a")
        ok = np.array_equal(a[:], y) and a.shape == y.shape and a[46:, 3:7].tolist() == y[46:, 3:7].tolist()
        ok = ok and dict(a.vlmeta[:]) == {"note": ("a", 1), "more": [1, "x"]} and a.schunk.meta["mine"] == {"k": 1}
        a[40:48] = -a[40:48]
        a.resize((60, 29))
        a.vlmeta["python"] = 3
        y = np.concatenate([y[:40], -y[40:], np.zeros((12, 29))])
        ok = ok and np.array_equal(a[:], y)
        np.save(f"{name}{contiguous}.npy", y)
        print(ok)
print(np.array_equal(blosc2.open("empty.b2nd")[:].ravel(), np.arange(148.0)))
`)
	if want := strings.TrimSpace(strings.Repeat("True\n", 11)); got != want {
		t.Errorf("%s", got)
	}
	for _, name := range names {
		a, err := b2.Open(ctx, filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		want, err := os.ReadFile(filepath.Join(dir, strings.TrimSuffix(name, ".b2nd")+".npy"))
		if err != nil {
			t.Fatal(err)
		}
		have, err := b2.ReadBytes(ctx, a)
		if err != nil || !bytes.Equal(have, want[len(want)-len(have):]) {
			t.Errorf("%s after Python: %v, or other elements", name, err)
		}
	}
}

// TestPythonReadsUpdatedKinds changes arrays of every kind of element by what they hold themselves.
func TestPythonReadsUpdatedKinds(t *testing.T) {
	dir := t.TempDir()
	python(t, dir, `
x = np.arange(60) - 30
kinds = dict(be8=x.astype(">f8"), be4=x.astype(">i4"), bec=(x * 1j + 3).astype(">c16"), f2=x.astype("f2"), c8=(x - 1j).astype("c8"), b=x % 3 == 0,
             m8=x.astype("<M8[s]"), t8=x.astype("<m8[us]"), s=x.astype("S5"), u=x.astype("U3"),
             rec=np.array([(i, i / 3) for i in x], dtype=[("a", "<i4"), ("b", ">f8")]), long=np.array([b"%0300d" % i for i in x], dtype="S300"))
for name, v in kinds.items():
    blosc2.asarray(v.reshape(12, 5), urlpath=name + ".b2nd", mode="w", chunks=(5, 4), blocks=(2, 3))
    np.save(name + ".npy", v.reshape(12, 5))
`)
	ctx := context.Background()
	files, err := filepath.Glob(filepath.Join(dir, "*.b2nd"))
	if err != nil || len(files) != 12 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		a, err := b2.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		before := a.StoredType().String()
		err = errors.Join(
			a.Append(ctx, a.Slice(b2.Span(1, 9, 2))),
			a.Set(ctx, a.Slice(b2.At(3), b2.Span(0, 5, 1)), b2.Span(0, 16, 3)),
			a.Set(ctx, a.Slice(b2.Span(15, 9, -1)), b2.Span(0, 6, 1)),
			a.Resize(ctx, 18, 5),
			a.Close())
		if err != nil || a.StoredType().String() != before {
			t.Errorf("%s: %v, %s was %s", path, err, a.StoredType(), before)
		}
	}
	if got := python(t, dir, `
import glob
for name in sorted(glob.glob("*.npy")):
    v = np.load(name)
    kind = v.dtype
    v = np.concatenate([v, v[1:9:2]])
    v[0:16:3] = v[3].copy()
    v[0:6] = v[15:9:-1].copy()
    v = np.concatenate([v, np.zeros((2, 5), v.dtype)]).astype(kind)
    a = blosc2.open(name[:-3] + "b2nd", mode="r")
    if a.dtype != v.dtype or a[:].tobytes() != v.tobytes() or a[13:17, 1:3].tobytes() != v[13:17, 1:3].tobytes():
        print(name, a.dtype, v.dtype)
`); got != "" {
		t.Error(got)
	}
}
