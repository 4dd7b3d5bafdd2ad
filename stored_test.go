package b2_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/google/go-cmp/cmp"
)

// kinds makes arrays of every kind of element in the folder, and prints what NumPy says of each: its dtype, the little-
// endian one of a copy, and the bytes of the array, of a[2:, ::-3] and of a copy, all little-endian.
const kinds = `
import json
rng = np.random.default_rng(3)
def numbers(t):
    return (rng.normal(size=(11, 13)) * 50 + (1j if t[1] == "c" else 0)).astype(t)
arrays = {"n%d" % i: numbers(t) for i, t in enumerate(["<f2", ">f2", ">f4", ">f8", "<c8", ">c8", "<c16", ">c16", ">i2", ">i4", ">u8", ">i8"])}
i8 = rng.integers(-2**62, 2**62, (11, 13))
for i, t in enumerate(["<M8[ns]", ">M8[D]", "<m8[us]", "<M8[25s]", ">m8"]):
    arrays["t%d" % i] = i8.astype(t)
text = np.array([["", "a", "bcd", "é漢x"][v % 4] for v in i8.ravel()]).reshape(11, 13)
arrays["u0"], arrays["u1"], arrays["s0"] = text.astype("<U3"), text.astype(">U4"), np.char.encode(text, "utf-8").astype("S6")
arrays["s1"] = np.char.encode(np.char.multiply(text, 60), "utf-8").astype("S300")
d = np.dtype([("a", "<i4"), ("b", ">f8", (2, 3)), ("c", [("x", "<M8[s]"), ("y", "S3", (2,)), ("z", "?")]), ("h", ">f2")])
arrays["v0"] = np.frombuffer(rng.bytes(143 * d.itemsize), d).reshape(11, 13)
arrays["v0"] = arrays["v0"].copy()
arrays["v0"]["c"]["z"] = rng.integers(0, 2, (11, 13))
wide = np.dtype([("a", "<i4"), ("fill", "V300000"), ("b", ">i8")])
arrays["v1"] = np.zeros((11, 13), wide)
arrays["v1"]["a"], arrays["v1"]["b"] = np.arange(143).reshape(11, 13), i8
for k in list(arrays):
    if k != "v1":
        arrays["zero " + k] = arrays[k][:0]
        arrays["none " + k] = np.array(arrays[k][3, 4], arrays[k].dtype)
        arrays["many " + k] = arrays[k][:2, :3].reshape((1,) * 7 + (2,) + (1,) * 7 + (3,))
def native(a):
    return a.astype(a.dtype.newbyteorder("<")) if a.dtype.kind in "fciuMm" else a
out = {}
blosc2.nans((500,), dtype="c8", urlpath="nans.b2nd", mode="w", chunks=(100,))  # a chunk of NaNs fills complex64 with those of float64
blosc2.open("nans.b2nd")[:].tofile("nans.bin")
out["nans"] = dict(dtype="complex64", shape=(500,), file="<c8")
for k, a in arrays.items():
    kw = dict(chunks=(5, 6), blocks=(2, 5)) if a.shape == (11, 13) else {}
    b = blosc2.asarray(a, urlpath=k + ".b2nd", mode="w", **kw)
    native(a).tofile(k + ".bin")
    if a.ndim == 2:
        np.ascontiguousarray(native(a)[2:, ::-3]).tofile(k + ".part")
    out[k] = dict(dtype=str(b.dtype), shape=a.shape, file=native(a).dtype.str if a.dtype.names is None else str(a.dtype))
print(json.dumps(out))
`

type kindOf struct {
	DType string // as NumPy prints it
	File  string // of a copy
	Shape []int
}

