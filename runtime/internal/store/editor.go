package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Editor changes a file in place so that a crash leaves either the old content or the new: bytes are added behind its
// end, and only when they are safe a part of the beginning, which tells where to look, is replaced in one write.
type Editor interface {
	// Append adds the parts and returns the offset of the first byte.
	Append(parts ...[]byte) (off int64, err error)
	// Seal makes durable what was appended, then overwrites the bytes at off, and makes that durable.
	Seal(off int64, p []byte) error
	// Abort takes back what was appended, unless it is sealed.
	Abort()
}

// Editable is the file under a FileEditor; tests let it fail.
type Editable interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
	Truncate(size int64) error
}

// FileEditor is an Editor of a file on disk, which must be locked meanwhile.
type FileEditor struct {
	path      string
	f         Editable
	w         *bufio.Writer
	old, size int64
	check     func() error // that the file still has its name
	done      bool
}

// editMark begins what an Editor appends, so that the rest of a change that never came to its end is known for one.
const editMark = "\x00b2 in progress\x00"

// Edit starts to change the locked file, whose content reaches up to end. What stands behind that and is not the rest
// of a change is an error: it would be lost.
func (l *Lock) Edit(end int64) (*FileEditor, error) {
	info, err := l.f.Stat()
	if err != nil {
		return nil, err
	}
	if err := checkRest(l.f, end, info.Size()); err != nil {
		return nil, fmt.Errorf("%s has %w: it cannot be changed there; copy it to a file of its own", l.f.Name(), err)
	}
	e := EditOn(l.f.Name(), l.f, end)
	e.check = l.check
	return e, nil
}

// EditOn starts to change a file that may be no real one, and has nothing behind its content.
func EditOn(path string, f Editable, end int64) *FileEditor {
	e := &FileEditor{path: path, f: f, check: func() error { return nil }, w: bufio.NewWriterSize(io.NewOffsetWriter(f, end), bufferSize), old: end, size: end}
	e.w.WriteString(editMark) // into its buffer
	e.size += int64(len(editMark))
	return e
}

// checkRest makes sure that what a file of so many bytes has behind its content is the rest of a change that never came
// to its end: it begins with the mark, or is all zeros, as some file systems give for what was written last before a
// crash. Zeros before anything else may be its padding, so all are looked at.
func checkRest(f io.ReaderAt, end, size int64) error {
	var buf []byte
	for at := end; at < size; at += int64(len(buf)) {
		b := grow(&buf, int(min(size-at, bufferSize)))
		if _, err := f.ReadAt(b, at); err != nil {
			return err
		}
		if at == end {
			if n := min(len(b), len(editMark)); string(b[:n]) == editMark[:n] {
				return nil
			}
		}
		if len(bytes.Trim(b, "\x00")) > 0 {
			return fmt.Errorf("%d bytes of something else behind the array", size-end)
		}
	}
	return nil
}

// Append writes behind the end.
func (e *FileEditor) Append(parts ...[]byte) (int64, error) {
	off := e.size
	for _, p := range parts {
		n, err := e.w.Write(p)
		e.size += int64(n)
		if err != nil {
			return off, fmt.Errorf("write %s: %w", e.path, err)
		}
	}
	return off, nil
}

// Seal makes the new content the file's. A failure before the one write leaves the old content as it was, and nothing
// behind it; when that write itself fails the bytes that it replaces are put back.
func (e *FileEditor) Seal(off int64, p []byte) error {
	if e.done {
		return fmt.Errorf("write %s: sealed or aborted before", e.path)
	}
	if err := e.seal(off, p); err != nil {
		return fmt.Errorf("write %s: %w", e.path, err)
	}
	return nil
}

func (e *FileEditor) seal(off int64, p []byte) error {
	defer e.Abort()
	before := make([]byte, len(p))
	if _, err := e.f.ReadAt(before, off); err != nil {
		return err
	}
	if err := e.w.Flush(); err != nil {
		return err
	}
	// What a change left that never came to its end may be longer than this one.
	if err := e.f.Truncate(e.size); err != nil {
		return err
	}
	if err := e.f.Sync(); err != nil {
		return err
	}
	if err := e.check(); err != nil {
		return err
	}
	e.done = true // whatever comes now, nothing may be cut off any more
	if _, err := e.f.WriteAt(p, off); err != nil {
		_, undo := e.f.WriteAt(before, off)
		return errors.Join(err, undo)
	}
	return e.f.Sync()
}

// Abort cuts off what was appended.
func (e *FileEditor) Abort() {
	if !e.done {
		e.done = true
		e.f.Truncate(e.old) // else it stays behind the end, where nobody looks
	}
}
