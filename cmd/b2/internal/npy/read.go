package npy

import (
	"fmt"
	"io"
	"slices"

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
	data, err := elements(r, h, size != Unknown)
	if err != nil {
		return nil, err
	}
	if h.Type.DType == b2.Bool { // a Go bool must be 0 or 1, and a file may hold anything
		for i, b := range data {
			data[i] = min(b, 1)
		}
	}
	if h.Fortran {
		data = reordered(data, h.Shape, h.Type.DType.Size())
	}
	e := b2.PlainStored(data, h.Type, b2.Shape(h.Shape...))
	return e, e.Err()
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
	return fmt.Errorf("truncated .npy file: %s of shape %s takes %d bytes, and there are %d", h.Type, Tuple(h.Shape), want, have)
}

// firstPiece is what a stream is given memory for before it has shown that it has so much.
const firstPiece = 1 << 20

// elements reads the bytes of the elements in the order of the file. With sure, that many are known to be there.
func elements(r io.Reader, h Header, sure bool) ([]byte, error) {
	_, total, _ := h.size()
	room := total
	if !sure {
		room = min(total, firstPiece)
	}
	data := make([]byte, 0, room)
	have := int64(0)
	for len(data) < total {
		if len(data) == cap(data) {
			data = slices.Grow(data, min(len(data), total-len(data)))
		}
		from := len(data)
		data = data[:min(cap(data), total)]
		n, err := io.ReadFull(r, data[from:])
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

// reordered is the C order of elements, of size bytes each, in Fortran order.
func reordered(data []byte, shape []int, size int) []byte {
	if len(shape) < 2 || len(data) == 0 {
		return data
	}
	steps := make([]int, len(shape)) // in data, along each axis
	step := size
	for i, n := range shape {
		steps[i], step = step, step*n
	}
	out := make([]byte, 0, len(data))
	last := len(shape) - 1
	at := make([]int, last)
	from := 0
	for {
		for i := range shape[last] {
			out = append(out, data[from+i*steps[last]:][:size]...)
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
