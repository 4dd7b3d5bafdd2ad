package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
)

// bufferSize of a PendingFile gathers a chunk's small pieces into few system calls; larger pieces bypass it.
const bufferSize = 256 << 10

// PendingFile is a file that appears under its name only when it is complete: it is written under a temporary name in
// the same directory, then synced and renamed. A crash leaves the old file, or none, and never half of the new one.
type PendingFile struct {
	target    string
	overwrite bool
	claim     claim
	f         *os.File
	w         *bufio.Writer
	size      int64
	done      bool
}

// claim makes a name ready to be given to something new: nobody changes the old one until release, if nobody may.
type claim func() (release func(), err error)

// claimOld waits for those that change what has the name, until ctx ends.
func claimOld(ctx context.Context, path string) claim {
	return func() (func(), error) {
		l, err := LockOld(ctx, path)
		return l.Unlock, err
	}
}

// Create starts a new content for the locked file.
func (l *Lock) Create() (*PendingFile, error) {
	p, err := Create(context.Background(), l.path, true)
	if err == nil {
		p.claim = func() (func(), error) { return func() {}, l.check() }
	}
	return p, err
}

// Create starts a file that Commit will put at path. Without overwrite an existing path is refused at once with an
// error that matches fs.ErrExist, and again by Commit if it appeared in between. With overwrite a symbolic link is
// followed, the new file keeps the old one's permissions, and Commit waits for those that change that until ctx ends.
func Create(ctx context.Context, path string, overwrite bool) (*PendingFile, error) {
	if path == "" || os.IsPathSeparator(path[len(path)-1]) {
		return nil, fmt.Errorf("create %q: not the name of a file", path)
	}
	mode := fs.FileMode(0o666) // what the umask leaves of it, as for any new file
	old, err := os.Lstat(path)
	switch {
	case err == nil && !overwrite:
		return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	case err == nil:
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, err
		}
		if old, err = os.Stat(path); err != nil {
			return nil, err
		}
		if !old.Mode().IsRegular() {
			return nil, fmt.Errorf("create %s: not a regular file: it cannot be overwritten", path)
		}
		mode = old.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	f, err := createTemp(path, mode)
	if err != nil {
		return nil, err
	}
	if old != nil {
		if err := f.Chmod(mode); err != nil { // the umask may have taken bits that the old file has
			f.Close()
			os.Remove(f.Name())
			return nil, err
		}
	}
	return &PendingFile{target: path, overwrite: overwrite, claim: claimOld(ctx, path), f: f, w: bufio.NewWriterSize(f, bufferSize)}, nil
}

// createTemp makes a hidden, new file beside path. os.CreateTemp would make it private to the user.
func createTemp(path string, mode fs.FileMode) (*os.File, error) {
	dir, base := filepath.Split(path)
	for try := 0; ; try++ {
		name := filepath.Join(dir, fmt.Sprintf(".%s.%08x.tmp", base, rand.Uint32()))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
		if err == nil || try == 100 || !errors.Is(err, fs.ErrExist) {
			if err != nil {
				var pe *fs.PathError
				if errors.As(err, &pe) {
					err = pe.Err // the user asked for path, not for the temporary name
				}
				return nil, &fs.PathError{Op: "create", Path: path, Err: err}
			}
			return f, nil
		}
	}
}

// Append writes the parts at the end of the file.
func (p *PendingFile) Append(parts ...[]byte) (int64, error) {
	off := p.size
	for _, b := range parts {
		n, err := p.w.Write(b)
		p.size += int64(n)
		if err != nil {
			return off, fmt.Errorf("write %s: %w", p.target, err)
		}
	}
	return off, nil
}

// Patch overwrites bytes written before.
func (p *PendingFile) Patch(off int64, b []byte) error {
	if off < 0 || off+int64(len(b)) > p.size {
		return fmt.Errorf("write %s: patch of %d bytes at %d is outside the %d written", p.target, len(b), off, p.size)
	}
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("write %s: %w", p.target, err)
	}
	if _, err := p.f.WriteAt(b, off); err != nil {
		return fmt.Errorf("write %s: %w", p.target, err)
	}
	return nil
}

// Commit syncs the file, gives it its name and syncs the directory, in this order. If it fails, nothing stays behind.
func (p *PendingFile) Commit() error {
	if p.done {
		return fmt.Errorf("write %s: committed or aborted before", p.target)
	}
	err := p.commit()
	p.Abort() // after a success the temporary name is gone and this only closes
	if err != nil {
		return fmt.Errorf("write %s: %w", p.target, err)
	}
	return nil
}

func (p *PendingFile) commit() error {
	if err := p.w.Flush(); err != nil {
		return err
	}
	if err := p.f.Sync(); err != nil {
		return err
	}
	if err := p.place(); err != nil {
		return err
	}
	return syncDir(filepath.Dir(p.target))
}

// place moves the temporary file to the target name.
func (p *PendingFile) place() error {
	if p.overwrite {
		release, err := p.claim()
		if err != nil {
			return err
		}
		defer release()
		return os.Rename(p.f.Name(), p.target)
	}
	// A link fails when the name is taken, a rename would replace what another process put there meanwhile.
	err := os.Link(p.f.Name(), p.target)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// No links on this file system: reserve the name, then replace the reservation.
	r, err := os.OpenFile(p.target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	r.Close()
	if err := os.Rename(p.f.Name(), p.target); err != nil {
		os.Remove(p.target)
		return err
	}
	return nil
}

// Abort removes the temporary file. After Commit it does nothing.
func (p *PendingFile) Abort() {
	if p.done {
		return
	}
	p.done = true
	p.f.Close()
	os.Remove(p.f.Name())
}

// syncDir makes a new name durable. Some file systems cannot sync a directory, and there is nothing more to do then.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	return syncOpen(d, err)
}

// syncOpen syncs the directory of an opening, and closes it.
func syncOpen(d *os.File, err error) error {
	if err != nil {
		return nil // a directory one may write to but not read
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return err
	}
	return nil
}
