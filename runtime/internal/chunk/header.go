// Package chunk reads and writes Blosc2 chunks: a header, block starts, and for each block the streams of its codec
// (digest 2, 3). On the way in go a place in a store and a block number, out comes the block's bytes, and no other
// block is touched. On the way out go blocks, come their streams, and at the end the pieces of a whole chunk.
// Package frame gives chunks their places; the runtime's workers call Reader and Encoder, each with scratch of its own.
package chunk

import (
	"encoding/binary"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Sizes and limits of the format (digest 1, 2).
const (
	HeaderSize   = 32             // an extended header, the only one that is written
	headerSize1  = 16             // a Blosc1 header
	MaxNBytes    = 1<<31 - 1 - 32 // most uncompressed bytes of a chunk
	MaxBlockSize = 536866816      // most bytes of a block
	maxDict      = 32 << 10       // most bytes of a dictionary
	minStored    = HeaderSize     // a chunk below this size is never compressed (digest 6)
	version5     = 5              // what is written
	blosc1       = 2              // the version byte of Blosc1
	version3     = 3              // pre-release whose sixth filter slot holds no filter
	lastVersion  = 6              // newer ones may have flags with a meaning that is not known yet
)

// Bits of the flags byte at offset 2 and of b2flags at offset 31 (digest 2).
const (
	flagShuffle    = 0x01
	flagMemcpyed   = 0x02
	flagBitshuffle = 0x04
	flagDelta      = 0x08
	flagNoSplit    = 0x10
	flagExtended   = flagShuffle | flagBitshuffle
	formatShift    = 5

	vlBlocks = 0x01 // in flags2

	dictionary   = 0x01
	lazy         = 0x08
	instrumented = 0x80
	specialShift = 4
)

// Special says that a chunk has no streams because all its elements are alike.
type Special uint8

// The special kinds, numbered as in the header.
const (
	None     Special = iota
	Zeros            // all bytes 0
	NaN              // all elements the default NaN of float32 or float64
	Repeated         // one element repeated
	Uninit           // any content; read as zeros
)

// Header is a chunk's header, checked. Sizes are bytes.
type Header struct {
	Version    uint8
	Flags      uint8
	TypeSize   int // 1 for elements above 255 bytes
	NBytes     int // uncompressed
	BlockSize  int // as blocks are really cut: at most NBytes; 0 in a chunk of variable blocks
	CBytes     int // stored, this header included
	Filters    [filter.Slots]uint8
	FilterMeta [filter.Slots]uint8
	CodecID    uint8 // counts only for registered codecs
	Special    Special
	Memcpyed   bool // the raw bytes follow the header
	NoSplit    bool // one stream a block, not one for each byte of an element
	Dictionary bool
	VLBlocks   int // number of variable blocks; 0 in every other chunk
	overhead   int // length of the header itself
}

// corrupt makes an error about bytes that break the format; callers add the place.
func corrupt(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), store.ErrCorrupt)
}

// Format is the number of the chunk's stream format.
func (h *Header) Format() uint8 { return h.Flags >> formatShift }

// ParseHeader reads the header at the start of b, which may hold more. What a header alone can prove wrong is an
// error; that CBytes bytes are really there is for the caller to check.
func ParseHeader(b []byte) (Header, error) {
	if len(b) < headerSize1 {
		return Header{}, corrupt("header of %d bytes is truncated", len(b))
	}
	h := Header{
		Version:   b[0],
		Flags:     b[2],
		TypeSize:  int(b[3]),
		NBytes:    int(int32(binary.LittleEndian.Uint32(b[4:]))),
		BlockSize: int(int32(binary.LittleEndian.Uint32(b[8:]))),
		CBytes:    int(int32(binary.LittleEndian.Uint32(b[12:]))),
		overhead:  headerSize1,
	}
	h.Memcpyed = h.Flags&flagMemcpyed != 0
	h.NoSplit = h.Flags&flagNoSplit != 0
	extended := h.Flags&flagExtended == flagExtended
	if extended {
		if len(b) < HeaderSize {
			return Header{}, corrupt("extended header of %d bytes is truncated", len(b))
		}
		if err := h.parseExtended(b[headerSize1:HeaderSize]); err != nil {
			return Header{}, err
		}
	} else {
		h.filtersFromFlags()
	}
	if err := h.check(extended); err != nil {
		return Header{}, err
	}
	return h, nil
}

