package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/npy"
	"github.com/google/go-cmp/cmp"
)

// result is what a run left.
type result struct {
	code     int
	out, err string
}

// b2run runs a command line in the current folder.
func b2run(t *testing.T, stdin io.Reader, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	code := run(t.Context(), args, stdin, &out, &err)
	return result{code, out.String(), err.String()}
}

// ok runs a command line that must succeed, and gives what it prints.
func ok(t *testing.T, args ...string) string {
	t.Helper()
	r := b2run(t, nil, args...)
	if r.code != done || r.err != "" {
		t.Fatalf("b2 %s: exit code %d\n%s", strings.Join(args, " "), r.code, r.err)
	}
	return r.out
}

// folder makes a folder with some arrays the current one.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	make := func(name string, start, stop float64, d b2.DType, shape ...int) {
		a, err := b2.Linspace(t.Context(), start, stop, b2.Shape(shape...), b2.Type(d), b2.Path(name))
		if err != nil {
			t.Fatal(err)
		}
		a.Close()
	}
	make("a.b2nd", 0, 5, b2.Float64, 2, 3)
	make("b.b2nd", 10, 12, b2.Int32, 3)
	make("c.b2nd", 0, 3, b2.Float64, 4)
	make("2.b2nd", 7, 8, b2.Float64, 2)
	make("my-data.b2nd", 7, 8, b2.Float64, 2)
	make("big.b2nd", 0, 299999, b2.Float64, 300, 1000)
	make("s.b2nd", 0, 1, b2.Float32, 20, 30)
	make("cube.b2nd", 0, 1, b2.Float64, 4, 20, 30)
	for _, err := range []error{
		os.Mkdir("folder", 0o777), os.WriteFile("broken.b2nd", []byte("nothing"), 0o666),
		os.WriteFile("x.npy", numbers(1, 2, 3), 0o666), os.WriteFile("short.npy", numbers(1, 2, 3)[:130], 0o666),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// numbers is a .npy file.
func numbers(list ...uint8) []byte {
	var b bytes.Buffer
	npy.WriteHeader(&b, b2.StoredType{DType: b2.Uint8, Kind: 'u'}, []int{len(list)})
	b.Write(list)
	return b.Bytes()
}

// files lists a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func words(line string) []string {
	var list []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			list = append(list, part)
		} else {
			list = append(list, strings.Fields(part)...)
		}
	}
	return list
}

