package chunk

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/store"
)

// headGuess is what is read first: header and block starts of a chunk of up to a thousand blocks in one go.
const headGuess = 4096

// Limits bound what a chunk may claim, as 32 stored bytes may stand for 2 GiB (digest 15).
type Limits struct {
	NBytes    int // most uncompressed bytes; 0 means the format's own limit
	BlockSize int // most uncompressed bytes of a block that is decoded; 0 means the format's own limit
	ItemSize  int // what the enclosing frame says an element is; 0 when there is none
}

// Reader reads the blocks of one chunk. Once open, any number of goroutines may read from it, each with a Decoder of
// its own.
type Reader struct {
	src     store.Reader
	off     int64
	h       Header
	nblocks int
	id      codec.ID
	pipe    *filter.Pipeline
	config  filter.Config // what pipe was made from
	starts  []int32       // where each block's streams begin, from the chunk's start
	ends    []int32       // where they must have ended
	at      []int         // of variable blocks: where each begins in the decoded chunk, and the end
	dict    []byte        // a dictionary for all streams; never changed, as Decoders keep it
	value   []byte        // of a repeated chunk
	buf     []byte
}

// Open opens the chunk at off; avail is the number of bytes up to the end of what may belong to it. Only the header
// and the block starts are read, mostly in one View. A Reader may be opened again and keeps its memory; nobody may
// be reading from it then.
func (r *Reader) Open(src store.Reader, off, avail int64, lim Limits) error {
	r.src, r.off = src, off
	if err := r.open(avail, lim); err != nil {
		return fmt.Errorf("chunk at offset %d: %w", off, err)
	}
	return nil
}

func (r *Reader) open(avail int64, lim Limits) error {
	head, err := r.src.View(r.off, int(min(avail, headGuess)), &r.buf)
	if err != nil {
		return err
	}
	if r.h, err = ParseHeader(head); err != nil {
		return err
	}
	h := &r.h
	if int64(h.CBytes) > avail {
		return corrupt("cbytes %d, but only %d bytes are there", h.CBytes, avail)
	}
	if most := lim.NBytes; most > 0 && h.NBytes > most {
		return corrupt("nbytes %d is more than the %d that may be here", h.NBytes, most)
	}
	r.dict = nil
	if r.nblocks = h.VLBlocks; r.nblocks == 0 {
		r.nblocks = (h.NBytes + h.BlockSize - 1) / h.BlockSize
	}
	switch {
	case h.Special != None:
		return r.openSpecial()
	case h.Memcpyed || h.NBytes == 0:
		return nil
	}
	if most := lim.BlockSize; most > 0 && h.BlockSize > most {
		return corrupt("blocks of %d bytes are more than the limit of %d", h.BlockSize, most)
	}
	if err := r.checkStreams(); err != nil {
		return err
	}
	if r.id, err = codec.FromFormat(h.Format(), h.CodecID); err != nil {
		return err
	}
	if err := r.openFilters(lim.ItemSize); err != nil {
		return err
	}
	return r.openStarts(head, lim.BlockSize)
}

// NewSpecial stands for a chunk that is stored as an offset only (digest 7.2). blockSize cuts it for ReadBlock,
// typeSize is the width of a NaN.
func NewSpecial(kind Special, nbytes, blockSize, typeSize int) (*Reader, error) {
	if kind == NaN && typeSize != 4 && typeSize != 8 {
		return nil, corrupt("NaN elements of %d bytes do not exist", typeSize)
	}
	if kind != Zeros && kind != NaN && kind != Uninit || blockSize <= 0 || nbytes < 0 || nbytes > MaxNBytes {
		return nil, corrupt("special chunk of kind %d, %d bytes, blocksize %d", kind, nbytes, blockSize)
	}
	r := &Reader{h: Header{TypeSize: typeSize, NBytes: nbytes, BlockSize: blockSize, Special: kind}}
	r.nblocks = (nbytes + blockSize - 1) / blockSize
	return r, nil
}

func (r *Reader) openSpecial() error {
	if r.h.Special != Repeated {
		return nil
	}
	v, err := r.src.View(r.off+HeaderSize, r.h.CBytes-HeaderSize, &r.buf)
	if err != nil {
		return err
	}
	r.value = append(r.value[:0], v...)
	return nil
}

// checkStreams refuses a block that does not divide into its streams.
func (r *Reader) checkStreams() error {
	if b := r.h.BlockSize; !r.h.NoSplit && (b%r.h.TypeSize != 0) {
		return corrupt("blocks of %d bytes do not split into %d streams", b, r.h.TypeSize)
	}
	return nil
}

