package main

import (
	"errors"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/measure"
	"github.com/b2gen/b2/generated/tutorial"
)

// evalCmd computes an expression.
type evalCmd struct {
	Output  string `short:"o" placeholder:"OUT" help:"Where the result goes: OUT.b2nd, OUT.npy, - (.npy on standard output) or null: (nowhere). Without it, it is printed."`
	Force   bool   `help:"Replace an existing file."`
	Slice   string `placeholder:"INDEX" help:"Compute only this part: '2:200:25, :, 5'."`
	Engine  string `enum:"auto,interp,fused" default:"auto" help:"What computes: ${enum}. auto takes a fused kernel where one fits."`
	ISA     string `name:"isa" enum:"auto,go,avx2,avx512" default:"auto" help:"The instructions that are used: ${enum}."`
	Workers *int   `placeholder:"N" help:"Goroutines that compute; as many as the machine runs at once if not given."`
	Format  string `enum:"preview,csv,json,raw" default:"preview" help:"How a result without -o is printed: ${enum}. All but preview print every element; json has null for nan and infinity."`
	Stats   string `enum:",json" default:"" placeholder:"json" help:"Print time, sizes and memory to standard error."`
	storageFlags
	Expr     string   `arg:"" help:"The expression, such as 'a**2 + b'; or a file, to see what is in it."`
	Operands []string `arg:"" optional:"" name:"name=SOURCE | FILE" help:"Its operands: a number, a .b2nd or .npy file, or - for .npy on standard input. A FILE alone is known by its name without folder and suffix. What is not given is looked for as NAME.b2nd."`
}

// Validate finds flags that do not go together.
func (c *evalCmd) Validate() error {
	if err := errors.Join(checkWorkers(c.Workers), checkUsed(c.Expr, c.Operands)); err != nil {
		return err
	}
	if c.Output != "" && c.Format != "preview" {
		return errors.New("--format is for results that are printed; with -o, the suffix of OUT tells")
	}
	if err := c.storageFlags.Validate(); err != nil {
		return err
	}
	return checkTarget(c.Output, &c.storageFlags)
}

// checkWorkers finds a number of goroutines that cannot be meant.
func checkWorkers(n *int) error {
	if n != nil && *n < 1 {
		return errors.New("--workers must be at least 1")
	}
	return nil
}

// Run computes.
func (c *evalCmd) Run(e *env) error {
	if c.Stats == "" {
		return c.eval(e, &stats{})
	}
	var s stats
	usage, err := measure.Do(func() error { return c.eval(e, &s) })
	if err != nil {
		return err
	}
	return s.print(e.stderr, usage)
}

func (c *evalCmd) eval(e *env, s *stats) error {
	src := newSources(e)
	defer src.close()
	x, err := src.expression(c.Expr, c.Operands, "", engine(c.Engine)...)
	if err != nil {
		return err
	}
	if x, err = c.part(e, x); err != nil {
		return err
	}
	s.of(x)
	out := &output{env: e, path: c.Output, force: c.Force, storage: &c.storageFlags, run: c.options()}
	if c.Output == "" {
		return out.text(x, c.Format)
	}
	s.CBytes, err = out.write(x)
	return err
}

// part is what is computed of an expression. A selection is counted first: what is written begins with its shape.
func (c *evalCmd) part(e *env, x *b2.Expr) (*b2.Expr, error) {
	var opts []b2.ReadOption
	for _, o := range c.options() {
		opts = append(opts, o)
	}
	x, err := x.Counted(e.ctx, opts...)
	if err != nil || c.Slice == "" {
		return x, err
	}
	x = x.Index(c.Slice)
	return x, x.Err()
}

// engine says which kernels an expression may use.
func engine(name string) []b2.LazyOption {
	switch name {
	case "interp":
		return nil
	case "fused":
		return []b2.LazyOption{b2.WithKernels(tutorial.Kernels()...), b2.RequireKernel()}
	}
	return []b2.LazyOption{b2.WithKernels(tutorial.Kernels()...)}
}

func (c *evalCmd) options() []b2.RunOption {
	var list []b2.RunOption
	if c.Workers != nil {
		list = append(list, b2.Workers(*c.Workers))
	}
	if c.ISA != "auto" {
		list = append(list, b2.ISA(c.ISA))
	}
	return list
}
