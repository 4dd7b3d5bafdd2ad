package runtime_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/internal/store"
)

// A computation that fails leaves no sparse array behind, and an old one as it was.
func TestFailingSparse(t *testing.T) {
	file := fileOf(t, noise(40, 3000), b2rt.Layout{Chunks: []int{8, 1000}, Blocks: []int{3, 500}})
	f := &faulty{Reader: store.NewMemory(file)}
	f.left.Store(1 << 40)
	x, err := b2rt.OpenStore(f, b2rt.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	target := b2rt.Target{Path: filepath.Join(dir, "result.b2nd"), Sparse: true, Layout: x.Layout()}
	plan := planOf(t, works(sourceNode(x))["copy"])
	for _, old := range []bool{false, true} {
		if old {
			y, err := plan.Compute(context.Background(), b2rt.DefaultOptions(), target)
			if err != nil {
				t.Fatal(err)
			}
			y.Close()
			target.Overwrite = true
		}
		before := listing(t, dir)
		for _, at := range []int64{0, 1, 7, 31, 90} {
			fresh, err := b2rt.OpenStore(f, b2rt.OpenOptions{}) // has nothing cached
			if err != nil {
				t.Fatal(err)
			}
			f.left.Store(at)
			plan := planOf(t, works(sourceNode(fresh))["copy"])
			if _, err := plan.Compute(context.Background(), b2rt.DefaultOptions(), target); !errors.Is(err, errFault) {
				t.Errorf("fault at %d: %v", at, err)
			}
			if after := listing(t, dir); !slices.Equal(before, after) {
				t.Errorf("fault at %d: files %v, before %v", at, after, before)
			}
			f.left.Store(1 << 40)
		}
	}
	y, err := b2rt.Open(target.Path, b2rt.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer y.Close()
	if in := y.Info(target.Path); !in.Sparse || y.CBytes() != x.CBytes() {
		t.Errorf("%+v", in)
	}
	err = y.Verify(context.Background(), b2rt.DefaultOptions(), func(f b2rt.Fault) { t.Error(f) })
	if err != nil {
		t.Error(err)
	}
}

// listing is all files below a directory.
func listing(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		all = append(all, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
