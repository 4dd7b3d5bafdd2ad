package frame

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Revision is what the frame of an array becomes.
type Revision struct {
	// The lengths of the array, its chunks and its blocks. Those of chunks and blocks are the old ones, except that an
	// array without elements may be cut anew. Nil: all as they are.
	Shape, Chunks, Blocks []int

	// Keep has for each chunk the number of the old one that it stays, or -1 for one that is appended to the Writer.
	// Nil: all as they are.
	Keep []int

	Attrs map[string]any // attributes to set
	Drop  []string       // attributes to delete; each must be there

	Tally *Tally // of the old frame; only Rewrite does without
}

// Same reports whether two frames have the same header and chunks in the same places: what one was made for can be
// done to the other.
func (f *Frame) Same(g *Frame) bool {
	return bytes.Equal(f.head, g.head) && bytes.Equal(f.offsets, g.offsets) && f.trailerAt == g.trailerAt
}

// ChunkParams are what new chunks of the array, which is cut so from now on, are encoded with: what the header says, and
// chunks had, most likely.
func (f *Frame) ChunkParams(g Geometry) (chunk.Params, error) {
	in := &f.info
	p := chunk.Params{Codec: in.Codec, Level: in.Level, Filters: in.Filters, FilterMeta: in.FilterMeta, TypeSize: f.ItemSize()}
	p.BlockSize = max(g.BlockItems, 1) * p.TypeSize
	for i, id := range p.Filters {
		if id == filter.DeltaID && g.NBlocks > 1 { // which cannot be written so that all read it
			p.Filters[i] = filter.None
		}
	}
	if err := p.Check(); err != nil {
		return p, fmt.Errorf("frame: chunks like the array's cannot be written: %w", err)
	}
	return p, nil
}

// ReviseInPlace changes the frame in its file, the editor's: new chunks, index and trailer are added behind the end.
func (f *Frame) ReviseInPlace(r Revision, e store.Editor) (*Writer, error) {
	w, err := f.revise(r)
	if err != nil {
		return nil, err
	}
	if w.cbytes, err = f.kept(r); err != nil {
		return nil, err
	}
	w.out = &inPlace{e: e, old: f.head}
	w.sameIndex = r.Keep == nil
	w.keep(r.Keep, func(k int) int64 { return f.offset(k) })
	return w, nil
}

// ReviseSparse changes a sparse frame in its directory: new chunks take new numbers.
func (f *Frame) ReviseSparse(r Revision, e *store.DirEditor) (*Writer, error) {
	w, err := f.revise(r)
	if err != nil {
		return nil, err
	}
	if w.cbytes, err = f.kept(r); err != nil {
		return nil, err
	}
	s := &sparseEdit{e: e, next: r.Tally.next, drop: slices.Clone(r.Tally.rest)}
	for entry := range f.dropped(r.Keep) {
		s.drop = append(s.drop, chunkFile(entry))
	}
	w.out = s
	w.keep(r.Keep, func(k int) int64 { return f.offset(k) })
	return w, nil
}

// Rewrite writes the changed frame anew to out, contiguous, without the gaps that changes in place leave.
func (f *Frame) Rewrite(r Revision, out store.Writer) (*Writer, error) {
	w, err := f.revise(r)
	if err != nil {
		return nil, err
	}
	w.head.setKind(0)
	if _, err := out.Append(w.head); err != nil {
		return nil, err
	}
	w.out = &contiguous{w: out, headerLen: int64(len(w.head))}
	moved := map[int64]int64{} // chunks may share their bytes
	var failed error
	w.keep(r.Keep, func(k int) int64 {
		entry := f.offset(k)
		if entry < 0 || failed != nil {
			return entry
		}
		at, ok := moved[entry]
		if !ok {
			var n int64
			if at, n, failed = f.copyStored(k, out); failed != nil {
				return entry
			}
			at -= int64(len(w.head))
			w.cbytes += n
			moved[entry] = at
		}
		return at
	})
	return w, failed
}

