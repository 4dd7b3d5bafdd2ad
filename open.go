package b2

import (
	"context"

	b2rt "github.com/b2gen/b2/runtime"
)

// OpenOption is an option of Open, OpenAt and OpenBytes.
type OpenOption interface{ open(*b2rt.OpenOptions) }

func opening(opts []OpenOption) b2rt.OpenOptions {
	var o b2rt.OpenOptions
	for _, opt := range opts {
		opt.open(&o)
	}
	return o
}

// Limits bound what a file may make the program allocate: a few hundred bytes can claim terabytes. A file that claims
// more is refused with an error that matches [ErrCorrupt] and names the limit. A zero field means its default, which
// suits files that nobody vouches for.
type Limits = b2rt.Limits

type openOption func(*b2rt.OpenOptions)

func (o openOption) open(to *b2rt.OpenOptions) { o(to) }

// WithLimits sets ceilings to what a file may claim. They hold for later versions of the array, too.
func WithLimits(l Limits) OpenOption { return openOption(func(o *b2rt.OpenOptions) { o.Limits = l }) }

// Cache is the memory, in bytes, for decoded blocks of the array, of which a part was read: what is read of them next is
// only copied. All goroutines that read from the array share it. The default is 32 MiB, taken as it is used; 0 is none.
// Blocks that are read whole do not go through it, nor do those larger than an eighth of it, nor computations of more
// than a million elements.
func Cache(bytes int) OpenOption {
	return openOption(func(o *b2rt.OpenOptions) {
		if o.Cache = bytes; bytes <= 0 {
			o.Cache = -1
		}
	})
}

// Mmap reads a file through a mapping of it into memory, which saves a system call a block. It is for files on local
// disks that nobody cuts meanwhile: where whole pages are gone, reading is an error, but what is left of the page at
// the cut reads as zeros. A sparse array's files are read as usual. On systems without mappings the error of Open
// matches [errors.ErrUnsupported].
func Mmap() OpenOption { return openOption(func(o *b2rt.OpenOptions) { o.Mmap = true }) }

// Open opens the array in a .b2nd file or, where it is sparse, directory. Close it when done. Of what holds something else
// the error matches [ErrNotArray]: an SChunk, a store, or what Python-Blosc2 saves in the form of an array that has no
// elements, such as a lazy expression; the error says which.
func Open(ctx context.Context, path string, opts ...OpenOption) (*Array, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rt, err := b2rt.Open(path, opening(opts))
	if err != nil {
		return nil, err
	}
	return newArray(rt, path), nil
}

// OpenAt opens an array that begins at an offset in a file, behind something else. Close it when done.
func OpenAt(ctx context.Context, path string, offset int64, opts ...OpenOption) (*Array, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rt, err := b2rt.OpenAt(path, offset, opening(opts))
	if err != nil {
		return nil, err
	}
	return newArray(rt, path), nil
}

// OpenBytes opens an array from the bytes of a .b2nd file, which must not change while the array is in use.
func OpenBytes(b []byte, opts ...OpenOption) (*Array, error) {
	rt, err := b2rt.OpenBytes(b, opening(opts))
	if err != nil {
		return nil, err
	}
	return newArray(rt, ""), nil
}
