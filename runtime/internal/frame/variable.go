package frame

import (
	"fmt"
	"sync"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// variable is where chunks that each have their own size begin.
type variable struct {
	mu     sync.Mutex
	starts []int64 // and the end of the last; nil: not added up yet
}

// checkVariable looks at the entries of chunks that each have their own size, which no special one could say (digest
// 7.2). In one file it adds the sizes up: the header must not promise less than they will take. A sparse frame has a
// file for each chunk: those are opened when they are wanted.
func (f *Frame) checkVariable() error {
	for i := range f.info.NChunks {
		if off := f.offset(i); off < 0 {
			return corrupt("chunk %d: entry %#x among chunks of variable size", i, uint64(off))
		}
	}
	if f.objects != nil {
		return nil
	}
	// Entries that share a chunk would claim much with few bytes, and nobody writes them here (digest 15).
	if n := f.info.NChunks; int64(n) > f.info.CBytes/chunk.HeaderSize {
		return corrupt("%d chunks do not fit the %d stored bytes", n, f.info.CBytes)
	}
	_, err := f.starts()
	return err
}

// starts adds the sizes of all chunks up, once.
func (f *Frame) starts() ([]int64, error) {
	v := &f.variable
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.starts != nil {
		return v.starts, nil
	}
	starts := make([]int64, f.info.NChunks+1)
	var buf []byte
	for i := range f.info.NChunks {
		h, err := f.chunkHeader(f.offset(i), &buf)
		if err != nil {
			return nil, fmt.Errorf("frame: chunk %d: %w", i, err)
		}
		starts[i+1] = starts[i] + int64(h.NBytes)
		if starts[i+1] > f.info.NBytes {
			break
		}
	}
	if got := starts[f.info.NChunks]; got != f.info.NBytes {
		return nil, corrupt("chunks of variable size do not have the %d bytes that the header says", f.info.NBytes)
	}
	v.starts = starts
	return starts, nil
}

// chunkHeader reads the header of the stored chunk of an entry.
func (f *Frame) chunkHeader(entry int64, buf *[]byte) (chunk.Header, error) {
	r, at := f.r, int64(f.info.headerLen)+entry
	if f.objects != nil {
		var err error
		if r, err = f.objects.Object(chunkFile(entry)); err != nil {
			return chunk.Header{}, err
		}
		at = 0
	}
	n := min(chunk.HeaderSize, r.Size()-at)
	head, err := r.View(at, int(n), buf)
	if err != nil {
		return chunk.Header{}, err
	}
	return chunk.ParseHeader(head)
}

// openVariable opens a chunk that alone knows its size.
func (f *Frame) openVariable(entry int64, r *chunk.Reader) error {
	most := int(min(f.info.NBytes, int64(f.lim.ChunkNBytes)))
	return f.openStored(entry, r, chunk.Limits{NBytes: most, BlockSize: f.lim.BlockNBytes, ItemSize: f.info.TypeSize})
}
