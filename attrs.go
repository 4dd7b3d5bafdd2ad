package b2

import (
	"maps"

	b2rt "github.com/b2gen/b2/runtime"
)

// Tuple is a Python tuple in an attribute; a []any is a list.
type Tuple = b2rt.Tuple

// Attrs gives an array attributes, which Python-Blosc2 calls vlmeta: up to 16 names, of 1 to 31 bytes, and nil, bools,
// numbers, strings, []byte, slices, [Tuple], [Extension] and maps from strings to such as values.
func Attrs(values map[string]any) StorageOption {
	values = maps.Clone(values)
	return func(s *settings) {
		if s.target.Attrs == nil {
			s.target.Attrs = map[string]any{}
		}
		maps.Copy(s.target.Attrs, values)
	}
}

// AttrsOf gives an array the attributes of another, as they are stored, and its metalayers, which Python-Blosc2 calls
// meta. Those of Attrs go over them.
func AttrsOf(a *Array) StorageOption { return func(s *settings) { s.target.Like = a.rt() } }

// Attrs are the array's attributes. Whole numbers come as int64, or uint64 when they are too large for it, others as
// float64, text as string, bytes as []byte, lists as []any, tuples as [Tuple], and maps as map[string]any. Other keys
// of maps are an error that matches [errors.ErrUnsupported], and so are values of MessagePack's extension types, unless
// [Extensions] is given. Beside the error, in which [errors.As] finds [AttrErrors], come all attributes that can be read.
func (a *Array) Attrs(opts ...AttrsOption) (map[string]any, error) {
	return a.rt().Attrs(withExtensions(opts))
}

// AttrErrors are about the attributes that cannot be read, one each.
type AttrErrors = b2rt.AttrErrors

// AttrError is about one attribute.
type AttrError = b2rt.AttrError

func withExtensions(opts []AttrsOption) bool {
	extensions := false
	for _, o := range opts {
		o.attrs(&extensions)
	}
	return extensions
}

// AttrsOption is an option of Array.Attrs and SChunk.Attrs.
type AttrsOption interface{ attrs(extensions *bool) }

type attrsOption func(*bool)

func (o attrsOption) attrs(extensions *bool) { o(extensions) }

// Extension is a value of one of MessagePack's extension types: Python-Blosc2 stores sets, NumPy arrays and whole arrays
// of its own so. What the bytes mean is for the caller to know; nothing of them is run or opened.
type Extension = b2rt.Extension

// Extensions makes Attrs take values of extension types: complex numbers come as complex128, others as [Extension].
func Extensions() AttrsOption { return attrsOption(func(x *bool) { *x = true }) }

// Meta is the raw bytes of one of the file's metalayers, such as "b2nd", and whether there is one.
func (a *Array) Meta(name string) ([]byte, bool) { return a.rt().Meta(name) }

// Bytes is the whole array, compressed, as the bytes of a .b2nd file: what Python-Blosc2's to_cframe gives and
// ndarray_from_cframe takes.
func (a *Array) Bytes() ([]byte, error) { return a.rt().Bytes() }
