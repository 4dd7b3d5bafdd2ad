// Package container finds the frames inside Python-Blosc2's stores of many: zip files (.b2z), directories (.b2d) and
// embed stores (.b2e), one frame that others lie in. In go a path and a key such as "/group/a", out comes a store.Reader
// of the one frame, or a list of all. It only reads (digest 18).
package container

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Kind is what an entry of a container is.
type Kind = frame.Kind

// Kinds of entries, beside others of frames.
const (
	Array   = frame.KindArray
	SChunk  = frame.KindSChunk
	Objects = frame.KindObjects
	Remote  = frame.KindRemote
	Unknown = frame.KindUnknown // what cannot be opened, too
)

// Entry is one of a container.
type Entry struct {
	Key  string // begins with a slash
	Kind Kind
}

// Options are how a container is read.
type Options struct {
	Limits frame.Limits
	Mmap   bool
}

// open opens the file at path.
func (o Options) open(path string) (store.Reader, error) {
	if o.Mmap {
		m, _, err := store.MapFile(path)
		return m, err
	}
	return store.OpenFile(path)
}

// container is an open one.
type container interface {
	// list gives all entries, in any order.
	list(ctx context.Context) ([]Entry, error)
	// find gives the bytes of an entry's frame, and whether there is an entry. It owns nothing of the container.
	find(key string) (store.Reader, bool, error)
	Close() error
}

// extensions are what the names of containers end with.
var extensions = [...]string{".b2z", ".b2d", ".b2e"}

// Is tells by its name whether a path should be a container.
func Is(path string) bool {
	return slices.Contains(extensions[:], strings.ToLower(filepath.Ext(strings.TrimRight(filepath.ToSlash(path), "/")))) // a folder's may end in a slash
}

// Split cuts "x.b2z:/group/a" into the path of a container and a key of it. It reports false when the path is none of
// that form, or something of that very name is there.
func Split(path string) (file, key string, ok bool) {
	for from := 0; ; {
		i := strings.Index(path[from:], ":")
		if i < 0 {
			return "", "", false
		}
		if i += from; Is(path[:i]) {
			if _, err := os.Lstat(path); err == nil {
				return "", "", false
			}
			key = path[i+1:]
			if !strings.HasPrefix(key, "/") {
				key = "/" + key
			}
			return path[:i], key, true
		}
		from = i + 1
	}
}

// open opens the container at a path: what it is is told by the file, not the name.
func open(path string, o Options) (container, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return openFolder(path, o)
	}
	r, err := o.open(path)
	if err != nil {
		return nil, err
	}
	c, err := openFile(r, o)
	if err != nil {
		r.Close()
		return nil, err
	}
	return c, nil
}

// openFile tells a zip file from an embed store. The container owns r.
func openFile(r store.Reader, o Options) (container, error) {
	if isZip(r) {
		return openZip(r, o)
	}
	return openEmbed(r, o)
}

// List lists a container, in the order of the keys. What other entries are made of is not listed, nor is what only
// holds attributes of groups.
func List(ctx context.Context, path string, o Options) ([]Entry, error) {
	c, err := open(path, o)
	if err != nil {
		return nil, named(path, err)
	}
	defer c.Close()
	entries, err := c.list(ctx)
	if err != nil {
		return nil, named(path, err)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
	return entries, nil
}

// Find gives the bytes of the frame of a key. Closing them closes the container.
func Find(path, key string, o Options) (store.Reader, error) {
	c, err := open(path, o)
	if err != nil {
		return nil, named(path, err)
	}
	r, ok, err := c.find(key)
	if err == nil && !ok {
		err = missing(c, key)
	}
	if err != nil {
		c.Close()
		return nil, named(path+":"+key, err)
	}
	return &found{r, c}, nil
}

// found is a frame that keeps its container open.
type found struct {
	store.Reader
	c container
}

func (f *found) Close() error { return errors.Join(f.Reader.Close(), f.c.Close()) }

// missingError is about a key that is not there. It says so, unlike the error that it matches.
type missingError struct{ text string }

func (e *missingError) Error() string { return e.text }

func (e *missingError) Is(target error) bool { return target == fs.ErrNotExist }

// missing says what could be meant.
func missing(c container, key string) error {
	entries, err := c.list(context.Background())
	if err != nil {
		return &missingError{"there is no such key"}
	}
	var below, same, all []string
	for _, e := range entries {
		all = append(all, e.Key)
		if strings.HasPrefix(e.Key, strings.TrimSuffix(key, "/")+"/") {
			below = append(below, e.Key)
		} else if strings.EqualFold(e.Key, key) || filepath.Base(e.Key) == filepath.Base(key) {
			same = append(same, e.Key)
		}
	}
	switch {
	case len(below) > 0:
		return &missingError{fmt.Sprintf("it is a group, with %s", some(below))}
	case len(same) > 0:
		return &missingError{fmt.Sprintf("there is no such key, but %s", some(same))}
	case len(entries) == 0:
		return &missingError{"there is no such key, the container is empty"}
	}
	return &missingError{fmt.Sprintf("there is no such key, it has %s", some(all))}
}

// some lists a few names.
func some(names []string) string {
	const few = 4
	slices.Sort(names)
	if n := len(names); n > few {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), n-few)
	}
	return strings.Join(names, ", ")
}

// named puts the path in front of an error that does not begin with it.
func named(path string, err error) error {
	if _, ok := errors.AsType[*fs.PathError](err); ok || strings.HasPrefix(err.Error(), path) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
