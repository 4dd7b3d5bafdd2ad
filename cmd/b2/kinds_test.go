package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kinds are arrays of every kind of element, in both orders and both formats.
const kinds = `
import sys, json, numpy as np, blosc2
r = np.random.default_rng(7)
n = (r.standard_normal((7, 11)) * 50)
i8 = r.integers(-2**50, 2**50, (7, 11))
text = np.array([["", "a", "bc", "é漢x"][v % 4] for v in i8.ravel()]).reshape(7, 11)
arrays = {t: n.astype(t) for t in ("f2", ">f2", ">f4", ">f8", ">i4", ">u2")}
arrays |= {t: (n + 1j * n[::-1]).astype(t) for t in ("c8", "c16", ">c8", ">c16")}
arrays |= {t: i8.astype(t) for t in ("M8[ns]", ">M8[us]", "m8[s]", ">m8[D]")}
arrays |= {"S5": np.char.encode(text, "utf-8").astype("S5"), "U3": text.astype("U3"), ">U3": text.astype(">U3")}
d = np.dtype([("a", "<i4"), ("é", ">f8", (2, 3)), ("c", [("x", "<M8[s]"), ("y", "S3", (2,))])])
arrays["struct"] = np.frombuffer(r.bytes(77 * d.itemsize), d).reshape(7, 11)
arrays["aligned"] = np.zeros((7, 11), np.dtype([("a", "u1"), ("b", "f8")], align=True))
arrays["void"] = np.frombuffer(r.bytes(77 * 7), "V7").reshape(7, 11)
for i, (t, a) in enumerate(arrays.items()):
    name = "aligned" if t == "aligned" else f"k{i}"
    np.save(f'{name}.npy', a)
    np.save(f'{name}_fortran.npy', np.asfortranarray(a))
    blosc2.asarray(a, urlpath=f'{name}.b2nd', mode='w', chunks=(4, 5), blocks=(2, 3))
`

// alike compares the bytes of an array with those of NumPy's, made little-endian.
const alike = `
import sys, numpy as np, blosc2
def load(p):
    if p.endswith('.npy'): return np.load(p)
    b = blosc2.open(p, mode='r')
    return np.asarray(b[()]).reshape(b.shape)
def native(a):
    return a.astype(a.dtype.newbyteorder("<")) if a.dtype.kind in "iufcMm" else a
def like(a, b):  # padding has a name in files, and plain void is a struct there
    return a == b or a.itemsize == b.itemsize and a.kind == b.kind == "V"
for line in sys.stdin:
    want, path = line.rstrip('\n').split('\t')
    w, g = native(eval(want, {'np': np, 'load': load})), load(path)
    same = g.tobytes() == w.tobytes()
    if "aligned" in want:  # NumPy's own copies do not keep what is in the gaps
        same = all((g[n] == w[n]).all() for n in w.dtype.names)
    assert like(g.dtype, w.dtype) and g.shape == w.shape and same, (path, g.dtype, w.dtype, want)
`

// TestKindsWithNumPy converts arrays of every kind of element each way.
func TestKindsWithNumPy(t *testing.T) {
	if os.Getenv("B2_PYTHON") == "" {
		t.Skip("B2_PYTHON does not name a Python with numpy and blosc2")
	}
	t.Chdir(t.TempDir())
	python(t, kinds, "")
	made, err := filepath.Glob("*_fortran.npy")
	if err != nil || len(made) != 20 {
		t.Fatalf("%d arrays, %v", len(made), err)
	}
	var checks strings.Builder
	check := func(want, path string) { checks.WriteString(want + "\t" + path + "\n") }
	for _, name := range made {
		name = strings.TrimSuffix(name, "_fortran.npy")
		for _, in := range []string{name + ".npy", name + "_fortran.npy", name + ".b2nd"} {
			out := strings.ReplaceAll(in, ".", "_")
			ok(t, "convert", in, out+"_c.b2nd", "--chunks", "3,8", "--blocks", "3,2")
			check("load('"+in+"')", out+"_c.b2nd")
			ok(t, "convert", in, out+"_c.npy")
			check("load('"+in+"')", out+"_c.npy")
		}
		ok(t, "eval", name+".b2nd", "--slice", "::-2, 3", "-o", name+"_s.b2nd")
		check("load('"+name+".npy')[::-2, 3]", name+"_s.b2nd")
		for _, format := range []string{"preview", "csv", "json", "raw"} {
			if ok(t, "eval", name+".b2nd", "--format", format) == "" {
				t.Errorf("%s: nothing is printed as %s", name, format)
			}
		}
	}
	python(t, alike, checks.String())
}

// few makes small arrays by hand.
const few = `
import numpy as np, blosc2
d = np.dtype([("n", ">i2"), ("s", "S3"), ("m", "<f4", (2,))])
for name, a in {
    "half": np.array([0.1, 2, np.nan, 65504], "f2"), "complex": np.array([1 + 2.5j, -1j, 3], "c8"), "big": np.array([1, -2], ">i4"),
    "bytes": np.array([b"a", b'b"c', b"x,y"]), "text": np.array(["é漢", "it's"]), "day": np.array(["2020-02-29", "NaT", "1969-12-31"], "M8[D]"),
    "span": np.array([5, -7, -2**63]).astype("m8[us]"), "ns": np.array([0, 1582934400123456789]).astype(">M8[ns]"),
    "struct": np.array([(1, b"ab", (0.5, 1)), (-2, b"", (np.nan, 3))], d),
}.items():
    blosc2.asarray(a, urlpath=name + ".b2nd", mode="w")
`

