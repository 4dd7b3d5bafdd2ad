package npy

import (
	"fmt"
	"io"
	"slices"
	"unsafe"

	"github.com/b2gen/b2"
)

// Unknown is the size of a stream.
const Unknown = -1

// Read reads a .npy file of size bytes, or a stream of Unknown size, into memory: an operand with its elements in C
// order. What follows the elements is left alone.
func Read(r io.Reader, size int64) (*b2.Expr, error) {
	counted := &counter{r: r}
	h, err := ReadHeader(counted)
	if err != nil {
		return nil, err
	}
	_, bytes, ok := h.size()
	if !ok {
		return nil, fmt.Errorf("an array of shape %s is too big for this machine", Tuple(h.Shape))
	}
	if have := size - counted.n; size != Unknown && int64(bytes) > have {
		return nil, h.cut(have)
	}
	switch h.DType {
	case b2.Bool:
		return readBools(r, h, size)
	case b2.Int8:
		return read[int8](r, h, size)
	case b2.Int16:
		return read[int16](r, h, size)
	case b2.Int32:
		return read[int32](r, h, size)
	case b2.Int64:
		return read[int64](r, h, size)
	case b2.Uint8:
		return read[uint8](r, h, size)
	case b2.Uint16:
		return read[uint16](r, h, size)
	case b2.Uint32:
		return read[uint32](r, h, size)
	case b2.Uint64:
		return read[uint64](r, h, size)
	case b2.Float32:
		return read[float32](r, h, size)
	}
	return read[float64](r, h, size)
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// cut is the error of a file that has too few bytes of elements.
func (h Header) cut(have int64) error {
	_, want, _ := h.size()
	return fmt.Errorf("truncated .npy file: %s of shape %s takes %d bytes, and there are %d", h.DType, Tuple(h.Shape), want, have)
}

func read[T b2.Element](r io.Reader, h Header, size int64) (*b2.Expr, error) {
	data, err := elements[T](r, h, size != Unknown)
	if err != nil {
		return nil, err
	}
	return operand(data, h)
}

// readBools reads them as bytes first, since a Go bool must be 0 or 1, and a file may hold anything.
func readBools(r io.Reader, h Header, size int64) (*b2.Expr, error) {
	raw, err := elements[uint8](r, h, size != Unknown)
	if err != nil {
		return nil, err
	}
	for i, b := range raw {
		if b > 1 {
			raw[i] = 1
		}
	}
	return operand(unsafe.Slice((*bool)(unsafe.Pointer(unsafe.SliceData(raw))), len(raw)), h)
}

func operand[T b2.Element](data []T, h Header) (*b2.Expr, error) {
	if h.Fortran {
		data = reordered(data, h.Shape)
	}
	e := b2.Plain(data, b2.Shape(h.Shape...))
	return e, e.Err()
}

// firstPiece is what a stream is given memory for before it has shown that it has so much.
const firstPiece = 1 << 20

// elements reads the elements in the order of the file. With sure, that many are known to be there.
func elements[T b2.Element](r io.Reader, h Header, sure bool) ([]T, error) {
	total, _, _ := h.size()
	room := total
	if !sure {
		room = min(total, firstPiece)
	}
	data := make([]T, 0, room)
	have := int64(0)
	for len(data) < total {
		if len(data) == cap(data) {
			data = slices.Grow(data, min(len(data), total-len(data)))
		}
		from := len(data)
		data = data[:min(cap(data), total)]
		n, err := io.ReadFull(r, bytesOf(data[from:]))
		have += int64(n)
		if short(err) {
			return nil, h.cut(have)
		}
		if err != nil {
			return nil, err
		}
	}
	return data, nil
}

// bytesOf is the memory of elements: little-endian as in the file, like all machines that b2 runs on.
func bytesOf[T b2.Element](data []T) []byte {
	var zero T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), len(data)*int(unsafe.Sizeof(zero)))
}

// reordered is the C order of elements in Fortran order.
func reordered[T b2.Element](data []T, shape []int) []T {
	if len(shape) < 2 || len(data) == 0 {
		return data
	}
	steps := make([]int, len(shape)) // in data, along each axis
	step := 1
	for i, n := range shape {
		steps[i], step = step, step*n
	}
	out := make([]T, 0, len(data))
	last := len(shape) - 1
	at := make([]int, last)
	from := 0
	for {
		for i := range shape[last] {
			out = append(out, data[from+i*steps[last]])
		}
		k := last - 1
		for ; k >= 0; k-- {
			from += steps[k]
			if at[k]++; at[k] < shape[k] {
				break
			}
			from -= shape[k] * steps[k]
			at[k] = 0
		}
		if k < 0 {
			return out
		}
	}
}
