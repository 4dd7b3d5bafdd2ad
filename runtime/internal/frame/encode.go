package frame

import (
	"encoding/binary"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// header is what a Writer knows about its frame; lengths are zero until they are known.
type header struct {
	params    chunk.Params
	chunkSize int
	frameLen  int64
	nbytes    int64
	cbytes    int64
	b2nd      Meta
	sparse    bool
	attrs     bool
}

const splitAuto = 3 // the reference's default rule for streams, stored less one

// bytes makes the header, metalayers included (digest 7.1). Its length does not depend on the numbers in it.
func (h header) bytes() []byte {
	flags := byte(0x12) // version 2, 64-bit offsets
	if h.chunkSize == 0 {
		flags = 0x53 // python's form for an array without elements: version 3, variable chunks
	}
	kind, hasAttrs := byte(0), byte(mpFalse)
	if h.sparse {
		kind = kindSparse
	}
	if h.attrs {
		hasAttrs = mpTrue
	}
	be := binary.BigEndian
	content := h.b2nd.metalayer()
	b := append([]byte{}, magic...)
	b = be.AppendUint32(append(b, mpInt32), uint32(fixedHeader+layersLen+5+len(content)))
	b = be.AppendUint64(append(b, mpUint64), uint64(h.frameLen))
	b = append(b, mpStr|4, flags, kind, byte(h.params.Codec)|byte(h.params.Level)<<4, splitAuto-1)
	b = be.AppendUint64(append(b, mpInt64), uint64(h.nbytes))
	b = be.AppendUint64(append(b, mpInt64), uint64(h.cbytes))
	b = be.AppendUint32(append(b, mpInt32), uint32(h.params.TypeSize))
	b = be.AppendUint32(append(b, mpInt32), uint32(h.params.BlockSize))
	b = be.AppendUint32(append(b, mpInt32), uint32(h.chunkSize))
	b = append(b, mpInt16, 0, 1, mpInt16, 0, 1) // threads: not a property of the data
	b = append(b, hasAttrs, mpFixExt, byte(len(h.params.Filters)))
	b = append(b, h.params.Filters[:]...)
	b = append(b, byte(h.params.Codec), 0)
	b = append(b, h.params.FilterMeta[:]...)
	b = append(b, 0, 0)
	return appendLayers(b, content)
}

// layersLen is the length of the metalayers' map for the one name "b2nd", up to the content's mark.
const layersLen = 7 + 6 + len("b2nd") + 3

// appendLayers adds the metalayers: only "b2nd".
func appendLayers(b, content []byte) []byte {
	be := binary.BigEndian
	b = append(b, mpArray|3)
	b = be.AppendUint16(append(b, mpUint16), uint16(layersLen-3))
	b = append(b, mpMap16, 0, 1, mpStr|4)
	b = append(b, "b2nd"...)
	b = be.AppendUint32(append(b, mpInt32), fixedHeader+uint32(layersLen))
	b = append(b, mpArray16, 0, 1)
	b = be.AppendUint32(append(b, mpBin32), uint32(len(content)))
	return append(b, content...)
}

// metalayer makes the b2nd metalayer's content (digest 9).
func (m Meta) metalayer() []byte {
	be := binary.BigEndian
	n := byte(len(m.Shape))
	b := []byte{mpArray | 7, 0, n, mpArray + n}
	for _, s := range m.Shape {
		b = be.AppendUint64(append(b, mpInt64), uint64(s))
	}
	for _, dims := range [][]int{m.Chunks, m.Blocks} {
		b = append(b, mpArray+n)
		for _, d := range dims {
			b = be.AppendUint32(append(b, mpInt32), uint32(d))
		}
	}
	s := m.text()
	b = be.AppendUint32(append(b, 0, mpStr32), uint32(len(s)))
	return append(b, s...)
}

// trailer makes a trailer with attributes whose contents are chunks (digest 7.3).
func trailer(attrs []Layer) []byte {
	size := 6
	for _, a := range attrs {
		size += 6 + len(a.Name)
	}
	be := binary.BigEndian
	b := be.AppendUint16([]byte{mpArray | 4, 1, mpArray | 3, mpUint16}, uint16(size))
	b = be.AppendUint16(append(b, mpMap16), uint16(len(attrs)))
	at := len(b) + size - 6 + 3 // of the first content, from the trailer's start
	for _, a := range attrs {
		b = append(append(b, mpStr|byte(len(a.Name))), a.Name...)
		b = be.AppendUint32(append(b, mpInt32), uint32(at))
		at += 5 + len(a.Content)
	}
	b = be.AppendUint16(append(b, mpArray16), uint16(len(attrs)))
	for _, a := range attrs {
		b = be.AppendUint32(append(b, mpBin32), uint32(len(a.Content)))
		b = append(b, a.Content...)
	}
	b = be.AppendUint32(append(b, mpUint32), uint32(len(b)+atTrailerEnd))
	b = append(b, mpFixExt)
	return append(b, make([]byte, 17)...) // fingerprint: type none, 16 bytes
}
