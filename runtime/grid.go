package runtime

import (
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Layout is how an array is cut: into chunks, each a unit of storage, and these into blocks, each a unit of
// compression that fits the second-level cache. Lengths are in elements along each axis.
type Layout struct{ Chunks, Blocks []int }

const (
	blockBytes = 256 << 10 // at most, in a default layout
	chunkBytes = 8 << 20   // about, in a default layout
	// largestGrid is the largest chunk, in bytes, for which a result takes over an operand's layout.
	largestGrid = 64 << 20
)

// DefaultLayout cuts an array by its shape and type alone, so that the same program writes the same bytes on any
// machine. Blocks and chunks are filled from the last axis on.
func DefaultLayout(s []int, d dtype.DType) Layout {
	if shape.Len(s) == 0 {
		return Layout{Chunks: slices.Clone(s), Blocks: slices.Clone(s)}
	}
	blocks := fill(s, slices.Repeat([]int{1}, len(s)), max(blockBytes/d.Size(), 1))
	return Layout{Chunks: fill(s, blocks, blocksOfChunk(blocks, d)), Blocks: blocks}
}

// blocksOfChunk is how many blocks make a chunk, about.
func blocksOfChunk(blocks []int, d dtype.DType) int {
	return max(chunkBytes/d.Size()/max(shape.Len(blocks), 1), 1)
}

// fill takes units of the given lengths along each axis of s, the last axis first, while budget units fit: a whole
// axis, or else its largest divisor if that is more than half of what fits, or else what fits.
func fill(s, unit []int, budget int) []int {
	out := slices.Clone(unit)
	if shape.Len(s) == 0 {
		return out // nothing to fill
	}
	for i := len(s) - 1; i >= 0; i-- {
		units := (s[i] + unit[i] - 1) / unit[i]
		take := units
		if units > budget {
			take = budget
			for d := budget; 2*d > budget; d-- {
				if units%d == 0 {
					take = d
					break
				}
			}
		}
		out[i] = min(take*unit[i], s[i])
		budget /= take
	}
	for i := range out { // a chunk is whole blocks, or the whole axis
		if out[i] < s[i] {
			out[i] -= out[i] % unit[i]
		}
	}
	return out
}

// ResultLayout is the layout of a plan's result: that of the first stored operand of the same shape, read as it is,
// when its chunks are not too large; else the default.
func (p *Plan) ResultLayout() Layout {
	last := p.Nodes[len(p.Nodes)-1]
	s := last.ResultShape()
	if r := last.Reduce; r == nil || r.Kind.scans() && r.Keep {
		if l, ok := last.operandLayout(); ok {
			return l
		}
	}
	return DefaultLayout(s, last.DType())
}

func (n *Node) operandLayout() (Layout, bool) {
	if n.View != nil {
		return Layout{}, false
	}
	for i := range n.In {
		in := &n.In[i]
		l, ok := layoutOf(in.Source)
		if !ok || !in.reads(n.Shape) {
			continue
		}
		if in.permuted() {
			l = Layout{Chunks: in.crossed(l.Chunks, n.Shape), Blocks: in.crossed(l.Blocks, n.Shape)}
		}
		if l.suits(n.Shape, n.valueType().Size()) {
			return l, true
		}
	}
	return Layout{}, false
}

// reads reports whether the input takes all elements of its source as they come, or with other axes first.
func (in *Input) reads(s []int) bool {
	if in.asItIs(s) {
		return slices.Equal(in.Source.Shape(), s)
	}
	if !in.permuted() || !slices.Equal(in.Shape, s) {
		return false
	}
	for i, a := range in.Access {
		if a.Axis < 0 || a.Start != 0 || a.Step != 1 || in.Source.Shape()[i] != s[len(s)-1-a.Axis] {
			return false
		}
	}
	return true
}

// grid cuts a shape into tiles, in C order.
type grid struct{ shape, block, count []int }

func newGrid(s, block []int) grid {
	g := grid{shape: s, block: block, count: make([]int, len(s))}
	for i := range s {
		if s[i] > 0 {
			g.count[i] = (s[i] + block[i] - 1) / block[i]
		}
	}
	return g
}

func (g grid) tiles() int { return shape.Len(g.count) }

// tile sets the first element and the lengths of tile number i.
func (g grid) tile(i int, lo, n []int) {
	for k := len(g.count) - 1; k >= 0; k-- {
		lo[k] = i % g.count[k] * g.block[k]
		n[k] = min(g.block[k], g.shape[k]-lo[k])
		i /= g.count[k]
	}
}

// grid cuts the index space of a job: along the blocks of a stored operand where it has one of its shape with blocks of
// no more than limit bytes of values, so that each is decoded once. One that is read as it is goes before one whose axes
// come in another order.
func (j *job) grid(limit int) grid {
	n := j.node
	for _, permuted := range []bool{false, true} {
		for i := range j.inputs {
			in := &j.inputs[i]
			l, ok := layoutOf(in.Source)
			if !ok || permuted != in.permuted() || !permuted && !in.asItIs(n.Shape) || !slices.Equal(in.Shape, n.Shape) {
				continue
			}
			b := l.Blocks
			if permuted {
				b = in.crossed(b, n.Shape)
			}
			if shape.Len(b)*n.valueType().Size() <= limit {
				return newGrid(n.Shape, b)
			}
		}
	}
	return newGrid(n.Shape, DefaultLayout(n.Shape, n.valueType()).Blocks)
}

// asItIs reports whether the input takes the elements of its source one by one, in order, and has the given shape.
func (in *Input) asItIs(s []int) bool {
	return slices.Equal(in.Shape, s) && slices.Equal(in.Access, shape.Whole(len(s)))
}

// permuted reports whether the axes of the source come in another order.
func (in *Input) permuted() bool {
	last := shape.MaxDims
	for _, a := range in.Access {
		if a.Axis < 0 || in.Shape[len(in.Shape)-1-a.Axis] == 1 {
			continue
		}
		if a.Axis > last {
			return true
		}
		last = a.Axis
	}
	return false
}

// crossed is what lengths along the axes of the source are along the reader's, of shape s.
func (in *Input) crossed(lengths, s []int) []int {
	out := make([]int, len(s))
	for k := range out {
		out[k] = min(1, s[k])
	}
	for i, a := range in.Access {
		if a.Axis >= 0 {
			k := len(s) - 1 - a.Axis
			out[k] = min(max(lengths[i]/max(a.Step, -a.Step), 1), s[k])
		}
	}
	return out
}

// costly reports whether reading a source again costs more than to keep what was read.
func costly(s Source) bool {
	switch s.(type) {
	case *Plain, *Affine:
		return false
	}
	return true
}

// strays reports whether a stored operand is read across the blocks that the grid follows, so that each tile needs parts
// of many.
func (j *job) strays(in *Input) bool {
	if _, stored := layoutOf(in.Source); !stored || !in.permuted() {
		return false
	}
	if j.apart {
		return true
	}
	return slices.ContainsFunc(j.inputs, func(other Input) bool {
		_, stored := layoutOf(other.Source)
		return stored && other.asItIs(j.node.Shape)
	})
}

// returns reports whether tiles need blocks that others before them had.
func (j *job) returns() bool {
	for i := range j.inputs {
		in := &j.inputs[i]
		if _, stored := layoutOf(in.Source); costly(in.Source) && (!stored || j.strays(in)) {
			return true
		}
	}
	return false
}