func openKinds(t *testing.T, dir string) map[string]kindOf {
	var list map[string]kindOf
	if err := json.Unmarshal([]byte(python(t, dir, kinds)), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 80 {
		t.Fatalf("%d arrays", len(list))
	}
	return list
}

// TestEveryKindOfElement reads what Python-Blosc2 wrote, copies it, with a slice and as a whole, and lets Python read
// the copies.
func TestEveryKindOfElement(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	list := openKinds(t, dir)
	var check strings.Builder
	for name, k := range list {
		a, err := b2.Open(ctx, filepath.Join(dir, name+".b2nd"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		defer a.Close()
		if got := a.Details().DType; got != k.DType || a.StoredType().String() != k.DType || !slices.Equal(a.Shape(), k.Shape) {
			t.Errorf("%s: %s %v, want %s %v", name, got, a.Shape(), k.DType, k.Shape)
		}
		sameBytes(t, name, a, filepath.Join(dir, name+".bin"))
		copies := map[string]*b2.Expr{".bin": a.Expr()}
		if len(k.Shape) == 2 && k.Shape[0] > 0 {
			copies[".part"] = a.Index("2:, ::-3")
			sameBytes(t, name, copies[".part"], filepath.Join(dir, name+".part"))
		}
		for suffix, e := range copies {
			out := "copy " + name + suffix + ".b2nd"
			if e.StoredType().Text() != k.File {
				t.Errorf("%s%s: a copy is %s, want %s", name, suffix, e.StoredType().Text(), k.File)
			}
			opts := []b2.ComputeOption{b2.Path(filepath.Join(dir, out))}
			if name == "v0" && suffix == ".part" {
				opts = append(opts, b2.Chunks(4, 3), b2.Blocks(3, 2), b2.Codec("zstd"), b2.Filters("shuffle", "bytedelta"))
			}
			b, err := e.Compute(ctx, opts...)
			if err != nil {
				t.Errorf("%s%s: %v", name, suffix, err)
				continue
			}
			sameBytes(t, name, b, filepath.Join(dir, name+suffix))
			b.Close()
			fmt.Fprintf(&check, "same(%q, %q, %q)\n", out, name+suffix, k.File)
		}
	}
	got := python(t, dir, `
import ast
done = 0
def same(out, raw, dtype):
    global done
    d = np.dtype(ast.literal_eval(dtype) if dtype[0] == "[" else dtype)
    a = blosc2.open(out)
    assert a.dtype == d, (out, a.dtype, d)
    assert np.asarray(a[()], d).tobytes() == open(raw, "rb").read(), out
    done += 1
`+check.String()+"print(done)")
	if n := strings.Count(check.String(), "same("); got != fmt.Sprint(n) || n < 100 {
		t.Errorf("Python read %s of %d copies", got, n)
	}
}

// TestGoldenKinds opens the files of testdata that have every kind of element, and compares with the .npy beside them.
func TestGoldenKinds(t *testing.T) {
	paths, err := filepath.Glob("testdata/b2nd/c_*.b2nd")
	if err != nil || len(paths) < 11 {
		t.Fatalf("%v, %v", paths, err)
	}
	for _, path := range paths {
		a, err := b2.Open(context.Background(), path)
		if err != nil {
			t.Error(err)
			continue
		}
		defer a.Close()
		want, err := os.ReadFile(strings.Replace(path, ".b2nd", "_b2nd.npy", 1))
		if err != nil {
			t.Fatal(err)
		}
		want = want[len(want)-int(a.NBytes()):]
		if w := a.StoredType().SwapWidth(); w > 0 {
			for i := 0; i < len(want); i += w {
				slices.Reverse(want[i : i+w])
			}
		}
		if got, err := b2.ReadBytes(context.Background(), a); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s, %s: other bytes than NumPy's, %v", path, a.StoredType(), err)
		}
	}
}

// TestChangedKinds changes bytes of such files: whatever they say then, nothing panics.
func TestChangedKinds(t *testing.T) {
	paths, err := filepath.Glob("testdata/b2nd/c_*.b2nd")
	if err != nil || len(paths) < 11 {
		t.Fatalf("%v, %v", paths, err)
	}
	rng := rand.New(rand.NewPCG(4, 2))
	opened := 0
	for _, path := range paths {
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for range 1500 {
			changed := slices.Clone(file)
			for range 1 + rng.IntN(3) {
				changed[rng.IntN(min(len(changed), 300))] = byte(rng.Uint32()) // the header, with the type in it
			}
			a, err := b2.OpenBytes(changed)
			if err != nil || a.NBytes() > 1<<20 {
				continue
			}
			opened++
			b2.ReadBytes(context.Background(), a)
			b2.ReadStrings(context.Background(), a)
			for _, f := range a.Fields() {
				b2.ReadBytes(context.Background(), a.Field(f.Name))
			}
		}
	}
	if opened < 1000 {
		t.Errorf("only %d opened", opened)
	}
}

func sameBytes(t *testing.T, name string, x b2.Operand, path string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b2.ReadBytes(context.Background(), x); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s: other bytes than NumPy's, %v", name, err)
	}
}

// TestFields takes fields of structs apart, computes with them, and compares with NumPy.
func TestFields(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	openKinds(t, dir)
	fields := map[string][2]string{ // name of the field to NumPy's and a slice
		"a": {"a", ":"}, "b": {"b", ":, 2:, 1, ::-2"}, "c": {"c", "3:, ::2"}, "c.x": {"c.x", "::2"}, "c.y": {"c.y", "..., 1"}, "c.z": {"c.z", "4"}, "h": {"h", "..., 0"},
	}
	var ask strings.Builder
	for name, f := range fields {
		of := ""
		for _, n := range strings.Split(name, ".") {
			of += fmt.Sprintf("[%q]", n)
		}
		fmt.Fprintf(&ask, "save(%q, v%s)\nsave(%q, v%s[%s])\n", name, of, name+" part", of, f[1])
	}
	python(t, dir, `
v = blosc2.open("v0.b2nd")[:]
def save(name, a):
    native = a.astype(a.dtype.newbyteorder("<")) if a.dtype.kind in "fi" else a
    np.ascontiguousarray(native).tofile(name + ".raw")
`+ask.String()+`
w = blosc2.open("v1.b2nd")[:]
save("wide", w["a"] * 2 + w["b"])
save("sum", v["a"].astype("i8").sum(axis=0))
save("mixed", v["a"] + v["b"][..., 0, 0].astype("f8"))`)
	a, err := b2.Open(ctx, filepath.Join(dir, "v0.b2nd"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var names []string
	for _, f := range a.Fields() {
		names = append(names, f.Name)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "h"}, names); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	for name, f := range fields {
		e := a.Field(name)
		sameBytes(t, name, e, filepath.Join(dir, name+".raw"))
		sameBytes(t, name+" part", e.Index(f[1]), filepath.Join(dir, name+" part.raw"))
	}
	if got := a.Field("c.x").StoredType().String(); got != "datetime64[s]" || a.Field("h").DType() != b2.Float16 {
		t.Errorf("c.x is %s, h %s", got, a.Field("h").DType())
	}
	sum, err := b2.Lazy("sum(x, axis=0)", b2.Vars{"x": a.Field("a")})
	if err != nil {
		t.Fatal(err)
	}
	sameBytes(t, "sum", sum, filepath.Join(dir, "sum.raw"))
	mixed := a.Field("a").Add(a.Field("b").Index("..., 0, 0"))
	sameBytes(t, "mixed", mixed, filepath.Join(dir, "mixed.raw"))
	w, err := b2.Open(ctx, filepath.Join(dir, "v1.b2nd"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	sameBytes(t, "wide", w.Field("a").Multiply(2).Add(w.Field("b")), filepath.Join(dir, "wide.raw"))
	for name, want := range map[string]string{"x": "there are a, b, c, h", "": "no field", "c.q": "no field", "a.b": "no field"} {
		if err := a.Field(name).Err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("field %q: %v", name, err)
		}
	}
}

func TestReadStrings(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	openKinds(t, dir)
	var want map[string][]string
	if err := json.Unmarshal([]byte(python(t, dir, `
import json
def texts(name):
    a = blosc2.open(name + ".b2nd")[1:3].ravel()
    return [v.decode(errors="surrogateescape").encode("utf-8", "surrogateescape").decode("latin1") if isinstance(v, bytes) else str(v) for v in a]
print(json.dumps({n: texts(n) for n in ("u0", "u1", "s0")}))`)), &want); err != nil {
		t.Fatal(err)
	}
	for name, list := range want {
		a, err := b2.Open(ctx, filepath.Join(dir, name+".b2nd"))
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		got, err := b2.ReadStrings(ctx, a.Index("1:3"))
		if name == "s0" { // Python's bytes came as a character each
			for i, s := range got {
				got[i] = latin1(s)
			}
		}
		if diff := cmp.Diff(list, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	u, err := b2.ParseStoredType("<U1")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{{0, 0xD8, 0, 0}, {0, 0, 0x11, 0}, {1, 2, 3, 0x80}} {
		if got, err := b2.ReadStrings(ctx, b2.PlainStored(bad, u, b2.Shape(1))); err == nil {
			t.Errorf("%x was read as %q", bad, got)
		}
	}
	if _, err := b2.ReadStrings(ctx, b2.Plain([]int8{1}, b2.Shape(1))); err == nil {
		t.Error("numbers were read as strings")
	}
}

func latin1(s string) string {
	var runes []rune
	for _, b := range []byte(s) {
		runes = append(runes, rune(b))
	}
	return string(runes)
}

// TestNoArithmetic has every use of raw operands end in an error that says where.
func TestNoArithmetic(t *testing.T) {
	s, err := b2.ParseStoredType("|S3")
	if err != nil {
		t.Fatal(err)
	}
	vars := b2.Vars{
		"z": b2.Plain([]complex128{1, 2i}, b2.Shape(2)),
		"s": b2.PlainStored([]byte("abcdef"), s, b2.Shape(2)), "f": b2.Plain([]float64{1, 2}, b2.Shape(2)),
	}
	for text, at := range map[string]string{
		"s + f": "1:3", "f * s": "1:3", "s == s": "1:3", "-s": "1:1", "sin(s)": "1:1", "sum(s)": "1:1", "float64(s)": "1:1", "f + 1 + s": "1:7",
		"where(f > 1, s, s)": "1:1", "complex64(s)": "1:1", "s.real": "1:3", "imag(s)": "1:1", "s.astype(complex64)": "1:1", "min(s)": "1:1",
		"f < s < f": "1:3", "z + s": "1:3",
	} {
		_, err := b2.Lazy(text, vars)
		if err == nil || !strings.Contains(err.Error(), "expr:"+at+": ") || !strings.Contains(err.Error(), "copied, but not computed with") {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, e := range []*b2.Expr{b2.Add(vars["s"], 1), b2.Sum(vars["s"]), b2.Add(2i, vars["s"])} {
		if e.Err() == nil {
			t.Errorf("no error: %s", e)
		}
	}
	ctx := context.Background()
	for text, want := range map[string][]byte{"s[1]": []byte("def"), "s[::-1]": []byte("defabc"), "s[None, 0]": []byte("abc")} {
		e, err := b2.Lazy(text, vars)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b2.ReadBytes(ctx, e); err != nil || !bytes.Equal(got, want) || e.StoredType().String() != "|S3" {
			t.Errorf("%s: %q %s, %v", text, got, e.StoredType(), err)
		}
	}
	if got, err := b2.Read[complex128](ctx, vars["z"].(*b2.Expr).Index("::-1")); err != nil || !slices.Equal(got, []complex128{2i, 1}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := b2.Read[float64](ctx, vars["s"].(*b2.Expr)); err == nil || !strings.Contains(err.Error(), "ReadStrings") {
		t.Error(err)
	}
}

func TestHalves(t *testing.T) {
	ctx := context.Background()
	data := []b2.Half{b2.HalfOf(0.1), b2.HalfOf(65504), b2.HalfOf(1e9), b2.HalfOf(-2.5)}
	a, err := b2.From(ctx, data)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b2.Read[b2.Half](ctx, a); err != nil || !slices.Equal(got, data) || a.DType() != b2.Float16 {
		t.Errorf("%v %s, %v", got, a.DType(), err)
	}
	got, err := b2.Read[b2.Half](ctx, a.Multiply(data[0]).Add(1))
	if err != nil || got[3].Float32() != 0.75 {
		t.Errorf("%v, %v", got, err)
	}
	e := b2.Multiply(0.1, a).Add(b2.Strong(b2.HalfOf(0.5)))
	if e.DType() != b2.Float16 || e.String() != "0.1 * o0 + float16(0.5)" {
		t.Errorf("%s is %s", e, e.DType())
	}
}

// TestReadBytesOrder holds ReadBytes to what its comment says of byte orders.
func TestReadBytesOrder(t *testing.T) {
	for _, c := range []struct{ kind, data, want string }{
		{">i4", "\x00\x00\x00\x01", "\x01\x00\x00\x00"},
		{">M8[s]", "\x00\x00\x00\x00\x00\x00\x00\x01", "\x01\x00\x00\x00\x00\x00\x00\x00"},
		{">U1", "\x00\x00\x00A", "\x00\x00\x00A"},
		{"[('a', '>i2'), ('b', '<i2')]", "\x00\x01\x02\x00", "\x00\x01\x02\x00"},
	} {
		kind, err := b2.ParseStoredType(c.kind)
		if err != nil {
			t.Fatal(err)
		}
		x := b2.PlainStored([]byte(c.data), kind, b2.Shape(1))
		got, err := b2.ReadBytes(context.Background(), x)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v; want %q", c.kind, got, err, c.want)
		}
		if text := x.StoredType().NumPy(); kind.SwapWidth() == 0 && text != kind.NumPy() {
			t.Errorf("%s is said to be %s", c.kind, text)
		}
	}
}

// TestFieldsInExpressions: members of structs are operands by their names, of sliced and stored arrays, too.
func TestFieldsInExpressions(t *testing.T) {
	ctx := context.Background()
	var data []byte
	le := binary.LittleEndian
	for i := range 6 { // x float64, then y: two int16
		data = le.AppendUint64(data, math.Float64bits(float64(i)/2))
		data = le.AppendUint16(le.AppendUint16(data, uint16(i)), uint16(10*i))
	}
	stored := must(b2.ParseStoredType("[('x', '<f8'), ('y', '<i2', (2,))]"))(t)
	plain := b2.PlainStored(data, stored, b2.Shape(2, 3))
	array := must(plain.Compute(ctx, b2.Chunks(1, 2), b2.Blocks(1, 1)))(t)
	for text, want := range map[string][]float64{
		"p.x": {0, .5, 1, 1.5, 2, 2.5}, "p['x'] * 2": {0, 1, 2, 3, 4, 5}, "p[1, ::-1].x": {2.5, 2, 1.5}, "p.x[0, 1:] + p.x[1, :2]": {2, 3},
		"sum(p.y, axis=(0, 1)) / 1": {15, 150}, "p[0].y[:, 1] / 1": {0, 10, 20}, "p.x.T[2]": {1, 2.5}, "float64(p.y)[1, 2]": {5, 50}, "p[:, None].y[1, 0, 1, 0] * 1.0": {4},
	} {
		for _, v := range []any{plain, array} {
			e, err := b2.Lazy(text, b2.Vars{"p": v})
			if err != nil {
				t.Errorf("%s: %v", text, err)
				continue
			}
			if got := must(b2.Read[float64](ctx, e))(t); !slices.Equal(got, want) {
				t.Errorf("%s of a %T: got %v, want %v", text, v, got, want)
			}
			again := must(b2.Lazy(e.String(), b2.Vars{"p": v}))(t)
			if got := must(b2.Read[float64](ctx, again))(t); !slices.Equal(got, want) {
				t.Errorf("%s printed as %s: got %v, want %v", text, e, got, want)
			}
		}
	}
}
