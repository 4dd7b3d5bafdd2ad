package runtime

import (
	"context"

	"github.com/b2gen/b2/ir/shape"
)

// banded reads an operand whose axes come in another order than its blocks are cut for: a tile would need parts of very
// many blocks. So whole bands of it are read, as large as the memory for hoisting allows, each once while the tiles go
// through it, and kept for all goroutines.
type banded struct {
	viewed
	job   *job // copies the operand
	o     Options
	bands grid
	cache *shared[[]byte]
}

// keptBands is how many bands there are in memory: one that is read from, and one that others have not left yet.
const keptBands = 2

// leastBand is the size in bytes of bands that are not worth it.
const leastBand = 1 << 20

// band is in, read in bands that together take what there is of room.
func (b *budget) band(in Input, o Options) Input {
	size := in.Source.DType().Size()
	bytes := min(int(*b)/keptBands, shape.Len(in.Shape)*size)
	if bytes < min(leastBand, shape.Len(in.Shape)*size) || bytes == 0 {
		return in
	}
	*b -= budget(bytes * keptBands)
	ones := make([]int, len(in.Shape))
	for i := range ones {
		ones[i] = 1
	}
	o.Progress = nil
	v := &banded{
		viewed: viewed{stored: in.Source.Stored(), dtype: in.Source.DType(), shape: in.Shape},
		job:    &job{node: copyOf(in), inputs: []Input{in}}, o: o,
		bands: newGrid(in.Shape, fill(in.Shape, ones, max(bytes/size, 1))),
		cache: newShared[[]byte](keptBands),
	}
	return whole(v)
}

func (b *banded) read(_ *worker, r region, dst []byte, step []int) error {
	if r.len() == 0 {
		return nil
	}
	part := make(region, len(r))
	lo, n := make([]int, len(r)), make([]int, len(r))
	for i := range b.bands.tiles() {
		b.bands.tile(i, lo, n)
		at, any := 0, true
		for k, s := range r {
			first, count := within(s, lo[k], lo[k]+n[k])
			part[k] = shape.Span{Start: s.Start + s.Step*first - lo[k], Step: s.Step, Count: count}
			at += first * step[k]
			any = any && count > 0
		}
		if !any {
			continue
		}
		if err := b.copy(i, lo, n, part, dst[at*b.dtype.Size():], step); err != nil {
			return err
		}
	}
	return nil
}

// copy brings a part of one band.
func (b *banded) copy(band int, lo, n []int, part region, dst []byte, step []int) error {
	e, data, isNew := b.cache.take(band)
	defer b.cache.release(e)
	if isNew {
		err := errPanicked
		defer func() {
			if err != nil {
				b.cache.finish(e, data, err)
			}
		}()
		if size := shape.Len(n) * b.dtype.Size(); cap(data) < size {
			data = make([]byte, size)
		}
		if err = b.job.into(context.Background(), b.o, lo, n, pointer(data)); err != nil {
			return err
		}
		b.cache.finish(e, data, nil)
	} else {
		var err error
		if data, err = e.wait(); err != nil {
			return err
		}
	}
	p := &Plain{dtype: b.dtype, stored: b.stored, shape: n, data: data}
	return p.read(nil, part, dst, step)
}
