package runtime

import (
	"context"
	"slices"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/kernel"
)

// Compute computes the plan's result into a compressed array: in memory, or chunk by chunk into a file that appears
// under its name only when it is whole.
func (p *Plan) Compute(ctx context.Context, o Options, t Target) (*Array, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	last := p.Nodes[len(p.Nodes)-1]
	own := p.ResultLayout()
	if t.Layout.Chunks == nil && t.Layout.Blocks == nil && !t.oneBlock() {
		t.Layout = own
	}
	w, err := t.create(ctx, last.ResultShape(), p.Stored())
	if err != nil {
		return nil, err
	}
	defer w.abort()
	j, err := p.lastJob(ctx, o, !slices.Equal(t.Layout.Blocks, own.Blocks))
	if err != nil {
		return nil, err
	}
	if last.Reduce != nil && !last.scansLazily(o) {
		o.Progress = nil // the reduction has reported
	}
	if err := j.compress(ctx, o, w); err != nil {
		return nil, err
	}
	return w.finish()
}

// lastJob readies the last node; a reduction is done here, and what remains is to copy its result.
// With apart set it will be read as others want.
func (p *Plan) lastJob(ctx context.Context, o Options, apart bool) (*job, error) {
	last := p.Nodes[len(p.Nodes)-1]
	inputs, err := p.before(ctx, o)
	if err != nil {
		return nil, err
	}
	if last.Reduce == nil && last.View == nil {
		return last.prepare(ctx, o, inputs, apart)
	}
	r, err := p.source(ctx, o, len(p.Nodes)-1, inputs)
	if err != nil {
		return nil, err
	}
	in := whole(r)
	return &job{node: copyOf(in), inputs: []Input{in}}, nil
}

// compress computes every block of the result and writes the chunks in order.
func (j *job) compress(ctx context.Context, o Options, w *arrayWriter) error {
	return w.compress(ctx, o, nil, func() blockMaker {
		dims := len(j.node.Shape)
		return &computedBlocks{g: &w.geometry, tiler: newTiler(newWorker(o), j), lo: make([]int, dims), n: make([]int, dims)}
	})
}

// computedBlocks makes the blocks of a job's result.
type computedBlocks struct {
	g     *geometry
	tiler *tiler
	lo, n []int
	own   []byte // a block with padding, or one that is larger than a tile
}

// block computes a block, with zeros for padding.
func (t *computedBlocks) block(c, i int) ([]byte, error) {
	g := t.g
	g.box(c, i, t.lo, t.n)
	size := t.tiler.job.node.valueType().Size() * g.BlockItems
	full, empty := true, false
	for k := range t.n {
		full = full && t.n[k] == g.blocks[k]
		empty = empty || t.n[k] <= 0
	}
	if full && size <= largestTile {
		at, err := t.tiler.tile(t.lo, t.n, nil)
		if err != nil {
			return nil, err
		}
		return unsafe.Slice((*byte)(at), size), nil
	}
	if len(t.own) == 0 {
		t.own = kernel.Buffer(dtype.Uint8, size)[:size]
	}
	if !full {
		clear(t.own)
	}
	if empty {
		return t.own, nil
	}
	return t.own, t.tiler.box(t.lo, t.n, unsafe.Pointer(unsafe.SliceData(t.own)), strides(g.blocks))
}
