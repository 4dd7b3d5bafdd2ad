// Package frame reads and writes frames, the files that Blosc2 arrays are, contiguous or sparse (digest 7 to 9, 13).
// On the way in goes a store, out come an array's shape, element type and attributes, and a chunk.Reader for any
// chunk; opening reads headers and the index and no data. On the way out go finished chunks in any order, come a
// file that Python-Blosc2 opens. The runtime and the commands call it; chunks' insides are package chunk's.
package frame

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Limits bound what a file may make its reader allocate (digest 15): a few hundred bytes can claim any amount of data.
// What claims more than a limit is refused. A zero field means its default.
type Limits struct {
	NBytes      int64 // uncompressed bytes of all chunks; default: any, as blocks are decoded one by one
	ChunkNBytes int   // uncompressed bytes of a chunk; default: the format's limit, 2 GiB
	BlockNBytes int   // uncompressed bytes of a block, of which each worker needs a few; default: 128 MiB
	NChunks     int   // chunks, each of which costs 8 bytes; default: 4,194,304
	MetaBytes   int   // bytes of the header, of the trailer, and of all decoded attributes; default: 16 MiB
}

func (l Limits) withDefaults() Limits {
	if l.NBytes == 0 {
		l.NBytes = 1<<63 - 1
	}
	if l.ChunkNBytes == 0 {
		l.ChunkNBytes = chunk.MaxNBytes
	}
	if l.BlockNBytes == 0 {
		l.BlockNBytes = 128 << 20
	}
	if l.NChunks == 0 {
		l.NChunks = 4 << 20
	}
	if l.MetaBytes == 0 {
		l.MetaBytes = 16 << 20
	}
	return l
}

// Layer is a named piece of metadata.
type Layer struct {
	Name    string
	Content []byte // a metalayer's bytes; for an attribute a whole chunk, see Frame.Attr
	at      int    // of the content, in the header or the trailer
}

// Frame is an open frame. It does not change: any number of goroutines may use it.
type Frame struct {
	r         store.Reader
	objects   store.Objects // of a sparse frame; nil: all chunks are in r
	lim       Limits
	info      Info
	head      head
	layers    []Layer
	attrs     []Layer
	b2nd      *B2ND
	geometry  Geometry
	offsets   []byte // 8 bytes a chunk, little-endian
	trailerAt int64
	variable  variable // of chunks of variable size
}

// corrupt makes an error about bytes that break the format.
func corrupt(format string, args ...any) error {
	return fmt.Errorf("frame: %s: %w", fmt.Sprintf(format, args...), store.ErrCorrupt)
}

// unsupported makes an error about what the format allows and this package does not read.
func unsupported(what string) error {
	return fmt.Errorf("frame: %s are not supported yet: %w", what, errors.ErrUnsupported)
}

// headGuess is what is read first; it holds the header of nearly every array.
const headGuess = 4096

// Open reads the header, the index and the trailer of the frame that r holds. The frame does not close r.
func Open(r store.Reader, lim Limits) (*Frame, error) {
	return (&Frame{r: r, lim: lim.withDefaults()}).open()
}

func (f *Frame) open() (*Frame, error) {
	head, err := f.openHeader()
	if err != nil {
		return nil, err
	}
	f.head = bytes.Clone(head)
	if f.layers, err = parseLayers(head, fixedHeader, 0, maxLayers); err != nil {
		return nil, err
	}
	if f.trailerAt, err = f.openTrailer(); err != nil {
		return nil, err
	}
	if err := f.openArray(); err != nil {
		return nil, err
	}
	if f.info.NBytes > 0 {
		if err := f.openIndex(f.trailerAt); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// openHeader reads and checks the header and returns its bytes.
func (f *Frame) openHeader() ([]byte, error) {
	size := f.r.Size()
	if size < fixedHeader+minTrailer {
		return nil, corrupt("%d bytes are too few", size)
	}
	var buf []byte
	head, err := f.r.View(0, int(min(size, headGuess)), &buf)
	if err != nil {
		return nil, fmt.Errorf("frame: header: %w", err)
	}
	if f.info, err = parseHeader(head, size, f.objects != nil); err != nil {
		return nil, err
	}
	if f.info.NBytes > 0 {
		if err := f.checkSizes(); err != nil {
			return nil, err
		}
	}
	n := f.info.headerLen
	if n > f.lim.MetaBytes {
		return nil, corrupt("header of %d bytes is more than the limit of %d", n, f.lim.MetaBytes)
	}
	if n > len(head) {
		if head, err = f.r.View(0, n, &buf); err != nil {
			return nil, fmt.Errorf("frame: header: %w", err)
		}
	}
	return head[:n], nil
}

// checkSizes holds a frame with data to the limits, and sets the number of chunks.
func (f *Frame) checkSizes() error {
	in := &f.info
	switch {
	case in.ChunkSize < 0 || in.ChunkSize > f.lim.ChunkNBytes:
		return corrupt("chunksize %d is not 0 to %d", in.ChunkSize, f.lim.ChunkNBytes)
	case in.NBytes > f.lim.NBytes:
		return corrupt("nbytes %d is more than the limit of %d", in.NBytes, f.lim.NBytes)
	case in.ChunkSize == 0: // as many chunks as the index has entries (digest 7.2)
		in.variable = true
		return nil
	}
	in.variable = false // a chunksize is a promise, whatever the flag says
	n := (in.NBytes-1)/int64(in.ChunkSize) + 1
	if n > int64(f.lim.NChunks) {
		return corrupt("%d chunks are more than the limit of %d", n, f.lim.NChunks)
	}
	in.NChunks = int(n)
	return nil
}

// Allows holds what an array is to become to the limits, before it is written and cannot be opened again.
func (f *Frame) Allows(g Geometry, itemSize int) error {
	chunk, block := int64(g.ChunkItems)*int64(itemSize), int64(g.BlockItems)*int64(itemSize)
	switch l := f.lim; {
	case g.NChunks > l.NChunks:
		return fmt.Errorf("frame: %d chunks would be more than the limit of %d", g.NChunks, l.NChunks)
	case g.NChunks > 0 && chunk > l.NBytes/int64(g.NChunks):
		return fmt.Errorf("frame: %d chunks of %d bytes would be more than the limit of %d", g.NChunks, chunk, l.NBytes)
	case chunk > int64(l.ChunkNBytes):
		return fmt.Errorf("frame: chunks of %d bytes would be more than the limit of %d", chunk, l.ChunkNBytes)
	case block > int64(l.BlockNBytes):
		return fmt.Errorf("frame: blocks of %d bytes would be more than the limit of %d", block, l.BlockNBytes)
	}
	return nil
}

// Info is what the header says.
func (f *Frame) Info() Info { return f.info }

// Layers are the metalayers, in the file's order, "b2nd" among them. The contents must not be changed.
func (f *Frame) Layers() []Layer { return f.layers }

// B2ND is the array's metalayer, nil when the frame is no array.
func (f *Frame) B2ND() *B2ND { return f.b2nd }

// Geometry is how the array is cut into chunks and blocks; it means nothing when the frame is no array.
func (f *Frame) Geometry() Geometry { return f.geometry }

// NChunks is the number of chunks.
func (f *Frame) NChunks() int { return f.info.NChunks }
