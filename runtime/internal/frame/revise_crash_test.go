package frame

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

// fileOp is what was done to a file: bytes written at an offset, a new length, or a sync.
type fileOp struct {
	kind string
	at   int64
	data []byte
}

// loggedFile is a file in memory that keeps what is done to it, and fails at the operation number failAt.
type loggedFile struct {
	data   []byte
	log    []fileOp
	failAt int // -1: never
}

func (f *loggedFile) step(op fileOp) error {
	f.log = append(f.log, op)
	if len(f.log)-1 == f.failAt {
		return errFull
	}
	f.data = op.apply(f.data)
	return nil
}

// apply does the operation to a copy.
func (op fileOp) apply(b []byte) []byte {
	b = slices.Clone(b)
	switch op.kind {
	case "write":
		if end := int(op.at) + len(op.data); end > len(b) {
			b = append(b, make([]byte, end-len(b))...)
		}
		copy(b[op.at:], op.data)
	case "truncate":
		if int(op.at) < len(b) {
			return b[:op.at]
		}
		return append(b, make([]byte, int(op.at)-len(b))...)
	}
	return b
}

func (f *loggedFile) ReadAt(p []byte, off int64) (int, error) {
	return bytes.NewReader(f.data).ReadAt(p, off)
}

func (f *loggedFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.step(fileOp{"write", off, slices.Clone(p)}); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (f *loggedFile) Sync() error               { return f.step(fileOp{kind: "sync"}) }
func (f *loggedFile) Truncate(size int64) error { return f.step(fileOp{kind: "truncate", at: size}) }

// revisions are changes of the array that small describes: which chunks stay, and what the others become.
var revisions = map[string]Revision{
	"append":     {Shape: []int{70}, Chunks: []int{10}, Blocks: []int{5}, Keep: []int{0, 1, 2, 3, -1, -1, -1}},
	"overwrite":  {Keep: []int{0, -1, -1, 3}},
	"all":        {Keep: []int{-1, -1, -1, -1}},
	"shrink":     {Shape: []int{15}, Chunks: []int{10}, Blocks: []int{5}, Keep: []int{0, -1}},
	"attributes": {Attrs: map[string]any{"a": "changed", "new": int64(7)}, Drop: []string{"b"}},
	"both":       {Keep: []int{-1, 1, 2, 3}, Attrs: map[string]any{"c": "x"}},
}

// revise does a revision with chunks whose elements are noise.
func revise(w *Writer, r Revision, p chunk.Params) error {
	defer w.Abort()
	e, err := chunk.NewEncoder(p)
	if err != nil {
		return err
	}
	for i, k := range r.Keep {
		if k >= 0 {
			continue
		}
		a, err := e.Encode(elements(dtype.Float64, 10, "noise")[:80])
		if err != nil {
			return err
		}
		if err := w.Append(i, a); err != nil {
			return err
		}
	}
	return w.Close()
}

// oldArray is the file that is changed.
func oldArray(t *testing.T) []byte {
	t.Helper()
	m := small()
	m.Attrs = map[string]any{"a": "old", "b": []any{int64(1), "two"}}
	mem := &store.Memory{}
	if err := writeArray(mem, m, elements(m.DType, 40, "ramp")); err != nil {
		t.Fatal(err)
	}
	return all(t, mem)
}

func all(t *testing.T, r store.Reader) []byte {
	t.Helper()
	var buf []byte
	b, err := r.View(0, int(r.Size()), &buf)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(b)
}

// summary is all that a frame holds.
func summary(f *Frame) (string, error) {
	data, err := readAll(f)
	if err != nil {
		return "", err
	}
	attrs, err := f.Values(false)
	return fmt.Sprint(f.B2ND().Shape, data, attrs), err
}

func summaryOf(b []byte) (string, error) {
	f, err := Open(store.NewMemory(b), Limits{})
	if err != nil {
		return "", err
	}
	return summary(f)
}

// editFile revises a file and says what it holds then.
func editFile(t *testing.T, f *loggedFile, r Revision) error {
	t.Helper()
	old, err := Open(store.NewMemory(slices.Clone(f.data)), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := old.ChunkParams(old.Geometry())
	if err != nil {
		t.Fatal(err)
	}
	if r.Tally, err = old.Count(); err != nil {
		t.Fatal(err)
	}
	w, err := old.ReviseInPlace(r, store.EditOn("x.b2nd", f, old.Info().FrameLen))
	if err != nil {
		t.Fatal(err)
	}
	return revise(w, r, p)
}

// TestCrashInPlace cuts a change off after each operation. Of what was written since the last sync any part may have
// reached the disk: the file must hold the old content or the new, the new once the change has come to its end.
func TestCrashInPlace(t *testing.T) {
	for name, r := range revisions {
		t.Run(name, func(t *testing.T) {
			before := oldArray(t)
			f := &loggedFile{data: before, failAt: -1}
			if err := editFile(t, f, r); err != nil {
				t.Fatal(err)
			}
			old, err := summaryOf(before)
			if err != nil {
				t.Fatal(err)
			}
			changed, err := summaryOf(f.data)
			if err != nil || changed == old {
				t.Fatal("no change", err)
			}
			states := 0
			for k := range len(f.log) + 1 {
				durable := before
				var open []fileOp
				for _, op := range f.log[:k] {
					if open = append(open, op); op.kind == "sync" {
						for _, done := range open {
							durable = done.apply(durable)
						}
						open = nil
					}
				}
				for _, state := range crashed(durable, open) {
					states++
					got, err := summaryOf(state)
					switch {
					case err != nil:
						t.Errorf("after %d of %d operations: %v", k, len(f.log), err)
					case got != changed && (got != old || k == len(f.log)):
						t.Errorf("after %d of %d operations: neither old nor new", k, len(f.log))
					}
				}
			}
			t.Logf("%d operations, %d states", len(f.log), states)
		})
	}
}

// crashed is what a disk may hold of operations that were not synced: any of them, long writes in part.
func crashed(b []byte, open []fileOp) [][]byte {
	states := [][]byte{b}
	for _, op := range open {
		for _, s := range slices.Clone(states) {
			states = append(states, op.apply(s))
			if op.kind == "write" && len(op.data) > 512 { // a sector is written whole
				states = append(states, fileOp{op.kind, op.at, op.data[:len(op.data)/2]}.apply(s))
			}
		}
	}
	return states
}

// TestFaultsInPlace lets each operation fail: an error, and the old content, or, when just the last sync fails, the new.
func TestFaultsInPlace(t *testing.T) {
	for name, r := range revisions {
		t.Run(name, func(t *testing.T) {
			before := oldArray(t)
			old, _ := summaryOf(before)
			done := false
			for at := 0; !done; at++ {
				f := &loggedFile{data: before, failAt: at}
				err := editFile(t, f, r)
				if done = err == nil; done {
					break
				}
				got, gotErr := summaryOf(f.data)
				if !errors.Is(err, errFull) || gotErr != nil {
					t.Errorf("operation %d fails: error %v; then %v", at, err, gotErr)
				}
				if last := f.log[at].kind == "sync" && at > 3; got != old && !last {
					t.Errorf("operation %d, %s, fails: the content is not the old one", at, f.log[at].kind)
				}
			}
		})
	}
}

// tracedDisk copies a directory before each operation, and in the middle of writing a file.
type tracedDisk struct {
	store.Disk
	dir, copies string
	n           int
}

func (d *tracedDisk) on(disk store.Disk) store.Disk {
	d.Disk = disk
	return d
}

func (d *tracedDisk) snapshot() error {
	d.n++
	return os.CopyFS(filepath.Join(d.copies, fmt.Sprint(d.n)), os.DirFS(d.dir))
}

func (d *tracedDisk) WriteFile(path string, parts [][]byte) error {
	if err := d.snapshot(); err != nil {
		return err
	}
	if err := d.Disk.WriteFile(path, parts[:len(parts)/2]); err != nil { // half a file
		return err
	}
	if err := errors.Join(d.snapshot(), d.Disk.Remove(path)); err != nil {
		return err
	}
	return d.Disk.WriteFile(path, parts)
}

func (d *tracedDisk) SyncDir(path string) error {
	return errors.Join(d.snapshot(), d.Disk.SyncDir(path))
}
func (d *tracedDisk) Rename(a, b string) error { return errors.Join(d.snapshot(), d.Disk.Rename(a, b)) }
func (d *tracedDisk) Remove(path string) error { return errors.Join(d.snapshot(), d.Disk.Remove(path)) }

func openSparse(dir string) (*Frame, *store.Folder, error) {
	folder, err := store.OpenFolder(dir)
	if err != nil {
		return nil, nil, err
	}
	f, err := OpenSparse(folder, Limits{})
	return f, folder, err
}

func summaryOfDir(dir string) (string, error) {
	f, folder, err := openSparse(dir)
	if err != nil {
		return "", err
	}
	defer folder.Close()
	return summary(f)
}

// oldDir writes the sparse array that is changed.
func oldDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "x.b2nd")
	m := small()
	m.Attrs = map[string]any{"a": "old", "b": []any{int64(1), "two"}}
	out, err := store.CreateDir(context.Background(), dir, false, IsSparseFile)
	if err != nil {
		t.Fatal(err)
	}
	w, err := NewSparseWriter(out, m)
	if err != nil {
		t.Fatal(err)
	}
	if err := fillArray(w, m, elements(m.DType, 40, "ramp")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// plainDisk is the disk as it is.
func plainDisk(d store.Disk) store.Disk { return d }

// editDir revises a sparse array by way of the disk that is made of the system's.
func editDir(dir string, on func(store.Disk) store.Disk, r Revision) error {
	f, folder, err := openSparse(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	p, err := f.ChunkParams(f.Geometry())
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	e := store.EditDirOn(root, on(store.RootDisk(root)))
	names, err := e.Names()
	if err != nil {
		return err
	}
	r.Tally = f.CountFiles(names)
	w, err := f.ReviseSparse(r, e)
	if err != nil {
		return err
	}
	return revise(w, r, p)
}

// TestCrashSparse opens what a directory holds before each operation of a change: the old content or the new. What a
// crash left is no hindrance to the next change, which clears it away.
func TestCrashSparse(t *testing.T) {
	for name, r := range revisions {
		t.Run(name, func(t *testing.T) {
			dir := oldDir(t)
			old, err := summaryOfDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			d := &tracedDisk{dir: dir, copies: t.TempDir()}
			if err := editDir(dir, d.on, r); err != nil {
				t.Fatal(err)
			}
			changed, err := summaryOfDir(dir)
			if err != nil || changed == old {
				t.Fatal("no change", err)
			}
			for k := 1; k <= d.n; k++ {
				left := filepath.Join(d.copies, fmt.Sprint(k))
				got, err := summaryOfDir(left)
				if err != nil || got != old && got != changed {
					t.Errorf("before operation %d of %d: %v, or neither old nor new", k, d.n, err)
				}
				if got == changed {
					continue // cannot be changed so again, as an attribute is gone
				}
				if err := editDir(left, plainDisk, r); err != nil {
					t.Errorf("the change again, after a crash before operation %d: %v", k, err)
				}
				if got, err := summaryOfDir(left); err != nil || got != changed {
					t.Errorf("the change again, after a crash before operation %d: %v, or not the new content", k, err)
				}
				list, err := os.ReadDir(left)
				if f, folder, openErr := openSparse(left); err != nil || openErr != nil || len(list) != f.NChunks()+1 {
					t.Errorf("files that nobody needs: %v, %v", list, errors.Join(err, openErr))
				} else {
					folder.Close()
				}
			}
		})
	}
}

// badDisk fails at one operation.
type badDisk struct {
	store.Disk
	left int
}

func (d *badDisk) on(disk store.Disk) store.Disk {
	d.Disk = disk
	return d
}

func (d *badDisk) step() error {
	if d.left--; d.left == -1 {
		return errFull
	}
	return nil
}

func (d *badDisk) WriteFile(path string, parts [][]byte) error {
	if err := d.step(); err != nil {
		return errors.Join(err, d.Disk.WriteFile(path, parts[:1]))
	}
	return d.Disk.WriteFile(path, parts)
}

func (d *badDisk) SyncDir(path string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.Disk.SyncDir(path)
}

func (d *badDisk) Rename(a, b string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.Disk.Rename(a, b)
}

func (d *badDisk) Remove(path string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.Disk.Remove(path)
}

// TestFaultsSparse lets each operation fail: an error, the old content without a trace of the new, or the new.
func TestFaultsSparse(t *testing.T) {
	for name, r := range revisions {
		t.Run(name, func(t *testing.T) {
			for at := 0; ; at++ {
				dir := oldDir(t)
				old, err := summaryOfDir(dir)
				if err != nil {
					t.Fatal(err)
				}
				d := &badDisk{left: at}
				err = editDir(dir, d.on, r)
				if d.left >= 0 {
					if err != nil {
						t.Fatal(err)
					}
					return
				}
				got, gotErr := summaryOfDir(dir)
				if !errors.Is(err, errFull) || gotErr != nil {
					t.Errorf("operation %d fails: error %v; then %v", at, err, gotErr)
				}
				list, _ := os.ReadDir(dir)
				if got == old && len(list) != 5 {
					t.Errorf("operation %d fails: left %v", at, list)
				}
			}
		})
	}
}
