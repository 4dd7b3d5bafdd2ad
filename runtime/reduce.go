package runtime

import (
	"context"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// reduce computes a node's values tile by tile and reduces them. One task is one tile of the result, for which the
// axes reduced over are walked in order; when nothing but those axes is left a task is one tile of the values, and
// the tasks' results are put together in order. Either way the order of additions depends on the layout alone.
func (n *Node) reduce(ctx context.Context, o Options, inputs []Input) (*Plain, error) {
	out := newBuffer(n.Reduce.Out, n.ResultShape())
	if shape.Len(out.shape) == 0 {
		return out, nil
	}
	j, err := n.prepare(ctx, o, inputs)
	if err != nil {
		return nil, err
	}
	r := newReducer(j, out)
	if shape.Len(r.kept.count) == 1 {
		return out, r.full(ctx, o)
	}
	return out, r.partial(ctx, o)
}

// reducer is what the tasks of a reduction share.
type reducer struct {
	job     *job
	out     *Plain
	grid    grid
	reduced []bool
	kept    grid // the tiles of the result: reduced axes have one
	walked  grid // the tiles that one of the result is made of: kept axes have one
	count   int  // elements reduced into one
	ops     accumulation
}

func newReducer(j *job, out *Plain) *reducer {
	n := j.node
	r := &reducer{job: j, out: out, grid: j.grid(), reduced: n.reduced(), count: 1}
	r.ops = accumulationOf(n.Reduce.Kind, n.valueType(), n.Reduce.Out)
	one := func(keep bool) grid {
		g := grid{shape: n.Shape, block: r.grid.block, count: append([]int(nil), r.grid.count...)}
		for i := range g.count {
			if r.reduced[i] == keep {
				g.count[i] = 1
			}
		}
		return g
	}
	r.kept, r.walked = one(true), one(false)
	for i, d := range n.Shape {
		if r.reduced[i] {
			r.count *= d
		}
	}
	return r
}

// full reduces when the result is one tile: the tiles of the values are the tasks.
func (r *reducer) full(ctx context.Context, o Options) error {
	tasks := r.grid.tiles()
	partial := make([]accumulator, tasks)
	err := o.each(ctx, tasks, shape.Len(r.grid.shape), func() func(int) error {
		t := r.newTask(o)
		return func(task int) error {
			r.grid.tile(task, t.lo, t.n)
			partial[task] = r.ops.make(t.keptLen())
			return t.add(partial[task])
		}
	})
	if err != nil {
		return err
	}
	all := r.ops.make(shape.Len(r.out.shape))
	for _, p := range partial {
		all.merge(p)
	}
	all.finish(r.out.at(0), shape.Len(r.out.shape), r.count)
	return nil
}

// partial reduces with the tiles of the result as tasks.
func (r *reducer) partial(ctx context.Context, o Options) error {
	size := r.out.dtype.Size()
	keptShape := reducedShape(r.grid.shape, r.reduced)
	return o.each(ctx, r.kept.tiles(), shape.Len(r.grid.shape), func() func(int) error {
		t := r.newTask(o)
		lo, n := make([]int, len(r.grid.shape)), make([]int, len(r.grid.shape))
		var result []byte
		return func(task int) error {
			r.kept.tile(task, lo, n)
			boxLo, boxN := append([]int(nil), lo...), append([]int(nil), n...)
			for i := range lo {
				if r.reduced[i] {
					boxLo[i], boxN[i] = 0, 1
				}
			}
			acc := r.ops.make(shape.Len(boxN))
			for w := range r.walked.tiles() {
				r.walked.tile(w, t.lo, t.n)
				for i := range lo {
					if !r.reduced[i] {
						t.lo[i], t.n[i] = lo[i], n[i]
					}
				}
				tile := r.ops.make(shape.Len(boxN))
				if err := t.add(tile); err != nil {
					return err
				}
				acc.merge(tile)
			}
			if len(result) < shape.Len(boxN)*size {
				result = make([]byte, shape.Len(boxN)*size)
			}
			at := unsafe.Pointer(unsafe.SliceData(result))
			acc.finish(at, shape.Len(boxN), r.count)
			step := strides(keptShape)
			copyND(r.out.at(dot(boxLo, step)), step, at, strides(boxN), boxN, size)
			return nil
		}
	})
}

// reducedShape is the shape with length 1 along the reduced axes.
func reducedShape(s []int, reduced []bool) []int {
	out := append([]int(nil), s...)
	for i := range out {
		if reduced[i] {
			out[i] = 1
		}
	}
	return out
}

// reduceTask is one goroutine's view of a reduction.
type reduceTask struct {
	r     *reducer
	tiler *tiler
	lo, n []int
}

func (r *reducer) newTask(o Options) *reduceTask {
	dims := len(r.grid.shape)
	return &reduceTask{r: r, tiler: newTiler(newWorker(o), r.job), lo: make([]int, dims), n: make([]int, dims)}
}

// keptLen is the number of result elements of the tile.
func (t *reduceTask) keptLen() int { return shape.Len(reducedShape(t.n, t.r.reduced)) }

// add computes the tile and reduces it into acc.
func (t *reduceTask) add(acc accumulator) error {
	at, err := t.tiler.tile(t.lo, t.n, nil)
	if err != nil {
		return err
	}
	t.r.rows(at, t.n, acc)
	return nil
}

// rows hands a tile's rows to the accumulator: a row is a run along neighbouring axes that are all reduced, which
// goes to one place, or all kept, which goes to as many.
func (r *reducer) rows(at unsafe.Pointer, n []int, acc accumulator) {
	counts, reduced := joinAxes(n, r.reduced)
	row, into := 1, true
	outer := counts
	if k := len(counts); k > 0 {
		row, into, outer = counts[k-1], reduced[k-1], counts[:k-1]
	}
	step := make([]int, len(outer)) // of the result
	next1 := 1
	if !into {
		next1 = row
	}
	for i := len(outer) - 1; i >= 0; i-- {
		if !reduced[i] {
			step[i] = next1
			next1 *= outer[i]
		}
	}
	size := r.job.node.valueType().Size()
	pos := make([]int, len(outer))
	for {
		if into {
			acc.addRun(dot(pos, step), at, row)
		} else {
			acc.addEach(dot(pos, step), at, row)
		}
		at = unsafe.Add(at, row*size)
		if !next(pos, outer) {
			return
		}
	}
}

// joinAxes joins neighbouring axes that are both reduced or both kept; those of length 1 are left out.
func joinAxes(n []int, reduced []bool) (counts []int, joined []bool) {
	for i, c := range n {
		if c == 1 {
			continue
		}
		if k := len(counts) - 1; k >= 0 && joined[k] == reduced[i] {
			counts[k] *= c
			continue
		}
		counts, joined = append(counts, c), append(joined, reduced[i])
	}
	return counts, joined
}

// accumulationOf is the arithmetic of a reduction of values of one type into results of another.
func accumulationOf(kind ReduceKind, in, out dtype.DType) accumulation {
	switch {
	case kind == Min || kind == Max:
		return extremeOf(kind, in)
	case in == dtype.Float32:
		return accumulation{func(n int) accumulator { return newFloatSum[float32](n, kind, out) }}
	case in == dtype.Float64:
		return accumulation{func(n int) accumulator { return newFloatSum[float64](n, kind, out) }}
	}
	return accumulation{func(n int) accumulator { return make(intSum, n) }} // both signs: sums wrap around alike
}
