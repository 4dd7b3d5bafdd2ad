package frame

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/b2gen/b2/runtime/internal/store"
)

// Chunks have targets of their own in package chunk. Run these with -fuzzminimizetime 100x: the fuzzer shortens whatever covers new code by trying each part of it
// for a minute, a number of tries that grows with the square of a file's length, and does nothing else meanwhile.

// FuzzFrame opens anything as a contiguous frame, and reads all of it.
func FuzzFrame(f *testing.F) {
	for _, b := range goldenBytes(f, false) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkError(t, tryFrame(b)) })
}

// FuzzSparse opens anything as a sparse frame: an index, and two chunks' files that the others are copies of.
func FuzzSparse(f *testing.F) {
	files := sparseObjects(f)
	for n := range int64(8) {
		f.Add(files[IndexFile], files[chunkFile(n)], files[chunkFile(n+1)])
	}
	f.Fuzz(func(t *testing.T, index, even, odd []byte) {
		o := objects{IndexFile: index}
		for n := range int64(16) {
			o[chunkFile(n)] = [][]byte{even, odd}[n%2]
		}
		checkError(t, trySparse(o))
	})
}

// objects are files in memory.
type objects map[string][]byte

func (o objects) Index(name string) (store.Reader, error) { return o.Object(name) }

func (o objects) Object(name string) (store.Reader, error) {
	b, ok := o[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return store.NewMemory(b), nil
}

func (o objects) Close() error { return nil }

// sparseObjects are the files of the golden sparse frame.
func sparseObjects(t testing.TB) objects {
	o, dir := objects{}, filepath.Join(golden, directories[0])
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if o[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	if len(o) != 10 {
		t.Fatalf("files %v", slices.Sorted(maps.Keys(o)))
	}
	return o
}

// trySparse reads everything that can be read of a sparse frame. A chunk without a file is no fault of its bytes.
func trySparse(o objects) error {
	f, err := OpenSparse(o, hostileLimits)
	if err != nil {
		return err
	}
	err = tryAll(f)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
