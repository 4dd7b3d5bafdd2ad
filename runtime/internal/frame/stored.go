package frame

import (
	"encoding/binary"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

// stored finds the bytes of the chunk that an entry of the index names, which is no special one. Only their number is
// checked: that they are there.
func (f *Frame) stored(entry int64) (r store.Reader, at, n int64, err error) {
	r, at, avail := f.r, int64(len(f.head))+entry, f.info.CBytes-entry
	if f.objects != nil {
		if r, err = f.objects.Object(chunkFile(entry)); err != nil {
			return nil, 0, 0, err
		}
		at, avail = 0, r.Size()
	}
	const atCBytes = 12 // in a chunk's header (digest 2)
	var buf []byte
	b, err := r.View(at+atCBytes, 4, &buf)
	if err != nil {
		return nil, 0, 0, err
	}
	n = int64(int32(binary.LittleEndian.Uint32(b)))
	if n < chunk.HeaderSize || n > avail {
		return nil, 0, 0, corrupt("a chunk of %d bytes at %d, where %d are", n, entry, avail)
	}
	return r, at, n, nil
}

// storedSize is the stored size of the chunk of an entry.
func (f *Frame) storedSize(entry int64) (int64, error) {
	_, _, n, err := f.stored(entry)
	return n, err
}

// copyStored adds chunk i as it is to another frame, and says where and how long it is. Bytes in memory that never
// change are shared with memory.
func (f *Frame) copyStored(i int, out store.Writer) (off, n int64, err error) {
	r, at, n, err := f.stored(f.offset(i))
	if err != nil {
		return 0, 0, fmt.Errorf("frame: chunk %d: %w", i, err)
	}
	var buf []byte
	from, shares := r.(*store.Memory)
	if to, ok := out.(*store.Memory); ok && shares {
		b, err := from.View(at, int(n), &buf)
		if err != nil {
			return 0, 0, fmt.Errorf("frame: chunk %d: %w", i, err)
		}
		return to.Share(b), n, nil
	}
	const step = 1 << 20
	for done := int64(0); done < n; done += step {
		b, err := r.View(at+done, int(min(step, n-done)), &buf)
		if err != nil {
			return 0, 0, fmt.Errorf("frame: chunk %d: %w", i, err)
		}
		o, err := out.Append(b)
		if err != nil {
			return 0, 0, err
		}
		if done == 0 {
			off = o
		}
	}
	return off, n, nil
}
