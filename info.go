package b2

import (
	"fmt"
	"strings"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// Info describes the expression as Python-Blosc2's info does. Nothing is computed.
func (e *Expr) Info() string {
	if e.err != nil {
		return e.String() + "\n"
	}
	text, operands := ir.Format(e.whole())
	var s strings.Builder
	line := func(key, value string) { fmt.Fprintf(&s, "%-10s : %s\n", key, value) }
	line("type", "b2.Expr")
	line("expression", text)
	for i, o := range operands {
		key := ""
		if i == 0 {
			key = "operands"
		}
		line(key, fmt.Sprintf("%s: %s %s", o.Name, o.Node.DType, shape.Format(o.Node.Source)))
	}
	line("shape", shape.Format(e.shape))
	line("dtype", e.DType().String())
	line("nbytes", fmt.Sprintf("%d (%s)", e.NBytes(), b2rt.FormatBytes(e.NBytes())))
	return s.String()
}

// Explain shows how the expression will run: its types, the stages that are computed once for all elements that
// share them, and which kernel runs each loop and why. Nothing is computed.
func (e *Expr) Explain() string {
	if e.err != nil {
		return e.String() + "\n"
	}
	if e.node.Kind == ir.SelectNode {
		values, mask := e.node.Selection()
		return fmt.Sprintf("%s\na selection, counted and then read part by part\nthe mask:\n%sthe values:\n%s", ir.Brief(e.node), e.of(mask).Explain(), e.of(values).Explain())
	}
	plan, program, err := e.readPlan()
	if err != nil {
		return err.Error() + "\n"
	}
	var s strings.Builder
	fmt.Fprintf(&s, "%s\nshape %s, dtype %s\n%s", ir.Brief(e.whole()), shape.Format(e.shape), e.DType(), program)
	for i := range plan.Nodes {
		l := program.Loops[i]
		switch k, fused := fitting(l, e.kernels); {
		case l.View != nil:
			fmt.Fprintf(&s, "loop %d is read where it is needed\n", i)
		case fused:
			fmt.Fprintf(&s, "loop %d runs the fused kernel %s\n", i, k.Name)
		case len(l.Stages) == 0:
			fmt.Fprintf(&s, "loop %d computes no elements, it only reads them\n", i)
		default:
			fmt.Fprintf(&s, "loop %d is interpreted: %s\n", i, unfit(l, e.kernels))
		}
	}
	return s.String()
}

// Kernel is the name of the fused kernel that computes the last loop of the expression; "" when it is interpreted.
func (e *Expr) Kernel() string {
	if e.err != nil {
		return ""
	}
	if e.node.Kind == ir.SelectNode {
		return ""
	}
	program := ir.Build(e.node)
	if k, fused := fitting(program.Loops[len(program.Loops)-1], e.kernels); fused {
		return k.Name
	}
	return ""
}

// FormatBytes writes a size in bytes with a unit that suits it, such as "76.29 MiB", as Info does.
func FormatBytes(n int64) string { return b2rt.FormatBytes(n) }
