package codec

import (
	"errors"
	"fmt"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// Encoder compresses streams with one codec at one level. It is not safe for concurrent use.
// What it writes is a pure function of the stream: no state is carried from one to the next.
type Encoder struct {
	id   ID
	blz  *blosclz
	lz4  lz4.CompressorCCompat
	hc   lz4.CompressorHC
	zlib *zlib.Writer
	zstd *zstd.Encoder
	out  appender
}

// appender lets the zlib writer append to the caller's slice, up to a limit.
type appender struct {
	b     []byte
	limit int
}

var errFull = errors.New("result is not smaller")

func (a *appender) Write(p []byte) (int, error) {
	if len(a.b)+len(p) > a.limit {
		return 0, errFull
	}
	a.b = append(a.b, p...)
	return len(p), nil
}

// NewEncoder makes an encoder; level is Blosc's, 1 (fast) to 9 (small). Level 0 is no codec's business: it makes
// chunks that are only copied.
func NewEncoder(id ID, level int) (*Encoder, error) {
	if level < 1 || level > 9 {
		return nil, fmt.Errorf("%v: level %d is not 1 to 9", id, level)
	}
	e, set := &Encoder{id: id}, levels[level]
	switch id {
	case LZ4:
		e.lz4.Acceleration = set.lz4
	case LZ4HC:
		e.hc.Level = set.hc
	case Zlib:
		z, err := zlib.NewWriterLevel(&e.out, set.zlib)
		if err != nil {
			return nil, err
		}
		e.zlib = z
	case Zstd:
		z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false),
			zstd.WithSingleSegment(true), zstd.WithEncoderLevel(set.zstd))
		if err != nil {
			return nil, err
		}
		e.zstd = z
	case BloscLZ:
		e.blz = newBloscLZ(level)
	default:
		return nil, fmt.Errorf("%v is not supported: %w", id, errors.ErrUnsupported)
	}
	return e, nil
}

// ID is the encoder's codec.
func (e *Encoder) ID() ID { return e.id }

// Encode appends src, compressed, to dst. It reports false, and returns dst as it was, when the result is not
// smaller than src: such a stream has to be stored raw (digest 3).
func (e *Encoder) Encode(dst, src []byte) ([]byte, bool) {
	if len(src) < 2 {
		return dst, false
	}
	start, most := len(dst), len(src)-1
	switch e.id {
	case LZ4, LZ4HC:
		dst = ensure(dst, most)
		room := dst[start : start+most]
		var n int
		var err error
		if e.id == LZ4 {
			n, err = e.lz4.CompressBlock(src, room)
		} else {
			n, err = e.hc.CompressBlock(src, room)
		}
		return dst[:start+n], err == nil && n > 0
	case BloscLZ:
		dst = ensure(dst, len(src)) // it gives up by the room there is, so it gets what the reference's would
		n := e.blz.encode(dst[start:start+len(src)], src)
		if n > most {
			n = 0
		}
		return dst[:start+n], n > 0
	case Zlib:
		return e.encodeZlib(dst, src)
	case Zstd:
		dst = e.zstd.EncodeAll(src, ensure(dst, most))
		if len(dst)-start > most {
			return dst[:start], false
		}
		return dst, true
	}
	return dst, false
}

func (e *Encoder) encodeZlib(dst, src []byte) ([]byte, bool) {
	start := len(dst)
	e.out = appender{b: dst, limit: start + len(src) - 1}
	e.zlib.Reset(&e.out)
	_, err := e.zlib.Write(src)
	if err == nil {
		err = e.zlib.Close()
	}
	dst = e.out.b
	e.out.b = nil // do not keep the caller's memory
	if err != nil {
		return dst[:start], false
	}
	return dst, true
}

// ensure returns b with room for n more bytes behind its length.
func ensure(b []byte, n int) []byte {
	if cap(b)-len(b) >= n {
		return b
	}
	grown := make([]byte, len(b), max(len(b)+n, 2*cap(b)))
	copy(grown, b)
	return grown
}
