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
	// Index finds the one that tells what the others are. Once it changes, those that were not read yet may hold anything:
	// they are errors that match ErrChanged.
	Index(name string) (Reader, error)
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

	index string      // the file that is watched; "": none is
	first fs.FileInfo // that one, as it was first

	mu   sync.Mutex
	open map[string]*handle
	tick int // the time, in uses
}

// handle is an open file and the number of reads that go on in it.
type handle struct {
	f     *os.File
	info  fs.FileInfo
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

// Index finds a file and watches it from then on. It stays open, so that no other can become the same to the system.
func (d *Folder) Index(name string) (Reader, error) {
	info, err := d.stat(name)
	if err != nil {
		return nil, err
	}
	h, err := d.acquire(name, info)
	if err != nil {
		return nil, err
	}
	d.index, d.first = name, h.info
	return &member{folder: d, name: name, info: h.info}, nil
}

// Changed is an error that matches ErrChanged when the watched file is another, or has another content.
func (d *Folder) Changed() error {
	if d.index == "" {
		return nil
	}
	now, err := d.root.Lstat(d.index)
	if err == nil && sameContent(now, d.first) {
		return nil
	}
	return fmt.Errorf("another program changed the array: open it again: %w", ErrChanged)
}

// Changed reports whether a file is another than it was, or has another content.
func Changed(path string, before fs.FileInfo) bool {
	now, err := os.Stat(path)
	return err == nil && !sameContent(now, before)
}

// Replaced reports whether something else has the name of a file or directory.
func Replaced(path string, before fs.FileInfo) bool {
	now, err := os.Stat(path)
	return err == nil && !os.SameFile(now, before)
}

// sameContent reports whether a file is the same at two times, and nobody wrote to it in between.
func sameContent(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// Object finds a file, which must not be a link: it would lead out of the array (digest 15).
func (d *Folder) Object(name string) (Reader, error) {
	info, err := d.find(name)
	if err != nil {
		return nil, err
	}
	return &member{folder: d, name: name, info: info}, nil
}

// find describes a file: the one that is open, whatever has its name by now.
func (d *Folder) find(name string) (fs.FileInfo, error) {
	d.mu.Lock()
	h, ok := d.open[name]
	d.mu.Unlock()
	if ok {
		return h.info, nil
	}
	return d.stat(name)
}

func (d *Folder) stat(name string) (fs.FileInfo, error) {
	info, err := d.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, d.missing(name)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is a link or no regular file: %w", filepath.Join(d.path, name), ErrCorrupt)
	}
	return info, nil
}

// Info describes the directory that is open.
func (d *Folder) Info() (fs.FileInfo, error) { return d.root.Stat(".") }

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

// missing is the error about a file that is not there.
func (d *Folder) missing(name string) error {
	if err := d.Changed(); err != nil {
		return err
	}
	return fmt.Errorf("%s is missing: %w: %w", filepath.Join(d.path, name), fs.ErrNotExist, ErrCorrupt)
}

// acquire gives the open file of a name, which was found to be the given one; release must follow.
func (d *Folder) acquire(name string, found fs.FileInfo) (*handle, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick++
	h, ok := d.open[name]
	if !ok {
		var err error
		if h, err = d.openFile(name, found); err != nil {
			return nil, err
		}
		d.shrink(maxHandles - 1)
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

// openFile opens a file and makes sure that no link took its place since it was found, and that it is still one of the
// array.
func (d *Folder) openFile(name string, found fs.FileInfo) (*handle, error) {
	f, err := d.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, d.missing(name)
	}
	if err != nil {
		return nil, err
	}
	after, err := f.Stat()
	if err == nil {
		err = d.Changed()
	}
	if err == nil && !os.SameFile(found, after) {
		err = fmt.Errorf("%s was replaced since it was found: open the array again: %w", filepath.Join(d.path, name), ErrChanged)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &handle{f: f, info: after}, nil
}

// member is one file of a folder.
type member struct {
	folder *Folder
	name   string
	info   fs.FileInfo // when it was found
}

// Size is the length of the file when it was found.
func (m *member) Size() int64 { return m.info.Size() }

// View reads n bytes at off into *buf.
func (m *member) View(off int64, n int, buf *[]byte) ([]byte, error) {
	path := filepath.Join(m.folder.path, m.name)
	if err := checkRange(off, n, m.info.Size()); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	h, err := m.folder.acquire(m.name, m.info)
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
