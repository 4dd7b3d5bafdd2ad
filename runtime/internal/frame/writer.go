package frame

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Meta says what array a Writer writes.
type Meta struct {
	Shape, Chunks, Blocks []int
	DType                 dtype.DType
	Text                  string         // NumPy's notation of the elements, which are a DType to b2; "": that of DType
	Params                chunk.Params   // TypeSize and BlockSize follow from the above and may be left 0
	Attrs                 map[string]any // see Frame.Values for the types
	Like                  *Frame         // whose attributes and metalayers the array gets, too; may be nil
	Marks                 map[string]any // metalayers that say what the frame is beside an array
}

// text is the element type in NumPy's notation.
func (m Meta) text() string {
	if m.Text != "" {
		return m.Text
	}
	return m.DType.NumPy()
}

// ChunkParams are the parameters that the array's chunks must be encoded with.
func (m Meta) ChunkParams() (chunk.Params, error) {
	_, p, err := m.resolve()
	return p, err
}

// resolve checks m and fills in what follows from it.
func (m Meta) resolve() (Geometry, chunk.Params, error) {
	b := B2ND{Shape: m.Shape, Chunks: m.Chunks, Blocks: m.Blocks}
	g, err := b.Geometry()
	if err != nil {
		// The caller's mistake, not a corrupt file.
		return g, m.Params, fmt.Errorf("frame: shape %v cannot be cut into chunks %v and blocks %v", m.Shape, m.Chunks, m.Blocks)
	}
	size, p := m.DType.Size(), m.Params
	if size == 0 {
		return g, p, fmt.Errorf("frame: dtype %v cannot be written", m.DType)
	}
	if t, err := dtype.ParseStored(m.text()); err != nil || t.DType != m.DType {
		return g, p, fmt.Errorf("frame: dtype %.100q cannot be written for elements of %v", m.text(), m.DType)
	}
	block := g.BlockItems * size
	if p.TypeSize != 0 && p.TypeSize != size || p.BlockSize != 0 && p.BlockSize != block {
		return g, p, fmt.Errorf("frame: typesize %d and blocksize %d do not fit %v and blocks %v", p.TypeSize, p.BlockSize, m.DType, m.Blocks)
	}
	p.TypeSize, p.BlockSize = size, block
	for i, id := range p.Filters {
		if id == filter.ByteDeltaID && p.FilterMeta[i] == 0 && size >= 128 {
			p.FilterMeta[i] = 1 // the reference takes 0 for the typesize, and cannot open what is larger (digest 7.1)
		}
	}
	if g.NChunks == 0 && block == 0 {
		p.BlockSize = size // nothing will be encoded, but the parameters must be valid ones
	}
	if g.ChunkItems > chunk.MaxNBytes/size {
		return g, p, fmt.Errorf("frame: chunks of %v %v are more than %d bytes", m.Chunks, m.DType, chunk.MaxNBytes)
	}
	if g.NChunks > chunk.MaxNBytes/8 {
		return g, p, fmt.Errorf("frame: %d chunks are more than a frame can list", g.NChunks)
	}
	if err := p.Check(); err != nil {
		return g, p, fmt.Errorf("frame: %w", err)
	}
	return g, p, nil
}

// Writer writes one array. Append and AppendSpecial may be called by several goroutines; chunks lie in the file in
// the order of the calls.
type Writer struct {
	mu        sync.Mutex
	out       sink
	head      head
	trailer   []byte
	typeSize  int
	chunkSize int
	cbytes    int64 // stored, of all chunks
	offsets   []int64
	left      int  // chunks that were not appended yet
	sameIndex bool // the old frame's index stays where it is
	done      bool
}

// missing marks an offset that was not set: no chunk lies there, and no special kind is written so.
const missing = -1

var errClosed = errors.New("frame: the writer is closed")

// NewWriter starts a frame in w, with a header that Close completes. Until then nothing can open it.
func NewWriter(w store.Writer, m Meta) (*Writer, error) {
	f, err := newWriter(m, false)
	if err != nil {
		return nil, err
	}
	off, err := w.Append(f.head)
	if err == nil && off != 0 {
		err = fmt.Errorf("frame: the store is not empty: header at offset %d", off)
	}
	if err != nil {
		return nil, err
	}
	f.out = &contiguous{w: w, headerLen: int64(len(f.head))}
	return f, nil
}

