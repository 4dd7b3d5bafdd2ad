package container

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"

	"github.com/b2gen/b2/runtime/internal/store"
)

// isZip tells a zip file by its first bytes, as no frame begins with them.
func isZip(r store.Reader) bool {
	var buf []byte
	b, err := r.View(0, int(min(r.Size(), 2)), &buf)
	return err == nil && string(b) == "PK"
}

// openZip opens a container that is a zip file, and owns r if that succeeds. Members are read where they lie.
func openZip(r store.Reader, o Options) (container, error) {
	z, err := zip.NewReader(readerAt{r}, r.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are keys here, no paths
		return nil, fmt.Errorf("%w: %w", err, store.ErrCorrupt)
	}
	members := make(map[string]*zip.File, len(z.File))
	names := make([]string, 0, len(z.File))
	for _, f := range z.File {
		members[f.Name] = f
		names = append(names, f.Name)
	}
	l := newLeaves(names)
	l.close = r.Close
	l.open = func(name string) (store.Reader, error) { return stored(r, members[name]) }
	if members[embedName] == nil {
		return nil, fmt.Errorf("the zip file is no store of arrays: it has no %s", embedName)
	}
	in, err := l.open(embedName)
	if err == nil {
		l.embed, err = openEmbed(in, o)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", embedName, err)
	}
	return l, nil
}

// stored is the part of the file that a member is.
func stored(r store.Reader, f *zip.File) (store.Reader, error) {
	const encrypted = 1
	switch {
	case f.Method != zip.Store:
		return nil, fmt.Errorf("the member is compressed by zip, and cannot be read where it lies: unzip the file into a folder that ends with .b2d: %w", errors.ErrUnsupported)
	case f.Flags&encrypted != 0:
		return nil, fmt.Errorf("the member is encrypted: %w", errors.ErrUnsupported)
	}
	off, err := f.DataOffset()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, store.ErrCorrupt)
	}
	size := f.CompressedSize64
	if size != f.UncompressedSize64 || size > 1<<62 {
		return nil, fmt.Errorf("the member has %d bytes, and %d where it lies: %w", f.UncompressedSize64, size, store.ErrCorrupt)
	}
	p, err := store.Part(r, off, int64(size))
	if err != nil {
		return nil, err
	}
	return unowned{p}, nil
}

// unowned is a part of a store that someone else closes.
type unowned struct{ store.Reader }

func (unowned) Close() error { return nil }

// readerAt reads a store for the standard library.
type readerAt struct{ r store.Reader }

func (a readerAt) ReadAt(p []byte, off int64) (int, error) {
	left := a.r.Size() - off
	if off < 0 || left <= 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), left))
	buf := p[:0:n]
	b, err := a.r.View(off, n, &buf)
	if err != nil {
		return 0, err
	}
	if n > 0 && &b[0] != &p[0] {
		copy(p, b)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
