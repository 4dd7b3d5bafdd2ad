package frame

import (
	"bytes"
	"encoding/binary"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
)

// Places and values in the fixed part of the header (digest 7.1).
const (
	fixedHeader = 0x57 // length of the part that has fixed positions
	maxVersion  = 3

	atMagic     = 0x01
	atHeaderLen = 0x0A
	atFrameLen  = 0x0F
	atFlags     = 0x18
	atNBytes    = 0x1D
	atCBytes    = 0x26
	atTypeSize  = 0x2F
	atBlockSize = 0x34
	atChunkSize = 0x39
	atThreads   = 0x3E
	atThreads2  = 0x41
	atHasAttrs  = 0x44
	atFilters   = 0x45

	flagVariable = 0x40
	flagVLBlocks = 0x80
	kindSparse   = 1 // the frame type of digest 8
	registered   = 6 // the nibble that says "codec id at 0x4D"
)

// MessagePack type bytes that frames use.
const (
	mpFalse   = 0xc2
	mpTrue    = 0xc3
	mpBin32   = 0xc6
	mpUint16  = 0xcd
	mpUint32  = 0xce
	mpUint64  = 0xcf
	mpInt16   = 0xd1
	mpInt32   = 0xd2
	mpInt64   = 0xd3
	mpFixExt  = 0xd8
	mpStr32   = 0xdb
	mpArray16 = 0xdc
	mpMap16   = 0xde
	mpStr     = 0xa0 // plus the length
	mpArray   = 0x90 // plus the length
)

// magic opens every frame: a 14-element array whose first element is the 8-byte string.
var magic = []byte{mpArray | 14, mpStr | 8, 'b', '2', 'f', 'r', 'a', 'm', 'e', 0}

// marks are the type bytes that must stand in the fixed part for its numbers to be what they seem.
var marks = [...]struct{ at, mark byte }{
	{atHeaderLen, mpInt32}, {atFrameLen, mpUint64}, {atFlags, mpStr | 4}, {atNBytes, mpInt64}, {atCBytes, mpInt64},
	{atTypeSize, mpInt32}, {atBlockSize, mpInt32}, {atChunkSize, mpInt32}, {atThreads, mpInt16}, {atThreads2, mpInt16},
	{atFilters, mpFixExt},
}

// Info is what a frame's header says. Codec, level and filters are the defaults for appending: every chunk states
// its own.
type Info struct {
	Version    int
	FrameLen   int64 // bytes of the whole frame
	NBytes     int64 // uncompressed bytes of all chunks, an array's padding included
	CBytes     int64 // stored bytes of all chunks; of a sparse frame see Frame.CBytes
	NChunks    int
	TypeSize   int // bytes an element
	BlockSize  int // bytes a block; 0: whatever suits the chunk
	ChunkSize  int // uncompressed bytes a chunk
	Codec      codec.ID
	Level      int
	SplitMode  int // 1 always, 2 never, 3 auto, 4 as older versions
	Filters    [filter.Slots]uint8
	FilterMeta [filter.Slots]uint8
	NThreads   int // that compressed the frame, as its writer said

	headerLen          int
	variable, vlBlocks bool
	sparse             bool
}

// parseHeader reads the fixed part; size is the number of bytes the store has, sparse says what it must be (digest 8).
func parseHeader(b []byte, size int64, sparse bool) (Info, error) {
	if !bytes.Equal(b[:len(magic)], magic) {
		return Info{}, corrupt("no frame: the magic bytes are missing")
	}
	for _, m := range marks {
		if b[m.at] != m.mark {
			return Info{}, corrupt("header: byte %#x is %#02x instead of %#02x", m.at, b[m.at], m.mark)
		}
	}
	i32 := func(at int) int { return int(int32(binary.BigEndian.Uint32(b[at+1:]))) }
	i64 := func(at int) int64 { return int64(binary.BigEndian.Uint64(b[at+1:])) }
	flags, kind, codecs := b[atFlags+1], b[atFlags+2], b[atFlags+3]
	in := Info{
		Version: int(flags & 15), FrameLen: i64(atFrameLen), NBytes: i64(atNBytes), CBytes: i64(atCBytes),
		TypeSize: i32(atTypeSize), BlockSize: i32(atBlockSize), ChunkSize: i32(atChunkSize),
		Codec: codec.ID(codecs & 15), Level: int(codecs >> 4), SplitMode: int(b[atFlags+4]&3) + 1,
		NThreads:  int(int16(binary.BigEndian.Uint16(b[atThreads+1:]))),
		headerLen: i32(atHeaderLen), variable: flags&flagVariable != 0, vlBlocks: flags&flagVLBlocks != 0,
	}
	copy(in.Filters[:], b[atFilters+2:])
	copy(in.FilterMeta[:], b[atFilters+10:])
	if in.Codec == registered {
		in.Codec = codec.ID(b[atFilters+8])
	}
	switch nfilters := b[atFilters+1]; {
	case in.Version > maxVersion:
		return Info{}, corrupt("version %d is newer than %d", in.Version, maxVersion)
	case kind > kindSparse:
		return Info{}, corrupt("frame type %d is not known", kind)
	case kind == kindSparse && !sparse:
		return Info{}, corrupt("the index of a sparse frame alone: open the directory that it is in")
	case kind != kindSparse && sparse:
		return Info{}, corrupt("a contiguous frame stands where a directory has its index")
	case flags>>4&3 != 1:
		return Info{}, corrupt("offsets are not 64 bits wide")
	case nfilters > filter.Slots:
		return Info{}, corrupt("%d filters are more than %d", nfilters, filter.Slots)
	}
	in.sparse = sparse
	return in, in.check(size)
}

// check compares the sizes with each other.
func (in *Info) check(size int64) error {
	switch {
	case in.FrameLen < fixedHeader+minTrailer:
		return corrupt("frame length %d is less than %d", in.FrameLen, fixedHeader+minTrailer)
	case in.FrameLen > size:
		return corrupt("the file is cut: it has %d of %d bytes", size, in.FrameLen)
	case in.headerLen < fixedHeader || int64(in.headerLen) > in.FrameLen:
		return corrupt("header length %d is not %d to %d", in.headerLen, fixedHeader, in.FrameLen)
	case in.TypeSize <= 0:
		return corrupt("typesize %d is not positive", in.TypeSize)
	case in.BlockSize < 0:
		return corrupt("blocksize %d is negative", in.BlockSize)
	case in.NBytes < 0 || in.CBytes < 0:
		return corrupt("nbytes %d or cbytes %d is negative", in.NBytes, in.CBytes)
	case in.NBytes > 0 && !in.sparse && in.CBytes > in.FrameLen-int64(in.headerLen):
		return corrupt("cbytes %d do not fit the frame's %d", in.CBytes, in.FrameLen)
	}
	return nil
}
