package b2

import (
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
func (a *Array) Attrs() (map[string]any, error) { return a.rt().Attrs() }

// Meta is the raw bytes of one of the file's metalayers, such as "b2nd", and whether there is one.
func (a *Array) Meta(name string) ([]byte, bool) { return a.rt().Meta(name) }

// Bytes is the whole array, compressed, as the bytes of a .b2nd file: what Python-Blosc2's to_cframe gives and
// ndarray_from_cframe takes.
func (a *Array) Bytes() ([]byte, error) { return a.rt().Bytes() }
