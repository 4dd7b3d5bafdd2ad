package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// result is a line of the report.
type result struct {
	Work    string  `json:"work"`
	Engine  engine  `json:"engine"`
	ISA     string  `json:"isa"`
	Seconds float64 `json:"s"`                // of the best run
	Median  float64 `json:"med"`              // of all runs, in seconds
	CRatio  float64 `json:"cratio,omitempty"` // of a compressed result
}

// report writes results as lines of JSON or as the rows of a table.
type report struct {
	w     io.Writer
	json  *json.Encoder // nil: a table
	begun bool
}

func newReport(cfg Config) *report {
	r := &report{w: cfg.Out}
	if cfg.JSON {
		r.json = json.NewEncoder(cfg.Out)
	}
	return r
}

func (r *report) add(res result) error {
	if r.json != nil {
		return r.json.Encode(res)
	}
	if !r.begun {
		r.begun = true
		if err := r.row("work", "engine", "isa", "best", "median", "ratio"); err != nil {
			return err
		}
	}
	ratio := ""
	if res.CRatio > 0 {
		ratio = fmt.Sprintf("%.2fx", res.CRatio)
	}
	return r.row(res.Work, string(res.Engine), res.ISA, millis(res.Seconds), millis(res.Median), ratio)
}

func (r *report) row(work, engine, isa, best, median, ratio string) error {
	_, err := fmt.Fprintf(r.w, "%-24s %-7s %-7s %13s %13s %8s\n", work, engine, isa, best, median, ratio)
	return err
}

// millis is a time in milliseconds, to the microsecond where that means something.
func millis(seconds float64) string {
	ms := seconds * 1e3
	decimals := 1
	switch {
	case ms < 0.1:
		decimals = 4
	case ms < 10:
		decimals = 3
	}
	return strconv.FormatFloat(ms, 'f', decimals, 64) + " ms"
}
