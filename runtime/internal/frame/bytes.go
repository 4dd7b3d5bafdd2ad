package frame

import (
	"fmt"
	"slices"
	"sort"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// Cursor is what reading a frame as a run of bytes needs: one for each goroutine. The zero value is ready. It keeps the
// chunk and the block that it read last, and serves one frame.
type Cursor struct {
	decoder chunk.Decoder
	chunk   chunk.Reader
	open    int    // the number of chunk, plus 1
	block   []byte // decoded
	held    int    // the number of block in the open chunk, plus 1
}

// ReadAt fills dst with the uncompressed bytes of the chunks, one after the other, from off on. Only the blocks that
// hold them are read.
func (f *Frame) ReadAt(c *Cursor, dst []byte, off int64) error {
	if n := f.info.NBytes; off < 0 || off > n || int64(len(dst)) > n-off {
		return fmt.Errorf("frame: %d bytes at %d of %d", len(dst), off, n)
	}
	for len(dst) > 0 {
		i, begin, err := f.chunkAt(off)
		if err == nil {
			err = c.seek(f, i)
		}
		if err != nil {
			return err
		}
		n, err := c.read(dst, int(off-begin))
		if err != nil {
			return fmt.Errorf("frame: chunk %d: %w", i, err)
		}
		dst, off = dst[n:], off+int64(n)
	}
	return nil
}

// specialBlock is how much of a chunk that stores no bytes is made at a time.
const specialBlock = 64 << 10

// seek opens a chunk, unless it is open.
func (c *Cursor) seek(f *Frame, i int) error {
	if c.open == i+1 {
		return nil
	}
	c.open, c.held = 0, 0
	if err := f.OpenChunk(i, &c.chunk); err != nil {
		return err
	}
	c.chunk.Reblock(specialBlock)
	c.open = i + 1
	return nil
}

// read copies what the block that holds byte at of the open chunk has from there on, and says how much.
func (c *Cursor) read(dst []byte, at int) (int, error) {
	r := &c.chunk
	b := sort.Search(r.NBlocks(), func(i int) bool { return r.BlockStart(i+1) > at })
	if b == r.NBlocks() { // the chunk is shorter than its frame says
		return 0, corrupt("byte %d of %d", at, r.NBytes())
	}
	n, from := r.BlockLen(b), at-r.BlockStart(b)
	if from == 0 && n <= len(dst) && c.held != b+1 {
		return n, r.ReadBlock(&c.decoder, b, dst[:n])
	}
	if c.held != b+1 {
		c.held = 0
		c.block = slices.Grow(c.block[:0], n)[:n]
		if err := r.ReadBlock(&c.decoder, b, c.block); err != nil {
			return 0, err
		}
		c.held = b + 1
	}
	return copy(dst, c.block[from:]), nil
}

// chunkAt is the chunk that holds a byte, and where that chunk begins.
func (f *Frame) chunkAt(off int64) (i int, begin int64, err error) {
	if !f.info.variable {
		size := int64(f.info.ChunkSize)
		return int(off / size), off / size * size, nil
	}
	starts, err := f.starts()
	if err != nil {
		return 0, 0, err
	}
	i = sort.Search(f.info.NChunks, func(i int) bool { return starts[i+1] > off })
	return i, starts[i], nil
}

// ChunkNBytes is the uncompressed size of chunk i.
func (f *Frame) ChunkNBytes(i int) (int, error) {
	if i < 0 || i >= f.info.NChunks {
		return 0, fmt.Errorf("frame: chunk %d of %d", i, f.info.NChunks)
	}
	if !f.info.variable {
		return int(min(int64(f.info.ChunkSize), f.info.NBytes-int64(i)*int64(f.info.ChunkSize))), nil
	}
	starts, err := f.starts()
	if err != nil {
		return 0, err
	}
	return int(starts[i+1] - starts[i]), nil
}
