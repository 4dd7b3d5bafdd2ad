package frame

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/b2gen/b2/runtime/internal/store"
)

// IndexFile is the file of a sparse frame that has all but the chunks (digest 8).
const IndexFile = "chunks.b2frame"

const (
	chunkSuffix  = ".chunk"
	chunkDigits  = 8
	maxChunkFile = 1<<32 - 1 // the largest number with so many digits
)

// chunkFile is the name of a chunk's file.
func chunkFile(n int64) string { return fmt.Sprintf("%08X"+chunkSuffix, n) }

// IsSparseFile reports whether a file of that name belongs to a sparse frame.
func IsSparseFile(name string) bool {
	number, ok := strings.CutSuffix(name, chunkSuffix)
	if !ok {
		return name == IndexFile || name == IndexFile+store.TempSuffix || name == ".b2lock"
	}
	return len(number) == chunkDigits && strings.Trim(number, "0123456789ABCDEF") == ""
}

// OpenSparse reads the header, the index and the trailer of a sparse frame; the files of chunks are opened when they
// are read. The frame does not close o.
func OpenSparse(o store.Objects, lim Limits) (*Frame, error) {
	r, err := o.Index(IndexFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("frame: the directory is no array: it has no %s", IndexFile)
	}
	if err != nil {
		return nil, fmt.Errorf("frame: %w", err)
	}
	return (&Frame{r: r, objects: o, lim: lim.withDefaults()}).open()
}

// IsSparse tells whether the chunks have files of their own.
func (f *Frame) IsSparse() bool { return f.objects != nil }

// NewSparseWriter starts a sparse frame in o. Nothing can open it before Close, because its index comes last.
func NewSparseWriter(o store.ObjectWriter, m Meta) (*Writer, error) {
	f, err := newWriter(m, true)
	if err != nil {
		return nil, err
	}
	f.out = &sparse{o: o}
	return f, nil
}
