package store

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

// Mapped reads a file through a mapping of it into memory: no system call for each view. Its views are copies, made
// here. A view of the mapping itself would be unmapped under those who use it when another goroutine closes, and when
// someone cuts the file its memory faults: in a copy that is caught and becomes an error, but in a codec's assembly
// code the Go runtime cannot always unwind it.
type Mapped struct {
	path string
	mu   sync.RWMutex // held while a view is copied, so that Close waits
	data []byte       // nil: closed
	size int64

	forgotten runtime.Cleanup // unmaps what nobody closes, such as an old version of an array
}

// MapFile maps the regular file at path. On systems without mappings the error matches errors.ErrUnsupported.
func MapFile(path string) (*Mapped, fs.FileInfo, error) {
	f, err := OpenFile(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close() // the mapping stays
	data := []byte{}
	if f.size > 0 { // a mapping cannot be empty
		if int64(int(f.size)) != f.size {
			return nil, nil, fmt.Errorf("map %s: %d bytes are more than this machine's memory can address", path, f.size)
		}
		if data, err = mapFile(f.f, int(f.size)); err != nil {
			return nil, nil, fmt.Errorf("map %s: %w", path, err)
		}
	}
	m := &Mapped{path: path, data: data, size: f.size}
	if len(data) > 0 {
		m.forgotten = runtime.AddCleanup(m, func(b []byte) { unmapFile(b) }, data)
	}
	return m, f.info, nil
}

// Size is the length of the file when it was mapped.
func (m *Mapped) Size() int64 { return m.size }

// View copies n bytes at off into *buf.
func (m *Mapped) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if err := checkRange(off, n, m.size); err != nil {
		return nil, fmt.Errorf("%s: %w", m.path, err)
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.data == nil {
		return nil, fmt.Errorf("%s: %w", m.path, os.ErrClosed)
	}
	b := grow(buf, n)
	if !copyMapped(b, m.data[off:]) {
		return nil, fmt.Errorf("%s: truncated at offset %d, or not readable there: %w", m.path, off, ErrCorrupt)
	}
	return b, nil
}

// copyMapped fills dst, and reports false when a page of src is not there any more.
func copyMapped(dst, src []byte) (ok bool) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		v := recover()
		if _, fault := v.(interface{ Addr() uintptr }); v != nil && !fault {
			panic(v)
		}
	}()
	copy(dst, src)
	return true
}

// Close unmaps the file when the views under way are copied.
func (m *Mapped) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	data := m.data
	if m.data = nil; len(data) == 0 {
		return nil
	}
	m.forgotten.Stop()
	return unmapFile(data)
}
