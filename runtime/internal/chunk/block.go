package chunk

import (
	"encoding/binary"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/store"
)

// Decoder is the scratch that decoding needs: one for each goroutine. The zero value is ready; it grows to the
// largest block and allocates no more then.
type Decoder struct {
	codec  codec.Decoder
	in     []byte // a block's streams
	a, b   []byte // between filters
	first  []byte // a chunk's first block, for the delta filter
	direct []byte // the caller's slice, while a store reads into it
}

// ReadBlock decodes block i into dst, which must be exactly BlockLen(i) long. Only that block's bytes are read
// (except for the delta filter, which needs the first block, too).
func (r *Reader) ReadBlock(d *Decoder, i int, dst []byte) error {
	if i < 0 || i >= r.nblocks || len(dst) != r.BlockLen(i) {
		return fmt.Errorf("chunk: block %d of %d does not go into %d bytes", i, r.nblocks, len(dst))
	}
	var first []byte
	if i > 0 && r.coded() && r.h.VLBlocks == 0 && r.pipe.NeedsFirst() {
		first = sized(&d.first, r.BlockLen(0))
		if err := r.readBlock(d, 0, first, nil); err != nil {
			return err
		}
	}
	return r.readBlock(d, i, dst, first)
}

// Decode decodes the whole chunk into dst, which must be exactly NBytes long.
func (r *Reader) Decode(d *Decoder, dst []byte) error {
	if len(dst) != r.h.NBytes {
		return fmt.Errorf("chunk: %d bytes do not go into %d", r.h.NBytes, len(dst))
	}
	var first []byte
	for i := range r.nblocks {
		if err := r.readBlock(d, i, dst[r.BlockStart(i):r.BlockStart(i+1)], first); err != nil {
			return err
		}
		if r.h.VLBlocks == 0 {
			first = dst[:r.BlockLen(0)]
		}
	}
	return nil
}

// coded reports whether the chunk has streams.
func (r *Reader) coded() bool { return r.h.Special == None && !r.h.Memcpyed }

func (r *Reader) readBlock(d *Decoder, i int, dst, first []byte) error {
	var err error
	switch {
	case r.h.Special != None:
		r.fillSpecial(dst, i*r.h.BlockSize)
	case r.h.Memcpyed:
		err = r.copyBlock(d, i, dst)
	case r.h.VLBlocks > 0:
		err = r.decodeVL(d, i, dst)
	default:
		err = r.decodeBlock(d, i, dst, first)
	}
	if err != nil {
		return fmt.Errorf("chunk at offset %d, block %d: %w", r.off, i, err)
	}
	return nil
}

// copyBlock reads raw bytes, straight into dst if the store reads at all.
func (r *Reader) copyBlock(d *Decoder, i int, dst []byte) error {
	d.direct = dst[:0:len(dst)]
	v, err := r.src.View(r.off+int64(r.h.overhead)+int64(i)*int64(r.h.BlockSize), len(dst), &d.direct)
	d.direct = nil
	if err != nil {
		return err
	}
	if len(dst) > 0 && &v[0] != &dst[0] {
		copy(dst, v)
	}
	return nil
}

func (r *Reader) decodeBlock(d *Decoder, i int, dst, first []byte) error {
	l := layout{id: r.id, dict: r.dict, pipe: r.pipe, streams: r.h.TypeSize}
	if r.h.NoSplit || len(dst) < r.h.BlockSize {
		l.streams = 1 // the leftover block is never split (digest 3)
	}
	// A gap after the block is not read: streams cannot take more than this.
	most := len(dst) + 5*l.streams
	start := r.starts[i]
	n := min(int(r.ends[i]-start), most)
	in, err := r.src.View(r.off+int64(start), n, &d.in)
	if err != nil {
		return err
	}
	return l.decode(d, dst, in, first)
}

// layout is how a block's streams are made.
type layout struct {
	id      codec.ID
	dict    []byte // empty without a dictionary
	pipe    *filter.Pipeline
	streams int
}

// decode undoes codec and filters of the streams at the start of in; first is as in filter.Pipeline.Inverse.
func (l layout) decode(d *Decoder, dst, in, first []byte) error {
	return l.unfilter(d, dst, first, func(dst []byte) error { return l.decodeStreams(d, dst, in) })
}

// unfilter has read fill a buffer with filtered bytes, and undoes the filters into dst.
func (l layout) unfilter(d *Decoder, dst, first []byte, read func([]byte) error) error {
	if l.pipe.Empty() {
		return read(dst)
	}
	a, b := sized(&d.a, len(dst)), sized(&d.b, len(dst))
	if err := read(a); err != nil {
		return err
	}
	if err := l.pipe.Inverse(dst, a, b, first); err != nil {
		return fmt.Errorf("%w: %w", err, store.ErrCorrupt)
	}
	return nil
}

// decodeStreams fills dst from the streams in in (digest 3).
func (l layout) decodeStreams(d *Decoder, dst, in []byte) error {
	n := len(dst) / l.streams
	at := 0
	for k := range l.streams {
		out := dst[k*n : (k+1)*n]
		if len(in)-at < 4 {
			return corruptStream(k, at, "is cut before its size")
		}
		csize := int(int32(binary.LittleEndian.Uint32(in[at:])))
		at += 4
		rest := in[at:]
		switch {
		case csize == 0:
			clear(out)
		case csize < 0:
			if len(rest) < 1 || rest[0]&1 == 0 || csize < -255 {
				return corruptStream(k, at, "has no valid run token")
			}
			fill(out, byte(-csize))
			at++
		case csize > n || csize > len(rest):
			return corruptStream(k, at, fmt.Sprintf("has %d bytes for %d, with %d there", csize, n, len(rest)))
		case csize == n:
			copy(out, rest)
			at += csize
		default:
			if err := d.codec.DecodeDict(l.id, out, rest[:csize], l.dict); err != nil {
				return fmt.Errorf("stream %d at %d: %w: %w", k, at, err, store.ErrCorrupt)
			}
			at += csize
		}
	}
	return nil
}

func corruptStream(k, at int, what string) error {
	return fmt.Errorf("stream %d at %d %s: %w", k, at, what, store.ErrCorrupt)
}

// sized returns *buf with length n, reallocated only when it is too small.
func sized(buf *[]byte, n int) []byte {
	if cap(*buf) < n {
		*buf = make([]byte, n)
	}
	*buf = (*buf)[:n]
	return *buf
}
