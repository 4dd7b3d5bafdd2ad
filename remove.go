package b2

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	b2rt "github.com/b2gen/b2/runtime"
)

// Remove deletes an array: a .b2nd file, or a folder with a sparse one. What b2 cannot open as an array stays, and so
// does a file that has something else behind the array, or a symbolic link: whether it or what it leads to is meant,
// nobody can know. A missing path is an error that matches [fs.ErrNotExist]. A change of the array that goes on comes to
// its end first.
//
// Of a folder only the files of the array are deleted, which their names tell: chunks.b2frame, .b2lock, and eight
// hexadecimal digits before ".chunk", whatever is in them. When there are others the array is gone, and the error
// names the folder, by another name beside the old one, that still holds them.
func Remove(path string) error {
	info, err := os.Lstat(filepath.Clean(path)) // with a slash at the end, a link would be followed
	if err != nil {
		if b2rt.IsInside(path) {
			return notRemoved(path, errors.New("stores of arrays are only read"))
		}
		return err
	}
	switch kind := info.Mode(); {
	case kind&fs.ModeSymlink != 0:
		return notRemoved(path, errors.New("it is a symbolic link: os.Remove deletes the link, or name what it leads to"))
	case kind.IsDir():
		if _, err := os.Stat(filepath.Join(path, sparseIndex)); err != nil {
			return notRemoved(path, fmt.Errorf("it is a folder without a %s, no array", sparseIndex))
		}
	case !kind.IsRegular():
		return notRemoved(path, errors.New("it is neither a file nor a folder"))
	}
	release, err := b2rt.Removable(path)
	if err != nil {
		return notRemoved(path, err)
	}
	defer release()
	if info.IsDir() {
		return removeFolder(path)
	}
	return os.Remove(path)
}

func notRemoved(path string, err error) error { return fmt.Errorf("%s is not removed: %w", path, err) }

// sparseIndex is the file of a sparse array that lists its chunks.
const sparseIndex = "chunks.b2frame"

// removeFolder deletes a sparse array. It gets another name first, so that nobody opens half an array.
func removeFolder(path string) error {
	whole, err := filepath.Abs(path) // of ".", too, the name is needed
	if err != nil {
		return err
	}
	aside := filepath.Join(filepath.Dir(whole), fmt.Sprintf(".%s.%08x.removed", filepath.Base(whole), rand.Uint32()))
	if err := os.Rename(whole, aside); err != nil {
		return notRemoved(path, err)
	}
	if err := emptyFolder(aside); err != nil {
		return fmt.Errorf("%s is removed but for what is left in %s: %w", path, aside, err)
	}
	return nil
}

// emptyFolder deletes the files of a sparse array and then the folder, if nothing else is in it.
func emptyFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var left []string
	for _, e := range slices.Backward(entries) { // the index before the chunks: readers know by its absence
		name := e.Name()
		if !e.Type().IsRegular() || !b2rt.IsSparseFile(name) {
			left = append(left, name)
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("%s did not belong to the array", listed(left))
	}
	return os.Remove(dir)
}

// listed names a few of many files.
func listed(names []string) string {
	const most = 5
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}
