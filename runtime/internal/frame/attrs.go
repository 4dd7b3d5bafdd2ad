package frame

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/codec"
)

const (
	// The reference reads more attributes but writes no more than that, and users will want to change them with it.
	maxAttrsWritten = 16
	maxName         = 31 // bytes of a name (digest 1)
	maxAttrBytes    = 16 << 20
)

// Values decodes all attributes, as Python-Blosc2 encodes them (digest 11). They come as nil, bool, int64, uint64 above
// that, float64, string, []byte, []any, Tuple and map[string]any.
// Where a name occurs twice the first counts, as in the reference.
// Values of extension types are an error unless they are asked for: then they come as complex128 or Extension.
func (f *Frame) Values(extensions bool) (map[string]any, error) {
	values := make(map[string]any, len(f.attrs))
	left, items := f.lim.MetaBytes, maxItems // for all: small chunks may hold much
	for _, a := range f.attrs {
		if _, ok := values[a.Name]; ok {
			continue
		}
		raw, err := decodeAttr(a, left)
		if err != nil {
			return nil, err
		}
		left -= len(raw)
		if values[a.Name], err = unpackSome(raw, extensions, &items); err != nil {
			return nil, fmt.Errorf("attribute %q: %w", a.Name, err)
		}
	}
	return values, nil
}

// attrs are the attributes of a new array: those of the array that it is like, byte by byte, with its own over them.
func (m Meta) attrs() ([]Layer, error) {
	if m.Like == nil {
		return encodeAttrs(m.Attrs)
	}
	return m.Like.reviseAttrs(Revision{Attrs: m.Attrs})
}

// layers are the metalayers of a new array beside its own.
func (m Meta) layers() ([]Layer, error) {
	var layers []Layer
	for _, name := range slices.Sorted(maps.Keys(m.Marks)) {
		raw, err := pack(m.Marks[name])
		if err != nil {
			return nil, fmt.Errorf("frame: metalayer %q: %w", name, err)
		}
		layers = append(layers, Layer{Name: name, Content: raw})
	}
	if m.Like == nil {
		return layers, nil
	}
	return append(layers, slices.DeleteFunc(slices.Clone(m.Like.layers), func(l Layer) bool { return slices.Contains(ownLayers, l.Name) })...), nil
}

// ownLayers say what their frame is made of, which a copy is not (digest 11).
var ownLayers = []string{"b2nd", "caterva", "b2o", "proxy-source", "LazyArray", "vlarray", "batcharray", "listarray", "b2embed"}

// encodeAttrs makes the trailer's entries, sorted: the same attributes make the same bytes.
func encodeAttrs(values map[string]any) ([]Layer, error) {
	if len(values) > maxAttrsWritten {
		return nil, tooManyAttrs(len(values))
	}
	var layers []Layer
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name == "" || len(name) > maxName || !utf8.ValidString(name) {
			return nil, fmt.Errorf("frame: attribute %q: a name must be 1 to %d bytes of UTF-8", name, maxName)
		}
		raw, err := pack(values[name])
		if err != nil {
			return nil, fmt.Errorf("frame: attribute %q: %w", name, err)
		}
		content, err := encodeAttr(raw)
		if err != nil {
			return nil, fmt.Errorf("frame: attribute %q: %w", name, err)
		}
		layers = append(layers, Layer{Name: name, Content: content})
	}
	return layers, nil
}

func tooManyAttrs(n int) error {
	return fmt.Errorf("frame: %d attributes are more than the %d that other readers can change: put some into a map", n, maxAttrsWritten)
}

// encodeAttr makes the chunk that an attribute is, with the reference's settings (digest 7.3).
func encodeAttr(raw []byte) ([]byte, error) {
	e, err := chunk.NewEncoder(chunk.Params{Codec: codec.Zstd, Level: 5, TypeSize: 1, BlockSize: len(raw)})
	if err != nil {
		return nil, err
	}
	a := e.Copy(raw) // short ones and those of one byte, repeated, which have no index entry to tell it
	if len(raw) >= chunk.HeaderSize {
		if a, err = e.Encode(raw); err == nil && a.Special != chunk.None {
			a = e.Copy(raw)
		}
	}
	return slices.Concat(a.Pieces...), err
}
