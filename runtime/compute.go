package runtime

import (
	"context"
	"sync"
	"unsafe"

	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/chunk"
)

// Compute computes the plan's result into a compressed array: in memory, or chunk by chunk into a file that appears
// under its name only when it is whole.
func (p *Plan) Compute(ctx context.Context, o Options, t Target) (*Array, error) {
	last := p.Nodes[len(p.Nodes)-1]
	if t.Layout.Chunks == nil && t.Layout.Blocks == nil {
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
	q := &chunkQueue{w: w, pending: map[int]*chunkBlocks{}}
	q.moved.L = &q.mu
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, q.stop)
	defer stop()
	blocks := w.geometry.NBlocks
	return o.each(ctx, w.geometry.NChunks*blocks, shape.Len(j.node.Shape), func() func(int) error {
		b, err := newBlockTask(j, o, q)
		return func(task int) error {
			if err == nil {
				err = b.block(ctx, task/blocks, task%blocks)
			}
			if err != nil {
				cancel() // lets go of those who wait for this chunk
			}
			return err
		}
	})
}

// chunkQueue puts blocks that are done in any order together to chunks in order.
type chunkQueue struct {
	w       *arrayWriter
	mu      sync.Mutex
	moved   sync.Cond // next has grown, or all has ended
	next    int       // the chunk to write next
	ended   bool
	pending map[int]*chunkBlocks
	free    [][]byte // memory of written blocks
}

// chunkBlocks are the blocks of a chunk so far.
type chunkBlocks struct {
	blocks []chunk.Block
	left   int
}

// ahead is how many chunks may be worked on beyond the one to be written next.
const ahead = 8

// buffer waits until chunk c may be worked on and gives memory for a block.
func (q *chunkQueue) buffer(c int) (buf []byte, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for c > q.next+ahead && !q.ended {
		q.moved.Wait()
	}
	if n := len(q.free); n > 0 {
		buf, q.free = q.free[n-1], q.free[:n-1]
	}
	return buf, !q.ended
}

func (q *chunkQueue) stop() {
	q.mu.Lock()
	q.ended = true
	q.mu.Unlock()
	q.moved.Broadcast()
}

// put hands over a block; whoever completes the chunk that is next writes it, and those after it that are ready.
func (q *chunkQueue) put(e *chunk.Encoder, c, i int, b chunk.Block) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.pending[c]
	if s == nil {
		n := q.w.geometry.NBlocks
		s = &chunkBlocks{blocks: make([]chunk.Block, n), left: n}
		q.pending[c] = s
	}
	s.blocks[i] = b
	s.left--
	for {
		s := q.pending[q.next]
		if s == nil || s.left > 0 {
			return nil
		}
		if err := q.w.append(e, q.next, s.blocks); err != nil {
			return err
		}
		for _, b := range s.blocks {
			q.free = append(q.free, b.Data[:0])
		}
		delete(q.pending, q.next)
		q.next++
		q.moved.Broadcast()
	}
}

// blockTask is one goroutine's view of the compression of a result.
type blockTask struct {
	q       *chunkQueue
	tiler   *tiler
	encoder *chunk.Encoder
	lo, n   []int
	edge    []byte // a block with padding
}

func newBlockTask(j *job, o Options, q *chunkQueue) (*blockTask, error) {
	e, err := chunk.NewEncoder(q.w.params)
	dims := len(j.node.Shape)
	return &blockTask{q: q, tiler: newTiler(newWorker(o), j), encoder: e, lo: make([]int, dims), n: make([]int, dims)}, err
}

// block computes and compresses block i of chunk c.
func (t *blockTask) block(ctx context.Context, c, i int) error {
	buf, ok := t.q.buffer(c)
	if !ok {
		return context.Cause(ctx)
	}
	g := &t.q.w.geometry
	g.box(c, i, t.lo, t.n)
	raw, err := t.raw(g)
	if err != nil {
		return err
	}
	b, err := t.encoder.EncodeBlock(buf, raw, false)
	if err != nil {
		return err
	}
	return t.q.put(t.encoder, c, i, b)
}

// raw computes the block at hand, with zeros for padding.
func (t *blockTask) raw(g *geometry) ([]byte, error) {
	size := t.q.w.params.TypeSize
	full, empty := true, false
	for k := range t.n {
		full = full && t.n[k] == g.blocks[k]
		empty = empty || t.n[k] <= 0
	}
	if full {
		at, err := t.tiler.tile(t.lo, t.n, nil)
		return unsafe.Slice((*byte)(at), g.BlockItems*size), err
	}
	if len(t.edge) == 0 {
		t.edge = make([]byte, g.BlockItems*size)
	}
	clear(t.edge)
	if empty {
		return t.edge, nil
	}
	at, err := t.tiler.tile(t.lo, t.n, nil)
	if err == nil {
		copyND(unsafe.Pointer(unsafe.SliceData(t.edge)), strides(g.blocks), at, strides(t.n), t.n, size)
	}
	return t.edge, err
}
