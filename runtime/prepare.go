package runtime

import (
	"context"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/kernel"
)

// hoistBudget is the default memory, in bytes, for what is computed or decoded once for a whole result because it
// varies over fewer axes than the result.
const hoistBudget = 32 << 20

// budget takes what fits of the memory for hoisting.
type budget int

func (o Options) budget() budget {
	switch {
	case o.Hoist == 0:
		return hoistBudget
	case o.Hoist < 0:
		return 0
	}
	return budget(o.Hoist)
}

// take reports whether an array fits, which it then has.
func (b *budget) take(s []int, d dtype.DType) bool {
	n, ok := shape.Size(s)
	if !ok || n > int(*b)/d.Size() {
		return false
	}
	*b -= budget(n * d.Size())
	return true
}

// prepare readies a node for its goroutines: stages and operands that do not vary over all axes, or are read
// across the grid, are computed and decoded whole now, as far as the budget goes; the others are done again tile by tile. apart says that
// the result is read as others want, not along the job's grid.
func (n *Node) prepare(ctx context.Context, o Options, inputs []Input, apart bool) (*job, error) {
	o.Progress = nil
	j := &job{node: n, inputs: append([]Input(nil), inputs...), stages: make([]*Input, len(n.Kernel.Stages)), apart: apart}
	room := o.budget()
	varying := shape.Varying(n.Shape)
	for i := range n.Kernel.Stages {
		st := &n.Kernel.Stages[i]
		s := reduceTo(n.Shape, st.Axes)
		if st.Axes&varying == varying || kernel.StageRef(i) == n.Kernel.Out || !room.take(s, st.Out) {
			continue
		}
		whole, err := j.stageOf(n, i, s).materialize(ctx, o)
		if err != nil {
			return nil, err
		}
		j.stages[i] = &whole
	}
	var used *tiler // tells which operands the tiles still read, those of stages computed beforehand left out
	for i := range j.inputs {
		in := &j.inputs[i]
		if !costly(in.Source) || shape.Varying(in.Shape) == varying && !j.strays(in) {
			continue
		}
		if used == nil {
			used = newTiler(&worker{}, j)
		}
		if !used.values[i].needed {
			continue
		}
		if strays := j.strays(in); !room.take(in.Shape, in.Source.DType()) {
			if strays {
				j.inputs[i] = room.band(*in, o)
			}
			continue
		}
		whole, err := (&job{node: copyOf(*in), inputs: []Input{*in}}).materialize(ctx, o)
		if err != nil {
			return nil, err
		}
		j.inputs[i] = whole
	}
	return j, nil
}

// reduceTo is a shape with length 1 along the axes that are not in the set.
func reduceTo(s []int, axes kernel.AxisSet) []int {
	out := make([]int, len(s))
	for i, d := range s {
		if out[i] = d; !axes.Has(len(s) - 1 - i) {
			out[i] = 1
		}
	}
	return out
}

// stageOf is the job that computes one stage of a node for all of its own axes.
func (j *job) stageOf(n *Node, i int, s []int) *job {
	k := *n.Kernel
	k.Out = kernel.StageRef(i)
	return &job{node: &Node{Shape: s, Kernel: &k, In: n.In}, inputs: j.inputs, stages: j.stages}
}

// materialize computes all of a job into memory, as an input of the same shape.
func (j *job) materialize(ctx context.Context, o Options) (Input, error) {
	p := newBuffer(j.node.valueType(), j.node.Shape)
	err := j.into(ctx, o, make([]int, len(p.shape)), p.shape, unsafe.Pointer(unsafe.SliceData(p.data)))
	return whole(p), err
}
