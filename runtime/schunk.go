package runtime

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/frame"
)

// SChunk is chunks of bytes that make no array, or those of one. It never changes; any number of goroutines may read it.
type SChunk struct {
	frameFile
	cursors sync.Pool // of *frame.Cursor
}

// OpenSChunk opens what Open does, whether it is an array or not.
func OpenSChunk(path string, o OpenOptions) (*SChunk, error) {
	f, err := openFrame(path, o)
	if err != nil {
		return nil, err
	}
	return &SChunk{frameFile: *f}, nil
}

// OpenSChunkBytes is OpenBytes for an SChunk.
func OpenSChunkBytes(b []byte, o OpenOptions) (*SChunk, error) {
	f, err := openBytes(b, o)
	if err != nil {
		return nil, err
	}
	return &SChunk{frameFile: *f}, nil
}

// NChunks is the number of chunks.
func (s *SChunk) NChunks() int { return s.frame.NChunks() }

// NBytes is the uncompressed size of all chunks.
func (s *SChunk) NBytes() int64 { return s.frame.Info().NBytes }

// TypeSize is the size of the elements that the bytes were compressed as.
func (s *SChunk) TypeSize() int { return s.frame.Info().TypeSize }

// ChunkNBytes is the uncompressed size of chunk i.
func (s *SChunk) ChunkNBytes(i int) (int, error) {
	n, err := s.frame.ChunkNBytes(i)
	return n, s.namedAny(err)
}

// Chunk appends the bytes of chunk i to dst.
func (s *SChunk) Chunk(i int, dst []byte) ([]byte, error) {
	r, err := s.frame.Chunk(i)
	if err != nil {
		return dst, s.named(err)
	}
	n := len(dst)
	out := slices.Grow(dst, r.NBytes())[:n+r.NBytes()]
	if err := r.Decode(new(chunk.Decoder), out[n:]); err != nil {
		return dst, s.named(fmt.Errorf("chunk %d: %w", i, err))
	}
	return out, nil
}

// Blocks are the bytes of each block of chunk i. Those of a chunk of variable blocks are what was put in, one by one.
func (s *SChunk) Blocks(i int) ([][]byte, error) {
	r, err := s.frame.Chunk(i)
	if err != nil {
		return nil, s.named(err)
	}
	r.Reblock(r.NBytes()) // what stores no bytes is one block, however many its header says
	blocks := make([][]byte, r.NBlocks())
	var d chunk.Decoder
	for b := range blocks {
		blocks[b] = make([]byte, r.BlockLen(b))
		if err := r.ReadBlock(&d, b, blocks[b]); err != nil {
			return nil, s.named(fmt.Errorf("chunk %d: %w", i, err))
		}
	}
	return blocks, nil
}

// ReadAt reads from the uncompressed bytes of all chunks, one after the other, as io.ReaderAt says.
func (s *SChunk) ReadAt(p []byte, off int64) (int, error) {
	left := s.NBytes() - off
	switch {
	case off < 0:
		return 0, fmt.Errorf("%sread at %d", s.prefix(), off)
	case left <= 0:
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), left))
	c := s.cursor()
	if err := s.frame.ReadAt(c, p[:n], off); err != nil {
		return 0, s.named(err)
	}
	s.cursors.Put(c)
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (s *SChunk) cursor() *frame.Cursor {
	if c, ok := s.cursors.Get().(*frame.Cursor); ok {
		return c
	}
	return &frame.Cursor{}
}

// Saved is what Python-Blosc2 saved in the form of an array that has no elements; nil: it is what it holds.
func (s *SChunk) Saved() *Saved { return s.saved() }

// Metas are the names of the metalayers.
func (s *SChunk) Metas() []string {
	var names []string
	for _, l := range s.frame.Layers() {
		names = append(names, l.Name)
	}
	return names
}
