package frame

import (
	"encoding/binary"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

const headFlags = 0x12 // version 2, 64-bit offsets

const splitAuto = 3 // the reference's default rule for streams, stored less one

// newHead makes the header of a new array (digest 7.1). What is known only at the end is left zero.
func newHead(m Meta, more []Layer, p chunk.Params, chunkSize int, sparse, attrs bool) head {
	flags := byte(headFlags)
	if chunkSize == 0 {
		flags = 0x53 // python's form for an array without elements: version 3, variable chunks
	}
	kind := byte(0)
	if sparse {
		kind = kindSparse
	}
	be := binary.BigEndian
	layers := append([]Layer{{Name: "b2nd", Content: m.metalayer()}}, more...)
	b := append([]byte{}, magic...)
	b = be.AppendUint32(append(b, mpInt32), uint32(fixedHeader+layersLen(layers)))
	b = be.AppendUint64(append(b, mpUint64), 0)
	b = append(b, mpStr|4, flags, kind, byte(p.Codec)|byte(p.Level)<<4, splitAuto-1)
	b = be.AppendUint64(append(b, mpInt64), 0)
	b = be.AppendUint64(append(b, mpInt64), 0)
	b = be.AppendUint32(append(b, mpInt32), uint32(p.TypeSize))
	b = be.AppendUint32(append(b, mpInt32), uint32(p.BlockSize))
	b = be.AppendUint32(append(b, mpInt32), uint32(chunkSize))
	b = append(b, mpInt16, 0, 1, mpInt16, 0, 1) // threads: not a property of the data
	b = append(b, mpFalse, mpFixExt, byte(len(p.Filters)))
	b = append(b, p.Filters[:]...)
	b = append(b, byte(p.Codec), 0)
	b = append(b, p.FilterMeta[:]...)
	b = append(b, 0, 0)
	h := head(appendLayers(b, layers))
	h.setHasAttrs(attrs)
	return h
}

// layersLen is the length of metalayers in the header.
func layersLen(layers []Layer) int {
	n := mapLen(layers) + 3
	for _, l := range layers {
		n += 5 + len(l.Content)
	}
	return n
}

// mapLen is the length of the metalayers' map with the array mark before it: what its size field says.
func mapLen(layers []Layer) int {
	n := 7
	for _, l := range layers {
		n += 6 + len(l.Name)
	}
	return n
}

// appendLayers adds the metalayers at the end of the fixed part.
func appendLayers(b []byte, layers []Layer) []byte {
	be := binary.BigEndian
	b = append(b, mpArray|3)
	b = be.AppendUint16(append(b, mpUint16), uint16(mapLen(layers)))
	b = be.AppendUint16(append(b, mpMap16), uint16(len(layers)))
	at := fixedHeader + mapLen(layers) + 3
	for _, l := range layers {
		b = append(append(b, mpStr|byte(len(l.Name))), l.Name...)
		b = be.AppendUint32(append(b, mpInt32), uint32(at))
		at += 5 + len(l.Content)
	}
	b = be.AppendUint16(append(b, mpArray16), uint16(len(layers)))
	for _, l := range layers {
		b = be.AppendUint32(append(b, mpBin32), uint32(len(l.Content)))
		b = append(b, l.Content...)
	}
	return b
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
