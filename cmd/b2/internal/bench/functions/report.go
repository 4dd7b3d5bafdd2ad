package functions

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/b2gen/b2/cmd/b2/internal/bench/rig"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
)

// Figure is a line of the report in JSON: a function for some types on an instruction set.
type Figure struct {
	Function     string      `json:"function"`
	In           []string    `json:"in"` // type of each argument
	Out          string      `json:"out"`
	ISA          string      `json:"isa"`
	NsPerElement float64     `json:"ns_per_element"`
	ULPStated    float64     `json:"ulp_stated"`          // 0: exact or correctly rounded
	ULPFound     *float64    `json:"ulp_found,omitempty"` // absent: not measured
	Machine      rig.Machine `json:"machine"`
}

// figure is what was measured on an instruction set.
type figure struct {
	isa   cpu.ISA
	ns    float64
	found *float64
}

// report writes figures as lines of JSON, or those of a loop as a row of a table.
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

func (r *report) add(in ir.Instr, row []figure) error {
	if r.json != nil {
		return r.lines(in, row)
	}
	if !r.begun {
		r.begun = true
		if err := r.head(); err != nil {
			return err
		}
	}
	var cells []string
	var found *float64
	for _, isa := range r.isas {
		cell := "–"
		if i := slices.IndexFunc(row, func(f figure) bool { return f.isa == isa }); i >= 0 {
			cell = rig.Digits(row[i].ns)
			if f := row[i].found; f != nil && (found == nil || *f > *found) {
				found = f
			}
		}
		cells = append(cells, cell)
	}
	return r.row(in.Name(), types(in), append(cells, stated(in), ulps(found)))
}

// lines writes a line of JSON for each instruction set.
func (r *report) lines(in ir.Instr, row []figure) error {
	line := Figure{Function: in.Name(), Out: in.Out.String(), ULPStated: statedULP(in), Machine: r.machine}
	for _, d := range in.In[:in.N] {
		line.In = append(line.In, d.String())
	}
	for _, f := range row {
		line.ISA, line.NsPerElement, line.ULPFound = f.isa.String(), rig.Round(f.ns), f.found
		if err := r.json.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func (r *report) head() error {
	var names []string
	for _, isa := range r.isas {
		names = append(names, isa.String())
	}
	if _, err := fmt.Fprintf(r.w, "nanoseconds an element, one core (%s); the largest error in units of the last place\n", r.machine.CPU); err != nil {
		return err
	}
	return r.row("function", "types", append(names, "stated", "found"))
}

func (r *report) row(name, types string, cells []string) error {
	line := fmt.Sprintf("%-14s %-14s", name, types)
	for _, c := range cells {
		line += fmt.Sprintf(" %8s", c)
	}
	_, err := fmt.Fprintln(r.w, line)
	return err
}

// types is "f8", or what the arguments are and what becomes of them: "i8,u8→b1".
func types(in ir.Instr) string {
	text := in.In[0].Short()
	alike := true
	for _, d := range in.In[1:in.N] {
		alike = alike && d == in.In[0]
	}
	if !alike {
		for _, d := range in.In[1:in.N] {
			text += "," + d.Short()
		}
	}
	if !alike || in.Out != in.In[0] {
		text += "→" + in.Out.Short()
	}
	return text
}

// narrowULP is what FUNCTIONS.md states of results that are narrower than float64.
const narrowULP = 0.52

// statedULP is the largest error that the op table states of a loop.
func statedULP(in ir.Instr) float64 {
	switch {
	case in.Op == nil:
		return 0
	case in.In[0].IsComplex():
		if in.Op.Complex == nil {
			return 0
		}
		return in.Op.Complex.ULP
	case in.Op.ULP == 0 || !in.Out.IsFloat():
		return 0
	case in.Out == dtype.Float64:
		return in.Op.ULP
	}
	return narrowULP
}

func stated(in ir.Instr) string {
	if u := statedULP(in); u > 0 {
		return strconv.FormatFloat(u, 'g', 3, 64)
	}
	return "exact"
}

// ulps is an error that was found, if it was looked for.
func ulps(found *float64) string {
	if found == nil {
		return "–"
	}
	return strconv.FormatFloat(*found, 'f', 3, 64)
}
