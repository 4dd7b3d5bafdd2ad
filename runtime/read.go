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
	if len(dst) == 0 {
		return nil
	}
	r, err := p.Reading(ctx, o, false)
	if err != nil {
		return err
	}
	if last.Reduce == nil || last.scansLazily(o) { // else all but a copy is done
		r.o.Progress = o.Progress
	}
	return r.Box(ctx, make([]int, len(last.ResultShape())), last.ResultShape(), dst)
}

// Reading is a plan ready to be read part by part: what the parts share, such as a reduction inside an expression, is
// computed once.
type Reading struct {
	job *job
	o   Options
}

// Reading computes what all parts of the result need. Progress is told of that alone. apart says that the parts will be
// others than the chunks of ResultLayout.
func (p *Plan) Reading(ctx context.Context, o Options, apart bool) (*Reading, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	j, err := p.lastJob(ctx, o, apart)
	o.Progress = nil
	return &Reading{j, o}, err
}

// Box computes the n elements along each axis from lo on to dst, which has room for just them, in C order.
func (r *Reading) Box(ctx context.Context, lo, n []int, dst []byte) error {
	if len(dst) == 0 {
		return nil
	}
	return r.job.into(ctx, r.o, lo, n, unsafe.Pointer(unsafe.SliceData(dst)))
}

// before readies the nodes that the last one needs, and gives its inputs: reductions are computed, the others and
// large scans when they are read.
func (p *Plan) before(ctx context.Context, o Options) ([]Input, error) {
	quiet := o
	quiet.Progress = nil
	results := make([]Source, len(p.Nodes))
	for i, n := range p.Nodes {
		inputs := n.resolve(results)
		if i == len(p.Nodes)-1 {
			return inputs, nil
		}
		var err error
		if results[i], err = p.source(ctx, quiet, i, inputs); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// resolve puts earlier nodes' results in the place of their numbers.
func (n *Node) resolve(results []Source) []Input {
	inputs := append([]Input(nil), n.In...)
	for i := range inputs {
		if inputs[i].Source == nil {
			inputs[i].Source = results[inputs[i].Node]
		}
	}
	return inputs
}

// source is what other nodes read as the result of a node.
func (p *Plan) source(ctx context.Context, o Options, node int, inputs []Input) (Source, error) {
	n := p.Nodes[node]
	switch {
	case n.View != nil && n.View.Kind == Nonzero:
		return n.nonzero(ctx, o, inputs[0])
	case n.View != nil:
		room := o.budget()
		for i := range inputs {
			if _, stored := layoutOf(inputs[i].Source); stored && inputs[i].permuted() {
				inputs[i] = room.band(inputs[i], o)
			}
		}
		return n.view(inputs, p.stored(node)), nil
	case n.scansLazily(o):
		return n.scanned(ctx, o, inputs)
	case n.Reduce != nil:
		r, err := n.reduce(ctx, o, inputs)
		if err != nil {
			return nil, err
		}
		return r, nil
	}
	j, err := n.prepare(ctx, o, inputs, true)
	if err != nil {
		return nil, err
	}
	return &lazy{job: j, stored: p.stored(node)}, nil
}

// into computes the n values along each axis from lo on to a place in memory, tile by tile.
func (j *job) into(ctx context.Context, o Options, lo, n []int, dst unsafe.Pointer) error {
	g := newGrid(n, j.grid(largestGrid).block) // so that a large block is decoded once,
	if g.tiles() < 2*o.workers() {
		g = newGrid(n, j.grid(largestTile).block) // unless that leaves workers idle
	}
	size := j.node.valueType().Size()
	step := strides(n)
	return o.each(ctx, g.tiles(), shape.Len(n), func(context.Context) func(int) error {
		t := newTiler(newWorker(o), j)
		at, count := make([]int, len(n)), make([]int, len(n))
		return func(task int) error {
			g.tile(task, at, count)
			place := unsafe.Add(dst, dot(at, step)*size)
			for i := range at {
				at[i] += lo[i]
			}
			return t.box(at, count, place, step)
		}
	})
}
