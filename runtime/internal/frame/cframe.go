package frame

import (
	"bytes"
	"fmt"
	"io"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// Export writes the frame as a contiguous one. A frame that is one already is copied as it is, and of a sparse one
// the chunks, the metalayers and the attributes are.
func (f *Frame) Export(w io.Writer) error {
	var buf []byte
	if f.objects == nil {
		return f.copyRange(w, 0, f.info.FrameLen, &buf)
	}
	head := head(bytes.Clone(f.head))
	entries, chunks, cbytes, err := f.places()
	if err != nil {
		return err
	}
	pieces := [][]byte{}
	if f.info.NChunks > 0 {
		if pieces, err = encodeIndex(entries); err != nil {
			return err
		}
	}
	rest := f.info.FrameLen - f.trailerAt
	head.setKind(0)
	head.setFrameLen(int64(len(head)) + cbytes + length(pieces) + rest)
	head.setCBytes(cbytes)
	if _, err := w.Write(head); err != nil {
		return err
	}
	if err := f.copyChunks(w, chunks); err != nil {
		return err
	}
	for _, p := range pieces {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return f.copyRange(w, f.trailerAt, rest, &buf)
}

// placed is a chunk of a sparse frame, by its number in the index.
type placed struct {
	chunk int
	n     int64 // its stored length
}

// places are the index entries of a contiguous frame, the chunks that lie in it, in order, and their length. Entries may share a
// file, and share its copy then: few bytes may claim many chunks (digest 15).
func (f *Frame) places() (entries []int64, chunks []placed, at int64, err error) {
	entries = make([]int64, f.info.NChunks)
	seen := map[int64]int64{}
	var r chunk.Reader
	for i := range entries {
		entries[i] = f.offset(i)
		if entries[i] < 0 {
			continue
		}
		off, ok := seen[entries[i]]
		if !ok {
			if err := f.OpenChunk(i, &r); err != nil {
				return nil, nil, 0, err
			}
			off = at
			seen[entries[i]] = off
			n := int64(r.Header().CBytes)
			chunks = append(chunks, placed{i, n})
			at += n
		}
		entries[i] = off
	}
	return entries, chunks, at, nil
}

func (f *Frame) copyChunks(w io.Writer, chunks []placed) error {
	var buf []byte
	for _, c := range chunks {
		o, at, _, err := f.stored(f.offset(c.chunk))
		if err != nil {
			return fmt.Errorf("frame: chunk %d: %w", c.chunk, err)
		}
		b, err := o.View(at, int(c.n), &buf)
		if err != nil {
			return fmt.Errorf("frame: chunk %d: %w", c.chunk, err)
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}

// copyRange writes a part of the frame's own file.
func (f *Frame) copyRange(w io.Writer, at, n int64, buf *[]byte) error {
	const step = 1 << 20
	for end := at + n; at < end; at += step {
		b, err := f.r.View(at, int(min(step, end-at)), buf)
		if err != nil {
			return fmt.Errorf("frame: %w", err)
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}
