package runtime

import (
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// lazy is the result of a node that is computed part by part, when it is read: each goroutine has its own tiler for it.
type lazy struct {
	job    *job
	stored dtype.Stored
}

func (l *lazy) DType() dtype.DType   { return l.job.node.valueType() }
func (l *lazy) Shape() []int         { return l.job.node.Shape }
func (l *lazy) Stored() dtype.Stored { return l.stored }

func (l *lazy) read(w *worker, r region, dst []byte, step []int) error {
	if r.len() == 0 {
		return nil
	}
	lo, n := make([]int, len(r)), r.counts()
	for i, s := range r {
		if lo[i] = s.Start; s.Count > 1 && s.Step != 1 {
			return nestedTiler(w, l.job.along(r)).box(make([]int, len(r)), n, pointer(dst), step)
		}
	}
	t := w.tilers[l.job]
	if t == nil {
		if w.tilers == nil {
			w.tilers = map[*job]*tiler{}
		}
		t = nestedTiler(w, l.job)
		w.tilers[l.job] = t
	}
	return t.box(lo, n, pointer(dst), step)
}

// along is the job that computes just the points of a region.
func (j *job) along(r region) *job {
	node := *j.node
	node.Shape = r.counts()
	out := &job{node: &node, inputs: slices.Clone(j.inputs), stages: make([]*Input, len(j.stages))}
	for i := range out.inputs {
		out.inputs[i] = j.inputs[i].along(r)
	}
	for i, st := range j.stages {
		if st != nil {
			in := st.along(r)
			out.stages[i] = &in
		}
	}
	return out
}

// along is what the points of a region need of an input, which may vary over fewer axes.
func (in Input) along(r region) Input {
	out := Input{Source: in.Source, Shape: slices.Clone(in.Shape), Access: slices.Clone(in.Access)}
	lead := len(r) - len(in.Shape)
	for i, d := range in.Shape {
		if d != 1 {
			out.Shape[i] = r[lead+i].Count
		}
	}
	for i, a := range in.Access {
		if k := len(in.Shape) - 1 - a.Axis; a.Axis >= 0 && in.Shape[k] != 1 {
			s := r[lead+k]
			out.Access[i] = shape.Access{Axis: a.Axis, Start: a.Start + a.Step*s.Start, Step: a.Step * s.Step}
		}
	}
	return out
}
