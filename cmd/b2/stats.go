package main

import (
	"encoding/json"
	"io"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/measure"
)

// stats are the figures of a computation.
type stats struct {
	Seconds float64 `json:"seconds"`
	NBytes  int64   `json:"nbytes"` // of the result
	CBytes  int64   `json:"cbytes"` // of the compressed result; 0 when there is none
	PeakRSS int64   `json:"peak_rss_bytes"`
	Engine  string  `json:"engine"` // fused or interp
	Kernel  string  `json:"kernel"` // which, when fused
}

// of fills in what the expression knows.
func (s *stats) of(e *b2.Expr) {
	s.NBytes, s.Engine, s.Kernel = e.NBytes(), "interp", e.Kernel()
	if s.Kernel != "" {
		s.Engine = "fused"
	}
}

// print writes the figures as a line of JSON.
func (s *stats) print(w io.Writer, u measure.Usage) error {
	s.Seconds, s.PeakRSS = u.Time.Seconds(), u.Peak
	return json.NewEncoder(w).Encode(s)
}
