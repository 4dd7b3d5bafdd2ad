package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/b2gen/b2/cmd/b2/internal/bench/fused"
	"github.com/b2gen/b2/cmd/b2/internal/bench/rig"
)

// isaNames are the instruction sets as people read them, in order.
func isaNames() [][2]string {
	return [][2]string{{"go", "portable"}, {"avx2", "AVX2"}, {"avx512", "AVX-512"}}
}

// on describes where figures come from.
func on(m rig.Machine) string {
	return fmt.Sprintf("%s, %d cores, %s, %s", m.CPU, m.Cores, m.Go, m.Date)
}

// expressionRow is the figures of an expression.
type expressionRow struct {
	name, text string
	ns         map[string]float64 // by engine, instruction set and place
}

func expressionRows(list []fused.Figure) (rows []*expressionRow) {
	for _, f := range list {
		i := slices.IndexFunc(rows, func(r *expressionRow) bool { return r.name == f.Expression })
		if i < 0 {
			i, rows = len(rows), append(rows, &expressionRow{f.Expression, f.Text, map[string]float64{}})
		}
		rows[i].ns[f.Engine+" "+f.ISA+" "+f.Where] = f.NsPerElement
		if f.Where == "memory" {
			rows[i].ns["memory "+f.Engine] = f.NsPerElement
		}
	}
	return rows
}

// widest is the figure of an engine on the widest instruction set that there is one for.
func (r *expressionRow) widest(engine string) (ns float64, ok bool) {
	names := isaNames()
	slices.Reverse(names)
	for _, isa := range names {
		if ns, ok = r.ns[engine+" "+isa[0]+" cache"]; ok {
			return ns, true
		}
	}
	return 0, false
}

// fusedPicture compares with the loop in Go, whose bars are all as long as each other.
func fusedPicture(list []fused.Figure) picture {
	p := picture{
		title:  "Time for each element: plain loops in Go, the interpreter, fused kernels",
		notes:  "one core, arrays in the second-level cache; numbers are nanoseconds; shorter is faster",
		on:     on(list[0].Machine),
		axis:   "time, where that of the plain loop in Go is 1",
		series: []string{"plain loop in Go", "interpreted", "fused"},
		step:   0.25,
	}
	longest := 1.0
	for _, r := range expressionRows(list) {
		base, ok := r.ns["plain  cache"]
		if !ok || base == 0 {
			continue
		}
		g := group{name: r.name, bars: []bar{{1, rig.Digits(base)}}}
		for _, engine := range []string{"interpreted", "fused"} {
			b := bar{}
			if ns, ok := r.widest(engine); ok {
				b = bar{ns / base, rig.Digits(ns)}
			}
			longest = max(longest, b.length)
			g.bars = append(g.bars, b)
		}
		p.groups = append(p.groups, g)
	}
	p.most = p.step * math.Ceil(min(longest, 3)/p.step)
	return p
}

func fusedTables(list []fused.Figure) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s\n\n", on(list[0].Machine))
	s.WriteString("| | plain loop | interpreted: portable | AVX2 | AVX-512 | fused: portable | AVX2 | AVX-512 | in memory: plain loop | fused |\n")
	s.WriteString("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	rows := expressionRows(list)
	for _, r := range rows {
		keys := []string{"plain  cache"}
		for _, engine := range []string{"interpreted", "fused"} {
			for _, isa := range isaNames() {
				keys = append(keys, engine+" "+isa[0]+" cache")
			}
		}
		fmt.Fprintf(&s, "| %s |", r.name)
		for _, key := range append(keys, "memory plain", "memory fused") {
			fmt.Fprintf(&s, " %s |", digits(r.ns, key))
		}
		s.WriteString("\n")
	}
	s.WriteString("\n| | expression |\n|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&s, "| %s | `%s` |\n", r.name, strings.ReplaceAll(r.text, "|", "\\|"))
	}
	return s.String()
}

// digits is a figure, or a dash where there is none.
func digits[K comparable](ns map[K]float64, key K) string {
	if x, ok := ns[key]; ok {
		return rig.Digits(x)
	}
	return "–"
}
