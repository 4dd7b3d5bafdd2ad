package runtime

import (
	"context"
	"unsafe"

	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/kernel"
)

// hoistBudget is the memory, in bytes, for what is computed or decoded once for a whole result because it varies
// over fewer axes than the result.
const hoistBudget = 32 << 20

// prepare readies a node for its goroutines: stages and stored operands that do not vary over all axes are computed
// and decoded whole now, as far as the budget goes; the others are done again tile by tile.
func (n *Node) prepare(ctx context.Context, o Options, inputs []Input) (*job, error) {
	o.Progress = nil
	j := &job{node: n, inputs: append([]Input(nil), inputs...), stages: make([]*Input, len(n.Kernel.Stages))}
	budget := hoistBudget
	varying := shape.Varying(n.Shape)
	for i := range n.Kernel.Stages {
		st := &n.Kernel.Stages[i]
		s := reduceTo(n.Shape, st.Axes)
		if axes := st.Axes & varying; axes == varying || kernel.StageRef(i) == n.Kernel.Out {
			continue
		}
		if size := shape.Len(s) * st.Out.Size(); size > budget {
			continue
		} else {
			budget -= size
		}
		whole, err := j.stageOf(n, i, s).materialize(ctx, o)
		if err != nil {
			return nil, err
		}
		j.stages[i] = &whole
	}
	for _, i := range j.direct() {
		in := &j.inputs[i]
		if _, stored := in.Source.(*Array); !stored || shape.Varying(in.Shape) == varying {
			continue
		}
		if size := shape.Len(in.Shape) * in.Source.DType().Size(); size <= budget {
			budget -= size
			whole, err := (&job{node: copyOf(*in), inputs: []Input{*in}, stages: nil}).materialize(ctx, o)
			if err != nil {
				return nil, err
			}
			j.inputs[i] = whole
		}
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

// direct lists the operands that the tiles still read, those of stages computed beforehand left out.
func (j *job) direct() []int {
	t := newTiler(&worker{}, j)
	var list []int
	for i := range j.inputs {
		if t.values[i].needed {
			list = append(list, i)
		}
	}
	return list
}

// materialize computes all of a job into memory, as an input of the same shape.
func (j *job) materialize(ctx context.Context, o Options) (Input, error) {
	p := newBuffer(j.node.valueType(), j.node.Shape)
	err := j.into(ctx, o, unsafe.Pointer(unsafe.SliceData(p.data)))
	return whole(p), err
}
