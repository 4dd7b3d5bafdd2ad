package main

import "github.com/b2gen/b2/cmd/b2/internal/tutorial"

// tutorialCmd goes through the tutorial.
type tutorialCmd struct {
	Keep bool   `help:"Leave the files behind."`
	Dir  string `arg:"" optional:"" name:"DIR" help:"The folder for its files; a temporary one if not given."`
}

// Run runs it.
func (c *tutorialCmd) Run(e *env) error {
	return tutorial.Run(e.ctx, tutorial.Config{Dir: c.Dir, Keep: c.Keep, Out: e.stdout})
}
