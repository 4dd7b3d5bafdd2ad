package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// ObjectWriter receives an array that is stored in several objects. It is not safe for concurrent use; after Commit or
// Abort it is done, as a Writer is.
type ObjectWriter interface {
	// Put stores an object of a new name, durably.
	Put(name string, parts ...[]byte) error
	// Commit makes all objects visible under the directory's name.
	Commit() error
	// Abort drops what was written and leaves no trace.
	Abort()
}

// PendingDir is a directory that appears under its name only when it is complete. Its files are written into a hidden
// directory beside the target, which is renamed at the end. There is no way to exchange two directories in one step on
// all systems, so an old one is moved aside first: a crash just between leaves it there, whole, under a hidden name.
type PendingDir struct {
	target string
	temp   string
	old    bool // there is a directory to replace
	claim  claim
	owned  func(name string) bool
	names  []string
	disk   Disk
	done   bool
}

// CreateDir starts a directory that Commit will put at path. Without overwrite an existing path is refused with an
// error that matches fs.ErrExist. With overwrite it must be a directory with none but owned files, which is all that
// will be deleted; a symbolic link to it is followed, and Commit waits for those that change it until ctx ends.
func CreateDir(ctx context.Context, path string, overwrite bool, owned func(name string) bool) (*PendingDir, error) {
	return createDir(ctx, path, overwrite, owned, osDisk{})
}

func createDir(ctx context.Context, path string, overwrite bool, owned func(name string) bool, d Disk) (*PendingDir, error) {
	if path == "" {
		return nil, fmt.Errorf("create %q: not the name of a directory", path)
	}
	p := &PendingDir{target: filepath.Clean(path), owned: owned, disk: d}
	_, err := os.Lstat(p.target)
	switch {
	case err == nil && !overwrite:
		return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	case err == nil:
		if p.target, err = filepath.EvalSymlinks(p.target); err != nil {
			return nil, err
		}
		if _, err := p.oldFiles(p.target); err != nil {
			return nil, err
		}
		p.old = true
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	p.claim = claimOld(ctx, p.target)
	p.temp = p.beside("tmp")
	if err := p.makeTemp(); err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	return p, nil
}

// makeTemp makes the temporary directory, with the permissions of the one that it will replace.
func (p *PendingDir) makeTemp() error {
	err := p.disk.Mkdir(p.temp)
	if err != nil || !p.old {
		return err
	}
	info, err := os.Stat(p.target)
	if err == nil {
		err = os.Chmod(p.temp, info.Mode().Perm())
	}
	if err != nil {
		os.Remove(p.temp)
	}
	return err
}

// beside is a new hidden name next to the target.
func (p *PendingDir) beside(ext string) string {
	dir, base := filepath.Split(p.target)
	return filepath.Join(dir, fmt.Sprintf(".%s.%016x.%s", base, rand.Uint64(), ext))
}

// oldFiles lists the files of a directory that is to be replaced. A foreign one among them is an error: it is not ours
// to delete.
func (p *PendingDir) oldFiles(dir string) ([]string, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("create %s: it is no directory: a sparse array cannot overwrite it; remove it first", p.target)
	}
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if !e.Type().IsRegular() || !p.owned(e.Name()) {
			return nil, fmt.Errorf("create %s: %s in it is no part of an array: it will not be overwritten; move it away first", p.target, e.Name())
		}
		names = append(names, e.Name())
	}
	return names, nil
}

// Put writes a file of the directory.
func (p *PendingDir) Put(name string, parts ...[]byte) error {
	p.names = append(p.names, name) // before it is there: half a file must go, too
	if err := p.disk.WriteFile(filepath.Join(p.temp, name), parts); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Join(p.target, name), err)
	}
	return nil
}

// Commit gives the directory its name. If it fails, the old directory is what it was and nothing else stays behind.
// Only what comes last may fail with the new directory in place: to make its name durable, to delete the old files.
func (p *PendingDir) Commit() error {
	if p.done {
		return fmt.Errorf("write %s: committed or aborted before", p.target)
	}
	defer p.Abort()
	if err := p.commit(); err != nil {
		return fmt.Errorf("write %s: %w", p.target, err)
	}
	return nil
}

func (p *PendingDir) commit() error {
	if err := p.disk.SyncDir(p.temp); err != nil {
		return err
	}
	aside := p.beside("old")
	if p.old {
		release, err := p.claim()
		if err != nil {
			return err
		}
		defer release()
		if err := p.disk.Rename(p.target, aside); err != nil {
			return err
		}
	}
	if err := p.place(); err != nil {
		if p.old {
			err = errors.Join(err, os.Rename(aside, p.target))
		}
		return err
	}
	p.done = true // the new array is there, whatever happens
	err := p.disk.SyncDir(filepath.Dir(p.target))
	if p.old {
		err = errors.Join(err, p.drop(aside))
	}
	return err
}

// place moves the temporary directory to the target. Rename would replace an empty directory that another process put
// there meanwhile.
func (p *PendingDir) place() error {
	if _, err := os.Lstat(p.target); err == nil {
		return fs.ErrExist
	}
	return p.disk.Rename(p.temp, p.target)
}

// drop deletes the old array, and nothing that came into its directory later.
func (p *PendingDir) drop(aside string) error {
	names, err := p.oldFiles(aside)
	for _, name := range slices.Backward(names) { // an index comes behind the numbers: who reads knows by its absence
		err = errors.Join(err, p.disk.Remove(filepath.Join(aside, name)))
	}
	if err = errors.Join(err, p.disk.Remove(aside)); err != nil {
		return fmt.Errorf("the new array is in place, but not all of the old one could be deleted from %s: %w", aside, err)
	}
	return nil
}

// Abort removes the temporary directory. After Commit it does nothing.
func (p *PendingDir) Abort() {
	if p.done {
		return
	}
	p.done = true
	for _, name := range p.names {
		os.Remove(filepath.Join(p.temp, name))
	}
	os.Remove(p.temp)
}
