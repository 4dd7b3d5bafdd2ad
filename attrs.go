package b2

import (
	"context"
	"maps"

	b2rt "github.com/b2gen/b2/runtime"
)

// Tuple is a Python tuple in an attribute; a []any is a list.
type Tuple = b2rt.Tuple

// Attrs gives an array attributes, which Python-Blosc2 calls vlmeta: up to 16 names, of 1 to 31 bytes, and nil, bools,
// numbers, strings, []byte, slices, [Tuple] and maps from strings to such as values.
func Attrs(values map[string]any) StorageOption {
	values = maps.Clone(values)
	return func(s *settings) {
		if s.target.Attrs == nil {
			s.target.Attrs = map[string]any{}
		}
		maps.Copy(s.target.Attrs, values)
	}
}

// Attrs are the array's attributes. Whole numbers come as int64, or uint64 when they are too large for it, others as
// float64, text as string, bytes as []byte, lists as []any, tuples as [Tuple], and maps as map[string]any. Other keys
// of maps and values of MessagePack's extension types are an error that matches [errors.ErrUnsupported].
func (a *Array) Attrs() (map[string]any, error) { return a.rt.Attrs() }

// Meta is the raw bytes of one of the file's metalayers, such as "b2nd", and whether there is one.
func (a *Array) Meta(name string) ([]byte, bool) { return a.rt.Meta(name) }

// Bytes is the whole array, compressed, as the bytes of a .b2nd file: what Python-Blosc2's to_cframe gives and
// ndarray_from_cframe takes.
func (a *Array) Bytes() ([]byte, error) { return a.rt.Bytes() }

// OpenBytes opens an array from the bytes of a .b2nd file, which must not change while the array is in use.
func OpenBytes(b []byte) (*Array, error) {
	rt, err := b2rt.OpenBytes(b)
	if err != nil {
		return nil, err
	}
	return &Array{rt: rt}, nil
}

// OpenAt opens an array that begins at an offset in a file, behind something else. Close it when done.
func OpenAt(ctx context.Context, path string, offset int64) (*Array, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rt, err := b2rt.OpenAt(path, offset)
	if err != nil {
		return nil, err
	}
	return &Array{rt: rt, name: path}, nil
}