// newWriter is a Writer with all but the place that it writes to.
func newWriter(m Meta, sparse bool) (*Writer, error) {
	g, p, err := m.resolve()
	if err != nil {
		return nil, err
	}
	attrs, err := m.attrs()
	if err != nil {
		return nil, err
	}
	lim := Limits{}.withDefaults()
	if err := checkAttrs(attrs, lim); err != nil {
		return nil, err
	}
	layers, err := m.layers()
	if err != nil {
		return nil, err
	}
	size := g.ChunkItems * p.TypeSize
	if size == 0 {
		p.BlockSize = 0
	}
	f := &Writer{trailer: trailer(attrs), typeSize: p.TypeSize, chunkSize: size}
	f.offsets, f.left = slices.Repeat([]int64{missing}, g.NChunks), g.NChunks
	f.head = newHead(m, layers, p, size, sparse, len(attrs) > 0)
	if n := len(f.head); n > lim.MetaBytes {
		return nil, fmt.Errorf("frame: metalayers of %d bytes are more than the limit of %d", n, lim.MetaBytes)
	}
	f.head.setNBytes(int64(g.NChunks) * int64(size))
	return f, nil
}

// Append stores chunk i: each number once, in any order.
func (f *Writer) Append(i int, a chunk.Assembled) error {
	if a.Special != chunk.None {
		return f.AppendSpecial(i, a.Special)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.check(i); err != nil {
		return err
	}
	if a.NBytes != f.chunkSize {
		return fmt.Errorf("frame: chunk %d has %d bytes, the array's have %d", i, a.NBytes, f.chunkSize)
	}
	entry, err := f.out.chunk(i, a.Pieces)
	if err != nil {
		return fmt.Errorf("frame: chunk %d: %w", i, err)
	}
	f.set(i, entry)
	f.cbytes += int64(a.CBytes)
	return nil
}

// AppendSpecial makes all elements of chunk i alike: Zeros, NaN or Uninit. Nothing is stored but its index entry.
func (f *Writer) AppendSpecial(i int, kind chunk.Special) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.check(i); err != nil {
		return err
	}
	off, ok := specialOffset(kind)
	if size := f.typeSize; !ok || kind == chunk.NaN && size != 4 && size != 8 {
		return fmt.Errorf("frame: chunk %d: special kind %d of %d-byte elements has no offset", i, kind, size)
	}
	f.set(i, off)
	return nil
}

func (f *Writer) check(i int) error {
	switch {
	case f.done:
		return errClosed
	case i < 0 || i >= len(f.offsets):
		return fmt.Errorf("frame: chunk %d of %d", i, len(f.offsets))
	case f.offsets[i] != missing:
		return fmt.Errorf("frame: chunk %d is written twice", i)
	}
	return nil
}

func (f *Writer) set(i int, off int64) {
	f.offsets[i] = off
	f.left--
}

// Close writes the index and the trailer, completes the header and commits the store. If anything fails it aborts the
// store and nothing of the array is left.
func (f *Writer) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.done {
		return errClosed
	}
	f.done = true
	if err := f.finish(); err != nil {
		f.out.abort()
		return err
	}
	return nil
}

func (f *Writer) finish() error {
	if f.left > 0 {
		return fmt.Errorf("frame: %d of %d chunks are missing, the first is %d", f.left, len(f.offsets), slices.Index(f.offsets, missing))
	}
	var index [][]byte
	if len(f.offsets) > 0 && !f.sameIndex { // no data, no index (digest 7.2)
		var err error
		if index, err = encodeIndex(f.offsets); err != nil {
			return err
		}
	}
	return f.out.finish(f.head, f.claim(), index, f.trailer)
}

// claim is what the header says of the stored size of the chunks. The reference refuses a sparse frame whose chunk
// numbers would not do as offsets within that, so it is no less (digest 8).
func (f *Writer) claim() int64 {
	if !f.head.isSparse() || len(f.offsets) == 0 {
		return f.cbytes
	}
	return max(f.cbytes, slices.Max(f.offsets)+chunk.HeaderSize)
}

// Abort drops the frame. After Close it does nothing.
func (f *Writer) Abort() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.done {
		f.done = true
		f.out.abort()
	}
}

// indexBlock is the blocksize that the reference gives an index (digest 7.2).
const indexBlock = 16384

// encodeIndex makes the index chunk: shuffled offsets compress well with any codec.
func encodeIndex(offsets []int64) ([][]byte, error) {
	raw := make([]byte, 0, 8*len(offsets))
	for _, off := range offsets {
		raw = binary.LittleEndian.AppendUint64(raw, uint64(off))
	}
	e, err := chunk.NewEncoder(chunk.Params{
		Codec: codec.LZ4, Level: 9, Filters: [filter.Slots]uint8{5: filter.ShuffleID}, TypeSize: 8, BlockSize: min(indexBlock, len(raw)),
	})
	if err != nil {
		return nil, fmt.Errorf("frame: index: %w", err)
	}
	a, err := e.Encode(raw)
	if err != nil {
		return nil, fmt.Errorf("frame: index: %w", err)
	}
	if a.Special != chunk.None { // one chunk at offset 0: the index itself has no index that could say "zeros"
		a = e.Copy(raw)
	}
	return a.Pieces, nil
}
