package frame

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

// TestTally makes all revisions, one after the other, with the tally of the one before. It must be what counting finds.
func TestTally(t *testing.T) {
	equal := func(t *testing.T, name string, got, want *Tally) {
		t.Helper()
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Tally{})); diff != "" {
			t.Errorf("%s (-counted +kept):\n%s", name, diff)
		}
	}
	order := []string{"overwrite", "attributes", "all", "shrink", "append"}
	t.Run("file", func(t *testing.T) {
		f := &loggedFile{data: oldArray(t), failAt: -1}
		var tally *Tally
		for _, name := range order {
			old, err := Open(store.NewMemory(f.data), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			counted, err := old.Count()
			if err != nil {
				t.Fatal(err)
			}
			if tally != nil {
				equal(t, "before "+name, tally, counted)
			}
			r := revised(old, revisions[name])
			r.Tally = counted
			w, err := old.ReviseInPlace(r, store.EditOn("x.b2nd", f, old.Info().FrameLen))
			if err == nil {
				err = revise(w, r, mustParams(t, old))
			}
			if err != nil {
				t.Fatal(err)
			}
			tally = w.Tally()
		}
	})
	t.Run("sparse", func(t *testing.T) {
		dir := oldDir(t)
		var tally *Tally
		for _, name := range order {
			old, folder, err := openSparse(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer folder.Close()
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			e := store.EditDirOn(root, store.RootDisk(root))
			names, err := e.Names()
			if err != nil {
				t.Fatal(err)
			}
			counted, bytes := old.CountFiles(names), int64(0)
			for _, n := range names {
				if info, err := os.Stat(dir + "/" + n); err == nil && n != IndexFile {
					bytes += info.Size()
				}
			}
			if counted.bytes != bytes || len(counted.rest) > 0 {
				t.Errorf("before %s: header and directory say %d bytes and %q, the chunk files have %d bytes", name, counted.bytes, counted.rest, bytes)
			}
			if tally != nil {
				if tally.next < counted.next {
					t.Errorf("before %s: next file %d, the directory has more than that: %d", name, tally.next, counted.next)
				}
				counted.next = tally.next // numbers of files that are gone are not taken again
				equal(t, "before "+name, tally, counted)
			}
			r := revised(old, revisions[name])
			r.Tally = counted
			w, err := old.ReviseSparse(r, e)
			if err == nil {
				err = revise(w, r, mustParams(t, old))
			}
			if err != nil {
				t.Fatal(err)
			}
			tally = w.Tally()
		}
	})
}

// revised is a revision for a frame that may have become shorter meanwhile.
func revised(f *Frame, r Revision) Revision {
	keep := r.Keep
	if r.Keep = nil; keep != nil {
		r.Keep = []int{}
	}
	for _, k := range keep {
		if k >= f.NChunks() {
			k = -1
		}
		r.Keep = append(r.Keep, k)
	}
	return r
}

func mustParams(t *testing.T, f *Frame) chunk.Params {
	t.Helper()
	p, err := f.ChunkParams(f.Geometry())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestTallyShared drops one of two entries that share a chunk: its bytes stay in use.
func TestTallyShared(t *testing.T) {
	f := &Frame{info: Info{NChunks: 4, headerLen: 0}, offsets: make([]byte, 32)}
	f.offsets[0], f.offsets[8], f.offsets[16], f.offsets[24] = 64, 128, 64, 192
	for _, c := range []struct {
		keep []int
		want map[int64]bool
	}{
		{nil, nil},
		{[]int{0, 1, -1, 3}, map[int64]bool{}},
		{[]int{-1, 1, -1, -1}, map[int64]bool{64: true, 192: true}},
		{[]int{1}, map[int64]bool{64: true, 192: true}},
	} {
		if diff := cmp.Diff(c.want, f.dropped(c.keep)); diff != "" {
			t.Errorf("keep %v (-want +got):\n%s", c.keep, diff)
		}
	}
}
