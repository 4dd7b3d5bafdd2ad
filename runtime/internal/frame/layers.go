package frame

import (
	"encoding/binary"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

const (
	maxLayers = 16   // metalayers in the header
	maxAttrs  = 8192 // attributes in the trailer
)

// cursor reads big-endian fields one after the other. The first thing wrong sticks, and what follows reads as zero.
type cursor struct {
	b   []byte
	at  int
	err error
}

// take returns the next n bytes, or nil.
func (c *cursor) take(n int) []byte {
	if c.err != nil {
		return nil
	}
	if n < 0 || n > len(c.b)-c.at {
		c.err = corrupt("metadata: truncated at offset %d", c.at)
		return nil
	}
	c.at += n
	return c.b[c.at-n : c.at]
}

func (c *cursor) byte() byte {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

// mark reads a type byte that must be m.
func (c *cursor) mark(m byte) {
	if got := c.byte(); c.err == nil && got != m {
		c.err = corrupt("metadata: byte at offset %d is %#02x instead of %#02x", c.at-1, got, m)
	}
}

func (c *cursor) uint16() int {
	if b := c.take(2); b != nil {
		return int(binary.BigEndian.Uint16(b))
	}
	return 0
}

func (c *cursor) int32() int {
	if b := c.take(4); b != nil {
		return int(int32(binary.BigEndian.Uint32(b)))
	}
	return 0
}

func (c *cursor) int64() int64 {
	if b := c.take(8); b != nil {
		return int64(binary.BigEndian.Uint64(b))
	}
	return 0
}

// parseLayers reads the map of names at b[at:] and the contents it points to; offsets in the map count from b[base].
// Header and trailer have the same form (digest 7.1, 7.3). Contents are copied, as b may be reused.
func parseLayers(b []byte, at, base, most int) ([]Layer, error) {
	c := &cursor{b: b, at: at}
	c.mark(mpArray | 3)
	c.mark(mpUint16)
	c.uint16() // the map's size, which nobody checks
	c.mark(mpMap16)
	n := c.uint16()
	if c.err == nil && n > most {
		return nil, corrupt("%d metalayers are more than %d", n, most)
	}
	var layers []Layer
	var places []int
	for i := 0; i < n && c.err == nil; i++ {
		m := c.byte()
		if c.err == nil && m&0xe0 != mpStr {
			return nil, corrupt("metadata: no name at offset %d", c.at-1)
		}
		layers = append(layers, Layer{Name: string(c.take(int(m & 31)))})
		c.mark(mpInt32)
		places = append(places, c.int32())
	}
	c.mark(mpArray16)
	if c.err != nil {
		return nil, c.err
	}
	left := len(b) // of all contents: names that share one would make much of few bytes (digest 15)
	for i, p := range places {
		if p < 0 || p > len(b)-base {
			return nil, corrupt("metalayer %q lies at %d, outside the metadata", layers[i].Name, p)
		}
		v := &cursor{b: b, at: base + p}
		v.mark(mpBin32)
		content := v.take(v.int32())
		if left -= len(content); left < 0 {
			return nil, corrupt("metalayer %q shares its bytes with others", layers[i].Name)
		}
		layers[i].Content = append([]byte{}, content...)
		layers[i].at = v.at - len(layers[i].Content)
		if v.err != nil {
			return nil, fmt.Errorf("metalayer %q: %w", layers[i].Name, v.err)
		}
	}
	return layers, nil
}

// find returns the content of a layer.
func find(layers []Layer, name string) ([]byte, bool) {
	for _, l := range layers {
		if l.Name == name {
			return l.Content, true
		}
	}
	return nil, false
}

// HasLayer reports whether there is a metalayer of that name.
func (f *Frame) HasLayer(name string) bool {
	_, ok := find(f.layers, name)
	return ok
}

// Places in the trailer, from the frame's end, and its least length (digest 7.3).
const (
	minTrailer   = 25
	atTrailerEnd = 23 // the mark before the trailer's length
)

// openTrailer reads the attributes and returns where the trailer begins.
func (f *Frame) openTrailer() (int64, error) {
	end := f.info.FrameLen
	var buf []byte
	tail, err := f.r.View(end-atTrailerEnd, atTrailerEnd, &buf)
	if err != nil {
		return 0, fmt.Errorf("frame: trailer: %w", err)
	}
	n := int64(binary.BigEndian.Uint32(tail[1:]))
	if tail[0] != mpUint32 || tail[5] != mpFixExt {
		return 0, corrupt("no trailer at the end, offset %d", end)
	}
	if n < minTrailer || n > end-fixedHeader || n > int64(f.lim.MetaBytes) || end-n < int64(f.info.headerLen) {
		return 0, corrupt("trailer of %d bytes does not fit", n)
	}
	at := end - n
	b, err := f.r.View(at, int(n), &buf)
	if err != nil {
		return 0, fmt.Errorf("frame: trailer: %w", err)
	}
	if b[0] != mpArray|4 {
		return 0, corrupt("no trailer at offset %d", at)
	}
	f.attrs, err = parseLayers(b, 2, 0, maxAttrs)
	return at, err
}

// Attrs are the attributes ("vlmeta") as stored, each content a chunk.
func (f *Frame) Attrs() []Layer { return f.attrs }

// Attr decodes an attribute: the bytes inside its chunk, which Python-Blosc2 makes with MessagePack. It reports false
// when there is none of that name.
func (f *Frame) Attr(name string) ([]byte, bool, error) {
	content, ok := find(f.attrs, name)
	if !ok {
		return nil, false, nil
	}
	value, err := decodeAttr(Layer{Name: name, Content: content}, f.lim.MetaBytes)
	if err != nil {
		return nil, true, &AttrError{name, err}
	}
	return value, true, nil
}

// Value decodes an attribute, as Values does. It reports false when there is none of that name.
func (f *Frame) Value(name string) (any, bool, error) {
	raw, ok, err := f.Attr(name)
	if !ok || err != nil {
		return nil, ok, err
	}
	v, err := unpack(raw, true)
	if err != nil {
		return nil, true, &AttrError{name, err}
	}
	return v, true, nil
}

// decodeAttr decodes the chunk that an attribute is, of most bytes.
func decodeAttr(a Layer, most int) ([]byte, error) {
	var r chunk.Reader
	err := r.Open(store.NewMemory(a.Content), 0, int64(len(a.Content)), chunk.Limits{NBytes: max(most, 1)})
	if err == nil && r.Header().CBytes != len(a.Content) {
		err = corrupt("chunk of %d bytes in %d", r.Header().CBytes, len(a.Content))
	}
	if err != nil {
		return nil, err
	}
	value := make([]byte, r.NBytes())
	if err := r.Decode(new(chunk.Decoder), value); err != nil {
		return nil, err
	}
	return value, nil
}
