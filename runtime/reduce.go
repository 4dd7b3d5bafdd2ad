package runtime

import (
	"context"
	"errors"
	"slices"
	"unsafe"

	"github.com/b2gen/b2/ir/shape"
)

// reduce computes a node's values tile by tile and reduces them. A tile of the result is made of tiles of the values,
// walked in order along the axes reduced over. They are cut into groups, by the layout alone, and a task is one
// group; the groups' results are put together in order. So the order of additions depends on nothing but the layout.
func (n *Node) reduce(ctx context.Context, o Options, inputs []Input) (*Plain, error) {
	out := newBuffer(n.Reduce.Out, n.ResultShape())
	if shape.Len(out.shape) == 0 {
		return out, nil
	}
	mask, inputs, err := n.masking(ctx, o, inputs)
	if err != nil {
		return nil, err
	}
	j, err := n.prepare(ctx, o, inputs, false)
	if err != nil {
		return nil, err
	}
	j.mask = mask
	if n.Reduce.Kind.scans() {
		return out, j.scan(ctx, o, out)
	}
	of := *n.Reduce
	of.masked, of.whole = mask != nil, len(n.Reduce.Over) == len(n.Shape)
	g := j.grid(largestTile)
	if n.Reduce.Kind == Quantile {
		var fits bool
		if g, fits = n.narrow(g); !fits && !n.valueType().IsComplex() {
			return out, j.selectQuantiles(ctx, o, out, g, &of)
		}
	}
	r := newReducer(j, out, o, g, func() accumulator { return newAccumulator(&of, n.valueType()) })
	if err = r.run(ctx, o); err == nil && n.Reduce.Must != "" && slices.Contains(out.Bytes(), 0) {
		err = errors.New(n.Reduce.Must)
	}
	return out, err
}

// masking takes the mask off the inputs, as a job that computes it along with the values; nil: there is none.
func (n *Node) masking(ctx context.Context, o Options, inputs []Input) (*job, []Input, error) {
	if n.Mask == nil {
		return nil, inputs, nil
	}
	last := len(inputs) - 1
	of := copyOf(inputs[last])
	of.Shape = n.Shape
	mask, err := of.prepare(ctx, o, of.In, true)
	return mask, inputs[:last], err
}

// reducer is what the tasks of a reduction share.
type reducer struct {
	job     *job
	out     *Plain
	reduced []bool
	kept    grid // the tiles of the result: reduced axes have one
	walked  grid // the tiles that one of the result is made of: kept axes have one

	newAccumulator func() accumulator

	groups  int   // that walked is cut into
	per     int   // tiles in a group
	count   int   // elements reduced into one
	strides []int // of the result, along the axes of the values
	walk    []int // how far apart, in C order over the reduced axes, neighbours along each axis are; nil: of no concern

	// Where a tile of the result is of several groups:
	order *inOrder
	slots []accumulator // of groups that wait for those before them
	total *reduceTask   // what they are put together in
}

const (
	groupItems = 1 << 20 // elements of a group, about
	manyTasks  = 256     // groups are smaller when the work would be less than so many
)

// newReducer readies a reduction in tiles of a grid, with accumulators that make gives.
func newReducer(j *job, out *Plain, o Options, g grid, newAcc func() accumulator) *reducer {
	n := j.node
	r := &reducer{job: j, out: out, newAccumulator: newAcc, reduced: n.reduced(), count: 1, strides: make([]int, len(n.Shape))}
	r.kept, r.walked = g, g
	r.kept.count, r.walked.count = make([]int, len(n.Shape)), make([]int, len(n.Shape))
	step := 1
	for i := len(n.Shape) - 1; i >= 0; i-- {
		r.kept.count[i], r.walked.count[i] = g.count[i], 1
		if r.reduced[i] {
			r.kept.count[i], r.walked.count[i] = 1, g.count[i]
			r.count *= n.Shape[i]
		} else {
			r.strides[i] = step
			step *= n.Shape[i]
		}
	}
	if _, ok := r.newAccumulator().(positioned); ok {
		r.walk = n.walk()
	}
	r.group(shape.Len(g.block))
	if r.groups > 1 {
		ahead := min(2*o.workers(), r.tasks()-1)
		r.order = newInOrder(ahead, r.merge)
		r.slots = make([]accumulator, ahead+1)
		r.total = r.newTask(o)
	}
	return r
}

// walk is how far apart neighbours along each axis are in C order over the reduced axes.
func (n *Node) walk() []int {
	walk, step := make([]int, len(n.Shape)), 1
	for i, reduced := range slices.Backward(n.reduced()) {
		if reduced {
			walk[i] = step
			step *= n.Shape[i]
		}
	}
	return walk
}

// group chooses the groups, for tiles of a number of elements.
func (r *reducer) group(items int) {
	walked := r.walked.tiles()
	r.per = max(groupItems/max(items, 1), 1)
	if kept := r.kept.tiles(); kept < manyTasks {
		r.per = min(r.per, max(kept*walked/manyTasks, 1))
	}
	r.groups = max((walked+r.per-1)/r.per, 1)
	r.per = (walked + r.groups - 1) / r.groups
}

func (r *reducer) tasks() int { return r.kept.tiles() * r.groups }

