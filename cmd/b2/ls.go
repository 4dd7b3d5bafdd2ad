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
	"github.com/b2gen/b2/cmd/b2/internal/npy"
)

// lsCmd lists the arrays of a folder.
type lsCmd struct {
	JSON      bool   `name:"json" help:"A line of JSON for each array."`
	Recursive bool   `short:"R" help:"Also those in the folders below."`
	Dir       string `arg:"" optional:"" name:"DIR" default:"." help:"The folder; the current one if not given."`
}

// Run lists them. Those that do not open are listed, too, and make the command fail.
func (c *lsCmd) Run(e *env) error {
	names, err := c.names(e.ctx)
	if err != nil {
		return readable(err)
	}
	entries, broken := make([]entry, len(names)), 0
	for i, name := range names {
		entries[i] = newEntry(e.ctx, c.Dir, name)
		if err := e.ctx.Err(); err != nil {
			return err
		}
		if entries[i].Error != "" {
			broken++
		}
	}
	if err := c.print(e, entries); err != nil {
		return err
	}
	if broken > 0 {
		return fmt.Errorf("%d of %s cannot be opened", broken, counted(len(names), "array"))
	}
	return nil
}

// names are the paths of the arrays, from the folder on, in order. Hidden ones are left out.
func (c *lsCmd) names(ctx context.Context) ([]string, error) {
	if info, err := os.Stat(c.Dir); err == nil && (!info.IsDir() || isSparse(c.Dir)) {
		return nil, fmt.Errorf("%s is an array or a file, no folder of arrays: see b2 info %s", c.Dir, c.Dir)
	}
	var names []string
	err := filepath.WalkDir(c.Dir+string(filepath.Separator), func(path string, d fs.DirEntry, err error) error {
		name, e := filepath.Rel(c.Dir, path)
		switch {
		case ctx.Err() != nil || e != nil:
			return cmp.Or(ctx.Err(), e)
		case name == ".":
			return err
		case strings.HasPrefix(d.Name(), "."):
			return skip(d)
		case isArray(path):
			names = append(names, name)
			return skip(d)
		case d.IsDir() && !c.Recursive:
			return fs.SkipDir
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

// skip keeps a walk out of a folder.
func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// isArray tells by its name whether a path should hold an array, whole or not. Links are followed.
func isArray(path string) bool {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return isSparse(path)
	}
	return filepath.Ext(path) == ".b2nd" && (err != nil || info.Mode().IsRegular()) // a link that leads nowhere is broken
}

// isSparse tells whether a folder holds a sparse array.
func isSparse(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "chunks.b2frame"))
	return err == nil
}

// entry is what is listed of an array.
type entry struct {
	Name   string  `json:"name"`
	DType  string  `json:"dtype,omitempty"`
	Shape  []int   `json:"shape"`
	Chunks []int   `json:"chunks"`
	NBytes int64   `json:"nbytes"` // of the elements
	CBytes int64   `json:"cbytes"`
	CRatio float64 `json:"cratio"`
	Codec  string  `json:"codec,omitempty"`
	Error  string  `json:"error,omitempty"`
}

func newEntry(ctx context.Context, dir, name string) entry {
	path := filepath.Join(dir, name)
	a, err := openArray(ctx, path)
	if err != nil {
		first, _, _ := strings.Cut(about(path, err), "\n")
		return entry{Name: name, Error: first}
	}
	defer a.Close()
	return entry{
		Name: name, DType: a.StoredType().String(), Shape: a.Shape(), Chunks: a.Chunks(),
		NBytes: a.NBytes(), CBytes: a.CBytes(), CRatio: a.CRatio(), Codec: a.Details().Codec,
	}
}

// MarshalJSON leaves all but name and error out of what is broken.
func (n entry) MarshalJSON() ([]byte, error) {
	if n.Error != "" {
		return json.Marshal(struct {
			Name  string `json:"name"`
			Error string `json:"error"`
		}{n.Name, n.Error})
	}
	type plain entry
	return json.Marshal(plain(n))
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

func (n entry) row() []string {
	if n.Error != "" {
		return []string{n.Name, n.Error}
	}
	return []string{n.Name, n.DType, npy.Tuple(n.Shape), npy.Tuple(n.Chunks), b2.FormatBytes(n.NBytes), b2.FormatBytes(n.CBytes), fmt.Sprintf("%.2fx", n.CRatio), n.Codec}
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
