package runtime

import (
	"errors"

	"github.com/b2gen/b2/runtime/internal/chunk"
)

// There are two levels. An Array has a cache that all goroutines share and that outlives a call; a worker has the
// blocks and chunks in hand that it used last, which it finds without a lock. What a worker has in hand stays though
// the shared cache drops it. Only blocks of which a part is read come here: others are decoded where they are wanted.

// cache is what the readers of an Array share.
type cache struct {
	size   int                    // as in OpenOptions
	blocks *shared[[]byte]        // decoded; nil: none
	chunks *shared[*chunk.Reader] // open; nil: none
}

const (
	defaultCache = 32 << 20 // bytes of blocks
	leastShared  = 8        // a cache for fewer blocks is none: they would chase each other out
	headerCache  = 2 << 20  // bytes of open chunks, about
	mostHeaders  = 256
	largeHeader  = 64 << 10 // bytes of a dictionary or a repeated value: chunks with more of them are not kept
)

// newCache sizes the cache of an array.
func newCache(g *geometry, itemSize, size int) cache {
	c := cache{size: size}
	if size == 0 {
		size = defaultCache
	}
	if g.NChunks == 0 || size < 0 {
		return c
	}
	if n := size / max(g.BlockItems*itemSize, 1); n >= leastShared {
		c.blocks = newShared[[]byte](n)
	}
	const reader, table = 512, 8 // bytes of a chunk.Reader and of each block's place
	if n := headerCache / (reader + table*g.NBlocks); n >= leastShared {
		c.chunks = newShared[*chunk.Reader](min(n, mostHeaders))
	}
	return c
}

// drop frees the memory.
func (c *cache) drop() {
	if c.blocks != nil {
		c.blocks.drop()
	}
	if c.chunks != nil {
		c.chunks.drop()
	}
}

// errPanicked is for those who wait for what is never made.
var errPanicked = errors.New("another goroutine panicked while it read the block")

// block decodes a block unless it is there, and gives it to one more user.
func (c *cache) block(a *Array, w *worker, n, block int) (*entry[[]byte], error) {
	e, data, isNew := c.blocks.take(n*a.geometry.NBlocks + block)
	if isNew {
		err := errPanicked
		defer func() { c.blocks.finish(e, data, err) }()
		if data == nil {
			data = make([]byte, a.geometry.BlockItems*a.dtype.Size())
		}
		err = a.decode(w, n, block, data)
		return e, err
	}
	_, err := e.wait()
	return e, err
}

// chunk opens a chunk unless it is open.
func (c *cache) chunk(a *Array, n int) (*chunk.Reader, error) {
	e, _, isNew := c.chunks.take(n) // the old one may still be in hand: readers are not released
	if isNew {
		r, err := &chunk.Reader{}, errPanicked
		defer func() { c.chunks.finish(e, r, err) }()
		if err = a.frame.OpenChunk(n, r); err == nil {
			r.Trim()
			if r.Memory() > largeHeader { // many chunks may share one, of a file that is much smaller
				c.chunks.forget(e)
			}
		}
		return r, err
	}
	return e.wait()
}

// blockCache is the blocks and the open chunks that one goroutine used last.
type blockCache struct {
	blocks []heldBlock
	chunks []heldChunk
	tick   int // the time, in uses
	bytes  int // of blocks
}

type heldBlock struct {
	a            *Array // nil: nothing
	chunk, block int
	data         []byte         // of entry, or in own
	entry        *entry[[]byte] // nil: not shared
	own          []byte
	used         int
}

type heldChunk struct {
	a      *Array
	chunk  int
	reader *chunk.Reader
	own    *chunk.Reader // memory for those that are not shared
	used   int
}

const (
	heldBlocks = 16 // enough for the operands of an expression whose blocks do not line up
	heldChunks = 16
	// Of blocks so large that a goroutine would hold more bytes than this it keeps fewer, but some for each operand.
	heldBytes = 32 << 20
	fewBlocks = 4
)

// get gives a decoded block, valid until the next call. One that may be wanted again by other calls is shared.
func (c *blockCache) get(a *Array, w *worker, chunk, block int, again bool) ([]byte, error) {
	c.tick++
	oldest := -1
	for i := range c.blocks {
		e := &c.blocks[i]
		if e.a == a && e.chunk == chunk && e.block == block {
			e.used = c.tick
			return e.data, nil
		}
		if oldest < 0 || e.used < c.blocks[oldest].used {
			oldest = i
		}
	}
	size := a.geometry.BlockItems * a.dtype.Size()
	if n := len(c.blocks); n < fewBlocks || n < heldBlocks && c.bytes+size <= heldBytes {
		c.blocks = append(c.blocks, heldBlock{})
		oldest = n
	}
	e := &c.blocks[oldest]
	c.bytes -= e.size()
	err := e.fill(a, w, chunk, block, again)
	c.bytes += e.size()
	if err != nil {
		return nil, err
	}
	e.used = c.tick
	return e.data, nil
}

// size is the memory that is held.
func (e *heldBlock) size() int {
	if e.entry != nil {
		return len(e.data) + cap(e.own)
	}
	return cap(e.own)
}

// fill puts another block in the place of what is held.
func (e *heldBlock) fill(a *Array, w *worker, chunk, block int, again bool) error {
	if e.entry != nil {
		e.a.cache.blocks.release(e.entry)
		e.entry, e.data = nil, nil
	}
	e.a = nil
	if again && !w.streams && a.cache.blocks != nil {
		s, err := a.cache.block(a, w, chunk, block)
		if err != nil {
			return err
		}
		e.entry, e.data = s, s.value
	} else {
		size := a.geometry.BlockItems * a.dtype.Size()
		if cap(e.own) < size {
			e.own = make([]byte, size)
		}
		e.data = e.own[:size]
		if err := a.decode(w, chunk, block, e.data); err != nil {
			return err
		}
	}
	e.a, e.chunk, e.block = a, chunk, block
	return nil
}

// chunk gives an open chunk.
func (c *blockCache) chunk(a *Array, n int) (*chunk.Reader, error) {
	c.tick++
	oldest := -1
	for i := range c.chunks {
		e := &c.chunks[i]
		if e.a == a && e.chunk == n {
			e.used = c.tick
			return e.reader, nil
		}
		if oldest < 0 || e.used < c.chunks[oldest].used {
			oldest = i
		}
	}
	if len(c.chunks) < heldChunks {
		c.chunks = append(c.chunks, heldChunk{})
		oldest = len(c.chunks) - 1
	}
	e := &c.chunks[oldest]
	e.a = nil
	var err error
	if a.cache.chunks != nil {
		e.reader, err = a.cache.chunk(a, n)
	} else {
		if e.own == nil {
			e.own = &chunk.Reader{}
		}
		e.reader, err = e.own, a.frame.OpenChunk(n, e.own)
	}
	if err != nil {
		return nil, err
	}
	e.a, e.chunk, e.used = a, n, c.tick
	return e.reader, nil
}
