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
	f    *os.File
	also *os.File // the lock file of the reference, where there is one
}

// LockFile locks the file or directory at path, which must be the one that opened describes. It waits for others
// until ctx ends. A file is opened for reading and writing, for an Editor.
func LockFile(ctx context.Context, path string, opened fs.FileInfo) (*Lock, error) {
	mode, beside := os.O_RDWR, path+lockSuffix
	if opened.IsDir() {
		mode, beside = os.O_RDONLY, filepath.Join(path, lockSuffix)
	}
	f, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return nil, err
	}
	l := &Lock{f: f}
	if err = lockWithin(ctx, f, path); err == nil {
		err = l.lockBeside(ctx, beside)
	}
	if err == nil {
		err = l.check(path, opened)
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

// check makes sure, once nobody else can move it, that the file is the one that was opened.
func (l *Lock) check(path string, opened fs.FileInfo) error {
	for _, stat := range []func() (fs.FileInfo, error){l.f.Stat, func() (fs.FileInfo, error) { return os.Stat(path) }} {
		info, err := stat()
		if err != nil {
			return err
		}
		if !os.SameFile(info, opened) {
			return fmt.Errorf("%s was replaced by another file: open it again: %w", path, ErrChanged)
		}
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

// Unlock lets others go on. The files' closing releases their locks.
func (l *Lock) Unlock() {
	l.f.Close()
	if l.also != nil {
		l.also.Close()
	}
}
