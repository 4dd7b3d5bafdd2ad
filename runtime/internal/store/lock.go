package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrChanged is matched by errors about files that someone else changed since they were opened.
var ErrChanged = errors.New("changed since it was opened")

// Lock keeps others that lock, too, from changing a file or a directory: other programs on b2, and Python-Blosc2 when
// its locking is switched on. Where a system has no such locks it only makes sure that the file is the one it was.
type Lock struct {
	path   string
	opened fs.FileInfo // what was, and still has to be, at path
	f      *os.File
	also   *os.File // the lock file of the reference, where there is one
	root   *os.Root // of a directory, once it is edited
}

// LockFile locks the file or directory at path, which must be the one that opened describes. It waits for others
// until ctx ends. A file is opened for reading and writing, for an Editor.
func LockFile(ctx context.Context, path string, opened fs.FileInfo) (*Lock, error) {
	mode := os.O_RDWR
	if opened.IsDir() {
		mode = os.O_RDONLY
	}
	f, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return nil, err
	}
	return lockOpen(ctx, f, path, opened)
}

// LockOld locks the file or directory that is at path now, whose name is to be given to another or taken away: a change
// of it comes to its end before. It waits for that until ctx ends. The lock is nil, which can be unlocked, too, where
// nothing is there, the system has no locks, or the user may not open the file.
func LockOld(ctx context.Context, path string) (*Lock, error) {
	if !canLock {
		return nil, nil
	}
	for {
		info, err := os.Stat(path)
		if err != nil {
			return nil, nil
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil { // a directory, or a file that is only read
			f, err = os.Open(path)
		}
		if err != nil {
			return nil, nil
		}
		l, err := lockOpen(ctx, f, path, info)
		if err == nil || !errors.Is(err, ErrChanged) && !errors.Is(err, fs.ErrNotExist) {
			return l, err
		}
	}
}

// lockOpen locks a file or directory that is open, and closes it if that fails.
func lockOpen(ctx context.Context, f *os.File, path string, opened fs.FileInfo) (*Lock, error) {
	beside := path + lockSuffix
	if opened.IsDir() {
		beside = filepath.Join(path, lockSuffix)
	}
	l := &Lock{path: path, opened: opened, f: f}
	err := lockWithin(ctx, f, path)
	if err == nil {
		err = l.lockBeside(ctx, beside)
	}
	if err == nil {
		err = l.check()
	}
	if err != nil {
		l.Unlock()
		return nil, err
	}
	return l, nil
}

// lockSuffix is what the reference adds to a name for its lock file, and what it is called in a directory.
const lockSuffix = ".b2lock"

func (l *Lock) lockBeside(ctx context.Context, path string) (err error) {
	l.also, err = os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // nobody locks that way
	}
	if err != nil {
		return err
	}
	return lockWithin(ctx, l.also, path)
}

// check makes sure that the locked file is the one that was opened, and still has its name: others than those that lock
// may move it at any time.
func (l *Lock) check() error {
	for _, stat := range []func() (fs.FileInfo, error){l.f.Stat, func() (fs.FileInfo, error) { return os.Stat(l.path) }} {
		info, err := stat()
		if err != nil {
			return err
		}
		if err := l.same(info); err != nil {
			return err
		}
	}
	return nil
}

func (l *Lock) same(info fs.FileInfo) error {
	if !os.SameFile(info, l.opened) {
		return fmt.Errorf("%s was replaced by another file: open it again: %w", l.path, ErrChanged)
	}
	return nil
}

// lockWithin takes a lock, or gives up when ctx ends.
func lockWithin(ctx context.Context, f *os.File, path string) error {
	for wait := time.Millisecond; ; wait = min(2*wait, 100*time.Millisecond) {
		ok, err := tryLock(f)
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is being changed by another program: %w", path, context.Cause(ctx))
		case <-time.After(wait):
		}
	}
}

// Reader reads the locked file, until it is unlocked.
func (l *Lock) Reader() (*File, error) {
	info, err := l.f.Stat()
	if err != nil {
		return nil, err
	}
	return &File{f: l.f, info: info, size: info.Size()}, nil
}

// Folder reads the locked directory.
func (l *Lock) Folder() (*Folder, error) {
	root, err := l.openRoot()
	if err != nil {
		return nil, err
	}
	return newFolder(l.path, root), nil
}

// openRoot opens the locked directory itself, whatever has its name.
func (l *Lock) openRoot() (*os.Root, error) {
	root, err := os.OpenRoot(l.path)
	if err != nil {
		return nil, err
	}
	info, err := root.Stat(".")
	if err == nil {
		err = l.same(info)
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

// Unlock lets others go on. The files' closing releases their locks.
func (l *Lock) Unlock() {
	if l == nil {
		return
	}
	if l.root != nil {
		l.root.Close()
	}
	l.f.Close()
	if l.also != nil {
		l.also.Close()
	}
}