func TestKindsPrinted(t *testing.T) {
	if os.Getenv("B2_PYTHON") == "" {
		t.Skip("B2_PYTHON does not name a Python with numpy and blosc2")
	}
	t.Chdir(t.TempDir())
	python(t, few, "")
	for _, c := range []struct{ line, want string }{
		{"eval half.b2nd", "shape (4,), dtype float16\n[1.00e-01, 2.00e+00,      nan, 6.55e+04]\n"},
		{"eval half.b2nd --format csv", "0.1,2.0,nan,65500.0\n"},
		{"eval half.b2nd --format json", "[0.1,2.0,null,65500.0]\n"},
		{"eval 'half*2 + 0.1'", "shape (4,), dtype float16\n[0.2998, 4.1   ,    nan,    inf]\n"},
		{"eval complex.b2nd", "shape (3,), dtype complex64\n[ 1.+2.5j, -0.-1.j ,  3.+0.j ]\n"},
		{"eval complex.b2nd --format csv", "(1+2.5j),(-0-1j),(3+0j)\n"},
		{"eval complex.b2nd --format json", `["(1+2.5j)","(-0-1j)","(3+0j)"]` + "\n"},
		{"eval big.b2nd", "shape (2,), dtype int32\n[ 1, -2]\n"},
		{"eval bytes.b2nd", "shape (3,), dtype |S3\n[b'a', b'b\"c', b'x,y']\n"},
		{"eval bytes.b2nd --format csv", "\"a\",\"b\"\"c\",\"x,y\"\n"},
		{"eval bytes.b2nd --format json", `["a","b\"c","x,y"]` + "\n"},
		{"eval text.b2nd", "shape (2,), dtype <U4\n['é漢', \"it's\"]\n"},
		{"eval text.b2nd --format csv", "\"é漢\",\"it's\"\n"},
		{"eval day.b2nd", "shape (3,), dtype datetime64[D]\n['2020-02-29',        'NaT', '1969-12-31']\n"},
		{"eval day.b2nd --format csv", "2020-02-29,NaT,1969-12-31\n"},
		{"eval day.b2nd --format json", `["2020-02-29",null,"1969-12-31"]` + "\n"},
		{"eval day.b2nd --slice 0", "shape (), dtype datetime64[D]\n'2020-02-29'\n"},
		{"eval 'day + 1'", "shape (3,), dtype int64\n[               18322, -9223372036854775807,                    0]\n"},
		{"eval span.b2nd", "shape (3,), dtype timedelta64[us]\n[    5,    -7, 'NaT']\n"},
		{"eval ns.b2nd --format csv", "1970-01-01T00:00:00.000000000,2020-02-29T00:00:00.123456789\n"},
		{"eval struct.b2nd", "shape (2,), dtype [('n', '>i2'), ('s', 'S3'), ('m', '<f4', (2,))]\n[( 1, b'ab', [0.5, 1. ]), (-2, b'', [nan, 3. ])]\n"},
		{"eval struct.b2nd --format json", `[{"n":1,"s":"ab","m":[0.5,1.0]},{"n":-2,"s":"","m":[null,3.0]}]` + "\n"},
		{"eval struct.b2nd --format csv", "\"(1, b'ab', [0.5, 1.0])\",\"(-2, b'', [nan, 3.0])\"\n"},
	} {
		if got := ok(t, words(c.line)...); got != c.want {
			t.Errorf("b2 %s prints\n%swant\n%s", c.line, got, c.want)
		}
	}
	for file, want := range map[string]string{
		"half": "min     : 0.1\nmax     : 65500.0\nmean    : 21835.366658528645\nnans    : 1\nzeros   : 0\n",
		"big":  "min     : -2\nmax     : 1\nmean    : -0.5\nzeros   : 0\n",
		"day":  "min     : 1969-12-31\nmax     : 2020-02-29\nnats    : 1\n", "span": "min     : -7\nmax     : 5\nnats    : 1\n",
		"complex": "min     : (-0-1j)\nmax     : (3+0j)\nmean    : (1.3333333333333333+0.5j)\nnans    : 0\nzeros   : 0\n",
	} {
		if got := ok(t, "info", "--stats", file+".b2nd"); !strings.HasSuffix(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
		}
	}
	if got := ok(t, "info", "--json", "--stats", "day.b2nd"); !strings.Contains(got, `"stats":{"min":"1969-12-31","max":"2020-02-29","nats":1}`) {
		t.Error(got)
	}
	if got := ok(t, "info", "big.b2nd", "struct.b2nd"); !strings.Contains(got, "dtype   : >i4\n") || !strings.Contains(got, "dtype   : [('n', '>i2'),") {
		t.Error(got)
	}
	for _, file := range []string{"bytes", "text", "struct"} {
		if r := b2run(t, nil, "info", "--stats", file+".b2nd"); r.code != failed || !strings.Contains(r.err, "--stats is about numbers and times") {
			t.Errorf("%s: %d %s", file, r.code, r.err)
		}
	}
	if r := b2run(t, nil, "eval", "text == text"); r.code != failed || !strings.Contains(r.err, "expr:1:6: ") {
		t.Errorf("%d %s", r.code, r.err)
	}
}
