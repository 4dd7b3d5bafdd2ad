package b2

import (
	"context"
	"slices"

	b2rt "github.com/b2gen/b2/runtime"
)

// SChunk is chunks of bytes, as Python-Blosc2's SChunk: what a file holds that is no array, or what an array is made of.
// It is only read. Any number of goroutines may read from it.
type SChunk struct {
	rt   *b2rt.SChunk
	name string
}

// OpenSChunk opens a .b2frame file, a folder with a sparse SChunk, one in a store ("x.b2z:/name"), or an array to read its
// chunks as bytes. Close it when done.
func OpenSChunk(ctx context.Context, path string, opts ...OpenOption) (*SChunk, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rt, err := b2rt.OpenSChunk(path, opening(opts))
	if err != nil {
		return nil, err
	}
	return &SChunk{rt, path}, nil
}

// OpenSChunkBytes opens an SChunk from the bytes of a .b2frame file, which must not change while it is in use.
func OpenSChunkBytes(b []byte, opts ...OpenOption) (*SChunk, error) {
	rt, err := b2rt.OpenSChunkBytes(b, opening(opts))
	if err != nil {
		return nil, err
	}
	return &SChunk{rt, ""}, nil
}

// Close releases the file; nothing may read from it any more.
func (s *SChunk) Close() error { return s.rt.Close() }

// NChunks is the number of chunks.
func (s *SChunk) NChunks() int { return s.rt.NChunks() }

// NBytes is the uncompressed size of all chunks, in bytes; of an array, the padding of its chunks included.
func (s *SChunk) NBytes() int64 { return s.rt.NBytes() }

// CBytes is the size of the stored chunks, in bytes.
func (s *SChunk) CBytes() int64 { return s.rt.CBytes() }

// CRatio is how many times smaller the chunks are than what they hold.
func (s *SChunk) CRatio() float64 { return s.rt.CRatio() }

// TypeSize is the size of an element, in bytes, for the filters: what the bytes were compressed as.
func (s *SChunk) TypeSize() int { return s.rt.TypeSize() }

// ChunkNBytes is the uncompressed size of chunk i, in bytes. It is the same for all but the last, unless the chunks have
// variable sizes.
func (s *SChunk) ChunkNBytes(i int) (int, error) { return s.rt.ChunkNBytes(i) }

// Chunk appends the uncompressed bytes of chunk i to dst, which may be nil, and returns it.
func (s *SChunk) Chunk(ctx context.Context, i int, dst []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return dst, err
	}
	return s.rt.Chunk(i, dst)
}

// Blocks are the uncompressed bytes of each block of chunk i. Python-Blosc2's ObjectArray and BatchArray keep a value in
// each block, of any size.
func (s *SChunk) Blocks(ctx context.Context, i int) ([][]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return s.rt.Blocks(i)
}

// ReadAt reads from the uncompressed bytes of all chunks, one after the other, as [io.ReaderAt] says. Only the blocks that
// hold them are read.
func (s *SChunk) ReadAt(p []byte, off int64) (int, error) { return s.rt.ReadAt(p, off) }

// Attrs are the attributes, as those of an array; see [Array.Attrs].
func (s *SChunk) Attrs(opts ...AttrsOption) (map[string]any, error) {
	return s.rt.Attrs(withExtensions(opts))
}

// Meta is the raw bytes of one of the metalayers, and whether there is one of that name.
func (s *SChunk) Meta(name string) ([]byte, bool) { return s.rt.Meta(name) }

// Saved is what Python-Blosc2 saves in the form of an array that has no elements of its own: a lazy expression, a function,
// a proxy, an address.
type Saved = b2rt.Saved

// Saved tells what the SChunk stands for; nil: for its own bytes. The bytes of what is saved are zeros that mean nothing,
// or of a proxy what was fetched so far.
func (s *SChunk) Saved() *Saved { return s.rt.Saved() }

// Metas are the names of the metalayers.
func (s *SChunk) Metas() []string { return s.rt.Metas() }

// Bytes is the whole, compressed, as the bytes of a .b2frame file: what Python-Blosc2's to_cframe gives.
func (s *SChunk) Bytes() ([]byte, error) { return s.rt.Bytes() }

// Info describes the SChunk as Python-Blosc2's info does.
func (s *SChunk) Info() string { return s.Details().String() }

// Details are the facts that Info prints, for programs.
func (s *SChunk) Details() b2rt.SChunkInfo { return s.rt.Info(s.name) }

// Verify decodes every chunk and every attribute, as [Array.Verify] does.
func (s *SChunk) Verify(ctx context.Context, opts ...ReadOption) (*Verification, error) {
	set, err := reading(opts)
	if err != nil {
		return nil, err
	}
	v := &Verification{Chunks: s.NChunks()}
	if err := s.rt.Verify(ctx, set.run, func(f Fault) { v.Faults = append(v.Faults, f) }); err != nil {
		return nil, err
	}
	slices.SortFunc(v.Faults, b2rt.CompareFaults)
	return v, nil
}
