// Package ir gives expressions their meaning: it checks a syntax tree against its operands by NumPy's rules, and
// makes of it a staged program that the interpreter runs and the generator compiles. ops.go is the one table of
// everything an expression can call.
//
// text -> parser.Parse -> syntax tree -> Check -> Node graph -> Build -> Program
package ir

import (
	"fmt"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// OpKind says how an operation relates its arguments' elements to its result's.
type OpKind uint8

const (
	Elementwise OpKind = iota // an element of the result is made of an element of each argument
	Reduction                 // over axes
	Composite                 // an expression of other rows
	Rearranging               // the elements stay what they are
	Constructor
)

// Op is a row of the table of operations.
type Op struct {
	Name    string   // NumPy's
	Aliases []string // other names it answers to
	Symbol  string   // how an operator is written; a unary one too, when it has one parameter
	Kind    OpKind
	Params  []string // names of the array parameters, in order; "min=None" may be absent
	Options []Option // the parameters that are no arrays, which come after them

	Sequence bool // the first parameter is a tuple of arrays

	// Types is NumPy's choice of loop: the types the arguments are cast to, and the result's.
	Types func(args []dtype.Type) (Signature, error)
	// Lower writes the operation as primitives; arguments have the signature's types.
	Lower func(b *vec.Builder, x []vec.Val) vec.Val
	// Reduce says what a reduction accumulates.
	Reduce  ReduceKind
	SkipNaN bool // a reduction leaves NaN out
	// Build makes the node of a row that is no plain call or reduction.
	Build func(m *maker, a []*Node, o Options) *Node

	Cost    int          // of an element, an addition being 1; decides what is computed once and kept
	Complex *ComplexLoop // what it does with complex numbers; nil: nothing
	Halves  bool         // its loop of float16 is lowered as such, not as one of float32

	ULP     float64 // the largest error seen of a float64 result, in units of its last place (float32: 0.502); 0: correctly rounded or exact
	Doc     string  // one sentence
	Example string  // an expression that runs on its own
}

// Signature is a loop of an operation: the element types it takes and gives.
type Signature struct {
	In  []dtype.DType
	Out dtype.DType

	wide bool // complex64 is computed as complex128, and rounded once
}

// asIs reports whether the loop is computed in its own types.
func (s Signature) asIs() bool {
	c := s.computed()
	return s.Out == c.Out && slices.Equal(s.In, c.In)
}

// computed is the loop in the types that it is computed in: float32 in the place of float16, and where it is wide
// complex128 in the place of complex64.
func (s Signature) computed() Signature {
	wider := func(d dtype.DType) dtype.DType {
		switch {
		case d == dtype.Float16:
			return dtype.Float32
		case s.wide && d == dtype.Float32:
			return dtype.Float64
		case s.wide && d == dtype.Complex64:
			return dtype.Complex128
		}
		return d
	}
	out := Signature{In: make([]dtype.DType, len(s.In)), Out: wider(s.Out)}
	for i, d := range s.In {
		out.In[i] = wider(d)
	}
	return out
}

// ReduceKind is what a reduction accumulates.
type ReduceKind uint8

const (
	NoReduce ReduceKind = iota
	ReduceSum
	ReduceMean
	ReduceMin
	ReduceMax
	ReduceProd
	ReduceVar
	ReduceAny
	ReduceAll
	ReduceArgMin
	ReduceArgMax
	ReduceQuantile
	ReduceCumSum // a scan, as is the next
	ReduceCumProd
)

// param is the name of array parameter i.
func (op *Op) param(i int) string { return strings.TrimSuffix(op.Params[i], optional) }

// optional marks array parameters that may be absent.
const optional = "=None"

func (op *Op) optional(i int) bool { return strings.HasSuffix(op.Params[i], optional) }

// parameters are the names of all parameters, in order.
func (op *Op) parameters() []string {
	var names []string
	for i := range op.Params {
		names = append(names, op.param(i))
	}
	for _, o := range op.Options {
		names = append(names, o.Name)
	}
	return names
}

// parameter is the number of the parameter of a name, -1 when there is none.
func (op *Op) parameter(name string) int { return slices.Index(op.parameters(), name) }

// takes is "2 arguments (x, y)".
func (op *Op) takes() string {
	names := op.parameters()
	s := fmt.Sprintf("%d argument", len(names))
	if len(names) != 1 {
		s += "s"
	}
	return s + " (" + strings.Join(names, ", ") + ")"
}

// Signature is how the row is called, as Python writes it: "sum(a, axis=None, keepdims=False)".
func (op *Op) Signature() string {
	parts := slices.Clone(op.Params)
	for _, o := range op.Options {
		part := o.Name
		if o.Default != "" {
			part += "=" + o.Default
		}
		parts = append(parts, part)
	}
	return op.Name + "(" + strings.Join(parts, ", ") + ")"
}

// Find is the row that answers to a name.
func Find(name string) (*Op, bool) {
	i, ok := byName[name]
	if !ok {
		return nil, false
	}
	return &ops[i], true
}

// Ops lists the rows of the table.
func Ops() []*Op {
	list := make([]*Op, len(ops))
	for i := range ops {
		list[i] = &ops[i]
	}
	return list
}

// operator is the row of an operator with the given number of operands.
func operator(symbol string, operands int) (*Op, bool) {
	for i := range ops {
		if ops[i].Symbol == symbol && len(ops[i].Params) == operands {
			return &ops[i], true
		}
	}
	return nil, false
}

// byName finds a row by its name and aliases.
var byName = func() map[string]int {
	m := map[string]int{}
	for i, op := range ops {
		m[op.Name] = i
		for _, a := range op.Aliases {
			m[a] = i
		}
	}
	return m
}()

// Names lists every name that an expression can call, for suggestions.
func Names() []string {
	var names []string
	for _, op := range ops {
		names = append(append(names, op.Name), op.Aliases...)
	}
	for _, d := range dtype.All() {
		names = append(names, d.String())
	}
	return names
}
