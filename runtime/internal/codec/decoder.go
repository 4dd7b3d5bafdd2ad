package codec

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// maxWindow bounds what a zstd frame may claim as its window: a Blosc2 block is at most 536866816 bytes (digest 1).
const maxWindow = 512 << 20

// Decoder decompresses streams, one at a time. The zero value is ready; contexts are made when first needed and
// reused. It is not safe for concurrent use.
type Decoder struct {
	zstd *zstd.Decoder
	dict dictDecoder
	zlib io.ReadCloser
	in   bytes.Reader
	tail [1]byte
}

// Decode decompresses src into dst, which it must fill exactly: the format stores no size inside a stream, so dst is
// the bound that keeps a hostile stream from growing (digest 15).
func (d *Decoder) Decode(id ID, dst, src []byte) error { return d.DecodeDict(id, dst, src, nil) }

// DecodeDict is Decode for a stream that refers to a dictionary, if dict is not empty. The caller must not change dict
// any more.
func (d *Decoder) DecodeDict(id ID, dst, src, dict []byte) error {
	var n int
	var err error
	switch id {
	case BloscLZ:
		n, err = decodeBloscLZ(dst, src)
	case LZ4, LZ4HC:
		n, err = lz4.UncompressBlockWithDict(src, dst, dict)
	case Zlib:
		n, err = d.decodeZlib(dst, src)
	case Zstd:
		n, err = d.decodeZstd(dst, src, dict)
	default:
		return fmt.Errorf("%v is not supported", id)
	}
	if err != nil {
		return fmt.Errorf("%w: %v: %w", ErrStream, id, err)
	}
	if n != len(dst) {
		return fmt.Errorf("%w: %v: gives %d bytes instead of %d", ErrStream, id, n, len(dst))
	}
	return nil
}

func (d *Decoder) decodeZlib(dst, src []byte) (int, error) {
	d.in.Reset(src)
	if d.zlib == nil {
		z, err := zlib.NewReader(&d.in)
		if err != nil {
			return 0, err
		}
		d.zlib = z
	} else if err := d.zlib.(zlib.Resetter).Reset(&d.in, nil); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(d.zlib, dst)
	if err != nil {
		return n, err
	}
	// The stream must end here; reading on also checks its sum. What follows its end is ignored (digest 5).
	if m, err := d.zlib.Read(d.tail[:]); m != 0 || err != io.EOF {
		if m != 0 || err == nil {
			return n, fmt.Errorf("gives more than %d bytes", len(dst))
		}
		return n, err
	}
	return n, nil
}

func (d *Decoder) decodeZstd(dst, src, dict []byte) (int, error) {
	z, err := d.zstdFor(dict)
	if err != nil {
		return 0, err
	}
	out, err := z.DecodeAll(src, dst[:0:len(dst)])
	return len(out), err
}

// zstdFor is the decoder for streams with a dictionary, or without if it is empty.
func (d *Decoder) zstdFor(dict []byte) (*zstd.Decoder, error) {
	if len(dict) > 0 {
		return d.dict.get(dict)
	}
	if d.zstd == nil {
		z, err := newZstd()
		if err != nil {
			return nil, err
		}
		d.zstd = z
	}
	return d.zstd, nil
}

func newZstd(more ...zstd.DOption) (*zstd.Decoder, error) {
	return zstd.NewReader(nil, append(more, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true),
		zstd.WithDecoderMaxMemory(maxWindow), zstd.WithDecoderMaxWindow(maxWindow))...)
}
