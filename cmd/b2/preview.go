package main

import (
	"context"
	"fmt"
	"io"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/arraytext"
	"github.com/b2gen/b2/cmd/b2/internal/npy"
)

// atOnce is the number of elements up to which a preview reads the whole result: less work than its corners one by one.
const atOnce = 1 << 16

// preview prints shape, type and elements as NumPy does; of large results only the corners are computed.
func preview(ctx context.Context, w io.Writer, e *b2.Expr, opts []b2.ReadOption) error {
	shape, d := e.Shape(), e.DType()
	shown := arraytext.Shown(shape)
	p := &corners{shape: shape, shown: shown, size: d.Size()}
	var err error
	if e.NBytes() <= atOnce*int64(d.Size()) {
		err = p.pick(ctx, e, opts)
	} else {
		err = p.read(ctx, e, opts)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n%s\n", summary(e), arraytext.Format(e.StoredType(), p.data, shape, shown))
	return err
}

// summary is the line above a preview.
func summary(e *b2.Expr) string {
	return fmt.Sprintf("shape %s, dtype %s", npy.Tuple(e.Shape()), e.StoredType())
}

// corners gathers the elements that are shown.
type corners struct {
	shape, shown []int
	size         int // bytes of an element
	data         []byte
}

// ends are the runs of an axis that are shown: all of it, or as much at the start as at the end.
func (c *corners) ends(axis int) [][2]int {
	n, k := c.shape[axis], c.shown[axis]
	if k == n {
		return [][2]int{{0, n}}
	}
	return [][2]int{{0, k / 2}, {n - (k - k/2), n}}
}

// pick reads all and keeps what is shown.
func (c *corners) pick(ctx context.Context, e *b2.Expr, opts []b2.ReadOption) error {
	all, err := b2.ReadBytes(ctx, e, opts...)
	if err == nil {
		c.keep(all, 0)
	}
	return err
}

func (c *corners) keep(part []byte, axis int) {
	if axis == len(c.shape) || len(part) == 0 {
		c.data = append(c.data, part...)
		return
	}
	step := len(part) / c.shape[axis]
	for _, end := range c.ends(axis) {
		for i := end[0]; i < end[1]; i++ {
			c.keep(part[i*step:(i+1)*step], axis+1)
		}
	}
}

// read computes the corners, each by itself, and puts them together.
func (c *corners) read(ctx context.Context, e *b2.Expr, opts []b2.ReadOption) error {
	n := c.size
	for _, k := range c.shown {
		n *= k
	}
	c.data = make([]byte, n)
	return c.corner(ctx, e, opts, make([][2]int, 0, len(c.shape)))
}

// corner chooses the runs of the axes after those chosen already.
func (c *corners) corner(ctx context.Context, e *b2.Expr, opts []b2.ReadOption, chosen [][2]int) error {
	if axis := len(chosen); axis < len(c.shape) {
		for _, end := range c.ends(axis) {
			if err := c.corner(ctx, e, opts, append(chosen, end)); err != nil {
				return err
			}
		}
		return nil
	}
	items := make([]b2.SliceItem, len(chosen))
	for i, end := range chosen {
		items[i] = b2.Span(end[0], end[1], 1)
	}
	part, err := b2.ReadBytes(ctx, e.Slice(items...), opts...)
	if err == nil {
		c.place(part, chosen, 0, 0)
	}
	return err
}

// place puts a corner where it belongs among the shown elements; at is the number of elements before its position on
// the axes up to here.
func (c *corners) place(part []byte, chosen [][2]int, axis, at int) {
	if axis == len(c.shape) {
		copy(c.data[at*c.size:], part)
		return
	}
	count := chosen[axis][1] - chosen[axis][0]
	first := 0
	if chosen[axis][0] > 0 {
		first = c.shown[axis] - count
	}
	step := len(part) / count
	for i := range count {
		c.place(part[i*step:(i+1)*step], chosen, axis+1, at*c.shown[axis]+first+i)
	}
}
