package runtime

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/container"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Target says where a computed array goes and how it is stored. The zero value is an array in memory, stored b2's way.
type Target struct {
	Path      string         // a file, or a directory if Sparse; "": in memory
	Sparse    bool           // a file for each chunk
	Overwrite bool           // the array may exist
	Layout    Layout         // nil lengths: chosen by shape and type
	Codec     string         // "": the default
	Level     *int           // nil: the default
	Filters   []string       // nil: the default; empty: none; filter.Parse reads them
	Attrs     map[string]any // attributes: Python-Blosc2's vlmeta
	Like      *Array         // whose attributes and metalayers are taken over; may be nil

	marks map[string]any // metalayers of what is no array
}

// OptionError is about an option of a Target that does not go with the array.
type OptionError struct {
	Option string // chunks, blocks or filters
	Err    error
}

func (e *OptionError) Error() string { return e.Err.Error() }

func (e *OptionError) Unwrap() error { return e.Err }

// arrayWriter writes the chunks of an array.
type arrayWriter struct {
	frame      *frame.Writer
	memory     *store.Memory // nil: a file
	path       string
	params     chunk.Params
	geometry   geometry
	chunkBytes int
}

// create starts an array.
func (t Target) create(ctx context.Context, s []int, d dtype.Stored) (*arrayWriter, error) {
	if _, _, inside := container.Split(t.Path); inside || container.Is(t.Path) {
		return nil, fmt.Errorf("%s: stores of arrays are only read: give the array a file of its own, as name.b2nd", t.Path)
	}
	meta, err := t.meta(s, d)
	if err != nil {
		return nil, err
	}
	w := &arrayWriter{path: t.Path}
	if w.params, err = meta.ChunkParams(); err != nil {
		if t.Layout.Chunks != nil || t.Layout.Blocks != nil {
			err = &OptionError{"chunks", err}
		}
		return nil, err
	}
	b := frame.B2ND{Shape: meta.Shape, Chunks: meta.Chunks, Blocks: meta.Blocks}
	w.geometry = geometry{shape: s, chunks: meta.Chunks, blocks: meta.Blocks}
	if w.geometry.Geometry, err = b.Geometry(); err != nil {
		return nil, err
	}
	if err := w.geometry.checkPadding(d.DType.Size()); err != nil {
		return nil, &OptionError{"chunks", err}
	}
	w.chunkBytes = w.geometry.ChunkItems * d.DType.Size()
	if t.Sparse {
		err = w.createDir(ctx, t, meta)
	} else {
		err = w.createFile(ctx, t, meta)
	}
	return w, err
}

// createFile starts a contiguous frame.
func (w *arrayWriter) createFile(ctx context.Context, t Target, meta frame.Meta) (err error) {
	var out store.Writer
	if t.Path == "" {
		w.memory = store.NewMemory()
		out = w.memory
	} else if out, err = store.Create(ctx, t.Path, t.Overwrite); err != nil {
		return err
	}
	if w.frame, err = frame.NewWriter(out, meta); err != nil {
		out.Abort()
	}
	return err
}

// createDir starts a sparse frame.
func (w *arrayWriter) createDir(ctx context.Context, t Target, meta frame.Meta) error {
	if t.Path == "" {
		return errors.New("a sparse array is a directory: it needs a path")
	}
	out, err := store.CreateDir(ctx, t.Path, t.Overwrite, frame.IsSparseFile)
	if err != nil {
		return err
	}
	if w.frame, err = frame.NewSparseWriter(out, meta); err != nil {
		out.Abort()
	}
	return err
}

