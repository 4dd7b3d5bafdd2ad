package b2_test

import (
	"context"
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
