package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// File reads a file on disk. It notes the size when it is opened: a file that shrinks later gives errors, one that
// grows is read as it was.
type File struct {
	f    *os.File
	info fs.FileInfo
	size int64
}

// OpenFile opens the regular file at path for reading.
func OpenFile(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("open %s: is a directory", path)
	}
	return &File{f: f, info: info, size: info.Size()}, nil
}

// Again is the same open file with the size that it has now. Closing either closes both.
func (f *File) Again() (*File, error) {
	info, err := f.f.Stat()
	if err != nil {
		return nil, err
	}
	return &File{f: f.f, info: info, size: info.Size()}, nil
}

// Info describes the file as it was when it was opened.
func (f *File) Info() fs.FileInfo { return f.info }

// Size is the length of the file in bytes.
func (f *File) Size() int64 { return f.size }

// CheckRest makes sure that nothing stands behind a content that reaches up to end, but the rest of a change that never
// came to its end.
func (f *File) CheckRest(end int64) error { return checkRest(f.f, end, f.size) }

// View reads n bytes at off into *buf.
func (f *File) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if err := checkRange(off, n, f.size); err != nil {
		return nil, fmt.Errorf("%s: %w", f.f.Name(), err)
	}
	b := grow(buf, n)
	if _, err := f.f.ReadAt(b, off); err != nil {
		if errors.Is(err, io.EOF) { // the file shrank after it was opened
			return nil, fmt.Errorf("%s: truncated at offset %d: %w", f.f.Name(), off, ErrCorrupt)
		}
		return nil, err
	}
	return b, nil
}

// Close closes the file.
func (f *File) Close() error { return f.f.Close() }