func TestOutput(t *testing.T) {
	folder(t)
	for _, c := range []struct{ line, want string }{
		{`eval 'a + b' a.b2nd b.b2nd`, "shape (2, 3), dtype float64\n[[10., 12., 14.],\n [13., 15., 17.]]\n"},
		{`eval 'a + b'`, "shape (2, 3), dtype float64\n[[10., 12., 14.],\n [13., 15., 17.]]\n"},
		{`eval a.b2nd`, "shape (2, 3), dtype float64\n[[0., 1., 2.],\n [3., 4., 5.]]\n"},
		{`eval ./my-data.b2nd`, "shape (2,), dtype float64\n[7., 8.]\n"},
		{`eval x.npy`, "shape (3,), dtype uint8\n[1, 2, 3]\n"},
		{`eval 'x*2' x=x.npy`, "shape (3,), dtype uint8\n[2, 4, 6]\n"},
		{`eval 'x*b' x=2`, "shape (3,), dtype int32\n[20, 22, 24]\n"},
		{`eval 'x*b' x=./2.b2nd --slice 0`, ""},
		{`eval x x=./2.b2nd`, "shape (2,), dtype float64\n[7., 8.]\n"},
		{`eval 'pi*2 + e' pi=3 e=1`, "shape (), dtype int64\n7\n"},
		{`eval x x=-2.5`, "shape (), dtype float64\n-2.5\n"},
		{`eval x x=True`, "shape (), dtype bool\nTrue\n"},
		{`eval '-x**2' x=3`, "shape (), dtype int64\n-9\n"},
		{`eval --x x=3`, "shape (), dtype int64\n3\n"},
		{`eval -b`, "shape (3,), dtype int32\n[-10, -11, -12]\n"},
		{`eval -b --slice -1:`, "shape (1,), dtype int32\n[-12]\n"},
		{`eval --slice -2: -- -b`, "shape (2,), dtype int32\n[-11, -12]\n"},
		{`eval --slice=1,::-2 a`, "shape (2,), dtype float64\n[5., 3.]\n"},
		{`eval --slice 1,::-2 a.b2nd --format csv`, "5.0,3.0\n"},
		{`eval 'b == 11' --format json`, "[false,true,false]\n"},
		{`eval 'a' --format json`, "[[0.0,1.0,2.0],[3.0,4.0,5.0]]\n"},
		{`eval 'a/a' --format json`, "[[null,1.0,1.0],[1.0,1.0,1.0]]\n"},
		{`eval 'a' --format csv`, "0.0,1.0,2.0\n3.0,4.0,5.0\n"},
		{`eval 'a' --slice 2:,: --format json`, "[]\n"},
		{`eval 'a' --slice :,2:2 --format json`, "[[],[]]\n"},
		{`eval x.npy --format raw`, "\x01\x02\x03"},
		{`eval 'sum(b)' --format csv --engine interp --isa go --workers 1`, "33\n"},
		{`eval big --slice ::299,::333`, "shape (2, 4), dtype float64\n[[     0.,    333.,    666.,    999.],\n [299000., 299333., 299666., 299999.]]\n"},
		{`convert x.npy -`, string(numbers(1, 2, 3))},
		{`eval x.npy -o -`, string(numbers(1, 2, 3))},
	} {
		t.Run(c.line, func(t *testing.T) {
			r := b2run(t, nil, words(c.line)...)
			if c.want == "" {
				if r.code != failed {
					t.Errorf("exit code %d", r.code)
				}
				return
			}
			if diff := cmp.Diff(c.want, r.out); r.code != done || diff != "" {
				t.Errorf("exit code %d, %s(-want +got):\n%s", r.code, r.err, diff)
			}
		})
	}
}

