package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/npy"
)

// output says where a result goes.
type output struct {
	env     *env
	path    string // as -o takes it
	force   bool
	storage *storageFlags
	run     []b2.RunOption
	like    *b2.Array // whose attributes a .b2nd file takes over; may be nil
}

// write computes a result to its target. It gives the bytes of the compressed result, if there is one.
func (o *output) write(e *b2.Expr) (cbytes int64, err error) {
	switch targetKind(o.path) {
	case npyTarget:
		return 0, writable(o.path, o.npyFile(e))
	case stdoutTarget:
		return 0, o.stdout(func(w *bufio.Writer) error { return o.npy(w, e) })
	case b2ndTarget:
		opts := []b2.ComputeOption{b2.Path(o.path)}
		if o.force {
			opts = append(opts, b2.Overwrite())
		}
		if o.like != nil {
			opts = append(opts, b2.AttrsOf(o.like))
		}
		cbytes, err := o.compute(e, opts)
		return cbytes, writable(o.path, err)
	}
	return o.compute(e, nil)
}

// compute makes a compressed array, in memory when opts do not say otherwise.
func (o *output) compute(e *b2.Expr, opts []b2.ComputeOption) (int64, error) {
	p := newProgress(o.env.stderr)
	defer p.end()
	opts = append(opts, o.storage.options()...)
	for _, r := range append(o.run, b2.Progress(p.update)) {
		opts = append(opts, r)
	}
	a, err := e.Compute(o.env.ctx, opts...)
	var option *b2.OptionError
	if errors.As(err, &option) {
		err = fmt.Errorf("%s: --%s: %w", o.path, option.Option, err)
	}
	if err != nil {
		return 0, err
	}
	defer a.Close() // complete and synced: nothing can be lost
	return a.CBytes(), nil
}

// npyFile writes a .npy file that appears when it is whole.
func (o *output) npyFile(e *b2.Expr) error {
	f, err := createPending(o.path, o.force)
	if err != nil {
		return err
	}
	defer f.drop()
	if err := o.npy(f, e); err != nil {
		return err
	}
	return f.commit()
}

// npy writes a result in the format of NumPy.
func (o *output) npy(w io.Writer, e *b2.Expr) error {
	if err := npy.WriteHeader(w, e.StoredType(), e.Shape()); err != nil {
		return err
	}
	return o.each(e, func(data []byte) error {
		_, err := w.Write(data)
		return err
	})
}

// each hands over all elements of a result in C order, in pieces.
func (o *output) each(e *b2.Expr, use func(data []byte) error) error {
	p := newProgress(o.env.stderr)
	defer p.end()
	written := 0
	for data, err := range slabs(o.env.ctx, e, slabBytes, o.blocks()...) {
		if err != nil {
			return err
		}
		if err := use(data); err != nil {
			return err
		}
		written += len(data)
		p.update(written, int(e.NBytes()))
	}
	return nil
}

// reading is the options for reads.
func (o *output) reading() []b2.ReadOption {
	list := make([]b2.ReadOption, len(o.run))
	for i, r := range o.run {
		list[i] = r
	}
	return list
}

// blocks is the options for reads part by part.
func (o *output) blocks() []b2.BlocksOption {
	list := make([]b2.BlocksOption, len(o.run))
	for i, r := range o.run {
		list[i] = r
	}
	return list
}

// text prints a result without -o.
func (o *output) text(e *b2.Expr, format string) error {
	return o.stdout(func(w *bufio.Writer) error {
		if format == "preview" {
			return preview(o.env.ctx, w, e, o.reading())
		}
		elements := newElementWriter(format, w, e.StoredType(), e.Shape())
		err := o.each(e, func(data []byte) error {
			elements.write(data)
			return nil
		})
		if err == nil {
			elements.end()
		}
		return err
	})
}

// stdout buffers what is written to standard output.
func (o *output) stdout(write func(*bufio.Writer) error) error {
	w := bufio.NewWriterSize(o.env.stdout, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}
