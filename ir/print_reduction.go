package ir

import (
	"fmt"
	"math"
	"strings"

	"github.com/b2gen/b2/parser"
)

// reduction writes a reduction, or a scan, as a call.
func (p *printer) reduction(n *Node) *parser.Call {
	args := []parser.Node{p.tree(n.Args[0])}
	if n.Op.parameter("q") >= 0 {
		args = append(args, numberTree(number{float: n.Q}))
	}
	call := &parser.Call{Func: &parser.Name{Name: n.Op.Name}, Args: args}
	keyword := func(name string, v parser.Node) {
		call.Kwargs = append(call.Kwargs, parser.Kwarg{Name: name, Value: v})
	}
	scans := n.Op.Reduce.Scans()
	if scans && n.Keep || len(n.Over) < len(n.Args[0].Shape) {
		keyword("axis", intTuple(n.Over))
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
	return call
}

func ddofTree(v float64) parser.Node {
	if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
		return intTree(int(v))
	}
	return numberTree(number{float: v})
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
		fmt.Fprintf(&s, ", q %v %s", r.Q, r.Method)
	}
	fmt.Fprintf(&s, ", result %s", r.Out)
	return s.String()
}