// The corners of an array that is too big to read for a preview.
func TestPreviewReadsCorners(t *testing.T) {
	folder(t)
	want := `shape (300, 1000), dtype float64
[[0.00000e+00, 1.00000e+00, 2.00000e+00, ..., 9.97000e+02, 9.98000e+02,
  9.99000e+02],
 [1.00000e+03, 1.00100e+03, 1.00200e+03, ..., 1.99700e+03, 1.99800e+03,
  1.99900e+03],
 [2.00000e+03, 2.00100e+03, 2.00200e+03, ..., 2.99700e+03, 2.99800e+03,
  2.99900e+03],
 ...,
 [2.97000e+05, 2.97001e+05, 2.97002e+05, ..., 2.97997e+05, 2.97998e+05,
  2.97999e+05],
 [2.98000e+05, 2.98001e+05, 2.98002e+05, ..., 2.98997e+05, 2.98998e+05,
  2.98999e+05],
 [2.99000e+05, 2.99001e+05, 2.99002e+05, ..., 2.99997e+05, 2.99998e+05,
  2.99999e+05]]
`
	if diff := cmp.Diff(want, ok(t, "eval", "big")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	dir := folder(t)
	before := files(t, dir)
	for _, c := range []struct {
		line string
		code int
		want string // the beginning of what standard error gets
	}{
		{`eval 'a**2 + q' a=a.b2nd`, failed, "b2: expr:1:8: unknown name \"q\" (bind it as q=FILE; there is no q.b2nd here)\na**2 + q\n       ^\n"},
		{`eval 'a + c'`, failed, "b2: expr:1:3: shapes (2, 3) and (4,) cannot be broadcast together"},
		{`eval 'a +'`, failed, "b2: expr:1:4: "},
		{`eval 'x + 1' x=gone.b2nd`, failed, "b2: operand x: gone.b2nd: no such file or directory\n"},
		{`eval 'x + 1' x=gone.npy`, failed, "b2: operand x: gone.npy: no such file or directory\n"},
		{`eval gone.b2nd`, failed, "b2: operand gone: gone.b2nd: no such file or directory\n"},
		{`eval 'x + 1' x=folder`, failed, "b2: operand x: folder: it is a folder, not an array in a .b2nd file; b2 ls folder lists what is in it\n"},
		{`eval 'x + 1' x=`, failed, "b2: operand x: nothing stands behind the =: "},
		{`eval 'x + 1' x=broken.b2nd`, failed, "b2: operand x: broken.b2nd: "},
		{`eval broken`, failed, "b2: operand broken: broken.b2nd: "},
		{`eval short.npy`, failed, "b2: operand short: short.npy: truncated .npy file: uint8 of shape (3,) takes 3 bytes, and there are 2\n"},
		{`eval 'x + 1' x=a.b2nd x=b.b2nd`, failed, "b2: x is given twice, as a.b2nd and as b.b2nd: "},
		{`eval 'a + 1' a.b2nd a.b2nd`, failed, "b2: a is given twice"},
		{`eval 'a + 1' my-data.b2nd`, failed, "b2: my-data.b2nd has no name that an expression can use: bind it as name=my-data.b2nd\n"},
		{`eval 'a + 1' 2`, failed, "b2: 2 has no name: bind it as name=2\n"},
		{`eval a.b2nd b.b2nd`, failed, "b2: a.b2nd stands where the expression should be: "},
		{`eval a --slice 7`, failed, "b2: [7]: index 7 is out of bounds for axis 0 with size 2\n"},
		{`eval a --slice ::::`, failed, "b2: index:1:3: "},
		{`eval a -o b.b2nd`, failed, "b2: b.b2nd exists; --force replaces it\n"},
		{`eval a -o x.npy`, failed, "b2: x.npy exists; --force replaces it\n"},
		{`eval a -o gone/r.b2nd`, failed, "b2: cannot write gone/r.b2nd: no such file or directory\n"},
		{`eval a -o gone/r.npy`, failed, "b2: cannot write gone/r.npy: no such file or directory\n"},
		{`eval a -o r.b2nd --chunks 5`, failed, "b2: r.b2nd: --chunks: chunks (5,) do not have the 2 dimensions of (2, 3)\n"},
		{`eval 'a + 1' -o r.b2nd --engine fused`, failed, "b2: no fused kernel fits the expression"},
		{`eval 'a + 1' -o r.npy --engine fused`, failed, "b2: no fused kernel fits the expression"},
		{`eval a -o r.b2nd --chunks 2,3 --blocks 3,3`, failed, "b2: r.b2nd: --blocks: blocks (3, 3) do not fit into chunks (2, 3)"},
		{`eval a -o r.b2nd --chunks 0,3`, failed, "b2: r.b2nd: --chunks: chunks (0, 3) do not cut (2, 3)"},
		{`eval a -o r.b2nd --chunks 40000,60000`, failed, "b2: r.b2nd: --chunks: frame: "},
		{`eval a -o r.b2nd --chunks 2,3 --blocks 1,3 --filters delta`, failed, "b2: r.b2nd: --filters: filter delta needs"},
		{`convert a.b2nd r.b2nd --filters shuffle:900`, failed, "b2: r.b2nd: --filters: filter shuffle takes"},
		{`eval a -o r.b2nd --codec=`, misused, "b2: eval: --codec= is none that b2 writes: these are lz4, "},
		{`convert a.b2nd r.b2nd --codec ''`, misused, "b2: convert: --codec= is none that b2 writes: these are lz4, "},
		{`eval a -o r.b2nd --filters=`, misused, "b2: eval: --filters= is wrong: they are shuffle, "},
		{`convert a.b2nd r.b2nd --filters ''`, misused, "b2: convert: --filters= is wrong: they are shuffle, "},
		{`eval a -o r.b2nd --chunks=`, misused, "b2: eval: --chunks has no lengths"},
		{`eval a --workers 0`, misused, "b2: eval: --workers must be at least 1\n"},
		{`verify --workers 0 a.b2nd`, misused, "b2: verify: --workers must be at least 1\n"},
		{`verify --workers -2 a.b2nd`, misused, "b2: verify: --workers must be at least 1\n"},
		{`convert --level -1 a.b2nd r.b2nd`, misused, "b2: convert: --level=-1 is not from 0 to 9\n"},
		{`convert a.b2nd r.b2nd --chunks -1,2`, misused, "b2: convert: --chunks has a negative length\n"},
		{`eval a c=b.b2nd`, misused, "b2: eval: c=b.b2nd binds a name that is not in the expression \"a\"\n"},
		{`eval 'a + sin(1)' sin=2`, misused, "b2: eval: sin=2 binds a name"},
		{`eval a pi=3`, misused, "b2: eval: pi=3 binds a name"},
		{`explain a c=b.b2nd`, misused, "b2: explain: c=b.b2nd binds a name"},
		{`info .`, failed, "b2: .: it is a folder, not an array in a .b2nd file; b2 ls . lists what is in it\n"},
		{`eval a -o r.txt`, misused, "b2: eval: r.txt: what is written is told by the suffix"},
		{`eval a -o r.npy --codec zstd`, misused, "b2: eval: --codec is for .b2nd files"},
		{`eval a -o r.b2nd --codec gzip`, misused, "b2: eval: --codec=gzip is none that b2 writes"},
		{`eval a -o r.b2nd --filters none,shuffle`, misused, "b2: eval: --filters=none,shuffle is wrong"},
		{`eval a -o r.b2nd --filters none:1`, misused, "b2: eval: --filters=none:1 is wrong"},
		{`eval a -o r.b2nd --filters trunc_prec`, failed, "b2: r.b2nd: --filters: filter trunc_prec takes the number of bits to keep"},
		{`eval a -o r.b2nd --filters shuffle,trunc_prec:9`, failed, "b2: r.b2nd: --filters: filter trunc_prec must come before shuffle"},
		{`eval a -o r.b2nd --level 10`, misused, "b2: eval: --level=10 is not from 0 to 9\n"},
		{`eval a -o r.b2nd --chunks -5`, misused, "b2: eval: --chunks has a negative length\n"},
		{`eval a -o r.b2nd --chunks many`, misused, "b2: --chunks"},
		{`eval a -o r.b2nd --format csv`, misused, "b2: eval: --format is for results that are printed"},
		{`eval a --slise 1`, misused, "b2: unknown flag --slise, did you mean \"--slice\"?\nb2: see \"b2 eval --help\"\n"},
		{`eval a --isa sse`, misused, "b2: --isa must be one of"},
		{`eval a --workers -1`, misused, "b2: eval: --workers must be at least 1\n"},
		{`eval a --slice`, misused, "b2: "},
		{`eval`, misused, "b2: expected \"<expr>\"\nb2: see \"b2 eval --help\"\n"},
		{``, misused, "b2: expected one of \"eval\""},
		{`frobnicate`, misused, "b2: unexpected argument frobnicate\nb2: see \"b2 --help\"\n"},
		{`info`, misused, "b2: expected \"<FILE> ...\"\n"},
		{`info gone.b2nd`, failed, "b2: gone.b2nd: no such file or directory\n"},
		{`info x.npy`, failed, "b2: x.npy: info is about .b2nd files"},
		{`convert gone.npy r.b2nd`, failed, "b2: gone.npy: no such file or directory\n"},
		{`convert x.npy b.b2nd`, failed, "b2: b.b2nd exists; --force replaces it\n"},
		{`convert x.npy null:`, misused, "b2: convert: OUT must be a file"},
		{`convert x.txt r.b2nd`, misused, "b2: convert: x.txt: what is read is told by the suffix"},
		{`explain 'a + q'`, failed, "b2: expr:1:5: unknown name \"q\""},
	} {
		t.Run(c.line, func(t *testing.T) {
			r := b2run(t, nil, words(c.line)...)
			if r.code != c.code || !strings.HasPrefix(r.err, c.want) || r.out != "" {
				t.Errorf("exit code %d, want %d; standard error\n%swant\n%s%s", r.code, c.code, r.err, c.want, r.out)
			}
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	for _, line := range []string{"--help", "eval --help", "eval -h", "convert --help", "bench --help", "bench tutorial --help", "bench functions --help", "bench fused --help",
		"bench chart --help", "tutorial --help"} {
		if out := ok(t, words(line)...); !strings.Contains(out, "Usage: b2 ") {
			t.Errorf("%s prints %q", line, out)
		}
	}
}

func TestInfo(t *testing.T) {
	folder(t)
	one := ok(t, "info", "a.b2nd")
	if !strings.Contains(one, "shape   : (2, 3)\n") {
		t.Errorf("info is\n%s", one)
	}
	two := ok(t, "info", "a.b2nd", "b.b2nd")
	if want := "==> a.b2nd <==\n" + one + "\n==> b.b2nd <==\n"; !strings.HasPrefix(two, want) {
		t.Errorf("info of two is\n%s", two)
	}
	lines := ok(t, "info", "--json", "a.b2nd", "b.b2nd")
	if strings.Count(lines, "\n") != 2 || !strings.Contains(lines, `"shape":[2,3]`) {
		t.Errorf("info --json is\n%s", lines)
	}
	r := b2run(t, nil, "info", "gone.b2nd", "a.b2nd", "broken.b2nd")
	if r.code != failed || !strings.Contains(r.out, one) || strings.Count(r.err, "b2: ") != 2 {
		t.Errorf("with bad files: exit code %d\n%s%s", r.code, r.out, r.err)
	}
}

func TestExplain(t *testing.T) {
	folder(t)
	if out := ok(t, "explain", "-a + 1", "--slice", "-1"); !strings.Contains(out, "shape (3,), dtype float64\n") {
		t.Errorf("explain prints\n%s", out)
	}
}

func TestStandardInput(t *testing.T) {
	folder(t)
	r := b2run(t, bytes.NewReader(numbers(5, 6)), "eval", "x + 1", "x=-")
	if want := "shape (2,), dtype uint8\n[6, 7]\n"; r.code != done || r.out != want {
		t.Errorf("exit code %d, %s%s", r.code, r.out, r.err)
	}
	r = b2run(t, bytes.NewReader(numbers(5, 6)), "eval", "-")
	if want := "shape (2,), dtype uint8\n[5, 6]\n"; r.code != done || r.out != want {
		t.Errorf("exit code %d, %s%s", r.code, r.out, r.err)
	}
	r = b2run(t, bytes.NewReader(numbers(5, 6)), "eval", "x + y", "x=-", "y=-")
	if r.code != failed || !strings.Contains(r.err, "standard input can be one operand only") {
		t.Errorf("exit code %d, %s%s", r.code, r.out, r.err)
	}
}

func TestFilesAreReplacedWhenForced(t *testing.T) {
	dir := folder(t)
	before := files(t, dir)
	for _, line := range []string{"eval a+1 -o c.b2nd --force --codec zstd --level 9", "eval a+1 -o x.npy --force", "convert c.b2nd c.b2nd --force --filters none", "eval a -o null: --chunks 1,2"} {
		ok(t, words(line)...)
	}
	want := "1.0,2.0,3.0\n4.0,5.0,6.0\n"
	for _, name := range []string{"c.b2nd", "x.npy"} {
		if diff := cmp.Diff(want, ok(t, "eval", name, "--format", "csv")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if out := ok(t, "info", "c.b2nd"); !strings.Contains(out, "filters none") {
		t.Errorf("filters were not taken off:\n%s", out)
	}
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Errorf("files (-before +after):\n%s", diff)
	}
}

func TestStats(t *testing.T) {
	folder(t)
	for _, c := range []struct{ line, want string }{
		{"eval -a -o null: --stats json", `"engine":"interp","kernel":""}`},
		{"eval -a --stats json", `"nbytes":48,"cbytes":0,`},
		{"eval 'sin(a) + exp(b)' a=s.b2nd b=cube.b2nd --engine fused -o null: --stats json", `"engine":"fused","kernel":"SinExp"}`},
	} {
		r := b2run(t, nil, words(c.line)...)
		if r.code != done || !strings.Contains(r.err, c.want) || strings.Count(r.err, "\n") != 1 || !strings.Contains(r.err, `"peak_rss_bytes":`) {
			t.Errorf("%s: exit code %d\n%s", c.line, r.code, r.err)
		}
	}
}

// cancels is a stream that interrupts the program when it has been read.
type cancels struct {
	io.Reader
	cancel func()
}

func (c cancels) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if n == 0 || err != nil || n == len(b) {
		defer c.cancel()
	}
	return n, err
}

func TestInterrupt(t *testing.T) {
	dir := folder(t)
	before := files(t, dir)
	for _, line := range []string{"eval x+big x=- -o r.b2nd", "eval x+big x=- -o r.npy", "convert - r.b2nd", "eval -"} {
		ctx, cancel := context.WithCancel(t.Context())
		var out, errs bytes.Buffer
		code := run(ctx, words(line), cancels{bytes.NewReader(numbers(5)), cancel}, &out, &errs)
		if want := "b2: interrupted; no result was left behind\n"; code != failed || errs.String() != want {
			t.Errorf("%s: exit code %d, %s", line, code, errs.String())
		}
		if diff := cmp.Diff(before, files(t, dir)); diff != "" {
			t.Errorf("%s: files (-before +after):\n%s", line, diff)
		}
	}
}

// full is an output that takes nothing.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestOutputThatFails(t *testing.T) {
	folder(t)
	for _, line := range []string{"eval a", "eval a -o -", "eval big --format csv", "info a.b2nd", "explain a"} {
		var errs bytes.Buffer
		if code := run(t.Context(), words(line), nil, full{}, &errs); code != failed || !strings.Contains(errs.String(), errFull.Error()) {
			t.Errorf("%s: exit code %d, %s", line, code, errs.String())
		}
	}
}

func TestParts(t *testing.T) {
	folder(t)
	data := make([]uint16, 3*4*5)
	for i := range data {
		data[i] = uint16(i)
	}
	e := b2.Plain(data, b2.Shape(3, 4, 5))
	want, _ := b2.ReadBytes(t.Context(), e)
	for most := 1; most <= 130; most++ {
		var got []byte
		for part, err := range slabs(t.Context(), e, most) {
			if err != nil || len(part) > max(most, 2) {
				t.Fatalf("at most %d: a part of %d bytes, %v", most, len(part), err)
			}
			got = append(got, part...)
		}
		if !bytes.Equal(want, got) {
			t.Errorf("at most %d bytes: the parts do not make up the whole", most)
		}
	}
}

func TestLiteral(t *testing.T) {
	for text, want := range map[string]any{"1": 1, "-5": -5, "+5": 5, "010": 10, "0x10": 16, "2.5": 2.5, "1e3": 1e3, "True": true, "False": false,
		".5": .5, "x": nil, "": nil, "./2": nil, "-": nil, "2.b2nd": nil} {
		got, _ := literal(text)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	if v, ok := literal("99999999999999999999"); !ok || v.(interface{ String() string }).String() != "99999999999999999999" {
		t.Errorf("a long integer is %v", v)
	}
}

func TestTargetThroughLink(t *testing.T) {
	folder(t)
	if err := os.Symlink("x.npy", "link.npy"); err != nil {
		t.Fatal(err)
	}
	ok(t, "eval", "a", "-o", "link.npy", "--force")
	if info, err := os.Lstat("link.npy"); err != nil || info.Mode().IsRegular() {
		t.Errorf("the link is gone: %v", err)
	}
	if out := ok(t, "eval", filepath.Join(".", "x.npy"), "--format", "csv"); out != "0.0,1.0,2.0\n3.0,4.0,5.0\n" {
		t.Errorf("x.npy has\n%s", out)
	}
}
