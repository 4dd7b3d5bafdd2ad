package b2_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/b2gen/b2"
)

// changing starts a change of a large array, and returns when its new content is being written.
func changing(t *testing.T, opts ...b2.CreateOption) (path string, done chan error) {
	t.Helper()
	ctx := context.Background()
	path, a := noisy(t, 2000, opts...)
	// So many bytes are dead then that a file is written anew the next time.
	if err := a.Set(ctx, a.Slice(b2.Span(0, 1600, 1)).Add(1), b2.Span(0, 1600, 1)); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(path)
	if len(opts) > 0 {
		dir = path
	}
	before := listOf(t, dir)
	done = make(chan error)
	go func() { done <- a.Set(ctx, a.Expr().Add(1)) }()
	for len(listOf(t, dir)) == len(before) {
		time.Sleep(time.Millisecond)
	}
	return path, done
}

func listOf(t *testing.T, dir string) []string {
	t.Helper()
	d, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	list, err := d.Readdirnames(-1)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// places are where arrays are stored.
var places = map[string][]b2.CreateOption{"file": nil, "sparse": {b2.Sparse()}}

// An array that is overwritten while it is changed is the new one afterwards, whole, and not what the change made.
func TestOverwriteWhileUpdating(t *testing.T) {
	ctx := context.Background()
	for kind, opts := range places {
		path, done := changing(t, opts...)
		b, err := b2.Arange(ctx, 0, 4000, 1, append(opts, b2.Shape(4, 1000), b2.Chunks(1, 1000), b2.Path(path), b2.Overwrite())...)
		if err != nil {
			t.Fatal(kind, err)
		}
		b.Close()
		if err := <-done; err != nil {
			t.Errorf("%s: the change: %v", kind, err)
		}
		if b, err = b2.Open(ctx, path); err != nil {
			t.Fatal(kind, err)
		}
		equal(t, kind, b.Sum(), []int64{3999 * 4000 / 2})
		b.Close()
		if left := listOf(t, filepath.Dir(path)); len(left) != 1 {
			t.Errorf("%s: left %v", kind, left)
		}
	}
}

// An array that is removed while it is changed is gone afterwards, with all of the change.
func TestRemoveWhileUpdating(t *testing.T) {
	for kind, opts := range places {
		path, done := changing(t, opts...)
		err := b2.Remove(path)
		if changed := <-done; err != nil || changed != nil && !errors.Is(changed, fs.ErrNotExist) {
			t.Errorf("%s: %v; the change: %v", kind, err, changed)
		}
		if left := listOf(t, filepath.Dir(path)); len(left) != 0 {
			t.Errorf("%s: left %v", kind, left)
		}
	}
}

// What stands behind an array in its file is not deleted with it, unless it is the rest of a change.
func TestRemoveWithRest(t *testing.T) {
	for name, c := range map[string]struct {
		rest  []byte
		stays bool
	}{
		"text":        {[]byte("my only copy"), true},
		"after zeros": {append(make([]byte, 5000), "my only copy"...), true},
		"zeros":       {make([]byte, 5000), false},
		"interrupted": {[]byte("\x00b2 in progress\x00 half a chunk"), false},
	} {
		path := storedFile(t)
		appendTo(t, path, c.rest)
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		err = b2.Remove(path)
		after, readErr := os.ReadFile(path)
		switch {
		case c.stays && (err == nil || !strings.Contains(err.Error(), "something else behind the array") || !bytes.Equal(before, after)):
			t.Errorf("%s: error %v, or another file", name, err)
		case !c.stays && (err != nil || !errors.Is(readErr, fs.ErrNotExist)):
			t.Errorf("%s: %v, then %v", name, err, readErr)
		}
	}
}

// sparseOf8 is a sparse array of 8 numbers in chunks of 2, opened.
func sparseOf8(t *testing.T) (path string, a *b2.Array) {
	t.Helper()
	ctx := context.Background()
	path = filepath.Join(t.TempDir(), "a.b2nd")
	b, err := b2.Arange(ctx, 0, 8, 1, b2.Shape(8), b2.Chunks(2), b2.Path(path), b2.Sparse())
	if err != nil {
		t.Fatal(err)
	}
	b.Close()
	if a, err = b2.Open(ctx, path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return path, a
}

// Who has a sparse array open that another changes is told so, and never sees elements of another version, even when
// a number of a chunk that is gone was taken again.
func TestReadSparseOfChanged(t *testing.T) {
	ctx := context.Background()
	by := func(path string, change func(*b2.Array) error) {
		t.Helper()
		a, err := b2.Open(ctx, path)
		if err == nil {
			err = errors.Join(change(a), a.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	shrink := func(a *b2.Array) error { return a.Resize(ctx, 6) }
	grow := func(a *b2.Array) error { return a.Append(ctx, b2.Plain([]int64{100, 200}, b2.Shape(2))) }
	for name, changes := range map[string][]func(*b2.Array) error{"gone": {shrink}, "number taken again": {shrink, grow}} {
		path, reader := sparseOf8(t)
		if got, err := b2.Read[int64](ctx, reader.Slice(b2.At(1))); err != nil || got[0] != 1 {
			t.Fatal(got, err)
		}
		for _, change := range changes {
			by(path, change)
		}
		if got, err := b2.Read[int64](ctx, reader); !errors.Is(err, b2.ErrChanged) || errors.Is(err, b2.ErrCorrupt) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if got, err := b2.Read[int64](ctx, reader.Slice(b2.At(0))); err != nil || got[0] != 0 { // what it holds
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	path, reader := sparseOf8(t)
	if err := b2.Remove(path); err != nil {
		t.Fatal(err)
	}
	if got, err := b2.Read[int64](ctx, reader); !errors.Is(err, b2.ErrChanged) {
		t.Errorf("removed: %v, %v", got, err)
	}
}

// An expression that was made before its sparse array was changed gives what it was, or an error that tells so.
func TestReadOldSparseVersion(t *testing.T) {
	ctx := context.Background()
	_, a := sparseOf8(t)
	old := a.Slice(b2.Span(4, 8, 1))
	for i := range 3 {
		if err := a.Set(ctx, 50+i, b2.At(7)); err != nil {
			t.Fatal(err)
		}
		equal(t, "new", a.Slice(b2.Span(6, 8, 1)).Sum(), []int64{int64(56 + i)})
		if got, err := b2.Read[int64](ctx, old); !errors.Is(err, b2.ErrChanged) && (err != nil || got[3] != 7) {
			t.Errorf("%v, %v", got, err)
		}
	}
}

// An array opens at any moment of a change.
func TestOpenWhileUpdating(t *testing.T) {
	ctx := context.Background()
	for kind, opts := range places {
		path, a := noisy(t, 40, opts...)
		if err := a.Set(ctx, 0.0, b2.At(0)); err != nil {
			t.Fatal(err)
		}
		stop, ended := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(ended)
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				var o []b2.OpenOption
				if n%2 == 1 {
					o = append(o, b2.Mmap())
				}
				b, err := b2.Open(ctx, path, o...)
				if err != nil {
					t.Errorf("%s, opening %d: %v", kind, n, err)
					return
				}
				b.Close()
			}
		}()
		for i := range 300 {
			if err := a.Set(ctx, float64(i), b2.At(i%40)); err != nil {
				t.Fatal(err)
			}
		}
		close(stop)
		<-ended
	}
}
