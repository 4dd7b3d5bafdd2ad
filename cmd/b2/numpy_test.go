package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// made are the arrays that NumPy and Python-Blosc2 make for the tests: three dimensions, several types, in both orders.
const made = `
import sys, numpy as np, blosc2
r = np.random.default_rng(7)
for t in ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float32', 'float64']:
    a = (r.standard_normal((11, 210, 9)) * 50).astype(t)
    np.save(f'{t}.npy', a)
    np.save(f'{t}_fortran.npy', np.asfortranarray(a))
    with open(f'{t}_v2.npy', 'wb') as f:
        np.lib.format.write_array(f, a, version=(2, 0))
    blosc2.asarray(a, urlpath=f'{t}.b2nd', mode='w', chunks=(4, 50, 9), blocks=(2, 25, 5))
for name, a in {'scalar': np.array(2.5), 'empty': np.zeros((2, 0, 3), 'i4'), 'short': np.arange(5, dtype='f4')}.items():
    np.save(f'{name}.npy', a)
`

// same compares what files hold, whether .npy or .b2nd: pairs of an expression of NumPy's and a file.
const same = `
import sys, glob, numpy as np, blosc2
def load(p):
    if p.endswith('.npy'): return np.load(p)
    b = blosc2.open(p, mode='r')
    return np.asarray(b[()]).reshape(b.shape)
bad = 0
for line in sys.stdin:
    want, path = line.rstrip('\n').split('\t')
    w = eval(want, {'np': np, 'load': load})
    g = load(path)
    if g.dtype != np.asarray(w).dtype or g.shape != np.shape(w) or not np.array_equal(g, w):
        print(f'{path}: {g.dtype} {g.shape} is not {want}, {np.asarray(w).dtype} {np.shape(w)}')
        bad = 1
sys.exit(bad)
`

// python runs a script in the current folder, and gives what it prints.
func python(t *testing.T, script, stdin string) string {
	t.Helper()
	cmd := exec.Command(os.Getenv("B2_PYTHON"), "-c", script)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// TestWithNumPy goes both ways with the real NumPy and Python-Blosc2.
func TestWithNumPy(t *testing.T) {
	if os.Getenv("B2_PYTHON") == "" {
		t.Skip("B2_PYTHON does not name a Python with numpy and blosc2")
	}
	t.Chdir(t.TempDir())
	python(t, made, "")
	var checks strings.Builder
	check := func(want, path string) { checks.WriteString(want + "\t" + path + "\n") }
	for _, d := range []string{"bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64"} {
		for _, in := range []string{d + ".npy", d + "_fortran.npy", d + "_v2.npy", d + ".b2nd"} {
			name := strings.ReplaceAll(in, ".", "_")
			ok(t, "convert", in, name+"_c.b2nd")
			check("load('"+in+"')", name+"_c.b2nd")
			ok(t, "convert", in, name+"_c.npy")
			check("load('"+in+"')", name+"_c.npy")
		}
		for i, slice := range []string{"2:200:25", "2, 3:200:25", "::-3, 7, -5:", "..., 2", "5:2", "3, 4, 5"} {
			out := d + "_" + string(rune('a'+i))
			ok(t, "eval", d+".b2nd", "--slice", slice, "-o", out+"_s.b2nd")
			check("load('"+d+".npy')["+slice+"]", out+"_s.b2nd")
			ok(t, "eval", "a == a", "a="+d+".b2nd", "--slice", slice, "-o", out+"_e.npy")
			check("np.asarray(load('"+d+".npy')["+slice+"] == load('"+d+".npy')["+slice+"])", out+"_e.npy")
			if d != "bool" {
				ok(t, "eval", "x*x + y", "x="+d+".b2nd", "y="+d+"_fortran.npy", "--slice", slice, "-o", out+"_r.b2nd", "--codec", "zstd", "--level", "1")
				check("(load('"+d+".npy')**2 + load('"+d+".npy'))["+slice+"]", out+"_r.b2nd")
			}
		}
	}
	for _, name := range []string{"scalar", "empty", "short"} {
		ok(t, "convert", name+".npy", name+".b2nd")
		check("load('"+name+".npy')", name+".b2nd")
		ok(t, "convert", name+".b2nd", name+"_again.npy")
		check("load('"+name+".npy')", name+"_again.npy")
	}
	python(t, same, checks.String())
}

// TestPipeIntoNumPy reads and writes streams of NumPy's.
func TestPipeIntoNumPy(t *testing.T) {
	if os.Getenv("B2_PYTHON") == "" {
		t.Skip("B2_PYTHON does not name a Python with numpy and blosc2")
	}
	t.Chdir(t.TempDir())
	cmd := exec.Command(os.Getenv("B2_PYTHON"), "-c", "import sys, numpy as np; np.save(sys.stdout.buffer, np.arange(300000.).reshape(3, -1))")
	in, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	r := b2run(t, bytes.NewReader(in), "eval", "x + 1", "x=-", "-o", "-")
	if r.code != done {
		t.Fatal(r.err)
	}
	python(t, "import sys, io, numpy as np; a = np.load(io.BytesIO(sys.stdin.buffer.read())); assert (a == np.arange(1, 300001.).reshape(3, -1)).all()", r.out)
}
