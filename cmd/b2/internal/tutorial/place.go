package tutorial

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The files that the tutorial makes.
const (
	fileA      = "a.b2nd"
	fileB      = "b.b2nd"
	fileResult = "result.b2nd"
)

// place is the folder that the tutorial works in. It knows what was made there, so that nothing else is removed.
type place struct {
	dir  string
	made []string // files and folders, in the order they were made
}

// claim finds or makes the folder, and makes sure that none of the tutorial's files is there.
func claim(dir string) (*place, error) {
	if dir == "" {
		made, err := os.MkdirTemp("", "b2-tutorial-")
		if err != nil {
			return nil, fmt.Errorf("tutorial: %w", err)
		}
		return &place{dir: made, made: []string{made}}, nil
	}
	for _, name := range []string{fileA, fileB, fileResult} {
		path := filepath.Join(dir, name)
		switch _, err := os.Lstat(path); {
		case err == nil:
			return nil, fmt.Errorf("tutorial: %s: %w; the tutorial replaces nothing: give it another folder", path, fs.ErrExist)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("tutorial: %w", err)
		}
	}
	p := &place{dir: dir}
	if err := p.makeDir(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("tutorial: %w", err), p.remove())
	}
	return p, nil
}

// makeDir makes a folder and those above it that are missing, one by one to know which they are.
func (p *place) makeDir(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is not a folder", dir)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if up := filepath.Dir(dir); up != dir {
		if err := p.makeDir(up); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return err
	}
	p.made = append(p.made, dir)
	return nil
}

func (p *place) path(name string) string { return filepath.Join(p.dir, name) }

// add notes that a file was made.
func (p *place) add(name string) { p.made = append(p.made, p.path(name)) }

// remove removes what was made, the latest first. A folder that somebody else put a file in stays.
func (p *place) remove() error {
	var errs []error
	for i := len(p.made) - 1; i >= 0; i-- {
		if err := os.Remove(p.made[i]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, fmt.Errorf("tutorial: cleaning up: %w", err))
		}
	}
	p.made = nil
	return errors.Join(errs...)
}
