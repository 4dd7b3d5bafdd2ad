package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func mapped(t *testing.T, content []byte) (*Mapped, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	m, _, err := MapFile(path)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err) // what is tested is not there on this system
	}
	if err != nil {
		t.Fatal(err)
	}
	return m, path
}

func TestMapped(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789"), 10000)
	m, _ := mapped(t, content)
	var buf []byte
	if b, err := m.View(12345, 50000, &buf); err != nil || !bytes.Equal(b, content[12345:62345]) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	for _, r := range [][2]int{{-1, 1}, {0, 100001}, {100000, 1}, {1, -1}} {
		if _, err := m.View(int64(r[0]), r[1], &buf); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%v: %v", r, err)
		}
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	if _, err := m.View(0, 1, &buf); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("view of what is closed: %v", err)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	empty, _ := mapped(t, nil)
	if _, err := empty.View(0, 0, &buf); err != nil {
		t.Error(err)
	}
	if err := empty.Close(); err != nil {
		t.Error(err)
	}
}

// A file that someone cuts makes errors, not signals.
func TestMappedFileIsCut(t *testing.T) {
	m, path := mapped(t, make([]byte, 1<<20))
	defer m.Close()
	if err := os.Truncate(path, 1<<16); err != nil {
		t.Fatal(err)
	}
	var buf []byte
	if _, err := m.View(1<<19, 100, &buf); !errors.Is(err, ErrCorrupt) {
		t.Errorf("behind the cut: %v", err)
	}
	if _, err := m.View(0, 1<<20, &buf); !errors.Is(err, ErrCorrupt) {
		t.Errorf("across the cut: %v", err)
	}
	if _, err := m.View(0, 1<<16, &buf); err != nil {
		t.Errorf("before the cut: %v", err)
	}
}

func TestMappedClosesAmongReaders(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789abcdef"), 1<<14)
	for range 20 {
		m, _ := mapped(t, content)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				var buf []byte
				for {
					b, err := m.View(16, 1<<16, &buf)
					if errors.Is(err, fs.ErrClosed) {
						return
					}
					if err != nil || !bytes.Equal(b, content[16:16+1<<16]) {
						t.Errorf("other bytes, or %v", err)
						return
					}
				}
			})
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
		all.Wait()
	}
}
