package runtime

import (
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/kernel"
)

// overlay makes the blocks of an array's new version: what the old one had, with the value over it. It is one
// goroutine's view of a change.
type overlay struct {
	c          *change
	w          *worker
	tiler      *tiler // nil: nothing to fill in
	own, spare []byte // blocks
	part       []byte // of a value that is broadcast

	at              []int // the chunk's place in the grid
	lo, n           []int // of the block in the new version
	oldLo, oldN     []int // and in the old
	from, count     []int // of what the value fills, in the region
	partLo, partN   []int // and in the value
	start           int   // where that begins in the block, in elements
	partStep, place []int // distances of neighbours in the value and in the block
}

func (c *change) maker(o Options) func() blockMaker {
	return func() blockMaker {
		v := &overlay{c: c, w: newWorker(o)}
		if c.value != nil {
			v.tiler = newTiler(v.w, c.value)
		}
		size := c.geometry.BlockItems * c.a.dtype.Size()
		v.own = kernel.Buffer(dtype.Uint8, size)[:size]
		dims := len(c.geometry.shape)
		for _, s := range []*[]int{&v.at, &v.lo, &v.n, &v.oldLo, &v.oldN, &v.from, &v.count, &v.partStep, &v.place} {
			*s = make([]int, dims)
		}
		v.partLo, v.partN = make([]int, len(c.shape)), make([]int, len(c.shape))
		return v
	}
}

// block makes block i of chunk number k of the new version.
func (v *overlay) block(k, i int) ([]byte, error) {
	g := &v.c.geometry
	g.box(k, i, v.lo, v.n)
	for d := len(v.at) - 1; d >= 0; d-- {
		v.at[d] = k % g.Grid[d]
		k /= g.Grid[d]
	}
	fills, covers := v.fills(i)
	if old := v.c.a.geometry.chunkAt(v.at); old < 0 || covers {
		clear(v.own)
	} else if err := v.old(old, i); err != nil {
		return nil, err
	}
	if fills {
		if err := v.fill(); err != nil {
			return nil, err
		}
	}
	swap(v.own, v.c.a.stored.SwapWidth()) // what is stored stays in the file's byte order
	return v.own, nil
}

// fills finds what of the block at hand the value fills, and whether that is all of its elements.
func (v *overlay) fills(block int) (fills, covers bool) {
	if v.tiler == nil {
		return false, false
	}
	g := &v.c.geometry
	step := 1
	v.start, covers = 0, true
	for d := len(v.at) - 1; d >= 0; d-- {
		b := block % g.BlockGrid[d]
		block /= g.BlockGrid[d]
		p, ok := v.c.pieceFrom(d, v.at[d], b)
		if !ok || p.chunk != v.at[d] || p.block != b {
			return false, false
		}
		v.from[d], v.count[d] = p.to, p.n
		v.place[d] = step * v.c.steps[d]
		v.start += step * p.at
		step *= g.blocks[d]
		covers = covers && p.n == v.n[d]
	}
	return true, covers
}

// old puts the elements that stay into the block, and zeros around them.
func (v *overlay) old(chunk, block int) error {
	a := v.c.a
	a.geometry.box(chunk, block, v.oldLo, v.oldN)
	whole, empty := true, false
	for d := range v.n {
		v.oldN[d] = min(v.oldN[d], v.n[d])
		whole = whole && v.oldN[d] == a.geometry.blocks[d]
		empty = empty || v.oldN[d] <= 0
	}
	if whole {
		return a.decode(v.w, chunk, block, v.own)
	}
	clear(v.own)
	if empty {
		return nil
	}
	if v.spare == nil {
		v.spare = make([]byte, len(v.own))
	}
	if err := a.decode(v.w, chunk, block, v.spare); err != nil {
		return err
	}
	s := strides(a.geometry.blocks)
	copyND(unsafe.Pointer(unsafe.SliceData(v.own)), s, unsafe.Pointer(unsafe.SliceData(v.spare)), s, v.oldN, a.dtype.Size())
	return nil
}

// fill computes the value into its places in the block.
func (v *overlay) fill() error {
	size := v.c.a.dtype.Size()
	to := unsafe.Pointer(&v.own[v.start*size])
	if v.c.direct {
		return v.tiler.box(v.from, v.count, to, v.place)
	}
	s, lead := v.c.shape, len(v.count)-len(v.c.shape)
	for k, d := range s {
		if v.partLo[k], v.partN[k] = 0, 1; d > 1 {
			v.partLo[k], v.partN[k] = v.from[lead+k], v.count[lead+k]
		}
	}
	if need := kernel.Room(shape.Len(v.partN)) * size; len(v.part) < need {
		v.part = kernel.Buffer(dtype.Uint8, need)
	}
	part := unsafe.Pointer(unsafe.SliceData(v.part))
	step := strides(v.partN)
	if err := v.tiler.box(v.partLo, v.partN, part, step); err != nil {
		return err
	}
	clear(v.partStep)
	for k := range s {
		if v.partN[k] > 1 {
			v.partStep[lead+k] = step[k]
		}
	}
	copyND(to, v.place, part, v.partStep, v.count, size)
	return nil
}
