package store

import "fmt"

// section is the end of an object, from some offset on.
type section struct {
	Reader
	off int64
}

// From is what a store holds from an offset on. It owns the store.
func From(r Reader, off int64) (Reader, error) {
	if off < 0 || off > r.Size() {
		return nil, fmt.Errorf("offset %d is outside the %d bytes that are there", off, r.Size())
	}
	return &section{r, off}, nil
}

// Size is the number of bytes behind the offset.
func (s *section) Size() int64 { return s.Reader.Size() - s.off }

// View counts from the section's start.
func (s *section) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if err := checkRange(off, n, s.Size()); err != nil {
		return nil, err
	}
	return s.Reader.View(s.off+off, n, buf)
}
