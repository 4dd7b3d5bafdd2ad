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
	root  *os.Root // the very directory that is locked, whatever has its name meanwhile
	disk  Disk     // in it
	check func() error
	put   []string
	done  bool
}

// TempSuffix is what a file's name ends with until it replaces another.
const TempSuffix = ".tmp"

// EditDir starts to change the locked directory, until it is unlocked.
func (l *Lock) EditDir() (*DirEditor, error) {
	root, err := l.openRoot()
	if err != nil {
		return nil, err
	}
	l.root = root
	e := EditDirOn(root, RootDisk(root))
	e.check = l.check
	return e, nil
}

// EditDirOn changes a directory that nobody else uses, by way of a disk that may fail.
func EditDirOn(root *os.Root, d Disk) *DirEditor {
	return &DirEditor{root: root, disk: d, check: func() error { return nil }}
}

// Names lists what is in the directory.
func (e *DirEditor) Names() ([]string, error) {
	d, err := e.root.Open(".")
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.Readdirnames(-1)
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
	if err := e.disk.WriteFile(name, parts); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Join(e.root.Name(), name), err)
	}
	return nil
}

// Replace gives a file new content, and then deletes those that it does not need any more. If it fails before the new
// content is in place, the directory is what it was.
func (e *DirEditor) Replace(name string, parts [][]byte, drop []string) error {
	if e.done {
		return fmt.Errorf("write %s: replaced or aborted before", e.root.Name())
	}
	defer e.Abort()
	temp := name + TempSuffix
	e.root.Remove(temp) // left by a change that never came to its end
	e.put = append(e.put, temp)
	if err := e.write(temp, parts); err != nil {
		return err
	}
	err := e.disk.SyncDir(".")
	if err == nil {
		err = e.check()
	}
	if err == nil {
		err = e.disk.Rename(temp, name)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", e.root.Name(), err)
	}
	e.done = true // the new content is there, whatever happens
	err = e.disk.SyncDir(".")
	if err == nil { // else a crash might bring the old names back
		for _, old := range drop {
			err = errors.Join(err, e.disk.Remove(old))
		}
	}
	if err != nil {
		return fmt.Errorf("%s has its new content, but: %w", e.root.Name(), err)
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
		e.root.Remove(name)
	}
}
