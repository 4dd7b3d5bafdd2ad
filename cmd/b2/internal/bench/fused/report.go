package fused

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/b2gen/b2/cmd/b2/internal/bench/rig"
	"github.com/b2gen/b2/runtime/cpu"
)

// Figure is a line of the report in JSON: an expression computed in one way.
type Figure struct {
	Expression   string      `json:"expression"`
	Text         string      `json:"text"`
	Engine       string      `json:"engine"`        // "plain", "interpreted" or "fused"
	ISA          string      `json:"isa,omitempty"` // absent: the Go compiler's choice
	Where        string      `json:"where"`         // "cache" or "memory": where the arrays are
	Elements     int         `json:"elements"`      // of the result
	NsPerElement float64     `json:"ns_per_element"`
	BitsEqual    bool        `json:"bits_equal,omitempty"` // fused and interpreted, on all instruction sets
	Machine      rig.Machine `json:"machine"`
}

// figure is what was measured of one way.
type figure struct {
	engine engine
	isa    cpu.ISA
	memory bool
	n      int
	ns     float64
}

// report writes figures as lines of JSON, or those of an expression as a row of a table.
type report struct {
	w       io.Writer
	isas    []cpu.ISA
	json    *json.Encoder // nil: a table
	machine rig.Machine
	begun   bool
}

func newReport(cfg Config, isas []cpu.ISA) *report {
	r := &report{w: cfg.Out, isas: isas, machine: rig.ThisMachine()}
	if cfg.JSON {
		r.json = json.NewEncoder(cfg.Out)
	}
	return r
}

func (r *report) add(e expression, row []figure) error {
	if r.json != nil {
		return r.lines(e, row)
	}
	if !r.begun {
		r.begun = true
		if err := r.head(); err != nil {
			return err
		}
	}
	cells := []string{cell(row, figure{engine: plain})}
	for _, by := range []engine{interpreted, fused} {
		for _, isa := range r.isas {
			cells = append(cells, cell(row, figure{engine: by, isa: isa}))
		}
	}
	n := len(row) // the last two are of arrays in memory
	return r.row(e.name, append(cells, rig.Digits(row[n-2].ns), rig.Digits(row[n-1].ns), "equal"))
}

// cell is the time of an engine on an instruction set with arrays in the cache.
func cell(row []figure, of figure) string {
	for _, f := range row {
		if f.engine == of.engine && f.isa == of.isa && !f.memory {
			return rig.Digits(f.ns)
		}
	}
	return "–"
}

func (r *report) lines(e expression, row []figure) error {
	for _, f := range row {
		line := Figure{Expression: e.name, Text: e.text, Engine: string(f.engine), Where: "cache", Elements: f.n, NsPerElement: rig.Round(f.ns), Machine: r.machine}
		if f.memory {
			line.Where = "memory"
		}
		if f.engine != plain {
			line.ISA, line.BitsEqual = f.isa.String(), true // else it would not have come so far
		}
		if err := r.json.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func (r *report) head() error {
	_, err := fmt.Fprintf(r.w, "nanoseconds an element, one core (%s), arrays in the second-level cache and in memory\n", r.machine.CPU)
	if err != nil {
		return err
	}
	names, groups := []string{"plain"}, []string{"Go"}
	for _, by := range []engine{interpreted, fused} {
		for _, isa := range r.isas {
			groups, names = append(groups, string(by)), append(names, isa.String())
			by = ""
		}
	}
	if err := r.row("", append(groups, "memory", "", "")); err != nil {
		return err
	}
	return r.row("expression", append(names, "plain", "fused", "bits"))
}

func (r *report) row(name string, cells []string) error {
	line := fmt.Sprintf("%-12s", name)
	for _, c := range cells {
		line += fmt.Sprintf(" %11s", c)
	}
	_, err := fmt.Fprintln(r.w, line)
	return err
}
