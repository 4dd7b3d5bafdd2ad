package runtime

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/b2gen/b2/runtime/internal/container"
	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Limits bound what a file may make its reader allocate. A zero field means its default.
type Limits = frame.Limits

// OpenOptions are the settings of an opening. The zero value is right for most.
type OpenOptions struct {
	Limits Limits
	Cache  int  // bytes for decoded blocks, see cache.go; 0: 32 MiB, negative: none
	Mmap   bool // read a file through a mapping of it; a sparse array's files are read as usual
}

// Open opens the array in a file, the sparse one in a directory, or the one that a path such as "x.b2z:/group/a" names
// in a container, which can only be read.
func Open(path string, o OpenOptions) (*Array, error) {
	f, err := openFrame(path, o)
	var a *Array
	if err == nil {
		a, err = f.array(o)
	}
	if err != nil && container.Is(path) && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w but a store of arrays: name one of them, as %s:/name; List lists them", path, ErrNotArray, path)
	}
	return a, err
}

// OpenAt opens the array that begins at an offset in a file.
func OpenAt(path string, offset int64, o OpenOptions) (*Array, error) {
	f, err := openFileAt(path, offset, o)
	if err != nil {
		return nil, err
	}
	return f.array(o)
}

// openFrame opens the frame in a file, a directory or a container.
func openFrame(path string, o OpenOptions) (*frameFile, error) {
	if file, key, ok := container.Split(path); ok {
		r, err := container.Find(file, key, containerOptions(o))
		if err != nil {
			return nil, err
		}
		return openStore(&frameFile{path: path, store: r, limits: o.Limits}, r)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return again(func() (*frameFile, bool, error) { return openDirectory(path, o) })
	}
	return openFileAt(path, 0, o)
}

// again opens what may be changed while it is opened: when that fails, and changed says so, it is tried once more.
func again(open func() (f *frameFile, changed bool, err error)) (*frameFile, error) {
	const most = 20 // far more than a change that ends lets fail
	for try := 1; ; try++ {
		f, changed, err := open()
		if err == nil || try == most || !changed {
			return f, err
		}
	}
}

func containerOptions(o OpenOptions) container.Options {
	return container.Options{Limits: o.Limits, Mmap: o.Mmap}
}

// openDirectory opens the sparse frame in a directory.
func openDirectory(path string, o OpenOptions) (f *frameFile, changed bool, err error) {
	d, err := store.OpenFolder(path)
	if err != nil {
		return nil, false, err
	}
	info, err := d.Info()
	if err != nil {
		d.Close()
		return nil, false, err
	}
	f = &frameFile{path: path, store: d, limits: o.Limits, origin: newOrigin(path, info, o)}
	fr, err := frame.OpenSparse(d, o.Limits)
	changed = err != nil && (errors.Is(err, ErrChanged) || d.Changed() != nil || store.Replaced(path, info))
	f, err = f.opened(fr, err)
	return f, changed, err
}

// openFileAt opens the frame that begins at an offset in a file. A change appends to the file before it changes the
// header: one that is opened in between may have a header that tells of more than the size that was noted.
func openFileAt(path string, offset int64, o OpenOptions) (*frameFile, error) {
	return again(func() (*frameFile, bool, error) {
		from, r, err := openFile(path, o)
		if err != nil {
			return nil, false, err
		}
		from.offset = offset
		f, err := openOrigin(path, from, r)
		return f, err != nil && store.Changed(path, from.info), err
	})
}

// openFile opens a file in the way that is asked for.
func openFile(path string, o OpenOptions) (*origin, store.Reader, error) {
	if o.Mmap {
		m, info, err := store.MapFile(path)
		if err != nil {
			return nil, nil, err
		}
		return newOrigin(path, info, o), m, nil
	}
	file, err := store.OpenFile(path)
	if err != nil {
		return nil, nil, err
	}
	from := newOrigin(path, file.Info(), o)
	from.file = file
	return from, file, nil
}

// openOrigin opens the frame at an origin's offset in a store, which it owns.
func openOrigin(path string, from *origin, r store.Reader) (*frameFile, error) {
	f := &frameFile{path: path, store: r, limits: from.options.Limits, origin: from}
	s, err := store.From(r, from.offset)
	if err != nil {
		return f.opened(nil, err)
	}
	f.store = s
	return openStore(f, s)
}

// openStore opens the frame that a store holds.
func openStore(f *frameFile, s store.Reader) (*frameFile, error) {
	return f.opened(frame.Open(s, f.limits))
}

// OpenBytes opens the array in a frame of that very length, as Python-Blosc2's to_cframe makes one. The bytes must not
// be changed while the array is in use.
func OpenBytes(b []byte, o OpenOptions) (*Array, error) {
	f, err := openBytes(b, o)
	if err != nil {
		return nil, err
	}
	return f.array(o)
}

// openBytes opens the frame in bytes of just its length.
func openBytes(b []byte, o OpenOptions) (*frameFile, error) {
	m := store.NewMemory(b)
	f, err := openStore(&frameFile{store: m, limits: o.Limits}, m)
	if err != nil {
		return nil, err
	}
	if n := f.frame.Info().FrameLen; n != int64(len(b)) {
		return nil, fmt.Errorf("the frame has %d bytes, not the %d that were given: %w", n, len(b), ErrCorrupt)
	}
	return f, nil
}
