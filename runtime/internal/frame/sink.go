package frame

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/b2gen/b2/runtime/internal/store"
)

// sink is where a Writer's chunks go.
type sink interface {
	// chunk stores chunk i and returns its entry in the index.
	chunk(i int, pieces [][]byte) (int64, error)
	// finish stores what comes behind the chunks and the header, whose lengths it completes, and commits. cbytes is what
	// the header says of the stored size of the chunks. There is no index without chunks, or when that of an old frame stays as it is.
	finish(h head, cbytes int64, index [][]byte, trailer []byte) error
	abort()
}

// contiguous is a new file with all chunks (digest 7). The header is in it, still without its lengths.
type contiguous struct {
	w         store.Writer
	headerLen int64
}

func (c *contiguous) chunk(_ int, pieces [][]byte) (int64, error) {
	off, err := c.w.Append(pieces...)
	return off - c.headerLen, err
}

func (c *contiguous) finish(h head, cbytes int64, index [][]byte, trailer []byte) error {
	rest := append(index, trailer)
	off, err := c.w.Append(rest...)
	if err != nil {
		return fmt.Errorf("frame: index: %w", err)
	}
	h.setCBytes(cbytes)
	h.setFrameLen(off + length(rest))
	if err := c.w.Patch(0, h); err != nil {
		return fmt.Errorf("frame: header: %w", err)
	}
	return c.w.Commit()
}

func (c *contiguous) abort() { c.w.Abort() }

// inPlace is an old file that new chunks are added to. What the index, the trailer and replaced chunks were stays
// between the chunks as a gap, which the reference reads over (digest 3, 7.2).
type inPlace struct {
	e   store.Editor
	old head
}

func (p *inPlace) chunk(_ int, pieces [][]byte) (int64, error) {
	off, err := p.e.Append(pieces...)
	return off - int64(len(p.old)), err
}

func (p *inPlace) finish(h head, _ int64, index [][]byte, trailer []byte) error {
	if index != nil {
		off, err := p.e.Append(index...)
		if err != nil {
			return fmt.Errorf("frame: index: %w", err)
		}
		h.setCBytes(off - int64(len(h))) // the index begins where the chunks end, gaps included
	}
	off, err := p.e.Append(trailer)
	if err != nil {
		return fmt.Errorf("frame: trailer: %w", err)
	}
	h.setFrameLen(off + int64(len(trailer)))
	first, end := changed(p.old, h)
	return p.e.Seal(int64(first), h[first:end])
}

func (p *inPlace) abort() { p.e.Abort() }

// changed is the part of b that differs from a, which is as long.
func changed(a, b []byte) (first, end int) {
	for first < len(b) && a[first] == b[first] {
		first++
	}
	for end = len(b); end > first && a[end-1] == b[end-1]; {
		end--
	}
	return first, end
}

// sparse is a new directory with a file for each chunk (digest 8).
type sparse struct {
	o    store.ObjectWriter
	next int64 // the number of the next file
}

func (s *sparse) chunk(_ int, pieces [][]byte) (int64, error) {
	n := s.next
	s.next++
	return n, s.o.Put(chunkFile(n), pieces...)
}

func (s *sparse) finish(h head, cbytes int64, index [][]byte, trailer []byte) error {
	if err := s.o.Put(IndexFile, sparseIndex(h, cbytes, index, trailer)...); err != nil {
		return fmt.Errorf("frame: index: %w", err)
	}
	return s.o.Commit()
}

func (s *sparse) abort() { s.o.Abort() }

// sparseIndex completes the header and puts the parts of an index file together.
func sparseIndex(h head, cbytes int64, index [][]byte, trailer []byte) [][]byte {
	parts := append(append([][]byte{h}, index...), trailer)
	h.setCBytes(cbytes)
	h.setFrameLen(length(parts))
	return parts
}

// sparseEdit is an old directory that files of new chunks are added to.
type sparseEdit struct {
	e    *store.DirEditor
	next int64    // the number of the next file
	drop []string // files that no entry will name any more
}

// chunk passes over numbers that are taken: another program's change may have come to no end since files were counted.
func (s *sparseEdit) chunk(_ int, pieces [][]byte) (int64, error) {
	for s.next <= maxChunkFile {
		n := s.next
		s.next++
		if err := s.e.Put(chunkFile(n), pieces...); !errors.Is(err, fs.ErrExist) {
			return n, err
		}
	}
	return 0, errors.New("all numbers of chunk files are taken: copy the array")
}

func (s *sparseEdit) finish(h head, cbytes int64, index [][]byte, trailer []byte) error {
	return s.e.Replace(IndexFile, sparseIndex(h, cbytes, index, trailer), s.drop)
}

func (s *sparseEdit) abort() { s.e.Abort() }

// length is the number of bytes in pieces.
func length(pieces [][]byte) int64 {
	n := int64(0)
	for _, p := range pieces {
		n += int64(len(p))
	}
	return n
}
