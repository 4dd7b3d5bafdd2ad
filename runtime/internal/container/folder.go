package container

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/b2gen/b2/runtime/internal/store"
)

// openFolder opens a container that is a directory. Links that lead out of it are not followed.
func openFolder(dir string, o Options) (container, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	files, err := regular(root)
	if err != nil {
		return nil, err
	}
	r, err := o.open(filepath.Join(dir, embedName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the directory is no store of arrays: it has no %s", embedName)
	}
	if err != nil {
		return nil, err
	}
	e, err := openEmbed(r, o)
	if err != nil {
		r.Close()
		return nil, fmt.Errorf("%s: %w", embedName, err)
	}
	l := newLeaves(files)
	l.embed, l.close = e, e.Close
	l.open = func(name string) (store.Reader, error) { return o.open(filepath.Join(dir, filepath.FromSlash(name))) }
	return l, nil
}

// regular are the regular files of a directory and of those below, links to such within it among them.
func regular(root *os.Root) ([]string, error) {
	var files []string
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			if info, err := root.Stat(filepath.FromSlash(name)); err != nil || !info.Mode().IsRegular() {
				return nil
			}
		} else if !d.Type().IsRegular() {
			return nil
		}
		files = append(files, name)
		return nil
	})
	return files, err
}
