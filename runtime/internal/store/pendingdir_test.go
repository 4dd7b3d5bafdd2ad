package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// isOurs are the names that the tests' directories hold.
func isOurs(name string) bool { return strings.HasPrefix(name, "part") }

// putAll writes a directory of three files.
func putAll(p *PendingDir, content string) error {
	for i := range 3 {
		if err := p.Put(fmt.Sprintf("part%d", i), []byte(content), []byte{byte(i)}); err != nil {
			p.Abort()
			return err
		}
	}
	return p.Commit()
}

// holds makes sure that a directory is whole, and that nothing is beside it.
func holds(t *testing.T, path, content string) {
	t.Helper()
	for i := range 3 {
		b, err := os.ReadFile(filepath.Join(path, fmt.Sprintf("part%d", i)))
		if want := content + string(rune(i)); err != nil || string(b) != want {
			t.Errorf("%q, %v; want %q", b, err, want)
		}
	}
	if got := names(t, path); len(got) != 3 {
		t.Errorf("files %v", got)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range list {
		all = append(all, e.Name())
	}
	return all
}

func TestPendingDir(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	p, err := CreateDir(t.Context(), path+"/", false, isOurs)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the directory is there before Commit")
	}
	if err := putAll(p, "old"); err != nil {
		t.Fatal(err)
	}
	p.Abort() // does nothing any more
	holds(t, path, "old")
	if _, err := CreateDir(t.Context(), path, false, isOurs); !errors.Is(err, fs.ErrExist) {
		t.Errorf("existing: %v", err)
	}
	if err := os.Chmod(path, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("x", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if p, err = CreateDir(t.Context(), filepath.Join(dir, "link"), true, isOurs); err != nil {
		t.Fatal(err)
	}
	if err := putAll(p, "new"); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "new")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o750 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"link", "x"}) {
		t.Errorf("left: %v", got)
	}
}

func TestCreateDirRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, prepare := range map[string]func(path string) error{
		"a file": func(path string) error { return os.WriteFile(path, nil, 0o666) },
		"foreign file": func(path string) error {
			return errors.Join(os.Mkdir(path, 0o777), os.WriteFile(path+"/notes", nil, 0o666))
		},
		"foreign dir":  func(path string) error { return os.MkdirAll(path+"/part1", 0o777) },
		"foreign link": func(path string) error { return errors.Join(os.Mkdir(path, 0o777), os.Symlink("/", path+"/part1")) },
		"dead link":    func(path string) error { return os.Symlink("nowhere", path) },
		"no parent":    func(string) error { return nil },
	} {
		path := filepath.Join(dir, name)
		if name == "no parent" {
			path = filepath.Join(dir, "no", "parent")
		}
		if err := prepare(path); err != nil {
			t.Fatal(err)
		}
		before := names(t, dir)
		if _, err := CreateDir(t.Context(), path, true, isOurs); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			t.Log(err)
		}
		if after := names(t, dir); !slices.Equal(before, after) {
			t.Errorf("%s: left %v", name, after)
		}
	}
	if _, err := CreateDir(t.Context(), "", true, isOurs); err == nil {
		t.Error("no name: no error")
	}
}

// Somebody else's directory that appears meanwhile stays.
func TestCommitDirRace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	p, err := CreateDir(t.Context(), path, false, isOurs)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := putAll(p, "late"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v", err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"x"}) || len(names(t, path)) > 0 {
		t.Errorf("left: %v", got)
	}
}

var errDisk = errors.New("the disk is full")

// badDisk fails at one operation, having done it by half if it writes a file.
type badDisk struct {
	osDisk
	left *int
}

func (d badDisk) step() error {
	if *d.left--; *d.left == -1 {
		return errDisk
	}
	return nil
}

func (d badDisk) Mkdir(path string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.Mkdir(path)
}

func (d badDisk) WriteFile(path string, parts [][]byte) error {
	if err := d.step(); err != nil {
		return errors.Join(err, d.osDisk.WriteFile(path, parts[:1]))
	}
	return d.osDisk.WriteFile(path, parts)
}

func (d badDisk) SyncDir(path string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.SyncDir(path)
}

func (d badDisk) Rename(from, to string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.Rename(from, to)
}

func (d badDisk) Remove(path string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.Remove(path)
}

// Each operation fails in turn: there is the old directory or the new one, whole, and nothing else is left but old
// files that could not be deleted.
func TestPendingDirFaults(t *testing.T) {
	for _, overwrite := range []bool{false, true} {
		faults := 0
		for at := 0; ; at++ {
			dir := t.TempDir()
			path := filepath.Join(dir, "x")
			if overwrite {
				p, err := CreateDir(t.Context(), path, false, isOurs)
				if err == nil {
					err = putAll(p, "old")
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			left := at
			p, err := createDir(t.Context(), path, overwrite, isOurs, badDisk{left: &left})
			if err == nil {
				err = putAll(p, "new")
			}
			if left >= 0 {
				if err != nil {
					t.Fatal(err)
				}
				holds(t, path, "new")
				break
			}
			faults++
			if !errors.Is(err, errDisk) {
				t.Errorf("fault %d: error %v", at, err)
			}
			checkAfterFault(t, dir, overwrite, p != nil && p.renamed(), strings.Contains(err.Error(), "could be deleted"))
		}
		t.Logf("overwrite %v: %d faults", overwrite, faults)
	}
}

// renamed tells whether the temporary directory has its name.
func (p *PendingDir) renamed() bool {
	b, err := os.ReadFile(filepath.Join(p.target, "part2"))
	return err == nil && strings.HasPrefix(string(b), "new")
}

func checkAfterFault(t *testing.T, dir string, overwrite, placed, kept bool) {
	t.Helper()
	path := filepath.Join(dir, "x")
	switch {
	case placed:
		holds(t, path, "new")
	case overwrite:
		holds(t, path, "old")
	}
	want := 0
	if overwrite || placed {
		want++
	}
	if kept { // under the name that the error says
		want++
	}
	if got := names(t, dir); len(got) != want {
		t.Errorf("left: %v", got)
	}
}
