package frame

import (
	"strconv"
	"strings"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// Tally is what a revision must know of all chunks of a frame. Counting them takes a look at each; a Writer has the tally
// of the frame that it wrote, for the next revision.
type Tally struct {
	bytes int64    // stored, of all chunks, those that several entries share counted once
	next  int64    // of a sparse frame: the number of the next chunk file, behind all that ever were
	rest  []string // of a sparse frame: chunk files that no entry names, left by a change that never came to its end
}

// Count looks at all chunks of a frame.
func (f *Frame) Count() (*Tally, error) {
	all := make(map[int64]bool, f.info.NChunks)
	for k := range f.info.NChunks {
		if entry := f.offset(k); entry >= 0 {
			all[entry] = true
		}
	}
	n, err := f.storedBytes(all)
	return &Tally{bytes: n}, err
}

// CBytes is the stored size of all chunks. The header of a sparse frame may say more, for the sake of the reference
// (digest 8): then they are counted, as far as they can be read.
func (f *Frame) CBytes() int64 {
	if f.objects == nil || f.info.NChunks == 0 || f.info.CBytes != f.lastFile()+chunk.HeaderSize {
		return f.info.CBytes
	}
	if t, err := f.Count(); err == nil {
		return t.bytes
	}
	return f.info.CBytes
}

// lastFile is the largest number of a chunk file, negative when there is none.
func (f *Frame) lastFile() int64 {
	last := int64(-1)
	for k := range f.info.NChunks {
		last = max(last, f.offset(k))
	}
	return last
}

// CountFiles tells from the names in its directory what a sparse frame has.
func (f *Frame) CountFiles(names []string) *Tally {
	t := &Tally{bytes: f.CBytes()}
	used := make(map[int64]bool, f.info.NChunks)
	for k := range f.info.NChunks {
		used[f.offset(k)] = true
	}
	for _, name := range names {
		if number, ok := strings.CutSuffix(name, chunkSuffix); ok && IsSparseFile(name) {
			n, _ := strconv.ParseInt(number, 16, 64) // the name is known for a number
			t.next = max(t.next, n+1)
			if !used[n] {
				t.rest = append(t.rest, name)
			}
		}
	}
	return t
}

// Tally is that of the frame that was written, once it is closed.
func (f *Writer) Tally() *Tally {
	t := &Tally{bytes: f.cbytes}
	if s, ok := f.out.(*sparseEdit); ok {
		t.next = s.next
	}
	return t
}

// Dead is how many of the frame's bytes would be of no use after a revision in place, and how many would stay in use.
func (f *Frame) Dead(r Revision) (dead, live int64, err error) {
	live, err = f.kept(r)
	return f.info.FrameLen - int64(len(f.head)) - live, live, err
}

// kept is the stored size of the chunks that a revision keeps.
func (f *Frame) kept(r Revision) (int64, error) {
	gone, err := f.storedBytes(f.dropped(r.Keep))
	return max(r.Tally.bytes-gone, 0), err // headers of others may say too little
}

// dropped is the entries of the stored chunks that a revision does not keep, each once.
func (f *Frame) dropped(keep []int) map[int64]bool {
	if keep == nil {
		return nil
	}
	kept := make([]bool, f.info.NChunks)
	for _, k := range keep {
		if k >= 0 {
			kept[k] = true
		}
	}
	out := map[int64]bool{}
	for k, stays := range kept {
		if entry := f.offset(k); !stays && entry >= 0 {
			out[entry] = true
		}
	}
	for k, stays := range kept {
		if len(out) == 0 {
			break
		}
		if stays { // chunks may share their bytes
			delete(out, f.offset(k))
		}
	}
	return out
}

// storedBytes is the stored size of the chunks of some entries.
func (f *Frame) storedBytes(entries map[int64]bool) (int64, error) {
	sum := int64(0)
	for entry := range entries {
		n, err := f.storedSize(entry)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}
