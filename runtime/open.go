package runtime

import (
	"bytes"
	"fmt"
	"io"
	"os"

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

// Open opens the array in a file, or the sparse one in a directory.
func Open(path string, o OpenOptions) (*Array, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return OpenAt(path, 0, o)
	}
	d, err := store.OpenFolder(path)
	if err != nil {
		return nil, err
	}
	from := &origin{path: path, info: info, options: o}
	return opened(from, d, func() (*Array, error) {
		f, err := frame.OpenSparse(d, o.Limits)
		if err != nil {
			return nil, err
		}
		return newArray(f, d, o)
	})
}

// OpenAt opens the array that begins at an offset in a file.
func OpenAt(path string, offset int64, o OpenOptions) (*Array, error) {
	if o.Mmap {
		return openMapped(path, offset, o)
	}
	file, err := store.OpenFile(path)
	if err != nil {
		return nil, err
	}
	return openFile(path, file, offset, o)
}

// openFile opens the array that begins at an offset in an open file, which it owns from then on.
func openFile(path string, file *store.File, offset int64, o OpenOptions) (*Array, error) {
	return openFrom(&origin{path: path, info: file.Info(), file: file, offset: offset, options: o}, file)
}

// openMapped is OpenAt through a mapping.
func openMapped(path string, offset int64, o OpenOptions) (*Array, error) {
	m, info, err := store.MapFile(path)
	if err != nil {
		return nil, err
	}
	return openFrom(&origin{path: path, info: info, offset: offset, options: o}, m)
}

// openFrom opens the array at an origin's offset in a store, which it owns.
func openFrom(from *origin, r store.Reader) (*Array, error) {
	return opened(from, r, func() (*Array, error) {
		s, err := store.From(r, from.offset)
		if err != nil {
			return nil, err
		}
		return OpenStore(s, from.options)
	})
}

// IsSparseFile reports whether a file of that name belongs to the directory of a sparse array.
func IsSparseFile(name string) bool { return frame.IsSparseFile(name) }

// opened names the path in errors, and closes what cannot be opened as an array.
func opened(from *origin, c io.Closer, open func() (*Array, error)) (*Array, error) {
	a, err := open()
	if err != nil {
		c.Close()
		return nil, fmt.Errorf("%s: %w", from.path, err)
	}
	a.path, a.origin = from.path, from
	return a, nil
}

// OpenBytes opens the array in a frame of that very length, as Python-Blosc2's to_cframe makes one. The bytes must not
// be changed while the array is in use.
func OpenBytes(b []byte, o OpenOptions) (*Array, error) {
	a, err := OpenStore(store.NewMemory(b), o)
	if err != nil {
		return nil, err
	}
	if n := a.frame.Info().FrameLen; n != int64(len(b)) {
		return nil, fmt.Errorf("the frame has %d bytes, not the %d that were given: %w", n, len(b), ErrCorrupt)
	}
	return a, nil
}

// Bytes is the array as one contiguous frame, which OpenBytes and Python-Blosc2's ndarray_from_cframe open.
func (a *Array) Bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := a.frame.Export(&b); err != nil {
		return nil, a.named(err)
	}
	return b.Bytes(), nil
}

// Attrs are the attributes, decoded: nil, bool, int64, uint64 above that, float64, string, []byte, []any, Tuple
// or map[string]any. Values of extension types are an error unless they are asked for: then they come as complex128 or
// Extension.
func (a *Array) Attrs(extensions bool) (map[string]any, error) {
	values, err := a.frame.Values(extensions)
	if err != nil {
		return nil, a.named(err)
	}
	return values, nil
}

// Tuple is a Python tuple in an attribute.
type Tuple = frame.Tuple

// Extension is a value of one of MessagePack's extension types in an attribute.
type Extension = frame.Extension

// Meta is the raw bytes of a metalayer, and whether there is one of that name.
func (a *Array) Meta(name string) ([]byte, bool) {
	for _, l := range a.frame.Layers() {
		if l.Name == name {
			return append([]byte{}, l.Content...), true
		}
	}
	return nil, false
}

// named puts the path in front of an error.
func (a *Array) named(err error) error {
	if a.path == "" {
		return err
	}
	return fmt.Errorf("%s: %w", a.path, err)
}
