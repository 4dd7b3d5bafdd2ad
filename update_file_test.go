package b2_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/b2gen/b2"
)

// noisy stores n rows of 1000 numbers that hardly compress.
func noisy(t *testing.T, rows int, opts ...b2.CreateOption) (string, *b2.Array) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.b2nd")
	data := make([]float64, rows*1000)
	x := uint64(1)
	for i := range data {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		data[i] = float64(x)
	}
	a, err := b2.From(context.Background(), data, append(opts, b2.Shape(rows, 1000), b2.Chunks(4, 1000), b2.Path(path))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return path, a
}

func fileSize(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// A file that is changed over and over stays within twice the size of its content, and is changed in place in between.
func TestUpdateCompacts(t *testing.T) {
	path, a := noisy(t, 40)
	ctx := context.Background()
	first, before := fileSize(t, path), fileSize(t, path)
	grew, shrank := 0, 0
	for i := range 60 {
		if err := a.Set(ctx, a.Slice(b2.At(i%40)).Add(1), b2.At(i%40)); err != nil {
			t.Fatal(err)
		}
		now := fileSize(t, path)
		if now > before {
			grew++
		} else {
			shrank++
		}
		if now > 2*first+first/4 {
			t.Fatalf("change %d: %d bytes of a file of %d", i, now, first)
		}
		before = now
	}
	if grew < 40 || shrank < 2 {
		t.Errorf("%d changes in place, %d anew", grew, shrank)
	}
}

// In a directory that may not be written to, a file is changed in place however much of it is dead.
func TestUpdateWithoutDirectory(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Log("root may write to any directory: only the result is checked")
	}
	path, a := noisy(t, 8)
	dir := filepath.Dir(path)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	for range 5 {
		if err := a.Set(context.Background(), 1.0, b2.Span(1, 8, 2)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := b2.Read[float64](context.Background(), a.Slice(b2.At(7), b2.At(3))); err != nil || got[0] != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

// What a change that never came to its end left behind an array is overwritten; anything else stays, whether the file
// would be changed in place or written anew.
func TestUpdateWithRest(t *testing.T) {
	for name, c := range map[string]struct {
		rest []byte
		fits bool
	}{
		"nothing":                 {nil, true},
		"interrupted":             {append([]byte("\x00b2 in progress\x00"), bytes.Repeat([]byte{7}, 5000)...), true},
		"interrupted soon":        {[]byte("\x00b2 in"), true},
		"zeros":                   {make([]byte, 600000), true},
		"something else":          {[]byte("the user's own text"), false},
		"something else, aligned": {append(make([]byte, 4096), "the user's own text"...), false},
		"something else, far off": {append(make([]byte, 600000), 1), false},
	} {
		for how, change := range map[string][]b2.SliceItem{"in place": {b2.At(39)}, "anew": {b2.All()}} {
			t.Run(name+" "+how, func(t *testing.T) { updateWithRest(t, c.rest, c.fits, change) })
		}
	}
}

func updateWithRest(t *testing.T, rest []byte, fits bool, items []b2.SliceItem) {
	ctx := context.Background()
	path, a := noisy(t, 40)
	a.Close()
	appendTo(t, path, rest)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if a, err = b2.Open(ctx, path); err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	err = a.Set(ctx, 5.0, items...)
	after, readErr := os.ReadFile(path)
	if readErr != nil {
		t.Fatal(readErr)
	}
	if !fits {
		if err == nil || !bytes.Equal(before, after) {
			t.Errorf("error %v, or another file", err)
		}
		return
	}
	got, readErr := b2.Read[float64](ctx, a.Slice(b2.At(39), b2.At(999)))
	if err != nil || readErr != nil || got[0] != 5 {
		t.Errorf("%v, %v, %v", got, err, readErr)
	}
	if b, err := b2.OpenBytes(after); err != nil {
		t.Errorf("the file ends elsewhere: %v", err)
	} else {
		b.Close()
	}
}

// appendTo adds bytes to a file.
func appendTo(t *testing.T, path string, b []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err == nil {
		_, err = f.Write(b)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// An array that someone else changed is not changed on top of that.
func TestUpdateOfChanged(t *testing.T) {
	ctx := context.Background()
	for _, opts := range [][]b2.CreateOption{nil, {b2.Sparse()}} {
		path, a := noisy(t, 40, opts...)
		b, err := b2.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		if err := b.Set(ctx, 1.0, b2.At(0)); err != nil {
			t.Fatal(err)
		}
		if err := a.Set(ctx, 2.0, b2.At(39)); !errors.Is(err, b2.ErrChanged) {
			t.Errorf("changed: %v", err)
		} else {
			t.Log(err)
		}
		if err := b.Set(ctx, 3.0, b2.At(1)); err != nil { // the one that knows goes on
			t.Error(err)
		}
	}
	path, a := noisy(t, 40)
	if err := os.Rename(path, path+".old"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("other"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := a.Set(ctx, 2.0); !errors.Is(err, b2.ErrChanged) {
		t.Errorf("replaced: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := a.Set(ctx, 2.0); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removed: %v", err)
	}
}

func TestUpdateInsideFile(t *testing.T) {
	path, a := noisy(t, 8)
	frame, err := a.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	behind := filepath.Join(filepath.Dir(path), "behind")
	if err := os.WriteFile(behind, append([]byte("before"), frame...), 0o666); err != nil {
		t.Fatal(err)
	}
	b, err := b2.OpenAt(context.Background(), behind, 6)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.Set(context.Background(), 1.0); err == nil {
		t.Error("an array inside another file was changed")
	}
}

// A read-only file is an error that names it, and a cancelled change leaves what was there.
func TestUpdateFails(t *testing.T) {
	for _, opts := range [][]b2.CreateOption{nil, {b2.Sparse()}} {
		path, a := noisy(t, 400, opts...)
		before, err := a.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		err = a.Set(ctx, a.Expr().Add(1))
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%v", err)
		}
		b, err := b2.Open(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		after, err := b.Bytes()
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("%v, or another content", err)
		}
		want := 1
		if list, err := os.ReadDir(filepath.Dir(path)); err != nil || len(list) != want {
			t.Errorf("left: %v, %v", list, err)
		}
	}
}

// Readers see the array before a change or after it, never half of it.
func TestReadWhileUpdating(t *testing.T) {
	ctx := context.Background()
	_, a := noisy(t, 40)
	if err := a.Set(ctx, 0.0); err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			last := 0.0
			for {
				select {
				case <-stop:
					return
				default:
				}
				got, err := b2.Read[float64](ctx, a)
				if err != nil {
					t.Error(err)
					return
				}
				if slices.ContainsFunc(got, func(x float64) bool { return x != got[0] }) || got[0] < last {
					t.Error("half of a change, or an old one after a new one")
					return
				}
				last = got[0]
			}
		})
	}
	for i := range 40 {
		if err := a.Set(ctx, float64(i+1)); err != nil {
			t.Error(err)
		}
		runtime.Gosched()
	}
	close(stop)
	readers.Wait()
}

// Two handles on one file take turns, and each is told when the other was first.
func TestUpdatersTakeTurns(t *testing.T) {
	ctx := context.Background()
	path, a := noisy(t, 8)
	if err := a.Set(ctx, 0.0); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for done := 0; done < 10; {
				b, err := b2.Open(ctx, path)
				if err != nil {
					t.Error(err)
					return
				}
				switch err = b.Set(ctx, b.Slice(b2.At(0)).Add(1), b2.At(0)); {
				case err == nil:
					done++
				case !errors.Is(err, b2.ErrChanged):
					t.Error(err)
					done = 10
				}
				b.Close()
			}
		})
	}
	all.Wait()
	b, err := b2.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got, err := b2.Read[float64](ctx, b.Slice(b2.At(0), b2.At(5))); err != nil || got[0] != 40 {
		t.Errorf("%v of 40 changes, %v", got, err)
	}
}

// TestUpdateElsewhere changes arrays after the working directory changed: a relative path still means what it did.
func TestUpdateElsewhere(t *testing.T) {
	ctx := context.Background()
	t.Chdir(t.TempDir())
	for kind, opts := range map[string][]b2.CreateOption{"file": nil, "sparse": {b2.Sparse()}} {
		name := kind + ".b2nd"
		a, err := b2.Linspace(ctx, 0, 9, append(opts, b2.Shape(10), b2.Chunks(4), b2.Blocks(2), b2.Path(name))...)
		if err != nil {
			t.Fatal(err)
		}
		home, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		t.Chdir(t.TempDir())
		for i := range 40 { // so many that a file is written anew
			if err := a.Set(ctx, i, b2.All()); err != nil {
				t.Fatal(err)
			}
		}
		a.Close()
		t.Chdir(home)
		if a, err = b2.Open(ctx, name); err != nil {
			t.Fatal(err)
		}
		equal(t, kind, a.Sum(), []float64{390})
		a.Close()
	}
}
