package runtime

import (
	"bytes"
	"fmt"
	"io"

	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// frameFile is an open frame: what arrays and SChunks have in common.
type frameFile struct {
	path   string    // for errors; "": in memory
	origin *origin   // where it can be changed; nil: in memory, or only read
	store  io.Closer // a store.Reader when all is in one
	frame  *frame.Frame
	limits Limits // that it was opened with
}

// opened is f with its frame. What cannot be opened is closed, and the error names the path.
func (f *frameFile) opened(fr *frame.Frame, err error) (*frameFile, error) {
	if err != nil {
		f.store.Close()
		return nil, f.named(err)
	}
	f.frame = fr
	return f, nil
}

// Close releases what is read from.
func (f *frameFile) Close() error { return f.store.Close() }

// CBytes is the stored size of all chunks.
func (f *frameFile) CBytes() int64 { return f.frame.CBytes() }

// CRatio is the size of the chunks, padding included, divided by their stored size.
func (f *frameFile) CRatio() float64 {
	n := f.CBytes()
	if n == 0 {
		return 0
	}
	return float64(f.frame.Info().NBytes) / float64(n)
}

// Bytes is the whole as one contiguous frame, which Python-Blosc2 opens, too.
func (f *frameFile) Bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := f.frame.Export(&b); err != nil {
		return nil, f.named(err)
	}
	return b.Bytes(), nil
}

// Attrs are the attributes, decoded: nil, bool, int64, uint64 above that, float64, string, []byte, []any, Tuple
// or map[string]any. Values of extension types are an error unless they are asked for: then they come as complex128 or
// Extension. Beside an error, which has AttrErrors in it, come those that can be decoded.
func (f *frameFile) Attrs(extensions bool) (map[string]any, error) {
	values, err := f.frame.Values(extensions)
	return values, f.namedAny(err)
}

// AttrError is about an attribute that cannot be decoded, AttrErrors about several.
type (
	AttrError  = frame.AttrError
	AttrErrors = frame.AttrErrors
)

// Tuple is a Python tuple in an attribute.
type Tuple = frame.Tuple

// Extension is a value of one of MessagePack's extension types in an attribute.
type Extension = frame.Extension

// Meta is the raw bytes of a metalayer, and whether there is one of that name.
func (f *frameFile) Meta(name string) ([]byte, bool) {
	for _, l := range f.frame.Layers() {
		if l.Name == name {
			return append([]byte{}, l.Content...), true
		}
	}
	return nil, false
}

// named puts the path in front of an error.
func (f *frameFile) named(err error) error {
	if f.path == "" {
		return err
	}
	return fmt.Errorf("%s: %w", f.path, err)
}

// namedAny is named, for what may be no error.
func (f *frameFile) namedAny(err error) error {
	if err == nil {
		return nil
	}
	return f.named(err)
}

// prefix begins errors about it.
func (f *frameFile) prefix() string {
	if f.path == "" {
		return ""
	}
	return f.path + ": "
}

// file is what all is in, nil when it is stored in several files.
func (f *frameFile) file() store.Reader {
	r, _ := any(f.store).(store.Reader)
	return r
}

// gone tells a store that gives nothing any more from a bad place on a disk.
func (f *frameFile) gone() bool {
	r := f.file()
	if r == nil {
		return false
	}
	var buf []byte
	_, err := r.View(0, 1, &buf)
	return err != nil
}
