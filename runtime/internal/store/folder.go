package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Objects gives the objects of an array that is stored in several, by name. It may be used by several goroutines.
type Objects interface {
	// Object finds one. Its Close does nothing: the whole is closed.
	Object(name string) (Reader, error)
	Close() error
}

// maxHandles is how many files of a folder are open at a time: enough for the workers of a computation, and far from
// the limits that systems set to a process.
const maxHandles = 32

// Folder reads the regular files of one directory. It stays with the directory that it opened: when another takes its
// name, nothing of that one is read.
type Folder struct {
	path string
	root *os.Root

	mu   sync.Mutex
	open map[string]*handle
	tick int // the time, in uses
}

// handle is an open file and the number of reads that go on in it.
type handle struct {
	f     *os.File
	users int
	used  int
}

// OpenFolder opens the directory at path for reading.
func OpenFolder(path string) (*Folder, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return newFolder(path, root), nil
}

func newFolder(path string, root *os.Root) *Folder {
	return &Folder{path: path, root: root, open: map[string]*handle{}}
}

// Object finds a file, which must not be a link: it would lead out of the array (digest 15).
func (d *Folder) Object(name string) (Reader, error) {
	info, err := d.stat(name)
	if err != nil {
		return nil, err
	}
	return &member{folder: d, name: name, size: info.Size()}, nil
}

func (d *Folder) stat(name string) (fs.FileInfo, error) {
	info, err := d.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s is missing: %w: %w", filepath.Join(d.path, name), fs.ErrNotExist, ErrCorrupt)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is a link or no regular file: %w", filepath.Join(d.path, name), ErrCorrupt)
	}
	return info, nil
}

// Close closes the files.
func (d *Folder) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name, h := range d.open {
		h.f.Close()
		delete(d.open, name)
	}
	return d.root.Close()
}

// acquire gives the open file of a name; release must follow.
func (d *Folder) acquire(name string) (*handle, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick++
	h, ok := d.open[name]
	if !ok {
		f, err := d.openFile(name)
		if err != nil {
			return nil, err
		}
		d.shrink(maxHandles - 1)
		h = &handle{f: f}
		d.open[name] = h
	}
	h.users++
	h.used = d.tick
	return h, nil
}

func (d *Folder) release(h *handle) {
	d.mu.Lock()
	defer d.mu.Unlock()
	h.users--
	d.shrink(maxHandles)
}

// shrink closes the files whose last use is longest ago, until most are open. Those that are read from stay.
func (d *Folder) shrink(most int) {
	for len(d.open) > most {
		oldest := ""
		for name, h := range d.open {
			if h.users == 0 && (oldest == "" || h.used < d.open[oldest].used) {
				oldest = name
			}
		}
		if oldest == "" {
			return
		}
		d.open[oldest].f.Close()
		delete(d.open, oldest)
	}
}

// openFile opens a file and makes sure that no link took its place meanwhile.
func (d *Folder) openFile(name string) (*os.File, error) {
	before, err := d.stat(name)
	if err != nil {
		return nil, err
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	after, err := f.Stat()
	if err == nil && !os.SameFile(before, after) {
		err = fmt.Errorf("%s was replaced while it was opened", filepath.Join(d.path, name))
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// member is one file of a folder.
type member struct {
	folder *Folder
	name   string
	size   int64
}

// Size is the length of the file when it was found.
func (m *member) Size() int64 { return m.size }

// View reads n bytes at off into *buf.
func (m *member) View(off int64, n int, buf *[]byte) ([]byte, error) {
	path := filepath.Join(m.folder.path, m.name)
	if err := checkRange(off, n, m.size); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	h, err := m.folder.acquire(m.name)
	if err != nil {
		return nil, err
	}
	defer m.folder.release(h)
	b := grow(buf, n)
	if _, err := h.f.ReadAt(b, off); err != nil {
		if errors.Is(err, io.EOF) { // the file shrank after it was found
			return nil, fmt.Errorf("%s: truncated at offset %d: %w", path, off, ErrCorrupt)
		}
		return nil, err
	}
	return b, nil
}

// Close does nothing; the folder closes its files.
func (m *member) Close() error { return nil }
