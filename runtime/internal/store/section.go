package store

import "fmt"

// section is a part of an object.
type section struct {
	Reader
	off, size int64
}

// From is what a store holds from an offset on. It owns the store.
func From(r Reader, off int64) (Reader, error) {
	if off < 0 || off > r.Size() {
		return nil, fmt.Errorf("offset %d is outside the %d bytes that are there", off, r.Size())
	}
	return &section{r, off, r.Size() - off}, nil
}

// Part is n bytes of a store from an offset on. It owns the store.
func Part(r Reader, off, n int64) (Reader, error) {
	if off < 0 || n < 0 || off > r.Size() || n > r.Size()-off {
		return nil, fmt.Errorf("%d bytes at offset %d are not within the %d that are there: %w", n, off, r.Size(), ErrCorrupt)
	}
	return &section{r, off, n}, nil
}

// Size is the number of bytes of the part.
func (s *section) Size() int64 { return s.size }

// View counts from the section's start.
func (s *section) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if err := checkRange(off, n, s.size); err != nil {
		return nil, err
	}
	return s.Reader.View(s.off+off, n, buf)
}
