package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// numbered returns n bytes that tell their own place.
func numbered(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 7)
	}
	return b
}

func TestReaders(t *testing.T) {
	want := numbered(1000)
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, want, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	segmented := &Memory{}
	for _, n := range []int{0, 1, 300, 0, 400, 299} {
		off := segmented.Size()
		if _, err := segmented.Append(want[off:off+int64(n/2)], want[off+int64(n/2):off+int64(n)]); err != nil {
			t.Fatal(err)
		}
	}
	for name, r := range map[string]Reader{"file": file, "one segment": NewMemory(want), "segments": segmented} {
		t.Run(name, func(t *testing.T) {
			defer r.Close()
			var buf []byte
			if r.Size() != 1000 {
				t.Errorf("Size() = %d, want 1000", r.Size())
			}
			for _, c := range []struct{ off, n int }{{0, 0}, {0, 1}, {0, 1000}, {1, 300}, {299, 3}, {301, 400}, {999, 1}, {1000, 0}} {
				got, err := r.View(int64(c.off), c.n, &buf)
				if err != nil || !bytes.Equal(got, want[c.off:c.off+c.n]) {
					t.Errorf("View(%d, %d): %v, err %v", c.off, c.n, got, err)
				}
			}
			for _, c := range []struct{ off, n int }{{0, 1001}, {1000, 1}, {-1, 1}, {0, -1}, {1 << 62, 1 << 62}, {5000, 0}} {
				if _, err := r.View(int64(c.off), c.n, &buf); !errors.Is(err, ErrCorrupt) {
					t.Errorf("View(%d, %d): error %v does not wrap ErrCorrupt", c.off, c.n, err)
				}
			}
			if cap(buf) > 1024 {
				t.Errorf("a refused view grew the buffer to %d", cap(buf))
			}
		})
	}
}

func TestMemoryViewsWithoutCopy(t *testing.T) {
	m := &Memory{}
	m.Append([]byte("abc"), []byte("def"))
	m.Append([]byte("ghi"))
	var buf []byte
	if _, err := m.View(1, 5, &buf); err != nil || buf != nil {
		t.Errorf("a view inside a segment used the buffer: %q, err %v", buf, err)
	}
	if err := m.Patch(4, []byte("EFG")); err != nil {
		t.Fatal(err)
	}
	if got, err := m.View(0, 9, &buf); err != nil || string(got) != "abcdEFGhi" {
		t.Errorf("after Patch: %q, err %v", got, err)
	}
	if err := m.Patch(7, []byte("xyz")); err == nil {
		t.Error("Patch beyond the end: no error")
	}
}

func TestCounter(t *testing.T) {
	c := &Counter{Reader: NewMemory(numbered(100))}
	c.View(3, 10, new([]byte))
	c.View(90, 10, new([]byte))
	if c.Bytes.Load() != 20 || c.Views.Load() != 2 {
		t.Errorf("counted %d bytes in %d views", c.Bytes.Load(), c.Views.Load())
	}
}

func TestOpenFileRefuses(t *testing.T) {
	if _, err := OpenFile(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := OpenFile(t.TempDir()); err == nil {
		t.Error("a directory: no error")
	}
}

// entries lists what is in dir.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// write makes a pending file at path with a patched content.
func write(t *testing.T, path string, overwrite bool) *PendingFile {
	t.Helper()
	p, err := Create(t.Context(), path, overwrite)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"hel", "xx wor", "ld"} {
		if _, err := p.Append([]byte(part)); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Patch(3, []byte("lo")); err != nil {
		t.Fatal(err)
	}
	if err := p.Patch(9, []byte("too long")); err == nil {
		t.Fatal("Patch beyond the end: no error")
	}
	return p
}

func TestPendingFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.b2nd")
	p := write(t, path, false)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("visible before Commit: %v", err)
	}
	if err := p.Commit(); err != nil {
		t.Fatal(err)
	}
	p.Abort()
	if got, err := os.ReadFile(path); err != nil || string(got) != "hello world" {
		t.Errorf("content %q, err %v", got, err)
	}
	if diff := cmp.Diff([]string{"a.b2nd"}, entries(t, dir)); diff != "" {
		t.Errorf("left behind (-want +got):\n%s", diff)
	}
}

func TestPendingFileAbort(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), false).Abort()
	if diff := cmp.Diff([]string{}, entries(t, dir)); diff != "" {
		t.Errorf("left behind (-want +got):\n%s", diff)
	}
}

func TestPendingFileExisting(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	late := write(t, path, false)
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := late.Commit(); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Commit over a file that appeared meanwhile: %v", err)
	}
	if _, err := Create(t.Context(), path, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create on an existing file: %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "old" {
		t.Errorf("the refused write changed the file to %q", got)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if err := write(t, link, true).Commit(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, err %v, want the old file's 0640", info.Mode(), err)
	}
	if got, _ := os.ReadFile(path); string(got) != "hello world" {
		t.Errorf("content %q behind the link", got)
	}
	if diff := cmp.Diff([]string{"a", "link"}, entries(t, dir)); diff != "" {
		t.Errorf("left behind (-want +got):\n%s", diff)
	}
}

func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := Create(t.Context(), filepath.Join(dir, "no", "a"), false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing directory: %v", err)
	}
	if _, err := Create(t.Context(), dir, true); err == nil {
		t.Error("a directory as target: no error")
	}
	if _, err := Create(t.Context(), dir, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a directory as target: %v", err)
	}
	for _, path := range []string{"", dir + "/x/"} {
		if _, err := Create(t.Context(), path, true); err == nil {
			t.Errorf("path %q: no error", path)
		}
	}
	if os.Getuid() == 0 {
		t.Log("not tried as root, who may write anywhere: an unwritable directory")
		return
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(t.Context(), filepath.Join(dir, "a"), false); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("unwritable directory: %v", err)
	}
}
