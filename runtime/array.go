package runtime

import (
	"errors"
	"fmt"
	"path/filepath"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// ErrCorrupt is matched by errors about bytes that break the Blosc2 format.
var ErrCorrupt = store.ErrCorrupt

// ErrNotArray is matched by errors about files that hold something else.
var ErrNotArray = errors.New("not an array")

// Array is a compressed array, in a file or in memory. It never changes; any number of goroutines may read it.
type Array struct {
	frameFile
	dtype    dtype.DType
	stored   dtype.Stored
	geometry geometry
	cache    cache
	tally    *frame.Tally // of the frame; nil: not known, as after an opening
}

// OpenStore opens the array that a store holds, and owns it from then on.
func OpenStore(s store.Reader, o OpenOptions) (*Array, error) {
	f, err := frame.Open(s, o.Limits)
	if err != nil {
		return nil, err
	}
	return newArray(frameFile{store: s, frame: f, limits: o.Limits}, o)
}

// array is the array that the frame holds. What is none is closed.
func (f *frameFile) array(o OpenOptions) (*Array, error) {
	a, err := newArray(*f, o)
	if err != nil {
		f.Close()
		return nil, f.named(err)
	}
	return a, nil
}

func newArray(f frameFile, o OpenOptions) (*Array, error) {
	if s := f.saved(); s != nil {
		return nil, s.err()
	}
	m := f.frame.B2ND()
	if m == nil {
		return nil, fmt.Errorf("%w but an SChunk: OpenSChunk opens it", ErrNotArray)
	}
	t, err := f.frame.Stored()
	if err != nil {
		return nil, err
	}
	g := geometry{Geometry: f.frame.Geometry(), shape: m.Shape, chunks: m.Chunks, blocks: m.Blocks}
	return &Array{frameFile: f, dtype: t.DType, stored: t, geometry: g, cache: newCache(&g, t.DType.Size(), o.Cache)}, nil
}

// Close releases what the array is read from.
func (a *Array) Close() error {
	a.cache.drop()
	return a.store.Close()
}

// DType is the type that is computed with.
func (a *Array) DType() dtype.DType { return a.dtype }
func (a *Array) Shape() []int       { return a.geometry.shape }

// Stored is the type as the file states it.
func (a *Array) Stored() dtype.Stored { return a.stored }

// Path is where Open finds the array, as an absolute path; false when it is in memory or inside a file that is not its own.
func (a *Array) Path() (string, bool) {
	switch {
	case a.origin != nil:
		return a.origin.path, a.origin.offset == 0
	case a.path == "":
		return "", false
	}
	path, err := filepath.Abs(a.path) // in a store
	return path, err == nil
}

// Layout is how the array is cut.
func (a *Array) Layout() Layout { return Layout{a.geometry.chunks, a.geometry.blocks} }

// read decodes the blocks that a region touches, each once, and copies what is asked for.
func (a *Array) read(w *worker, r region, dst []byte, step []int) error {
	if r.len() == 0 {
		return nil
	}
	g := &a.geometry
	pieces := make([][]piece, len(r))
	counts := make([]int, len(r)) // of pieces along each axis
	for i, s := range r {
		pieces[i] = g.pieces(nil, i, s)
		counts[i] = len(pieces[i])
	}
	c := blockCopy{a: a, to: step, from: strides(g.blocks), n: make([]int, len(r))}
	for i, s := range r {
		c.from[i] *= s.Step
	}
	at := make([]int, len(r))
	for {
		if err := c.copy(w, pieces, at, dst); err != nil {
			return err
		}
		if !next(at, counts) {
			return nil
		}
	}
}

// blockCopy copies parts of blocks to a region.
type blockCopy struct {
	a        *Array
	to, from []int // strides of the destination and of a block
	n        []int
}

// copy brings the part of one block that the pieces at the given positions are.
func (c *blockCopy) copy(w *worker, pieces [][]piece, at []int, dst []byte) error {
	g := &c.a.geometry
	chunk, block, to, from, items := 0, 0, 0, 0, 1
	step, whole := strides(g.blocks), true
	for i, k := range at {
		p := pieces[i][k]
		chunk = chunk*g.Grid[i] + p.chunk
		block = block*g.BlockGrid[i] + p.block
		to += p.to * c.to[i]
		from += p.at * step[i]
		c.n[i] = p.n
		items *= p.n
		at := p.block * g.blocks[i]
		whole = whole && p.n == min(g.blocks[i], g.chunks[i]-at, g.shape[i]-p.chunk*g.chunks[i]-at)
	}
	size := c.a.dtype.Size()
	if items == g.BlockItems && dense(c.n, c.to) && dense(c.n, c.from) { // a whole block, in place
		out := dst[to*size:]
		return c.a.decode(w, chunk, block, out[:items*size])
	}
	data, err := w.blocks.get(c.a, w, chunk, block, !whole)
	if err != nil {
		return err
	}
	copyND(unsafe.Pointer(&dst[to*size]), c.to, unsafe.Pointer(&data[from*size]), c.from, c.n, size)
	return nil
}

// decode decodes one block of one chunk into dst, which has just its size, and turns big-endian numbers round.
func (a *Array) decode(w *worker, c, b int, dst []byte) error {
	r, err := w.blocks.chunk(a, c)
	if err == nil {
		if err = r.ReadBlock(&w.decoder, b, dst); err != nil {
			err = fmt.Errorf("chunk %d: %w", c, err)
		}
		swap(dst, a.stored.SwapWidth())
	}
	if err != nil && a.path != "" {
		err = fmt.Errorf("%s: %w", a.path, err)
	}
	return err
}