func (r *Reader) openFilters(itemSize int) error {
	c := filter.Config{
		IDs: r.h.Filters, Meta: r.h.FilterMeta, TypeSize: r.h.TypeSize, ItemSize: itemSize, Blosc1: r.h.Version == blosc1,
	}
	if r.pipe != nil && r.config == c {
		return nil // chunks of one frame mostly agree
	}
	pipe, err := filter.New(c)
	if err != nil {
		return err
	}
	r.pipe, r.config = pipe, c
	return nil
}

// openStarts reads the block starts and derives where each block ends. head is what was read so far, most the limit of
// a variable block.
func (r *Reader) openStarts(head []byte, most int) error {
	h := &r.h
	tableEnd := int64(h.overhead) + 4*int64(r.nblocks)
	need := tableEnd
	if h.Dictionary {
		need += 4
	}
	if need > int64(h.CBytes) { // before anything is allocated
		return corrupt("%d block starts do not fit %d bytes", r.nblocks, h.CBytes)
	}
	if need > int64(len(head)) {
		var err error
		if head, err = r.src.View(r.off, int(need), &r.buf); err != nil {
			return err
		}
	}
	r.starts, r.ends = r.starts[:0], r.ends[:0]
	ordered := true
	for i := range r.nblocks {
		s := int32(binary.LittleEndian.Uint32(head[h.overhead+4*i:]))
		if int64(s) < tableEnd || int(s) > h.CBytes-4 {
			return corrupt("block %d starts at %d, outside %d to %d", i, s, tableEnd, h.CBytes-4)
		}
		ordered = ordered && (i == 0 || s > r.starts[i-1])
		r.starts = append(r.starts, s)
	}
	r.findEnds(ordered)
	if h.Dictionary {
		if err := r.openDictionary(head[tableEnd:need], need); err != nil {
			return err
		}
		tableEnd = need + int64(len(r.dict))
	}
	if h.VLBlocks > 0 {
		return r.openVL(ordered, int(tableEnd), most)
	}
	return nil
}

// openDictionary reads the dictionary at offset at of the chunk. It gets memory of its own each time, for Decoders
// know it by its place; size is what stands before it.
func (r *Reader) openDictionary(size []byte, at int64) error {
	n := int32(binary.LittleEndian.Uint32(size))
	if n <= 0 || n > maxDict || int64(n) > int64(r.h.CBytes)-at {
		return corrupt("dictionary of %d bytes is not 1 to %d, or cut", n, maxDict)
	}
	if !r.id.UsesDict() {
		return corrupt("%v has no dictionaries", r.id)
	}
	v, err := r.src.View(r.off+at, int(n), &r.buf)
	if err != nil {
		return err
	}
	r.dict = slices.Clone(v)
	return nil
}

// findEnds sets each block's end to the next larger start, or the chunk's end: writers with several threads store
// blocks as they finish (digest 3).
func (r *Reader) findEnds(ordered bool) {
	sorted := r.starts
	if !ordered {
		sorted = slices.Clone(r.starts)
		slices.Sort(sorted)
	}
	for i, s := range r.starts {
		next := i + 1
		if !ordered {
			next, _ = slices.BinarySearch(sorted, s+1)
		}
		end := int32(r.h.CBytes)
		if next < len(sorted) {
			end = sorted[next]
		}
		r.ends = append(r.ends, end)
	}
}

// Memory is about what the Reader takes, in bytes, beside its fixed size and a place for each block.
func (r *Reader) Memory() int { return len(r.buf) + len(r.dict) + len(r.value) + 8*len(r.at) }

// Trim frees what only the opening needed, for a Reader that is kept.
func (r *Reader) Trim() { r.buf = nil }

// Header is the chunk's header.
func (r *Reader) Header() Header { return r.h }

// NBytes is the chunk's uncompressed size.
func (r *Reader) NBytes() int { return r.h.NBytes }

// BlockSize is the uncompressed size of every block but perhaps the last. It is 0 in a chunk of variable blocks.
func (r *Reader) BlockSize() int { return r.h.BlockSize }

// NBlocks is the number of blocks.
func (r *Reader) NBlocks() int { return r.nblocks }

// Special tells whether all elements are alike, and how.
func (r *Reader) Special() Special { return r.h.Special }

// BlockLen is the uncompressed size of block i.
func (r *Reader) BlockLen(i int) int { return r.BlockStart(i+1) - r.BlockStart(i) }

// BlockStart is where block i begins in the decoded chunk; behind the last block it is the chunk's end.
func (r *Reader) BlockStart(i int) int {
	if r.h.VLBlocks > 0 {
		return r.at[i]
	}
	return min(r.h.BlockSize*i, r.h.NBytes)
}

// Reblock changes how a special chunk is cut for ReadBlock; its stored blocksize means nothing. Others stay as they
// are.
func (r *Reader) Reblock(size int) {
	if r.h.Special != None && size > 0 {
		r.h.BlockSize = size
		r.nblocks = (r.h.NBytes + size - 1) / size
	}
}
