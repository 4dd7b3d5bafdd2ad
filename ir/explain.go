package ir

import (
	"fmt"
	"strings"

	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/parser"
)

// String shows the program for people: each loop with its inputs, the stages it is cut into, and what is reduced.
func (p *Program) String() string {
	var s strings.Builder
	for i, l := range p.Loops {
		fmt.Fprintf(&s, "loop %d over %s\n", i, shape.Format(l.Shape))
		for k, in := range l.Inputs {
			fmt.Fprintf(&s, "  v%-3d %-8s %-10s = %s\n", k, in.DType, axisNames(in.Axes, len(l.Shape)), in.text())
		}
		for k := range l.Stages {
			l.Stages[k].print(&s, l, k)
		}
		if v := l.View; v != nil {
			fmt.Fprintf(&s, "  %s of the inputs, read where it is needed\n", v.Kind)
		}
		if r := l.Reduce; r != nil {
			s.WriteString("  " + r.text() + "\n")
		}
		if m := l.Mask; m != nil {
			fmt.Fprintf(&s, "  where %s is true\n", m.text())
		}
	}
	return s.String()
}

// text says what array an input is.
func (in *Input) text() string {
	what := fmt.Sprintf("the result of loop %d", in.Loop)
	if in.Node != nil {
		if what = in.Node.Name; what == "" {
			what = "an array"
		}
	}
	return what + " " + shape.Format(in.Shape)
}

// print writes a stage with the loop's names for its inputs.
func (st *Stage) print(s *strings.Builder, l *Loop, k int) {
	fmt.Fprintf(s, "  stage %d: once for each point of axes %s\n", k, axisNames(st.Axes, len(l.Shape)))
	names := make([]string, 0, len(st.Inputs)+len(st.Body))
	for _, r := range st.Inputs {
		if r >= 0 {
			names = append(names, fmt.Sprintf("v%d", r))
		} else {
			names = append(names, fmt.Sprintf("s%d", ^r))
		}
	}
	for i, in := range st.Body {
		name := fmt.Sprintf("t%d", i)
		if len(st.Inputs)+i == st.Result {
			name = fmt.Sprintf("s%d", k)
		}
		names = append(names, name)
		fmt.Fprintf(s, "    %-4s %-8s = %s", name, in.Out, in.Name())
		for _, a := range in.Args[:in.N] {
			s.WriteString(" " + names[a])
		}
		if in.N == 0 {
			fmt.Fprintf(s, " %s", constText(in))
		}
		s.WriteByte('\n')
	}
}

func constText(in Instr) string {
	return parser.String(valueTree(newElement(in.Out, []uint64{in.Bits, in.Imag})))
}

// axisNames writes a set of axes as their numbers from the first: "(0, 2)".
func axisNames(set shape.AxisSet, ndim int) string {
	var axes []int
	for i := range ndim {
		if set.Has(ndim - 1 - i) {
			axes = append(axes, i)
		}
	}
	return shape.Format(axes)
}
