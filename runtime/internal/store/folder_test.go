package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	const files = 3 * maxHandles
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), []byte(fmt.Sprintf("file %d", i)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	d, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	var buf []byte
	for k := range 4 * files {
		i := k * 7 % files
		r, err := d.Object(fmt.Sprint(i))
		if err != nil {
			t.Fatal(err)
		}
		b, err := r.View(5, int(r.Size())-5, &buf)
		if err != nil || string(b) != fmt.Sprint(i) {
			t.Errorf("%q, %v", b, err)
		}
		if len(d.open) > maxHandles {
			t.Fatalf("%d files are open", len(d.open))
		}
		if _, err := r.View(5, int(r.Size()), &buf); !errors.Is(err, ErrCorrupt) {
			t.Errorf("beyond the end: %v", err)
		}
	}
	r, _ := d.Object("1")
	if err := os.Rename(dir, dir+"2"); err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir + "2")
	if _, err := d.Object("2"); err != nil {
		t.Errorf("the directory got another name: %v", err)
	}
	if err := d.Close(); err != nil || len(d.open) > 0 {
		t.Errorf("%v, %d files are open", err, len(d.open))
	}
	if _, err := r.View(0, 1, &buf); err == nil {
		t.Error("closed: no error")
	}
}

func TestFrom(t *testing.T) {
	m := NewMemory([]byte("abc"), []byte("def"))
	r, err := From(m, 2)
	if err != nil {
		t.Fatal(err)
	}
	var buf []byte
	if b, err := r.View(0, 4, &buf); r.Size() != 4 || string(b) != "cdef" || err != nil {
		t.Errorf("%q of %d, %v", b, r.Size(), err)
	}
	for _, bad := range [][2]int64{{-1, 2}, {0, 5}, {4, 1}, {2, -1}} {
		if _, err := r.View(bad[0], int(bad[1]), &buf); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	for _, off := range []int64{-1, 7} {
		if _, err := From(m, off); err == nil {
			t.Errorf("offset %d: no error", off)
		}
	}
}
