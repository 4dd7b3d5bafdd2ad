package b2_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2"
)

// TestLongChunks makes arrays whose chunks are longer than they are, as those that are to grow have, and lets them grow.
func TestLongChunks(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		shape  []int
		opts   []b2.CreateOption
		chunks []int
	}{
		"chunks":           {[]int{5, 3}, []b2.CreateOption{b2.Chunks(10, 8), b2.Blocks(4, 5)}, []int{10, 8}},
		"one axis":         {[]int{5, 3}, []b2.CreateOption{b2.Chunks(2, 8)}, []int{2, 8}},
		"blocks alone":     {[]int{5, 3}, []b2.CreateOption{b2.Blocks(6, 2)}, []int{6, 3}},
		"empty":            {[]int{0, 3}, []b2.CreateOption{b2.Chunks(1000, 3)}, []int{1000, 3}},
		"empty, no chunks": {[]int{0, 3}, []b2.CreateOption{b2.Chunks(0, 3)}, []int{0, 3}},
		"empty, blocks":    {[]int{0, 3}, []b2.CreateOption{b2.Blocks(7, 4)}, []int{7, 4}},
		"both empty":       {[]int{0, 0}, []b2.CreateOption{b2.Chunks(10, 10), b2.Blocks(3, 10)}, []int{10, 10}},
		"one block":        {[]int{5, 3}, []b2.CreateOption{b2.Chunks(10, 8), b2.Blocks(10, 8), b2.Filters("delta", "shuffle")}, []int{10, 8}},
		"not compressed":   {[]int{5, 3}, []b2.CreateOption{b2.Chunks(10, 8), b2.Blocks(4, 5), b2.Level(0)}, []int{10, 8}},
		"no less":          {[]int{5, 3}, []b2.CreateOption{b2.Chunks(100_000, 8), b2.Blocks(16, 5)}, []int{100_000, 8}},
	} {
		for _, where := range []string{"memory", "file", "sparse"} {
			opts := append(c.opts[:len(c.opts):len(c.opts)], b2.Shape(c.shape...), b2.Type(b2.Int32))
			path := filepath.Join(t.TempDir(), "x.b2nd")
			if where != "memory" {
				opts = append(opts, b2.Path(path))
			}
			if where == "sparse" {
				opts = append(opts, b2.Sparse())
			}
			a, err := b2.Ones(ctx, opts...)
			if err != nil {
				t.Errorf("%s in %s: %v", name, where, err)
				continue
			}
			defer a.Close()
			if diff := cmp.Diff(c.chunks, a.Chunks()); diff != "" {
				t.Errorf("%s in %s: chunks (-want +got):\n%s", name, where, diff)
			}
			n := c.shape[0] * c.shape[1]
			if err := a.Resize(ctx, c.shape[0], 3); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if err := a.Append(ctx, b2.Plain([]int32{2, 3, 4, 5, 6, 7}, b2.Shape(2, 3))); err != nil {
					t.Errorf("%s in %s: %v", name, where, err)
				}
			}
			want := make([]int32, n, n+18)
			for i := range want {
				want[i] = 1
			}
			for range 3 {
				want = append(want, 2, 3, 4, 5, 6, 7)
			}
			equal(t, name+" in "+where, a, want)
			double, err := b2.Multiply(a, 2).Compute(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				want[i] *= 2
			}
			equal(t, name+" in "+where+", doubled", double, want)
		}
	}
}

// TestLongChunksOfPython computes with such arrays of Python-Blosc2's, which judges the results and lets them grow.
func TestLongChunksOfPython(t *testing.T) {
	dir := t.TempDir()
	python(t, dir, `
kw = dict(mode="w")
blosc2.asarray(np.arange(15, dtype="i4").reshape(5, 3), chunks=(10, 8), blocks=(4, 5), urlpath="big.b2nd", **kw)
blosc2.zeros((0, 3), dtype="f8", chunks=(1000, 3), blocks=(100, 3), urlpath="none.b2nd", **kw)
blosc2.asarray(np.arange(7.), chunks=(100000,), blocks=(1000,), urlpath="wide.b2nd", **kw)
blosc2.asarray(np.arange(7.), chunks=(1000000,), blocks=(8,), urlpath="fine.b2nd", **kw)
import dataclasses
@dataclasses.dataclass
class Row:
    a: int = blosc2.field(blosc2.int64())
    b: float = blosc2.field(blosc2.float64())
with blosc2.CTable(Row, urlpath="tab.b2d", mode="w") as table:
    table.extend([(i, i / 2) for i in range(100)])
`)
	ctx := context.Background()
	for name, text := range map[string]string{"big": "x*2", "none": "x*2", "wide": "x*2", "fine": "x*2", "tab": "x*2"} {
		path := filepath.Join(dir, name+".b2nd")
		if name == "tab" {
			path = filepath.Join(dir, "tab.b2d:/_cols/a")
		}
		x, err := b2.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		e, err := b2.Lazy(text, b2.Vars{"x": x})
		if err != nil {
			t.Fatal(err)
		}
		for kind, opts := range map[string][]b2.ComputeOption{"": nil, "_sparse": {b2.Sparse()}, "_level0": {b2.Level(0)}} {
			for what, e := range map[string]*b2.Expr{"_copy": x.Expr(), "_double": e} {
				r, err := e.Compute(ctx, append(opts, b2.Path(filepath.Join(dir, name+what+kind+".b2nd")))...)
				if err != nil {
					t.Errorf("%s%s%s: %v", name, what, kind, err)
					continue
				}
				if name != "fine" {
					if diff := cmp.Diff(x.Chunks(), r.Chunks()); diff != "" {
						t.Errorf("%s%s%s: chunks (-want +got):\n%s", name, what, kind, diff)
					}
				}
				if shape := r.Shape(); len(shape) == 2 && kind != "_level0" { // Python lets the others grow
					row, err := b2.Full(ctx, 9, b2.Shape(30, 3))
					if err != nil {
						t.Fatal(err)
					}
					if err := r.Append(ctx, row); err != nil {
						t.Errorf("%s%s%s: %v", name, what, kind, err)
					}
				}
				r.Close()
			}
		}
	}
	got := python(t, dir, `
want = {"big": np.arange(15, dtype="i4").reshape(5, 3), "none": np.zeros((0, 3)), "wide": np.arange(7.), "fine": np.arange(7.), "tab": np.arange(100)}
n = 0
for name, x in want.items():
    for kind in "", "_sparse", "_level0":
        for what in "_copy", "_double":
            path = name + what + kind + ".b2nd"
            w = x * 2 if what == "_double" else x
            if x.ndim == 2 and kind != "_level0":
                w = np.concatenate([w, np.full((30, 3), 9, w.dtype)])
            a = blosc2.open(path, mode="a")
            have = a[:]
            if name == "tab":
                have = have[:100]
            assert have.dtype == w.dtype and (have == w).all(), (path, a[:])
            size = a.shape[0]
            a.resize((size + 50,) + a.shape[1:])
            assert (a[size:] == 0).all() and (a[:len(w)] == w).all(), path
            a[size + 3] = 5
            assert (a[size + 3] == 5).all(), path
            n += 1
print(n)`)
	if got != "30" {
		t.Errorf("Python compared %s files", got)
	}
}
