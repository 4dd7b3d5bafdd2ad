package b2_test

import (
	"context"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// Attributes that would be more than readers take are refused before anything is written, for a new array and for an
// old one, whose own stay as they are.
func TestAttrsBeyondLimit(t *testing.T) {
	ctx := context.Background()
	noise := make([]byte, 10<<20)
	rand.NewChaCha8([32]byte{}).Read(noise)
	for name, c := range map[string]struct {
		first, second any
		want          string
	}{
		"stored":       {noise, noise, "stored in"},
		"decoded":      {make([]byte, 10<<20), make([]byte, 10<<20), "larger than the limit"},
		"many values":  {make([]bool, 1<<19), make([]bool, 1<<19), "more than 1048576 values"},
		"alone enough": {int64(1), make([]bool, 1<<20), "more than 1048576 values"},
	} {
		path := filepath.Join(t.TempDir(), "a.b2nd")
		both := map[string]any{"first": c.first, "second": c.second}
		_, err := b2.From(ctx, []float64{1, 2, 3}, b2.Path(path), b2.Attrs(both))
		if err == nil || !strings.Contains(err.Error(), c.want) || len(listOf(t, filepath.Dir(path))) > 0 {
			t.Errorf("%s, a new array: %v, left %v", name, err, listOf(t, filepath.Dir(path)))
		}
		a, err := b2.From(ctx, []float64{1, 2, 3}, b2.Path(path), b2.Attrs(map[string]any{"first": c.first}))
		if err != nil {
			t.Fatal(err)
		}
		before := fileSize(t, path)
		err = a.SetAttrs(ctx, map[string]any{"second": c.second})
		if err == nil || !strings.Contains(err.Error(), c.want) || fileSize(t, path) != before {
			t.Errorf("%s, an old array: %v", name, err)
		}
		a.Close()
		if a, err = b2.Open(ctx, path); err != nil {
			t.Fatal(name, err)
		}
		if got, err := a.Attrs(); err != nil || !slices.Equal(slices.Collect(maps.Keys(got)), []string{"first"}) {
			t.Errorf("%s: %v", name, err)
		}
		a.Close()
	}
}

// Who opened an array with another limit is held to that one.
func TestAttrsWithinOwnLimit(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.b2nd")
	a, err := b2.From(ctx, []float64{1, 2, 3}, b2.Path(path))
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	if a, err = b2.Open(ctx, path, b2.WithLimits(b2.Limits{MetaBytes: 1000})); err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.SetAttrs(ctx, map[string]any{"a": make([]byte, 2000)}); err == nil {
		t.Error("attributes beyond the limit were written")
	}
	if err := a.SetAttrs(ctx, map[string]any{"a": make([]byte, 100)}); err != nil {
		t.Error(err)
	}
}