// parseExtended reads the second half of the header.
func (h *Header) parseExtended(b []byte) error {
	h.overhead = HeaderSize
	copy(h.Filters[:], b[0:6])
	h.CodecID = b[6]
	copy(h.FilterMeta[:], b[8:14])
	flags2, b2flags := b[14], b[15]
	h.Special = Special(b2flags >> specialShift & 7)
	h.Dictionary = b2flags&dictionary != 0
	if h.Version == version3 {
		h.Filters[5], h.FilterMeta[5] = filter.None, 0
	}
	switch {
	case h.Version > lastVersion && flags2&^vlBlocks != 0:
		return corrupt("version %d with unknown flags %#x", h.Version, flags2)
	case h.Special > Uninit:
		return corrupt("special kind %d is not known", h.Special)
	case b2flags&lazy != 0:
		return corrupt("a lazy chunk must not be stored")
	case b2flags&instrumented != 0:
		return corrupt("an instrumented chunk holds no data")
	case flags2&vlBlocks != 0 && (h.Special != None || h.Memcpyed):
		return corrupt("variable-length blocks in a special or memcpyed chunk")
	case flags2&vlBlocks != 0:
		h.VLBlocks, h.BlockSize = h.BlockSize, 0
		return h.checkVL()
	}
	return nil
}

// filtersFromFlags gives a 16-byte header the slots that its flags mean.
func (h *Header) filtersFromFlags() {
	if h.Flags&flagShuffle != 0 {
		h.Filters[5] = filter.ShuffleID
	}
	if h.Flags&flagBitshuffle != 0 {
		h.Filters[5] = filter.BitshuffleID
	}
	if h.Flags&flagDelta != 0 {
		h.Filters[4] = filter.DeltaID
	}
}

// check compares the sizes with each other and settles BlockSize.
func (h *Header) check(extended bool) error {
	switch {
	case h.CBytes < h.overhead:
		return corrupt("cbytes %d is less than the header's %d", h.CBytes, h.overhead)
	case h.VLBlocks == 0 && h.BlockSize <= 0 || h.BlockSize > MaxBlockSize:
		return corrupt("blocksize %d is not 1 to %d", h.BlockSize, MaxBlockSize)
	case h.TypeSize == 0:
		return corrupt("typesize is 0")
	case h.NBytes < 0 || h.NBytes > MaxNBytes:
		return corrupt("nbytes %d is not 0 to %d", h.NBytes, MaxNBytes)
	case h.Memcpyed && h.CBytes != h.NBytes+h.overhead:
		return corrupt("memcpyed, but cbytes %d is not nbytes %d + %d", h.CBytes, h.NBytes, h.overhead)
	case h.Special == Repeated && !divides(h.CBytes-HeaderSize, h.NBytes):
		return corrupt("a repeated value of %d bytes does not fill %d", h.CBytes-HeaderSize, h.NBytes)
	case (h.Special == NaN || h.Special == Uninit) && h.NBytes%h.TypeSize != 0:
		return corrupt("special chunk of %d bytes is no multiple of typesize %d", h.NBytes, h.TypeSize)
	case h.Special == NaN && h.TypeSize != 4 && h.TypeSize != 8:
		return corrupt("NaN elements of %d bytes do not exist", h.TypeSize)
	}
	if h.NBytes > 0 && h.BlockSize > h.NBytes {
		h.BlockSize = h.NBytes
	}
	// Writers up to 3.3.5 state the blocksize that was asked for, but cut at a multiple of typesize (digest 16.1).
	if extended && !h.Memcpyed && h.Special == None && h.BlockSize > h.TypeSize {
		h.BlockSize -= h.BlockSize % h.TypeSize
	}
	return nil
}

// divides reports whether n bytes are a whole number of values of size bytes.
func divides(size, n int) bool { return size > 0 && size <= n && n%size == 0 }
