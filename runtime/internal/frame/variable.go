package frame

import (
	"fmt"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// checkVariable adds up the sizes of chunks that each have their own: the header must not promise less than they will
// take. Entries that share a chunk would claim much with few bytes, and nobody writes them here (digest 15).
func (f *Frame) checkVariable() error {
	if f.objects != nil {
		return unsupported("sparse frames with chunks of variable size")
	}
	if n := f.info.NChunks; int64(n) > f.info.CBytes/chunk.HeaderSize {
		return corrupt("%d chunks do not fit the %d stored bytes", n, f.info.CBytes)
	}
	left := f.info.NBytes
	var buf []byte
	for i := range f.info.NChunks {
		off := f.offset(i)
		if off < 0 {
			return corrupt("chunk %d: entry %#x among chunks of variable size", i, uint64(off))
		}
		head, err := f.r.View(int64(f.info.headerLen)+off, chunk.HeaderSize, &buf)
		if err != nil {
			return fmt.Errorf("frame: chunk %d: %w", i, err)
		}
		h, err := chunk.ParseHeader(head)
		if err != nil {
			return fmt.Errorf("frame: chunk %d: %w", i, err)
		}
		left -= int64(h.NBytes)
	}
	if left != 0 {
		return corrupt("chunks of variable size have %d bytes in all, not %d", f.info.NBytes-left, f.info.NBytes)
	}
	return nil
}

// openVariable opens a chunk that alone knows its size, which no special entry could say (digest 7.2).
func (f *Frame) openVariable(entry int64, r *chunk.Reader) error {
	most := int(min(f.info.NBytes, int64(f.lim.ChunkNBytes)))
	return f.openStored(entry, r, chunk.Limits{NBytes: most, BlockSize: f.lim.BlockNBytes, ItemSize: f.info.TypeSize})
}
