package frame

import (
	"encoding/binary"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// openIndex reads the offsets of all chunks (digest 7.2). trailerAt bounds the index chunk.
func (f *Frame) openIndex(trailerAt int64) error {
	at := int64(f.info.headerLen)
	if f.objects == nil {
		at += f.info.CBytes
	}
	if at > trailerAt {
		return corrupt("index at offset %d is behind the trailer at %d", at, trailerAt)
	}
	want := 8 * f.info.NChunks
	most := want
	if f.info.variable {
		most = 8 * f.lim.NChunks
	}
	var r chunk.Reader
	if err := r.Open(f.r, at, trailerAt-at, chunk.Limits{NBytes: most, ItemSize: 8}); err != nil {
		return fmt.Errorf("frame: index: %w", err)
	}
	if f.info.variable {
		f.info.NChunks = r.NBytes() / 8
		want = 8 * f.info.NChunks
	}
	if r.NBytes() != want || want == 0 {
		return corrupt("index has %d bytes for %d chunks", r.NBytes(), f.info.NChunks)
	}
	f.offsets = make([]byte, want)
	if err := r.Decode(new(chunk.Decoder), f.offsets); err != nil {
		return fmt.Errorf("frame: index: %w", err)
	}
	for i := range f.info.NChunks {
		off := f.offset(i)
		if off < 0 && specialOf(off) == chunk.None {
			return corrupt("chunk %d: offset %#x names no special kind", i, uint64(off))
		}
		if off > maxChunkFile && f.objects != nil {
			return corrupt("chunk %d: %d is not the number of a chunk file", i, off)
		}
		if off > f.info.CBytes-chunk.HeaderSize && f.objects == nil {
			return corrupt("chunk %d: offset %d is outside the %d stored bytes", i, off, f.info.CBytes)
		}
	}
	if f.info.variable {
		return f.checkVariable()
	}
	return nil
}

func (f *Frame) offset(i int) int64 { return int64(binary.LittleEndian.Uint64(f.offsets[8*i:])) }

// Offsets of special chunks have the top bit set and one of these (digest 7.2). The reference tests them in this
// order.
var specialBits = [...]struct {
	bit  uint
	kind chunk.Special
}{{56, chunk.Zeros}, {58, chunk.Uninit}, {57, chunk.NaN}}

// specialOf is the kind that a negative offset names, or None.
func specialOf(off int64) chunk.Special {
	for _, s := range specialBits {
		if off>>s.bit&1 != 0 {
			return s.kind
		}
	}
	return chunk.None
}

// specialOffset is the reverse of specialOf.
func specialOffset(kind chunk.Special) (int64, bool) {
	for _, s := range specialBits {
		if s.kind == kind {
			return -1<<63 | 1<<s.bit, true
		}
	}
	return 0, false
}

// Chunk opens chunk i.
func (f *Frame) Chunk(i int) (*chunk.Reader, error) {
	r := &chunk.Reader{}
	if err := f.OpenChunk(i, r); err != nil {
		return nil, err
	}
	return r, nil
}

// OpenChunk opens chunk i in r, which may have been in use for another chunk and keeps its memory.
func (f *Frame) OpenChunk(i int, r *chunk.Reader) error {
	if i < 0 || i >= f.info.NChunks {
		return fmt.Errorf("frame: chunk %d of %d", i, f.info.NChunks)
	}
	if err := f.openChunk(i, r); err != nil {
		return fmt.Errorf("frame: chunk %d: %w", i, err)
	}
	return nil
}

func (f *Frame) openChunk(i int, r *chunk.Reader) error {
	if f.info.variable {
		return f.openVariable(f.offset(i), r)
	}
	nbytes := int(min(int64(f.info.ChunkSize), f.info.NBytes-int64(i)*int64(f.info.ChunkSize)))
	blockSize := f.info.BlockSize
	if f.b2nd != nil {
		blockSize = f.blockBytes()
	}
	if blockSize == 0 || blockSize > nbytes {
		blockSize = nbytes
	}
	off := f.offset(i)
	if off < 0 {
		special, err := chunk.NewSpecial(specialOf(off), nbytes, blockSize, f.info.TypeSize)
		if err == nil {
			*r = *special
		}
		return err
	}
	lim := chunk.Limits{NBytes: nbytes, BlockSize: f.lim.BlockNBytes, ItemSize: f.info.TypeSize}
	if err := f.openStored(off, r, lim); err != nil {
		return err
	}
	if r.NBytes() != nbytes {
		return corrupt("%d bytes instead of %d", r.NBytes(), nbytes)
	}
	if n := r.Header().CBytes - chunk.HeaderSize; r.Special() == chunk.Repeated && n > blockSize {
		return corrupt("a repeated value of %d bytes is more than a block of %d", n, blockSize)
	}
	r.Reblock(blockSize)
	if f.b2nd != nil && r.BlockSize() != blockSize {
		// A block must be one of the array's blocks, or elements cannot be found in it (digest 9).
		return corrupt("blocks of %d bytes, the array's have %d", r.BlockSize(), blockSize)
	}
	return nil
}

// openStored opens the chunk of an index entry: the one at an offset, or the one in the file of that number.
func (f *Frame) openStored(entry int64, r *chunk.Reader, lim chunk.Limits) error {
	if f.objects == nil {
		return r.Open(f.r, int64(f.info.headerLen)+entry, f.info.CBytes-entry, lim)
	}
	o, err := f.objects.Object(chunkFile(entry))
	if err != nil {
		return err
	}
	if err := r.Open(o, 0, o.Size(), lim); err != nil {
		return fmt.Errorf("file %s: %w", chunkFile(entry), err)
	}
	return nil
}
