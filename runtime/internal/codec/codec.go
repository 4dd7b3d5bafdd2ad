// Package codec compresses and decompresses single streams of bytes with the codecs of Blosc2 chunks (digest 5).
// In goes one stream, out comes another; sizes are the caller's business, as the format stores them outside. Package
// chunk is the caller: it owns a Decoder and an Encoder for each of its workers, because both keep state between calls.
package codec

import (
	"errors"
	"fmt"
)

// ErrStream is what an undecodable stream's error wraps.
var ErrStream = errors.New("bad compressed stream")

// ID names a codec as chunk and frame headers do.
type ID uint8

// The codecs this package knows. Others exist as plug-ins of the reference library.
const (
	BloscLZ ID = 0
	LZ4     ID = 1
	LZ4HC   ID = 2
	Zlib    ID = 4
	Zstd    ID = 5
)

// registered is the format number that says "the codec's id stands in the extended header" (digest 2).
const registered = 6

// row describes one codec: its name in Python-Blosc2 and its format number in a chunk's flags (digest 2).
type row struct {
	name   string
	format uint8
}

var rows = [...]row{
	BloscLZ: {"blosclz", 0},
	LZ4:     {"lz4", 1},
	LZ4HC:   {"lz4hc", 1}, // one format, two compressors
	Zlib:    {"zlib", 3},
	Zstd:    {"zstd", 4},
}

// String is the codec's name in lower case, as Python-Blosc2's except for capitals.
func (id ID) String() string {
	if int(id) < len(rows) && rows[id].name != "" {
		return rows[id].name
	}
	return fmt.Sprintf("codec %d", uint8(id))
}

// Format is the number of the codec's stream format, bits 5 to 7 of a chunk's flags. The codec must be one of the
// constants above.
func (id ID) Format() uint8 { return rows[id].format }

// Parse finds a codec by its name, such as "lz4".
func Parse(name string) (ID, error) {
	for id, r := range rows {
		if r.name == name && name != "" {
			return ID(id), nil
		}
	}
	return 0, fmt.Errorf("unknown codec %q: want blosclz, lz4, lz4hc, zlib or zstd", name)
}

// FromFormat gives the codec that decodes streams of the format number in a chunk's flags; id is the header's full
// codec id, which counts only for registered codecs.
func FromFormat(format, id uint8) (ID, error) {
	switch format {
	case 0:
		return BloscLZ, nil
	case 1:
		return LZ4, nil
	case 3:
		return Zlib, nil
	case 4:
		return Zstd, nil
	case registered:
		return 0, fmt.Errorf("registered codec %d is not supported: %w", id, errors.ErrUnsupported)
	}
	return 0, fmt.Errorf("codec format %d is not supported: %w", format, errors.ErrUnsupported)
}
