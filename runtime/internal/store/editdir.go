package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// DirEditor changes an array that is stored in several files so that a crash leaves either the old content or the new:
// new files take new names, then the one that names them is replaced, then those that it named before are deleted.
type DirEditor struct {
	path string
	disk Disk
	put  []string
	done bool
}

// TempSuffix is what a file's name ends with until it replaces another.
const TempSuffix = ".tmp"

// EditDir starts to change the directory at path, which must be locked meanwhile.
func EditDir(path string) *DirEditor { return EditDirOn(path, osDisk{}) }

// EditDirOn is EditDir on another disk than the system's.
func EditDirOn(path string, d Disk) *DirEditor { return &DirEditor{path: path, disk: d} }

// Names lists what is in the directory.
func (e *DirEditor) Names() ([]string, error) {
	list, err := os.ReadDir(e.path)
	names := make([]string, len(list))
	for i, entry := range list {
		names[i] = entry.Name()
	}
	return names, err
}

// Put writes a file of a new name, durably. A name that is taken is an error that matches fs.ErrExist.
func (e *DirEditor) Put(name string, parts ...[]byte) error {
	err := e.write(name, parts)
	if !errors.Is(err, fs.ErrExist) {
		e.put = append(e.put, name) // half a file must go, too
	}
	return err
}

func (e *DirEditor) write(name string, parts [][]byte) error {
	if err := e.disk.WriteFile(filepath.Join(e.path, name), parts); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Join(e.path, name), err)
	}
	return nil
}

// Replace gives a file new content, and then deletes those that it does not need any more. If it fails before the new
// content is in place, the directory is what it was.
func (e *DirEditor) Replace(name string, parts [][]byte, drop []string) error {
	if e.done {
		return fmt.Errorf("write %s: replaced or aborted before", e.path)
	}
	defer e.Abort()
	temp := name + TempSuffix
	os.Remove(filepath.Join(e.path, temp)) // left by a change that never came to its end
	e.put = append(e.put, temp)
	if err := e.write(temp, parts); err != nil {
		return err
	}
	if err := e.disk.SyncDir(e.path); err != nil {
		return fmt.Errorf("write %s: %w", e.path, err)
	}
	if err := e.disk.Rename(filepath.Join(e.path, temp), filepath.Join(e.path, name)); err != nil {
		return fmt.Errorf("write %s: %w", e.path, err)
	}
	e.done = true // the new content is there, whatever happens
	err := e.disk.SyncDir(e.path)
	if err == nil { // else a crash might bring the old names back
		for _, old := range drop {
			err = errors.Join(err, e.disk.Remove(filepath.Join(e.path, old)))
		}
	}
	if err != nil {
		return fmt.Errorf("%s has its new content, but: %w", e.path, err)
	}
	return nil
}

// Abort removes the new files, unless they are in use by now.
func (e *DirEditor) Abort() {
	if e.done {
		return
	}
	e.done = true
	for _, name := range e.put {
		os.Remove(filepath.Join(e.path, name))
	}
}
