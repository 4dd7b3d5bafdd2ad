package chart

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/b2gen/b2/cmd/b2/internal/bench/functions"
	"github.com/b2gen/b2/cmd/b2/internal/bench/rig"
)

// loopRow is the figures of a function for some types.
type loopRow struct {
	name    string
	in      []string
	out     string
	ns      map[string]float64 // by instruction set
	stated  float64
	found   float64
	measure bool // found was measured
}

func loopRows(list []functions.Figure) (rows []*loopRow) {
	for _, f := range list {
		i := slices.IndexFunc(rows, func(r *loopRow) bool {
			return r.name == f.Function && r.out == f.Out && slices.Equal(r.in, f.In)
		})
		if i < 0 {
			i, rows = len(rows), append(rows, &loopRow{name: f.Function, in: f.In, out: f.Out, ns: map[string]float64{}, stated: f.ULPStated})
		}
		r := rows[i]
		if r.ns[f.ISA] = f.NsPerElement; f.ULPFound != nil {
			r.found, r.measure = max(r.found, *f.ULPFound), true
		}
	}
	return rows
}

// of reports whether all of a row is of a type.
func (r *loopRow) of(dtype string) bool {
	return r.out == dtype && !slices.ContainsFunc(r.in, func(d string) bool { return d != dtype })
}

// vectors reports whether there is a figure of any instruction set but the portable code.
func (r *loopRow) vectors() bool {
	return slices.ContainsFunc(isaNames()[1:], func(isa [2]string) bool { _, ok := r.ns[isa[0]]; return ok })
}

// functionsPicture shows the functions that are not exact, for float64.
func functionsPicture(list []functions.Figure) picture {
	p := picture{
		title: "Functions of float64 by instruction set",
		notes: "one core, arrays in the second-level cache; shorter is faster; bars that end in ⋯ are longer",
		on:    on(list[0].Machine),
		axis:  "nanoseconds an element",
		most:  25, step: 5,
	}
	for _, isa := range isaNames() {
		p.series = append(p.series, isa[1])
	}
	for _, r := range loopRows(list) {
		if !r.of("float64") || r.stated == 0 {
			continue
		}
		g := group{name: r.name}
		for _, isa := range isaNames() {
			b := bar{}
			if ns, ok := r.ns[isa[0]]; ok {
				b = bar{ns, rig.Digits(ns)}
			}
			g.bars = append(g.bars, b)
		}
		p.groups = append(p.groups, g)
	}
	return p
}

func functionsTables(list []functions.Figure) string {
	rows := loopRows(list)
	var s strings.Builder
	fmt.Fprintf(&s, "%s\n\n", on(list[0].Machine))
	realTable(&s, rows)
	s.WriteString("\nComplex numbers of 16 bytes:\n\n")
	complexTable(&s, rows)
	s.WriteString("\nWithout vector code of their own, for numbers that are not complex; with several types, from the fastest to the slowest:\n\n")
	portableTable(&s, rows)
	return s.String()
}

// realTable has the functions of float64, with those of float32 beside.
func realTable(s *strings.Builder, rows []*loopRow) {
	s.WriteString("| | float64: portable | AVX2 | AVX-512 | error found | stated | float32: portable | AVX2 | AVX-512 | error found |\n")
	s.WriteString("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, r := range rows {
		if !r.of("float64") {
			continue
		}
		narrow := &loopRow{}
		if i := slices.IndexFunc(rows, func(n *loopRow) bool { return n.name == r.name && n.of("float32") }); i >= 0 {
			narrow = rows[i]
		}
		fmt.Fprintf(s, "| %s |%s %s | %s |%s %s |\n", r.name, r.cells(), r.errorFound(), r.errorStated(), narrow.cells(), narrow.errorFound())
	}
}

// cells are the figures of all instruction sets.
func (r *loopRow) cells() (text string) {
	for _, isa := range isaNames() {
		text += " " + digits(r.ns, isa[0]) + " |"
	}
	return text
}

func (r *loopRow) errorFound() string {
	if !r.measure {
		return ""
	}
	return strconv.FormatFloat(r.found, 'f', 3, 64)
}

func (r *loopRow) errorStated() string {
	if r.stated == 0 {
		return ""
	}
	return strconv.FormatFloat(r.stated, 'g', 3, 64)
}

func complexTable(s *strings.Builder, rows []*loopRow) {
	s.WriteString("| | portable | AVX2 | AVX-512 | error stated |\n|---|--:|--:|--:|--:|\n")
	for _, r := range rows {
		if r.in[0] == "complex128" && r.name != "cast" {
			fmt.Fprintf(s, "| %s |%s %s |\n", r.name, r.cells(), r.errorStated())
		}
	}
}

// portableTable has a line for each function and kind of arguments.
func portableTable(s *strings.Builder, rows []*loopRow) {
	s.WriteString("| | arguments | portable |\n|---|---|--:|\n")
	var lines []string
	by := map[string][]*loopRow{}
	for _, r := range rows {
		if r.vectors() || strings.HasPrefix(r.in[len(r.in)-1], "complex") || strings.HasPrefix(r.out, "complex") {
			continue
		}
		line := fmt.Sprintf("| %s | %s |", r.name, r.kind())
		if by[line] == nil {
			lines = append(lines, line)
		}
		by[line] = append(by[line], r)
	}
	for _, line := range lines {
		least, most := by[line][0].ns["go"], 0.0
		for _, r := range by[line] {
			least, most = min(least, r.ns["go"]), max(most, r.ns["go"])
		}
		figure := rig.Digits(least)
		if most > least {
			figure += " to " + rig.Digits(most)
		}
		fmt.Fprintf(s, "%s %s |\n", line, figure)
	}
}

// kind is what the arguments are, and for a conversion what becomes of them.
func (r *loopRow) kind() string {
	last := r.in[len(r.in)-1]
	switch {
	case r.name == "cast":
		return last + " to " + r.out
	case strings.HasPrefix(last, "float"):
		return "floats"
	case strings.Contains(last, "int"):
		return "integers"
	}
	return last
}
