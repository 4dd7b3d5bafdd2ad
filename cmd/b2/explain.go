package main

import "io"

// explainCmd shows how an expression would be computed.
type explainCmd struct {
	Slice    string   `placeholder:"INDEX" help:"Explain only this part: '2:200:25, :, 5'."`
	Expr     string   `arg:"" help:"The expression."`
	Operands []string `arg:"" optional:"" name:"name=SOURCE | FILE" help:"Its operands, as for eval."`
}

// Validate finds misuse.
func (c *explainCmd) Validate() error { return checkUsed(c.Expr, c.Operands) }

// Run prints the explanation.
func (c *explainCmd) Run(e *env) error {
	src := newSources(e)
	defer src.close()
	x, err := src.expression(c.Expr, c.Operands, c.Slice, engine("auto")...)
	if err != nil {
		return err
	}
	_, err = io.WriteString(e.stdout, x.Explain())
	return err
}
