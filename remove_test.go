package b2_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// sparseFolder is a copy of a sparse array.
func sparseFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "x.b2nd")
	if err := os.CopyFS(dir, os.DirFS("testdata/b2nd/g_sframe.b2nd")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func storedFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.b2nd")
	a, err := b2.Arange(t.Context(), 0, 10, 1, b2.Path(path))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRemoveFile(t *testing.T) {
	path := storedFile(t)
	if err := b2.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := b2.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the second time: %v", err)
	}
}

func TestRemoveRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		make func(path string) error
		want string
	}{
		"text":   {func(p string) error { return os.WriteFile(p, []byte("my only copy"), 0o666) }, "does not open as an array"},
		"empty":  {func(p string) error { return os.WriteFile(p, nil, 0o666) }, "does not open as an array"},
		"folder": {func(p string) error { return os.MkdirAll(filepath.Join(p, "00000000.chunk"), 0o777) }, "a folder without a chunks.b2frame"},
		"folder that is no array": {func(p string) error {
			return errors.Join(os.Mkdir(p, 0o777), os.WriteFile(filepath.Join(p, "chunks.b2frame"), []byte("?"), 0o666))
		}, "does not open as an array"},
		"link to an array":  {func(p string) error { return os.Symlink(storedFile(t), p) }, "symbolic link"},
		"link to a folder":  {func(p string) error { return os.Symlink(sparseFolder(t), p) }, "symbolic link"},
		"link that is dead": {func(p string) error { return os.Symlink("nowhere", p) }, "symbolic link"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.b2nd")
			if err := c.make(path); err != nil {
				t.Fatal(err)
			}
			for _, p := range []string{path, path + "/"} {
				err := b2.Remove(p)
				if err == nil || !strings.Contains(err.Error(), c.want) && !strings.Contains(err.Error(), "not a directory") {
					t.Errorf("%s: error %v", p, err)
				}
				if _, err := os.Lstat(path); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestRemoveSparse(t *testing.T) {
	path := sparseFolder(t)
	if err := b2.Remove(path + "/"); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) > 0 {
		t.Errorf("left: %v, %v", entries, err)
	}
}

// What does not belong to the array is left, under another name, and the error says where.
func TestRemoveSparseWithMore(t *testing.T) {
	path := sparseFolder(t)
	for _, name := range []string{"notes.txt", "0000000g.chunk", "00000000.chunk.old"} {
		if err := os.WriteFile(filepath.Join(path, name), []byte("mine"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	err := b2.Remove(path)
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".x.b2nd.*.removed"))
	if err == nil || len(left) != 1 || !strings.Contains(err.Error(), left[0]) || !strings.Contains(err.Error(), "notes.txt") {
		t.Fatalf("error %v, left %v", err, left)
	}
	if entries, err := os.ReadDir(left[0]); err != nil || len(entries) != 3 {
		t.Errorf("left: %v, %v", entries, err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
