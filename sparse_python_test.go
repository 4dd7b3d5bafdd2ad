package b2_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2"
)

// chunkFiles are how many chunk files a sparse array has, and their size together.
func chunkFiles(t *testing.T, path string) (n int, bytes int64) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(path, "*.chunk"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		bytes += fileSize(t, f)
	}
	return len(files), bytes
}

// The stored chunks of a new sparse array have the first numbers, as Python-Blosc2's have.
func TestSparseNumbers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.b2nd")
	data := make([]float64, 2000)
	data[999], data[1999] = 1, 2
	a, err := b2.From(context.Background(), data, b2.Shape(2000), b2.Chunks(10), b2.Path(path), b2.Sparse())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, name := range []string{"00000000.chunk", "00000001.chunk"} {
		if _, err := os.Stat(filepath.Join(path, name)); err != nil {
			t.Error(err)
		}
	}
	if n, bytes := chunkFiles(t, path); n != 2 || bytes != a.CBytes() {
		t.Errorf("%d files of %d bytes, the array says %d", n, bytes, a.CBytes())
	}
}

// TestPythonOpensHighNumbers changes few, small chunks over and over: their numbers grow, and Python opens the array
// still, changes it, too, and b2 after that. What is told of the stored size is that of the files.
func TestPythonOpensHighNumbers(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	path := filepath.Join(dir, "counter.b2nd")
	a, err := b2.From(ctx, []int64{1, 2, 3}, b2.Shape(3), b2.Chunks(2), b2.Path(path), b2.Sparse())
	if err != nil {
		t.Fatal(err)
	}
	change := func(n int) {
		t.Helper()
		for i := range n {
			if err := a.Set(ctx, i+100, b2.At(1)); err != nil {
				t.Fatal(err)
			}
		}
		if n, bytes := chunkFiles(t, path); n != 2 || bytes != a.CBytes() {
			t.Errorf("%d files of %d bytes, the array says %d", n, bytes, a.CBytes())
		}
		a.Close()
	}
	change(300)
	if got := python(t, dir, `
a = blosc2.open("counter.b2nd", mode="a")
print(a[:].tolist())
a[2] = 7
a.resize((7,))
a[5] = 9
a.vlmeta["k"] = 1
print(blosc2.open("counter.b2nd")[:].tolist())
`); got != "[1, 399, 3]\n[1, 399, 7, 0, 0, 9, 0]" {
		t.Error(got)
	}
	if a, err = b2.Open(ctx, path); err != nil {
		t.Fatal(err)
	}
	if err := a.Resize(ctx, 3); err != nil {
		t.Fatal(err)
	}
	change(20)
	if got := python(t, dir, `print(blosc2.open("counter.b2nd")[:].tolist())`); got != "[1, 119, 7]" {
		t.Error(got)
	}
}