func (r *reducer) run(ctx context.Context, o Options) error {
	return o.each(ctx, r.tasks(), shape.Len(r.job.node.Shape), func(ctx context.Context) func(int) error {
		if r.order != nil {
			r.order.endWith(ctx)
		}
		t := r.newTask(o)
		return func(task int) error { return t.do(ctx, task) }
	})
}

// merge adds the result of a group to those of the groups before it, and writes the tile of the result after the last.
func (r *reducer) merge(task int) error {
	t := r.total
	if task%r.groups == 0 {
		t.start(task/r.groups, t.acc)
	}
	t.acc.merge(r.slots[r.order.slot(task)])
	if task%r.groups == r.groups-1 {
		return t.finish()
	}
	return nil
}

// reduceTask is one goroutine's view of a reduction.
type reduceTask struct {
	r            *reducer
	tiler        *tiler
	mask         *tiler // nil: all values count
	acc          accumulator
	batch        accumulator // of tiles that acc does not have yet
	batched      int         // elements of each result in it
	rows         rows
	keptLo, kept []int // the tile of the result at hand, with length 1 along reduced axes
	lo, n        []int // the tile of the values
	result       []byte
}

func (r *reducer) newTask(o Options) *reduceTask {
	dims := len(r.job.node.Shape)
	at := make([]int, 4*dims)
	t := &reduceTask{
		r: r, tiler: newTiler(newWorker(o), r.job), acc: r.newAccumulator(), batch: r.newAccumulator(),
		keptLo: at[:dims], kept: at[dims : 2*dims], lo: at[2*dims : 3*dims], n: at[3*dims:],
	}
	if r.job.mask != nil {
		t.mask = newTiler(newWorker(o), r.job.mask)
	}
	return t
}

// start turns to a tile of the result.
func (t *reduceTask) start(tile int, acc accumulator) {
	t.r.kept.tile(tile, t.keptLo, t.kept)
	for i, reduced := range t.r.reduced {
		if reduced {
			t.keptLo[i], t.kept[i] = 0, 1
		}
	}
	for _, a := range [...]accumulator{acc, t.batch} {
		if a, ok := a.(ofTile); ok {
			a.of(tile)
		}
	}
	acc.reset(shape.Len(t.kept))
}

// do reduces a group, and hands it over or finishes the tile of the result.
func (t *reduceTask) do(ctx context.Context, task int) error {
	r, acc := t.r, t.acc
	if r.order != nil {
		if !r.order.wait(task) {
			return context.Cause(ctx)
		}
		slot := &r.slots[r.order.slot(task)]
		if *slot == nil {
			*slot = r.newAccumulator()
		}
		acc = *slot
	}
	t.start(task/r.groups, acc)
	t.batched = 0
	first := task % r.groups * r.per
	for w := first; w < min(first+r.per, r.walked.tiles()); w++ {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := t.add(w, acc); err != nil {
			return err
		}
	}
	t.flush(acc)
	if r.order != nil {
		return r.order.put(task)
	}
	return t.finish()
}

// flush puts what is batched into acc.
func (t *reduceTask) flush(acc accumulator) {
	if t.batched > 0 {
		acc.merge(t.batch)
		t.batched = 0
	}
}

// batchItems is the number of elements of a result, at least, that are added up as they come before the exact but dear
// merge: as many as a lane of a row's segment has.
const batchItems = sumSegment / sumLanes

// add computes a tile of the values and reduces it.
func (t *reduceTask) add(walked int, acc accumulator) error {
	t.r.walked.tile(walked, t.lo, t.n)
	for i, reduced := range t.r.reduced {
		if !reduced {
			t.lo[i], t.n[i] = t.keptLo[i], t.kept[i]
		}
	}
	at, err := t.tiler.tile(t.lo, t.n, nil)
	if err != nil {
		return err
	}
	if t.mask != nil {
		if t.rows.mask, err = t.mask.tile(t.lo, t.n, nil); err != nil {
			return err
		}
	}
	t.rows.lo, t.rows.walk = t.lo, t.r.walk
	size := t.r.job.node.valueType().Size()
	if _, ok := acc.(unbatched); ok {
		t.rows.reduce(acc, at, t.n, t.r.reduced, size)
		return nil
	}
	results := shape.Len(t.kept)
	if t.batched == 0 {
		t.batch.reset(results)
	}
	t.rows.reduce(t.batch, at, t.n, t.r.reduced, size)
	if t.batched += shape.Len(t.n) / results; t.batched >= batchItems {
		t.flush(acc)
	}
	return nil
}

// finish writes the tile of the result.
func (t *reduceTask) finish() error {
	each, n := t.r.job.node.Reduce.each(), shape.Len(t.kept)
	size := each * t.r.out.dtype.Size()
	place := t.r.out.at(each * dot(t.keptLo, t.r.strides))
	if dense(t.kept, t.r.strides) {
		return t.acc.finish(place, n, t.r.count)
	}
	if len(t.result) < n*size {
		t.result = make([]byte, n*size)
	}
	at := unsafe.Pointer(unsafe.SliceData(t.result))
	err := t.acc.finish(at, n, t.r.count)
	copyND(place, t.r.strides, at, strides(t.kept), t.kept, size)
	return err
}
