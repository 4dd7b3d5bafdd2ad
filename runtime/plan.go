package runtime

import (
	"fmt"
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/kernel"
)

// Plan is a DAG over arrays: nodes in order, each using sources and the results of earlier ones. The last node's
// result is the plan's.
type Plan struct{ Nodes []*Node }

// largestMemory is the most bytes that a result in memory may be asked to take.
const largestMemory = 1 << 40

// check refuses shapes whose elements cannot be counted or kept: broadcasting can make such of small arrays.
func (p *Plan) check() error {
	for _, n := range p.Nodes {
		widest := max(8, n.valueType().Size())
		if n.View == nil {
			for _, in := range n.Kernel.In {
				widest = max(widest, in.DType.Size())
			}
		}
		if size, ok := shape.Size(n.Shape); !ok || size > math.MaxInt/8/widest {
			return fmt.Errorf("the shape %s has too many elements", shape.Format(n.Shape))
		}
		if n.Reduce == nil || n.Reduce.Kind.scans() {
			continue
		}
		if s := n.ResultShape(); shape.Len(s) > largestMemory/n.Reduce.Out.Size() {
			return fmt.Errorf("a reduction's result of shape %s does not fit into memory", shape.Format(s))
		}
	}
	return nil
}

// Node computes a kernel at every point of Shape (a Map) and, when Reduce is set, reduces the values over axes. Or it is a
// View, which computes nothing.
type Node struct {
	Shape  []int
	Kernel *kernel.Kernel
	In     []Input // one for each operand of the kernel
	Reduce *Reduce
	Mask   *Input // bools, broadcast to Shape: only where they are true values are reduced; nil: all are
	View   *View  // then there is no kernel
}

// Input is an array that a node reads, through an access to each of its axes.
type Input struct {
	Source Source // nil: the result of the node number Node
	Node   int
	Shape  []int // as the node sees it, broadcast to the node's: what the access makes of the source
	Access []shape.Access
}

// Reduce says how a node's values are reduced, or for a scan, summed up as they come.
type Reduce struct {
	Kind ReduceKind
	Over []int // sorted axes
	Keep bool  // the axes stay, with length 1; those of a scan as they are, else it runs over all elements in C order
	Out  dtype.DType

	SkipNaN bool      // of Mean to Quantile: NaN is left out
	DDof    float64   // of Var: what is taken off the count that is divided by
	Q       float64   // of Quantile
	Qs      []float64 // of several quantiles, which are the result's last axis; nil: Q alone
	Halves  bool      // of those: the elements are float16, as are their differences
	Method  Method    // of Quantile
	Must    string    // the error when an element of the result is false; "": none

	whole  bool // over all axes
	masked bool // the node has a mask: results are of any number of elements, each of its own
}

// ReduceKind is what a reduction accumulates.
type ReduceKind uint8

const (
	Sum ReduceKind = iota
	Mean
	Min
	Max
	Prod
	Var
	Any
	All
	ArgMin // the number of the first least element in C order over the axes; NaN is less than all
	ArgMax
	Quantile
	CumSum // a scan: the result is as large as the values
	CumProd
)

// scans reports whether every value has a result.
func (k ReduceKind) scans() bool { return k == CumSum || k == CumProd }

// Source is an array that can be read by region: *Array, *Plain, *Affine, *Field, *Selection, or what a node is read as.
type Source interface {
	DType() dtype.DType
	Shape() []int
	Stored() dtype.Stored // what a file says of the elements; plain where there is none
	// read copies a region to dst, where neighbours along axis i are step[i] elements apart.
	read(w *worker, r region, dst []byte, step []int) error
}

// region is what is read of an array: Count positions of each axis, from Start, Step apart.
type region []shape.Span

func (r region) counts() []int {
	n := make([]int, len(r))
	for i, s := range r {
		n[i] = s.Count
	}
	return n
}

func (r region) len() int {
	n := 1
	for _, s := range r {
		n *= s.Count
	}
	return n
}

// DType is the element type of the node's result.
func (n *Node) DType() dtype.DType {
	if n.Reduce != nil {
		return n.Reduce.Out
	}
	return n.valueType()
}

// Stored is the type that the plan's result is stored with: that of an array which is only copied, else a plain one.
func (p *Plan) Stored() dtype.Stored { return p.stored(len(p.Nodes) - 1) }

// stored is the type that a node's result would be stored with.
func (p *Plan) stored(node int) dtype.Stored {
	n := p.Nodes[node]
	of := func(in Input) dtype.Stored {
		if in.Source == nil {
			return p.stored(in.Node)
		}
		return in.Source.Stored().Native()
	}
	if n.View != nil && n.View.Kind == Nonzero {
		return dtype.Plain(dtype.Int64)
	}
	if n.View != nil {
		first := of(n.In[0])
		if n.View.Kind == Gather {
			return first
		}
		for _, in := range n.In[1:] {
			if of(in).String() != first.String() {
				return dtype.Plain(n.View.DType)
			}
		}
		return first
	}
	if _, computed := n.Kernel.Out.Stage(); !computed && n.Reduce == nil {
		return of(n.In[n.Kernel.Out])
	}
	return dtype.Plain(n.DType())
}

// valueType is the element type of the kernel's values.
func (n *Node) valueType() dtype.DType {
	if n.View != nil {
		return n.View.DType
	}
	if i, ok := n.Kernel.Out.Stage(); ok {
		return n.Kernel.Stages[i].Out
	}
	return n.Kernel.In[n.Kernel.Out].DType
}

// ResultShape is the shape of the node's result.
func (n *Node) ResultShape() []int {
	if n.Reduce == nil {
		return n.Shape
	}
	if n.Reduce.Kind.scans() {
		if !n.Reduce.Keep {
			return []int{shape.Len(n.Shape)}
		}
		return n.Shape
	}
	out := []int{}
	for i, reduced := range n.reduced() {
		switch {
		case !reduced:
			out = append(out, n.Shape[i])
		case n.Reduce.Keep:
			out = append(out, 1)
		}
	}
	if n.Reduce.Qs != nil {
		out = append(out, len(n.Reduce.Qs))
	}
	return out
}

// each is how many numbers a result is.
func (r *Reduce) each() int {
	if r.Qs != nil {
		return len(r.Qs)
	}
	return 1
}

// reduced tells of each axis whether it is reduced over.
func (n *Node) reduced() []bool {
	r := make([]bool, len(n.Shape))
	for _, a := range n.Reduce.Over {
		r[a] = true
	}
	return r
}

// copyOf is the node that copies an input: a kernel without stages.
func copyOf(in Input) *Node {
	d := in.Source.DType()
	k := &kernel.Kernel{Name: "copy", In: []kernel.Operand{{DType: d, Axes: kernel.AllAxes}}, Out: 0}
	return &Node{Shape: in.Shape, Kernel: k, In: []Input{in}}
}

// whole is the input that reads all of a source as it is.
func whole(s Source) Input {
	return Input{Source: s, Shape: s.Shape(), Access: shape.Whole(len(s.Shape()))}
}
