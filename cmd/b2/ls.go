package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/b2gen/b2"
)

// lsCmd lists the arrays of a folder or of a store.
type lsCmd struct {
	JSON      bool   `name:"json" help:"A line of JSON for each array."`
	Recursive bool   `short:"R" help:"Also those in the folders below."`
	Dir       string `arg:"" optional:"" name:"DIR" default:"." help:"The folder, or a store of arrays (.b2z, .b2d, .b2e), or a group of one (STORE.b2z:/group); the current folder if not given."`
}

// Run lists them. Those that do not open are listed, too, and make the command fail.
func (c *lsCmd) Run(e *env) error {
	items, err := c.items(e.ctx)
	if err != nil {
		return readable(err)
	}
	entries, broken := make([]entry, len(items)), 0
	for i, it := range items {
		entries[i] = newEntry(e.ctx, it)
		if err := e.ctx.Err(); err != nil {
			return err
		}
		if entries[i].err != "" {
			broken++
		}
	}
	if err := c.print(e, entries); err != nil {
		return err
	}
	if broken > 0 {
		return fmt.Errorf("%d of %s cannot be opened", broken, counted(len(items), "array"))
	}
	return nil
}

// item is what is to be listed.
type item struct {
	name, path string
	kind       string // in a store
}

// items are the arrays of a folder, or what a store has, in order. Hidden files are left out.
func (c *lsCmd) items(ctx context.Context) ([]item, error) {
	if store, group, ok := splitStore(c.Dir); ok {
		return storeItems(ctx, store, group)
	}
	info, err := os.Stat(c.Dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() || isSparse(c.Dir) {
		return nil, fmt.Errorf("%s is an array or a file, no folder of arrays: see b2 info %s", c.Dir, c.Dir)
	}
	var items []item
	err = filepath.WalkDir(c.Dir+string(filepath.Separator), func(path string, d fs.DirEntry, err error) error {
		name, e := filepath.Rel(c.Dir, path)
		switch {
		case ctx.Err() != nil || e != nil:
			return cmp.Or(ctx.Err(), e)
		case name == ".":
			return err
		case strings.HasPrefix(d.Name(), "."):
			return skip(d)
		case isArray(path):
			items = append(items, item{name: name, path: filepath.Join(c.Dir, name)})
			return skip(d)
		case d.IsDir() && !c.Recursive:
			return fs.SkipDir
		}
		return err
	})
	slices.SortFunc(items, func(a, b item) int { return strings.Compare(a.name, b.name) })
	return items, err
}

// storeItems are what a store has, or a group of it.
func storeItems(ctx context.Context, store, group string) ([]item, error) {
	entries, err := b2.List(ctx, store)
	if err != nil {
		return nil, err
	}
	var items []item
	for _, e := range entries {
		if strings.HasPrefix(e.Key, group+"/") {
			items = append(items, item{e.Key, store + ":" + e.Key, e.Kind})
		}
	}
	if len(items) > 0 || group == "" {
		return items, nil
	}
	path := store + ":" + group
	s, err := b2.OpenSChunk(ctx, path)
	if err != nil {
		return nil, err // says what is there
	}
	s.Close()
	return nil, fmt.Errorf("%s is an array or an SChunk, no group: see b2 info %s", path, path)
}

// splitStore cuts "x.b2z:/group" into a store and the key of a group in it, "" for all.
func splitStore(path string) (store, group string, ok bool) {
	if isStore(path) {
		return path, "", true
	}
	for i := range path {
		if path[i] == ':' && isStore(path[:i]) {
			if group = strings.Trim(path[i+1:], "/"); group != "" {
				group = "/" + group
			}
			return path[:i], group, true
		}
	}
	return "", "", false
}

// skip keeps a walk out of a folder.
func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// isArray tells by its name whether a path should hold an array, or what is listed beside them, whole or not. Links are
// followed.
func isArray(path string) bool {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return isSparse(path) || isStore(path)
	}
	ext := filepath.Ext(path)
	return (ext == ".b2nd" || ext == ".b2frame" || isStore(path)) && (err != nil || info.Mode().IsRegular()) // a link that leads nowhere is broken
}

// isStore tells by its name whether a path is a store of arrays, not one of them.
func isStore(path string) bool {
	switch strings.ToLower(filepath.Ext(strings.TrimRight(filepath.ToSlash(path), "/"))) {
	case ".b2z", ".b2d", ".b2e":
		_, err := os.Stat(path)
		return err == nil
	}
	return false
}

// isSparse tells whether a folder holds a sparse array.
func isSparse(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "chunks.b2frame"))
	return err == nil
}

func (c *lsCmd) print(e *env, entries []entry) error {
	if c.JSON {
		for _, n := range entries {
			if err := json.NewEncoder(e.stdout).Encode(n); err != nil {
				return err
			}
		}
		return nil
	}
	if len(entries) == 0 {
		return nil
	}
	rows := [][]string{{"name", "dtype", "shape", "chunks", "nbytes", "cbytes", "cratio", "codec"}}
	for _, n := range entries {
		rows = append(rows, n.row())
	}
	_, err := fmt.Fprint(e.stdout, table(rows))
	return err
}

// table aligns columns: names to the left, numbers to the right. The last cell of a row has no column, so that an
// error may be long.
func table(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r[:len(r)-1] {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var s strings.Builder
	for _, r := range rows {
		for i, cell := range r[:len(r)-1] {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if rows[0][i] == "nbytes" || rows[0][i] == "cbytes" || rows[0][i] == "cratio" {
				s.WriteString(pad + cell + "  ")
			} else {
				s.WriteString(cell + pad + "  ")
			}
		}
		s.WriteString(r[len(r)-1] + "\n")
	}
	return s.String()
}
