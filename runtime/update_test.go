package runtime_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// TestUpdateNotOpenedAgain lets somebody else spoil the header of a file while it is changed. That the change is there, but
// does not open, must be told, and the old version reads on.
func TestUpdateNotOpenedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.b2nd")
	if err := os.WriteFile(path, fileOf(t, noise(40, 3000), b2rt.Layout{Chunks: []int{8, 3000}, Blocks: []int{4, 1000}}), 0o666); err != nil {
		t.Fatal(err)
	}
	a, err := b2rt.Open(path, b2rt.OpenOptions{Cache: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	o := b2rt.DefaultOptions()
	o.Progress = func(int, int) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteAt([]byte("spoilt"), 0)
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			t.Error(err)
		}
	}
	_, err = a.Update(context.Background(), o, b2rt.Update{
		Region: []shape.Span{{Start: 3, Step: 1, Count: 2}, {Start: 0, Step: 1, Count: 3000}},
		Value:  planOf(t, sourceNode(plain(noise(2, 3000)))),
	})
	if !errors.Is(err, b2rt.ErrCorrupt) || !strings.Contains(err.Error(), "the array has its new content, but it could not be opened again") {
		t.Errorf("error %v", err)
	}
	got := make([]float64, 40*3000)
	if err := planOf(t, sourceNode(a)).ReadInto(context.Background(), b2rt.DefaultOptions(), bytesOf(got)); err != nil {
		t.Errorf("the old version: %v", err)
	}
}