// meta resolves what the target leaves open.
func (t Target) meta(s []int, stored dtype.Stored) (frame.Meta, error) {
	l, d := t.Layout, stored.DType
	if l.Chunks == nil && l.Blocks != nil {
		if err := checkCut("blocks", l.Blocks, s); err != nil {
			return frame.Meta{}, err
		}
		l.Chunks = t.fit(Layout{fill(s, l.Blocks, blocksOfChunk(l.Blocks, d)), l.Blocks}).Chunks
		for i, n := range l.Blocks {
			l.Chunks[i] = max(l.Chunks[i], n) // a block that is longer than the array
		}
	}
	if l.Chunks == nil {
		l = t.fit(DefaultLayout(s, d))
	}
	if err := checkCut("chunks", l.Chunks, s); err != nil {
		return frame.Meta{}, err
	}
	if l.Blocks == nil {
		if l.Blocks = l.Chunks; !t.oneBlock() {
			l.Blocks = DefaultLayout(l.Chunks, d).Blocks
		}
	}
	if err := checkBlocks(l); err != nil {
		return frame.Meta{}, err
	}
	if err := t.checkOneBlock(l); err != nil {
		return frame.Meta{}, &OptionError{"filters", err}
	}
	p := chunk.DefaultParams(d.Size(), shape.Len(l.Blocks)*d.Size())
	if t.Codec != "" {
		var err error
		if p.Codec, err = codec.Parse(t.Codec); err != nil {
			return frame.Meta{}, err
		}
	}
	if t.Level != nil {
		p.Level = *t.Level
	}
	if t.Filters != nil {
		if err := setFilters(&p, t.Filters, d); err != nil {
			return frame.Meta{}, &OptionError{"filters", err}
		}
	}
	if stored.Kind == 'U' {
		ofCharacters(&p)
	}
	if shape.Len(l.Blocks) == 0 {
		p.BlockSize = 0
	}
	m := frame.Meta{Shape: s, Chunks: l.Chunks, Blocks: l.Blocks, DType: d, Text: stored.Text(), Params: p, Attrs: t.Attrs, Marks: t.marks}
	if t.Like != nil {
		m.Like = t.Like.frame
	}
	return m, nil
}

// ofCharacters lets the filters take text apart by its characters, of four bytes each, not by its elements (digest 4).
func ofCharacters(p *chunk.Params) {
	for i, id := range p.Filters {
		if id == filter.ShuffleID || id == filter.ByteDeltaID {
			p.FilterMeta[i] = 4
		}
	}
}

// checkCut makes sure that lengths cut an array of the given shape. They may be longer than it: arrays grow.
func checkCut(what string, lengths, of []int) error {
	if len(lengths) != len(of) {
		return cutError(what, "%s %s do not have the %d dimensions of %s", what, shape.Format(lengths), len(of), shape.Format(of))
	}
	for i, n := range lengths {
		if least := min(of[i], 1); n < least || n > math.MaxInt32 {
			return cutError(what, "%s %s do not cut %s: axis %d must be %d to %d", what, shape.Format(lengths), shape.Format(of), i, least, math.MaxInt32)
		}
	}
	return nil
}

// checkBlocks makes sure that the blocks lie in the chunks.
func checkBlocks(l Layout) error {
	if len(l.Blocks) != len(l.Chunks) {
		return cutError("blocks", "blocks %s do not have the %d dimensions of chunks %s", shape.Format(l.Blocks), len(l.Chunks), shape.Format(l.Chunks))
	}
	for i, n := range l.Blocks {
		if least, most := min(l.Chunks[i], 1), l.Chunks[i]; n < least || n > most {
			return cutError("blocks", "blocks %s do not fit into chunks %s: axis %d must be %d to %d", shape.Format(l.Blocks), shape.Format(l.Chunks), i, least, most)
		}
	}
	return nil
}

func cutError(option, format string, args ...any) error {
	return &OptionError{option, fmt.Errorf(format, args...)}
}

// append writes a finished chunk.
func (w *arrayWriter) append(e *chunk.Encoder, c int, blocks []chunk.Block) error {
	a, err := e.Assemble(w.chunkBytes, blocks)
	if err != nil {
		return err
	}
	return w.frame.Append(c, a)
}

// finish completes the array and opens it.
func (w *arrayWriter) finish() (*Array, error) {
	if err := w.frame.Close(); err != nil {
		return nil, err
	}
	own := OpenOptions{Limits: Limits{BlockNBytes: chunk.MaxBlockSize}} // what was written here is no surprise
	if w.memory != nil {
		return OpenStore(w.memory, own)
	}
	return Open(w.path, own)
}

// abort drops what was written, unless it is finished.
func (w *arrayWriter) abort() { w.frame.Abort() }
