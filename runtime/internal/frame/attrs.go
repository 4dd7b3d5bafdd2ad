package frame

import (
	"encoding/binary"
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

// AttrError is about an attribute that cannot be decoded.
type AttrError struct {
	Name string
	Err  error
}

func (e *AttrError) Error() string { return fmt.Sprintf("attribute %q: %v", e.Name, e.Err) }

func (e *AttrError) Unwrap() error { return e.Err }

// AttrErrors are about all of a frame's attributes that cannot be decoded, in the file's order.
type AttrErrors []*AttrError

func (l AttrErrors) Error() string {
	text := l[0].Error()
	if more := len(l) - 1; more > 0 {
		text = fmt.Sprintf("%s (and %d more attributes)", text, more)
	}
	return text
}

// Unwrap gives each error.
func (l AttrErrors) Unwrap() []error {
	out := make([]error, len(l))
	for i, e := range l {
		out[i] = e
	}
	return out
}

// Values decodes all attributes, as Python-Blosc2 encodes them (digest 11). They come as nil, bool, int64, uint64 above
// that, float64, string, []byte, []any, Tuple and map[string]any.
// Where a name occurs twice the first counts, as in the reference.
// Values of extension types are an error unless they are asked for: then they come as complex128 or Extension.
// Beside an error, which is AttrErrors, come those that can be decoded.
func (f *Frame) Values(extensions bool) (map[string]any, error) {
	values, seen := make(map[string]any, len(f.attrs)), make(map[string]bool, len(f.attrs))
	left, items := f.lim.MetaBytes, maxItems // for all: small chunks may hold much
	var bad AttrErrors
	for _, a := range f.attrs {
		if seen[a.Name] {
			continue
		}
		seen[a.Name] = true
		raw, err := decodeAttr(a, left)
		if err != nil {
			bad = append(bad, &AttrError{a.Name, err})
			continue
		}
		left -= len(raw)
		v, err := unpackSome(raw, extensions, &items)
		if err != nil {
			bad = append(bad, &AttrError{a.Name, err})
			continue
		}
		values[a.Name] = v
	}
	if bad != nil {
		return values, bad
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

// checkAttrs makes sure that attributes which are about to be written can be read again, within limits.
func checkAttrs(attrs []Layer, lim Limits) error {
	if n := len(trailer(attrs)); n > lim.MetaBytes {
		return fmt.Errorf("frame: the attributes would be stored in %d bytes, more than the limit of %d: make them arrays", n, lim.MetaBytes)
	}
	left, items := lim.MetaBytes, maxItems
	for _, a := range attrs {
		raw, err := decodeAttr(a, left)
		switch {
		case nbytesOf(a) > left:
			return fmt.Errorf("frame: attribute %q would make the attributes larger than the limit of %d bytes: make them arrays", a.Name, lim.MetaBytes)
		case err != nil:
			continue // another program's, which was no better before
		}
		left -= len(raw)
		if unpackSome(raw, true, &items); items < 0 {
			return fmt.Errorf("frame: attribute %q would make the attributes more than %d values: make them arrays", a.Name, maxItems)
		}
	}
	return nil
}

// nbytesOf is what the chunk that an attribute is says of the size of its content.
func nbytesOf(a Layer) int {
	const at = 4 // in a chunk's header (digest 2)
	if len(a.Content) < at+4 {
		return 0
	}
	return int(int32(binary.LittleEndian.Uint32(a.Content[at:])))
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
