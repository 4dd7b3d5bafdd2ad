package ir

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/b2gen/b2/parser"
)

// reduction writes a reduction, or a scan, as a call.
func (p *printer) reduction(n *Node) parser.Node {
	args, over, axes := []parser.Node{p.tree(n.Args[0])}, n.Over, len(n.Args[0].Shape)
	if n.Rows > 0 { // a selection has one axis in the place of those of its mask
		mask := Reaxis(n.Args[1], firstNumbers(n.Rows))
		args[0] = &parser.Index{X: args[0], Items: []parser.Node{p.tree(mask)}}
		axes -= n.Rows - 1
		over = slices.Clone(over[n.Rows-1:])
		for i := range over {
			over[i] -= n.Rows - 1
		}
	}
	if n.Op.parameter("q") >= 0 {
		args = append(args, n.quantileTree())
	}
	call := &parser.Call{Func: &parser.Name{Name: n.Op.Name}, Args: args}
	keyword := func(name string, v parser.Node) {
		call.Kwargs = append(call.Kwargs, parser.Kwarg{Name: name, Value: v})
	}
	scans := n.Op.Reduce.Scans()
	if scans && n.Keep || len(over) < axes {
		keyword("axis", intTuple(over))
	}
	if n.Keep && !scans {
		keyword("keepdims", &parser.Bool{Value: true})
	}
	if n.DDof != 0 {
		keyword("ddof", ddofTree(n.DDof))
	}
	if n.Op.parameter("method") >= 0 && n.Method != linear {
		keyword("method", &parser.StringLit{Value: n.Method})
	}
	if len(n.Args) > 1 && n.Rows == 0 {
		keyword("where", p.tree(n.Args[1]))
	}
	if n.Qs == nil {
		return call
	}
	return callTree("moveaxis", call, intTree(0), intTree(-1)) // in the call's result the quantiles come first
}

// quantileTree is q, a number or a list.
func (n *Node) quantileTree() parser.Node {
	if n.Qs == nil {
		return numberTree(number{float: n.Q})
	}
	list := &parser.Tuple{List: true}
	for _, q := range n.Qs {
		list.Items = append(list.Items, numberTree(number{float: q}))
	}
	return list
}

func ddofTree(v float64) parser.Node {
	if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
		return intTree(int(v))
	}
	return numberTree(number{float: v})
}

func (s Setting) quantiles() string {
	if s.Qs == nil {
		return fmt.Sprint(s.Q)
	}
	return fmt.Sprint(s.Qs)
}

// text says for people what is reduced.
func (r *ReduceStep) text() string {
	what := "reduce " + r.Op.Name
	over := fmt.Sprintf("over axes %v", r.Over)
	if r.Op.Reduce.Scans() {
		what, over = "scan "+r.Op.Name, "in C order"
		if r.Keep {
			over = fmt.Sprintf("along axis %v", r.Over)
		}
	}
	var s strings.Builder
	fmt.Fprintf(&s, "%s %s", what, over)
	if r.DDof != 0 {
		fmt.Fprintf(&s, ", ddof %v", r.DDof)
	}
	if r.Op.parameter("q") >= 0 {
		fmt.Fprintf(&s, ", q %s %s", r.quantiles(), r.Method)
	}
	fmt.Fprintf(&s, ", result %s", r.Out)
	return s.String()
}
