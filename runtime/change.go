package runtime

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/frame"
)

// change is an Update worked out: which chunks stay, which are made anew, and of what.
type change struct {
	a        *Array
	geometry geometry // of the new version
	params   chunk.Params
	revision frame.Revision
	touched  []int        // chunks to be made
	zero     []int        // chunks that are all zeros
	tally    *frame.Tally // of the new version, once it is written

	value  *job      // nil: nothing to fill in
	shape  []int     // of the value
	direct bool      // the region has that shape, too
	steps  []int     // of the region, along each axis
	pieces [][]piece // of the region, along each axis, in order of the blocks
}

func newChange(ctx context.Context, a *Array, o Options, u Update) (*change, error) {
	c := &change{a: a, revision: frame.Revision{Attrs: u.Attrs, Drop: u.Drop}}
	if u.Shape == nil && u.Value == nil {
		c.geometry = a.geometry // attributes only: all chunks stay, in whatever way they are encoded
		return c, nil
	}
	if err := c.cut(u.Shape); err != nil {
		return nil, err
	}
	if u.Value != nil {
		if err := c.fill(ctx, o, u); err != nil {
			return nil, err
		}
	}
	c.sort()
	if len(c.touched) == 0 {
		return c, nil
	}
	var err error
	c.params, err = a.frame.ChunkParams(c.geometry.Geometry)
	return c, err
}

// cut sets the geometry of the new version. Chunks and blocks stay what they are, unless the array has no elements.
func (c *change) cut(s []int) error {
	old := &c.a.geometry
	if s == nil {
		s = old.shape
	}
	if len(s) != len(old.shape) {
		return fmt.Errorf("shape %s cannot become %s: the number of axes stays", shape.Format(old.shape), shape.Format(s))
	}
	if slices.Equal(s, old.shape) {
		c.geometry = *old
		return nil
	}
	g := geometry{shape: slices.Clone(s), chunks: old.chunks, blocks: old.blocks}
	if old.NChunks == 0 && slices.Contains(append(slices.Clone(g.chunks), g.blocks...), 0) {
		in := c.a.frame.Info()
		l := fitFilters(DefaultLayout(s, c.a.dtype), slices.Contains(in.Filters[:], filter.DeltaID))
		g.chunks, g.blocks = l.Chunks, l.Blocks
	}
	meta := frame.B2ND{Shape: g.shape, Chunks: g.chunks, Blocks: g.blocks}
	var err error
	if g.Geometry, err = meta.Geometry(); err != nil {
		return fmt.Errorf("shape %s is not possible in chunks %s", shape.Format(s), shape.Format(g.chunks))
	}
	if err := c.a.frame.Allows(g.Geometry, c.a.dtype.Size()); err != nil {
		return err
	}
	c.geometry = g
	c.revision.Shape, c.revision.Chunks, c.revision.Blocks = g.shape, g.chunks, g.blocks
	return nil
}

// fill readies the value and finds out which blocks it reaches.
func (c *change) fill(ctx context.Context, o Options, u Update) error {
	if err := u.Value.check(); err != nil {
		return err
	}
	last := u.Value.Nodes[len(u.Value.Nodes)-1]
	lengths := make([]int, len(u.Region))
	for i, s := range u.Region {
		lengths[i] = s.Count
	}
	c.shape = last.ResultShape()
	switch {
	case len(lengths) != len(c.geometry.shape):
		return fmt.Errorf("a region of %d axes in an array of %d", len(lengths), len(c.geometry.shape))
	case last.DType() != c.a.dtype:
		return fmt.Errorf("elements of type %s in an array of %s", last.DType(), c.a.dtype)
	case !broadcasts(c.shape, lengths):
		return fmt.Errorf("a value of shape %s cannot be broadcast to the region of shape %s", shape.Format(c.shape), shape.Format(lengths))
	}
	if shape.Len(lengths) == 0 {
		return nil
	}
	j, err := u.Value.lastJob(ctx, o, true)
	if err != nil {
		return err
	}
	c.value, c.direct = j, slices.Equal(c.shape, lengths)
	for i, s := range u.Region {
		c.steps = append(c.steps, s.Step)
		p := c.geometry.pieces(nil, i, s)
		if s.Step < 0 {
			slices.Reverse(p)
		}
		c.pieces = append(c.pieces, p)
	}
	return nil
}

// broadcasts reports whether the first shape can be broadcast to the second.
func broadcasts(s, to []int) bool {
	if len(s) > len(to) {
		return false
	}
	for i, d := range s {
		if d != 1 && d != to[len(to)-len(s)+i] {
			return false
		}
	}
	return true
}

// sort tells chunks that stay from those that are made anew and those that are new and empty.
func (c *change) sort() {
	g := &c.geometry
	same := slices.Equal(g.shape, c.a.geometry.shape)
	if same && c.value == nil {
		return
	}
	c.revision.Keep = make([]int, g.NChunks)
	at, hit := make([]int, len(g.shape)), c.reached()
	for i := range g.NChunks {
		c.revision.Keep[i] = -1
		old := c.a.geometry.chunkAt(at)
		switch {
		case c.value != nil && meets(hit, at):
			c.touched = append(c.touched, i)
		case old < 0:
			c.zero = append(c.zero, i)
		case same || c.sameEdge(at):
			c.revision.Keep[i] = old
		default: // what was padding becomes elements, or the reverse, and padding is zeros
			c.touched = append(c.touched, i)
		}
		next(at, g.Grid)
	}
}

// reached marks, along each axis, the places of the grid that the region meets; nil: it meets nothing.
func (c *change) reached() [][]bool {
	if c.value == nil {
		return nil
	}
	hit := make([][]bool, len(c.pieces))
	for i, pieces := range c.pieces {
		hit[i] = make([]bool, c.geometry.Grid[i])
		for _, p := range pieces {
			hit[i][p.chunk] = true
		}
	}
	return hit
}

// meets reports whether the value fills elements of the chunk at a place of the grid.
func meets(hit [][]bool, at []int) bool {
	for i, k := range at {
		if !hit[i][k] {
			return false
		}
	}
	return true
}

// pieceFrom is the first piece of the region along axis i that lies in a block, or behind it.
func (c *change) pieceFrom(i, chunk, block int) (piece, bool) {
	k, _ := slices.BinarySearchFunc(c.pieces[i], piece{chunk: chunk, block: block}, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.chunk, b.chunk), cmp.Compare(a.block, b.block))
	})
	if k == len(c.pieces[i]) {
		return piece{}, false
	}
	return c.pieces[i][k], true
}

// sameEdge reports whether as much of a chunk is elements as before.
func (c *change) sameEdge(at []int) bool {
	g, old := &c.geometry, &c.a.geometry
	for i, k := range at {
		if first, n := k*g.chunks[i], g.chunks[i]; min(g.shape[i]-first, n) != min(old.shape[i]-first, n) {
			return false
		}
	}
	return true
}

// chunkAt is the number of the chunk at a place of the grid, -1 when there is none.
func (g *geometry) chunkAt(at []int) int {
	if g.NChunks == 0 {
		return -1
	}
	n := 0
	for i, k := range at {
		if k >= g.Grid[i] {
			return -1
		}
		n = n*g.Grid[i] + k
	}
	return n
}

// nothing reports whether the new version is the old one.
func (c *change) nothing() bool {
	r := &c.revision
	return r.Shape == nil && r.Keep == nil && len(r.Attrs) == 0 && len(r.Drop) == 0
}
