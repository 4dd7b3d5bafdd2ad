package b2_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/b2gen/b2"
)

func TestWithLimits(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.b2nd")
	sparse := filepath.Join(t.TempDir(), "s.b2nd")
	for _, opts := range [][]b2.CreateOption{{b2.Path(path)}, {b2.Path(sparse), b2.Sparse()}} {
		a, err := b2.Arange(ctx, 0, 1000, 1, append(opts, b2.Chunks(100), b2.Blocks(50))...)
		if err != nil {
			t.Fatal(err)
		}
		a.Close()
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	open := map[string]func(...b2.OpenOption) (*b2.Array, error){
		"file":   func(o ...b2.OpenOption) (*b2.Array, error) { return b2.Open(ctx, path, o...) },
		"sparse": func(o ...b2.OpenOption) (*b2.Array, error) { return b2.Open(ctx, sparse, o...) },
		"memory": func(o ...b2.OpenOption) (*b2.Array, error) { return b2.OpenBytes(b, o...) },
	}
	for name, f := range open {
		for _, l := range []b2.Limits{{NBytes: 7999}, {ChunkNBytes: 799}, {BlockNBytes: 399}, {NChunks: 9}, {MetaBytes: 24}} {
			if a, err := f(b2.WithLimits(l)); !errors.Is(err, b2.ErrCorrupt) {
				t.Errorf("%s with %+v: %v, %v", name, l, a, err)
			}
		}
		a, err := f(b2.WithLimits(b2.Limits{NBytes: 8000, ChunkNBytes: 800, BlockNBytes: 400, NChunks: 10, MetaBytes: 1000}))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := a.SetAttrs(ctx, map[string]any{"a": 1}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := a.Resize(ctx, 1001); err == nil { // an eleventh chunk
			t.Errorf("%s: the limits are forgotten", name)
		}
		if err := a.Resize(ctx, 999); err != nil { // nothing was written of that
			t.Errorf("%s: %v", name, err)
		}
		a.Close()
	}
}

// Changes of an array that is mapped are read through a mapping of the file as it is then; old versions stay.
func TestMmap(t *testing.T) {
	ctx := context.Background()
	path, _ := noisy(t, 40)
	a, err := b2.Open(ctx, path, b2.Mmap(), b2.Cache(1<<20))
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err) // what is tested is not there on this system
	}
	if err != nil {
		t.Fatal(err)
	}
	row := a.Slice(b2.At(7))
	old, err := b2.Read[float64](ctx, row)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 { // some of them write the file anew
		if err := a.Set(ctx, float64(i), b2.At(7)); err != nil {
			t.Fatal(err)
		}
		now, err := b2.Read[float64](ctx, a.Slice(b2.At(7)))
		if err != nil {
			t.Fatal(err)
		}
		if slices.Min(now) != float64(i) || slices.Max(now) != float64(i) {
			t.Fatalf("change %d: %v to %v", i, slices.Min(now), slices.Max(now))
		}
		if then, err := b2.Read[float64](ctx, row); err != nil || !slices.Equal(then, old) {
			t.Fatalf("change %d: the old version is another, or %v", i, err)
		}
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	if _, err := b2.Read[float64](ctx, a); !errors.Is(err, os.ErrClosed) {
		t.Errorf("reading what is closed: %v", err)
	}
}

// A file that is cut while it is mapped gives an error, whoever reads it.
func TestMmapOfFileThatIsCut(t *testing.T) {
	ctx := context.Background()
	path, _ := noisy(t, 400)
	a, err := b2.Open(ctx, path, b2.Mmap())
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := os.Truncate(path, fileSize(t, path)/2); err != nil {
		t.Fatal(err)
	}
	if _, err := b2.Read[float64](ctx, a); !errors.Is(err, b2.ErrCorrupt) {
		t.Errorf("reading all: %v", err)
	}
	if _, err := b2.Read[float64](ctx, a.Sum()); !errors.Is(err, b2.ErrCorrupt) {
		t.Errorf("a sum: %v", err)
	}
	if v, err := a.Verify(ctx); err != nil || len(v.Faults) == 0 {
		t.Errorf("verify: %v, %v", v, err)
	}
	if _, err := b2.Read[float64](ctx, a.Slice(b2.At(3))); err != nil {
		t.Errorf("what is left: %v", err)
	}
}
