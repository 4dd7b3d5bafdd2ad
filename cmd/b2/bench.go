package main

import (
	"github.com/b2gen/b2/cmd/b2/internal/bench"
	"github.com/b2gen/b2/cmd/b2/internal/bench/chart"
	"github.com/b2gen/b2/cmd/b2/internal/bench/functions"
	"github.com/b2gen/b2/cmd/b2/internal/bench/fused"
)

// benchCmd has a command for each suite.
type benchCmd struct {
	Tutorial  benchTutorialCmd  `cmd:"" help:"Time the tutorial's works."`
	Functions benchFunctionsCmd `cmd:"" help:"Time each function for each element type and instruction set, and measure its error."`
	Fused     benchFusedCmd     `cmd:"" help:"Time expressions: fused kernels, the interpreter and plain loops in Go."`
	Chart     benchChartCmd     `cmd:"" help:"Draw what bench functions --json and bench fused --json wrote."`
}

// benchTutorialCmd times the works of the tutorial.
type benchTutorialCmd struct {
	JSON   bool     `name:"json" help:"A line of JSON for each work."`
	Repeat int      `placeholder:"N" help:"How often each work is timed."`
	Dir    string   `placeholder:"DIR" help:"The folder for files; a temporary one if not given."`
	Works  []string `arg:"" optional:"" name:"WORK" help:"The works to time; all if none is named."`
}

// Run times them.
func (c *benchTutorialCmd) Run(e *env) error {
	return bench.Run(e.ctx, bench.Config{JSON: c.JSON, Works: c.Works, Repeat: c.Repeat, Dir: c.Dir, Out: e.stdout})
}

// benchFunctionsCmd times the op table's loops.
type benchFunctionsCmd struct {
	JSON      bool     `name:"json" help:"A line of JSON for each figure."`
	Repeat    int      `placeholder:"N" help:"How often each loop is timed, of which the shortest counts."`
	ISA       []string `name:"isa" placeholder:"NAME" help:"Instruction sets: go, avx2, avx512; all that the machine has if none is named."`
	Functions []string `arg:"" optional:"" name:"FUNCTION" help:"Functions (sin, cast) or single loops (sin.f8); all if none is named."`
}

// Run times them.
func (c *benchFunctionsCmd) Run(e *env) error {
	p := newProgress(e.stderr)
	defer p.end()
	return functions.Run(e.ctx, functions.Config{
		JSON: c.JSON, Functions: c.Functions, ISAs: c.ISA, Repeat: c.Repeat, Out: e.stdout, Progress: p.update,
	})
}

// benchFusedCmd times expressions on one core over plain slices.
type benchFusedCmd struct {
	JSON   bool     `name:"json" help:"A line of JSON for each figure."`
	Repeat int      `placeholder:"N" help:"How often each loop is timed, of which the shortest counts."`
	ISA    []string `name:"isa" placeholder:"NAME" help:"Instruction sets: go, avx2, avx512; all that the machine has if none is named."`
	Names  []string `arg:"" optional:"" name:"NAME" help:"The expressions to time; all if none is named."`
}

// Run times them.
func (c *benchFusedCmd) Run(e *env) error {
	p := newProgress(e.stderr)
	defer p.end()
	return fused.Run(e.ctx, fused.Config{
		JSON: c.JSON, Names: c.Names, ISAs: c.ISA, Repeat: c.Repeat, Out: e.stdout, Progress: p.update,
	})
}

// benchChartCmd draws figures.
type benchChartCmd struct {
	Page  string   `placeholder:"FILE.md" help:"A page whose tables are written anew, between the lines <!-- FILE.json --> and <!-- end -->."`
	Files []string `arg:"" name:"FILE.json" help:"What a suite wrote; the chart becomes FILE.svg."`
}

// Run draws them.
func (c *benchChartCmd) Run(*env) error { return chart.Run(chart.Config{Files: c.Files, Page: c.Page}) }
