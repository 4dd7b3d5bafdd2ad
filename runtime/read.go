package runtime

import (
	"context"
	"fmt"
	"unsafe"

	"github.com/b2gen/b2/ir/shape"
)

// ReadInto computes the plan's result into dst, in C order; dst has room for just that.
func (p *Plan) ReadInto(ctx context.Context, o Options, dst []byte) error {
	if err := p.check(); err != nil {
		return err
	}
	last := p.Nodes[len(p.Nodes)-1]
	if want := shape.Len(last.ResultShape()) * last.DType().Size(); len(dst) != want {
		return fmt.Errorf("the destination has %d bytes, the result %d", len(dst), want)
	}
	inputs, err := p.before(ctx, o)
	if err != nil || len(dst) == 0 {
		return err
	}
	if last.Reduce != nil {
		r, err := last.reduce(ctx, o, inputs)
		if err == nil {
			copy(dst, r.Bytes())
		}
		return err
	}
	j, err := last.prepare(ctx, o, inputs)
	if err != nil {
		return err
	}
	return j.into(ctx, o, unsafe.Pointer(unsafe.SliceData(dst)))
}

// before computes the nodes that the last one needs, and gives its inputs.
func (p *Plan) before(ctx context.Context, o Options) ([]Input, error) {
	quiet := o
	quiet.Progress = nil
	results := make([]*Plain, len(p.Nodes))
	for i, n := range p.Nodes {
		inputs := n.resolve(results)
		if i == len(p.Nodes)-1 {
			return inputs, nil
		}
		r, err := n.result(ctx, quiet, inputs)
		if err != nil {
			return nil, err
		}
		results[i] = r
	}
	return nil, nil
}

// resolve puts earlier nodes' results in the place of their numbers.
func (n *Node) resolve(results []*Plain) []Input {
	inputs := append([]Input(nil), n.In...)
	for i := range inputs {
		if inputs[i].Source == nil {
			inputs[i].Source = results[inputs[i].Node]
		}
	}
	return inputs
}

// result computes a node into memory.
func (n *Node) result(ctx context.Context, o Options, inputs []Input) (*Plain, error) {
	if n.Reduce != nil {
		return n.reduce(ctx, o, inputs)
	}
	j, err := n.prepare(ctx, o, inputs)
	if err != nil {
		return nil, err
	}
	in, err := j.materialize(ctx, o)
	if err != nil {
		return nil, err
	}
	return in.Source.(*Plain), nil
}

// into computes all of a job's values to a place in memory, tile by tile.
func (j *job) into(ctx context.Context, o Options, dst unsafe.Pointer) error {
	g := j.grid(largestGrid) // so that a large block is decoded once,
	if g.tiles() < 2*o.workers() {
		g = j.grid(largestTile) // unless that leaves workers idle
	}
	size := j.node.valueType().Size()
	step := strides(j.node.Shape)
	return o.each(ctx, g.tiles(), shape.Len(j.node.Shape), func(context.Context) func(int) error {
		t := newTiler(newWorker(o), j)
		lo, n := make([]int, len(g.shape)), make([]int, len(g.shape))
		return func(task int) error {
			g.tile(task, lo, n)
			return t.box(lo, n, unsafe.Add(dst, dot(lo, step)*size), step)
		}
	})
}
