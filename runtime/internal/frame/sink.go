package frame

import (
	"fmt"

	"github.com/b2gen/b2/runtime/internal/store"
)

// sink is where a Writer's chunks go.
type sink interface {
	// chunk stores chunk i and returns its entry in the index.
	chunk(i int, pieces [][]byte) (int64, error)
	// finish stores the header and what comes behind the chunks, and commits.
	finish(h *header, rest [][]byte) error
	abort()
}

// contiguous is a file with all chunks (digest 7). The header is in it, still without its lengths.
type contiguous struct {
	w         store.Writer
	headerLen int64
}

func (c *contiguous) chunk(_ int, pieces [][]byte) (int64, error) {
	off, err := c.w.Append(pieces...)
	return off - c.headerLen, err
}

func (c *contiguous) finish(h *header, rest [][]byte) error {
	off, err := c.w.Append(rest...)
	if err != nil {
		return fmt.Errorf("frame: index: %w", err)
	}
	h.frameLen = off + length(rest)
	if err := c.w.Patch(0, h.bytes()); err != nil {
		return fmt.Errorf("frame: header: %w", err)
	}
	return c.w.Commit()
}

func (c *contiguous) abort() { c.w.Abort() }

// sparse is a directory with a file for each chunk (digest 8).
type sparse struct{ o store.ObjectWriter }

func (s *sparse) chunk(i int, pieces [][]byte) (int64, error) {
	return int64(i), s.o.Put(chunkFile(int64(i)), pieces...)
}

func (s *sparse) finish(h *header, rest [][]byte) error {
	h.frameLen = int64(len(h.bytes())) + length(rest)
	if err := s.o.Put(IndexFile, append([][]byte{h.bytes()}, rest...)...); err != nil {
		return fmt.Errorf("frame: index: %w", err)
	}
	return s.o.Commit()
}

func (s *sparse) abort() { s.o.Abort() }

// length is the number of bytes in pieces.
func length(pieces [][]byte) int64 {
	n := int64(0)
	for _, p := range pieces {
		n += int64(len(p))
	}
	return n
}