// revise is a Writer of the changed frame, without its place and with all chunks missing.
func (f *Frame) revise(r Revision) (*Writer, error) {
	if f.b2nd == nil || f.info.variable && f.info.NBytes > 0 {
		return nil, errors.New("frame: only arrays can be changed")
	}
	attrs, err := f.reviseAttrs(r)
	if err != nil {
		return nil, err
	}
	if len(r.Attrs) > 0 {
		if err := checkAttrs(attrs, f.lim); err != nil {
			return nil, err
		}
	}
	w := &Writer{head: bytes.Clone(f.head), trailer: trailer(attrs), typeSize: f.ItemSize(), chunkSize: f.info.ChunkSize}
	w.head.setHasAttrs(len(attrs) > 0)
	n := f.info.NChunks
	if r.Shape != nil {
		if n, err = w.reshape(f, r); err != nil {
			return nil, err
		}
	}
	if r.Keep != nil && len(r.Keep) != n {
		return nil, fmt.Errorf("frame: %d chunks to keep or write, the array has %d", len(r.Keep), n)
	}
	w.offsets, w.left = slices.Repeat([]int64{missing}, n), n
	return w, nil
}

// reshape gives the header the new lengths, and says how many chunks they make.
func (w *Writer) reshape(f *Frame, r Revision) (int, error) {
	b := B2ND{Shape: r.Shape, Chunks: r.Chunks, Blocks: r.Blocks}
	g, err := b.Geometry()
	switch {
	case err != nil:
		return 0, fmt.Errorf("frame: shape %v cannot be cut into chunks %v and blocks %v", r.Shape, r.Chunks, r.Blocks)
	case len(r.Shape) != len(f.b2nd.Shape):
		return 0, fmt.Errorf("frame: %d dimensions cannot become %d", len(f.b2nd.Shape), len(r.Shape))
	case f.info.NChunks > 0 && !(slices.Equal(r.Chunks, f.b2nd.Chunks) && slices.Equal(r.Blocks, f.b2nd.Blocks)):
		return 0, fmt.Errorf("frame: chunks %v and blocks %v of an array with elements stay", f.b2nd.Chunks, f.b2nd.Blocks)
	case g.ChunkItems > chunk.MaxNBytes/w.typeSize || g.NChunks > chunk.MaxNBytes/8:
		return 0, fmt.Errorf("frame: %d chunks of %v are too many, or too large", g.NChunks, r.Chunks)
	}
	size := g.ChunkItems * w.typeSize
	w.head.setDims(f.b2ndAt(), r.Shape, r.Chunks, r.Blocks)
	w.head.setNBytes(int64(g.NChunks) * int64(size))
	if f.info.NChunks == 0 && g.NChunks > 0 { // an empty array may have been a frame of another kind (digest 9)
		w.head.setFlags(headFlags)
		w.head.setChunkSize(size)
		w.head.setBlockSize(g.BlockItems * w.typeSize)
		w.chunkSize = size
	}
	return g.NChunks, nil
}

// b2ndAt is where the metalayer of the array lies in the header.
func (f *Frame) b2ndAt() int {
	i := slices.IndexFunc(f.layers, func(l Layer) bool { return l.Name == "b2nd" || l.Name == "caterva" })
	return f.layers[i].at
}

// keep fills in the entries of chunks that stay.
func (w *Writer) keep(keep []int, entry func(k int) int64) {
	for i := range w.offsets {
		k := i
		if keep != nil {
			k = keep[i]
		}
		if k >= 0 {
			w.set(i, entry(k))
		}
	}
}

// reviseAttrs is the attributes after a revision. Those that it does not name stay as they are, byte by byte.
func (f *Frame) reviseAttrs(r Revision) ([]Layer, error) {
	attrs := slices.Clone(f.attrs)
	for _, name := range r.Drop {
		i := slices.IndexFunc(attrs, func(l Layer) bool { return l.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("frame: there is no attribute %q", name)
		}
		attrs = slices.DeleteFunc(attrs, func(l Layer) bool { return l.Name == name })
	}
	set, err := encodeAttrs(r.Attrs)
	if err != nil {
		return nil, err
	}
	for _, a := range set {
		if i := slices.IndexFunc(attrs, func(l Layer) bool { return l.Name == a.Name }); i >= 0 {
			attrs[i] = a
		} else if attrs = append(attrs, a); len(attrs) > maxAttrsWritten {
			return nil, tooManyAttrs(len(attrs))
		}
	}
	return attrs, nil
}
