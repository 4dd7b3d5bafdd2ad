package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// locked is a file or a directory that a change has locked.
func locked(t *testing.T, path string) *Lock {
	t.Helper()
	if !canLock {
		t.Skip("no locks on this system")
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	l, err := LockFile(t.Context(), path, info)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Unlock)
	return l
}

// both are a file and a directory of parts, in a directory of their own each, and how they are overwritten.
func both(t *testing.T) map[string]func(ctx context.Context, content string) error {
	t.Helper()
	t.Chdir(t.TempDir())
	kinds := map[string]func(context.Context, string) error{
		"file": func(ctx context.Context, content string) error {
			p, err := Create(ctx, "file", true)
			if err == nil {
				_, err = p.Append([]byte(content))
			}
			if err == nil {
				err = p.Commit()
			}
			return err
		},
		"dir": func(ctx context.Context, content string) error {
			p, err := CreateDir(ctx, "dir", true, isOurs)
			if err == nil {
				err = putAll(p, content)
			}
			return err
		},
	}
	for name, write := range kinds {
		if err := write(t.Context(), "old"); err != nil {
			t.Fatal(name, err)
		}
	}
	return kinds
}

// content is what stands in the file, or in the first one of the directory.
func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path, "part0"))
	if err != nil {
		b, err = os.ReadFile(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(b[:3])
}

// What is being changed gets its successor only when the change is at its end; waiting for that leaves no trace.
func TestOverwriteWaits(t *testing.T) {
	for name, write := range both(t) {
		l := locked(t, name)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		err := write(ctx, "new")
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || content(t, name) != "old" {
			t.Errorf("%s: while it is changed: %v, content %s", name, err, content(t, name))
		}
		if got := names(t, "."); len(got) != 2 {
			t.Errorf("%s: left %v", name, got)
		}
		done := make(chan error)
		go func() { done <- write(t.Context(), "new") }()
		l.Unlock()
		if err := <-done; err != nil || content(t, name) != "new" {
			t.Errorf("%s: after the change: %v, content %s", name, err, content(t, name))
		}
	}
}

// A change that waits while its file is overwritten does not go on with what has the name then.
func TestLockOfReplaced(t *testing.T) {
	for name, write := range both(t) {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := write(t.Context(), "new"); err != nil {
			t.Fatal(err)
		}
		if _, err := LockFile(t.Context(), name, info); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Somebody who does not lock puts something else in the place of what is being changed: that stays as it is, and the
// change is an error.
func TestEditOfReplaced(t *testing.T) {
	kinds := both(t)
	for name, edit := range map[string]func(l *Lock) error{
		"file": func(l *Lock) error {
			e, err := l.Edit(3)
			if err == nil {
				_, err = e.Append([]byte("more"))
			}
			return errors.Join(err, replace("file", kinds["file"]), e.Seal(0, []byte("bad")))
		},
		"file anew": func(l *Lock) error {
			p, err := l.Create()
			if err == nil {
				_, err = p.Append([]byte("bad"))
			}
			return errors.Join(err, replace("file", kinds["file"]), p.Commit())
		},
		"dir": func(l *Lock) error {
			e, err := l.EditDir()
			if err == nil {
				err = e.Put("part7", []byte("bad"))
			}
			return errors.Join(err, replace("dir", kinds["dir"]), e.Put("part8", []byte("bad")), e.Replace("part0", [][]byte{[]byte("bad")}, []string{"part1"}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := name[:min(4, len(name))]
			err := edit(locked(t, path))
			if !errors.Is(err, ErrChanged) {
				t.Errorf("error %v", err)
			}
			if path == "dir" {
				holds(t, "dir", "new")
				holds(t, "moved", "old")
			} else if got, _ := os.ReadFile("moved"); string(got) != "old" || content(t, path) != "new" {
				t.Errorf("%q and %q", got, content(t, path))
			}
			if err := errors.Join(os.RemoveAll(path), os.Rename("moved", path)); err != nil {
				t.Fatal(err)
			}
			if got := names(t, "."); len(got) != 2 {
				t.Errorf("left %v", got)
			}
		})
	}
}

// replace moves something away and writes another under its name.
func replace(name string, write func(context.Context, string) error) error {
	if err := os.Rename(name, "moved"); err != nil {
		return err
	}
	return write(context.Background(), "new")
}

// What is not there, or may not be opened, is not locked.
func TestLockOld(t *testing.T) {
	l, err := LockOld(t.Context(), filepath.Join(t.TempDir(), "none"))
	if l != nil || err != nil {
		t.Error(l, err)
	}
	l.Unlock()
}
