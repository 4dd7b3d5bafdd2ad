package runtime

import (
	"context"
	"sync/atomic"
	"unsafe"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// blockMaker makes the bytes of blocks: one goroutine's view of where an array's content comes from.
type blockMaker interface {
	// block gives block i of chunk c, whole, padding included. The bytes stay until the next call.
	block(c, i int) ([]byte, error)
}

// compress writes chunks of an array, in the order of their list, all of them if that is nil. Each goroutine makes
// blocks of its own and encodes them.
func (w *arrayWriter) compress(ctx context.Context, o Options, chunks []int, maker func() blockMaker) error {
	count := w.geometry.NChunks
	if chunks != nil {
		count = len(chunks)
	}
	q, err := newChunkQueue(w, chunks, count)
	if err != nil {
		return err
	}
	blocks := w.geometry.NBlocks
	return o.each(ctx, count*blocks, count*w.geometry.ChunkItems, func(ctx context.Context) func(int) error {
		q.order.endWith(ctx)
		e, err := chunk.NewEncoder(w.params)
		b := &blockTask{q: q, maker: maker(), encoder: e}
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
	chunks  []int          // the numbers of those to write; nil: all
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

func newChunkQueue(w *arrayWriter, chunks []int, count int) (*chunkQueue, error) {
	e, err := chunk.NewEncoder(w.params)
	if err != nil {
		return nil, err
	}
	blocks := w.geometry.NBlocks
	held := w.chunkBytes + blocks*int(unsafe.Sizeof(chunk.Block{})) // by a chunk that is worked on
	ahead := min(max(aheadBytes/max(held, 1)-1, 1), aheadChunks, max(count-1, 0))
	q := &chunkQueue{w: w, chunks: chunks, encoder: e, slots: make([]chunkBlocks, ahead+1)}
	q.order = newInOrder(ahead, q.write)
	for i := range q.slots {
		q.slots[i].blocks = make([]chunk.Block, blocks)
		q.slots[i].left.Store(int32(blocks))
	}
	return q, nil
}

// number is the chunk at place k of the list.
func (q *chunkQueue) number(k int) int {
	if q.chunks == nil {
		return k
	}
	return q.chunks[k]
}

// put hands over a block; whoever completes a chunk hands that over.
func (q *chunkQueue) put(k, i int, b chunk.Block) error {
	s := &q.slots[q.order.slot(k)]
	s.blocks[i] = b
	if s.left.Add(-1) > 0 {
		return nil
	}
	return q.order.put(k)
}

// write writes the next chunk.
func (q *chunkQueue) write(k int) error {
	s := &q.slots[q.order.slot(k)]
	err := q.w.append(q.encoder, q.number(k), s.blocks)
	s.left.Store(int32(len(s.blocks)))
	return err
}

// blockTask is one goroutine's part in a compression.
type blockTask struct {
	q       *chunkQueue
	maker   blockMaker
	encoder *chunk.Encoder
}

// block makes and compresses block i of the chunk at place k of the list.
func (t *blockTask) block(ctx context.Context, k, i int) error {
	if !t.q.order.wait(k) {
		return context.Cause(ctx)
	}
	raw, err := t.maker.block(t.q.number(k), i)
	if err != nil {
		return err
	}
	before := t.q.slots[t.q.order.slot(k)].blocks[i]
	b, err := t.encoder.EncodeBlock(before.Data[:0], raw, false)
	if err != nil {
		return err
	}
	return t.q.put(k, i, b)
}
