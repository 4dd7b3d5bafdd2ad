package main

import "github.com/b2gen/b2/cmd/b2/internal/bench"

// benchCmd has a command for each suite.
type benchCmd struct {
	Tutorial benchTutorialCmd `cmd:"" help:"Time the tutorial's works."`
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
