package runtime

import (
	"context"
	"sync/atomic"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/kernel"
)

// Compute computes the plan's result into a compressed array: in memory, or chunk by chunk into a file that appears
// under its name only when it is whole.
func (p *Plan) Compute(ctx context.Context, o Options, t Target) (*Array, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	last := p.Nodes[len(p.Nodes)-1]
	if t.Layout.Chunks == nil && t.Layout.Blocks == nil && !t.oneBlock() {
		t.Layout = p.ResultLayout()
	}
	w, err := t.create(last.ResultShape(), last.DType())
	if err != nil {
		return nil, err
	}
	defer w.abort()
	j, err := p.lastJob(ctx, o)
	if err != nil {
		return nil, err
	}
	if last.Reduce != nil {
		o.Progress = nil // the reduction has reported
	}
	if err := j.compress(ctx, o, w); err != nil {
		return nil, err
	}
	return w.finish()
}

// lastJob readies the last node; a reduction is done here, and what remains is to copy its result.
func (p *Plan) lastJob(ctx context.Context, o Options) (*job, error) {
	last := p.Nodes[len(p.Nodes)-1]
	inputs, err := p.before(ctx, o)
	if err != nil {
		return nil, err
	}
	if last.Reduce == nil {
		return last.prepare(ctx, o, inputs)
	}
	r, err := last.reduce(ctx, o, inputs)
	if err != nil {
		return nil, err
	}
	in := whole(r)
	return &job{node: copyOf(in), inputs: []Input{in}}, nil
}

// compress computes every block of the result and writes the chunks in order.
func (j *job) compress(ctx context.Context, o Options, w *arrayWriter) error {
	q, err := newChunkQueue(w)
	if err != nil {
		return err
	}
	blocks := w.geometry.NBlocks
	return o.each(ctx, w.geometry.NChunks*blocks, shape.Len(j.node.Shape), func(ctx context.Context) func(int) error {
		q.order.endWith(ctx)
		b, err := newBlockTask(j, o, q)
		return func(task int) error {
			if err != nil {
				return err
			}
			return b.block(ctx, task/blocks, task%blocks)
		}
	})
}

// chunkQueue puts blocks that are done in any order together to chunks in order.
type chunkQueue struct {
	w       *arrayWriter
	order   *inOrder       // of chunks
	encoder *chunk.Encoder // of whoever writes
	slots   []chunkBlocks
}

// chunkBlocks are the blocks of a chunk so far. Their memory serves a later chunk again.
type chunkBlocks struct {
	blocks []chunk.Block
	left   atomic.Int32
}

// At most this many bytes of chunks, but two chunks, are worked on at once; and no more than aheadChunks of them.
const (
	aheadBytes  = 32 << 20
	aheadChunks = 8
)

func newChunkQueue(w *arrayWriter) (*chunkQueue, error) {
	e, err := chunk.NewEncoder(w.params)
	if err != nil {
		return nil, err
	}
	blocks := w.geometry.NBlocks
	held := w.chunkBytes + blocks*int(unsafe.Sizeof(chunk.Block{})) // by a chunk that is worked on
	ahead := min(max(aheadBytes/max(held, 1)-1, 1), aheadChunks, max(w.geometry.NChunks-1, 0))
	q := &chunkQueue{w: w, encoder: e, slots: make([]chunkBlocks, ahead+1)}
	q.order = newInOrder(ahead, q.write)
	for i := range q.slots {
		q.slots[i].blocks = make([]chunk.Block, blocks)
		q.slots[i].left.Store(int32(blocks))
	}
	return q, nil
}

// put hands over a block; whoever completes a chunk hands that over.
func (q *chunkQueue) put(c, i int, b chunk.Block) error {
	s := &q.slots[q.order.slot(c)]
	s.blocks[i] = b
	if s.left.Add(-1) > 0 {
		return nil
	}
	return q.order.put(c)
}

// write writes the next chunk.
func (q *chunkQueue) write(c int) error {
	s := &q.slots[q.order.slot(c)]
	err := q.w.append(q.encoder, c, s.blocks)
	s.left.Store(int32(len(s.blocks)))
	return err
}

// blockTask is one goroutine's view of the compression of a result.
type blockTask struct {
	q       *chunkQueue
	tiler   *tiler
	encoder *chunk.Encoder
	lo, n   []int
	own     []byte // a block with padding, or one that is larger than a tile
}

func newBlockTask(j *job, o Options, q *chunkQueue) (*blockTask, error) {
	e, err := chunk.NewEncoder(q.w.params)
	dims := len(j.node.Shape)
	return &blockTask{q: q, tiler: newTiler(newWorker(o), j), encoder: e, lo: make([]int, dims), n: make([]int, dims)}, err
}

// block computes and compresses block i of chunk c.
func (t *blockTask) block(ctx context.Context, c, i int) error {
	if !t.q.order.wait(c) {
		return context.Cause(ctx)
	}
	g := &t.q.w.geometry
	g.box(c, i, t.lo, t.n)
	raw, err := t.raw(g)
	if err != nil {
		return err
	}
	before := t.q.slots[t.q.order.slot(c)].blocks[i]
	b, err := t.encoder.EncodeBlock(before.Data[:0], raw, false)
	if err != nil {
		return err
	}
	return t.q.put(c, i, b)
}

// raw computes the block at hand, with zeros for padding.
func (t *blockTask) raw(g *geometry) ([]byte, error) {
	size := t.q.w.params.TypeSize * g.BlockItems
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
