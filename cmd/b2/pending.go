package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// pending is a file that appears under its name when it is complete; until then it has another one beside it.
type pending struct {
	*bufio.Writer
	f     *os.File
	path  string
	force bool
}

// createPending starts a file. An existing one is an error unless forced.
func createPending(path string, force bool) (*pending, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !force:
		return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("cannot write %s: it is no regular file", path)
	case err == nil: // of a symbolic link, the file that it leads to is replaced
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, err
		}
	}
	dir, base := filepath.Split(path)
	for range 100 {
		name := filepath.Join(dir, fmt.Sprintf(".%s.%08x.tmp", base, rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err == nil {
			return &pending{Writer: bufio.NewWriterSize(f, 1<<18), f: f, path: path, force: force}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, inPlace(path, err)
		}
	}
	return nil, fmt.Errorf("cannot write %s: its folder is full of temporary files", path)
}

// inPlace makes an error of the temporary file one of the path that was asked for.
func inPlace(path string, err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		err = p.Err
	case errors.As(err, &l):
		err = l.Err
	}
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: "write", Path: path, Err: err}
}

// Write writes elements.
func (p *pending) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	return n, inPlace(p.path, err)
}

// commit gives the file its name.
func (p *pending) commit() error { return inPlace(p.path, p.place()) }

func (p *pending) place() error {
	if err := p.Flush(); err != nil {
		return err
	}
	if err := p.f.Sync(); err != nil {
		return err
	}
	if err := p.f.Close(); err != nil {
		return err
	}
	if !p.force { // only a link never replaces what another process has put there meanwhile
		err := os.Link(p.f.Name(), p.path)
		if err == nil || errors.Is(err, fs.ErrExist) {
			return err
		}
		if _, err := os.Lstat(p.path); err == nil { // a file system without links
			return fs.ErrExist
		}
	}
	return os.Rename(p.f.Name(), p.path)
}

// drop removes what is left under the temporary name.
func (p *pending) drop() {
	p.f.Close()
	os.Remove(p.f.Name())
}
