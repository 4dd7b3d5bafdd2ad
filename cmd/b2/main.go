// Command b2 computes expressions over compressed arrays in files, and shows and converts such files.
//
//	b2 eval 'a**2 + b' a.b2nd b=other.b2nd -o result.b2nd
//	b2 info result.b2nd
//
// Results go to standard output; progress, figures and errors to standard error. It exits with 0 when all is done, 1
// when something failed and 2 when it was called wrongly.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// The exit codes.
const (
	done = iota
	failed
	misused
)

// commands is the grammar of the command line.
type commands struct {
	Eval     evalCmd     `cmd:"" help:"Compute an expression over arrays."`
	Ls       lsCmd       `cmd:"" help:"List the arrays of a folder."`
	Info     infoCmd     `cmd:"" help:"Describe arrays."`
	Verify   verifyCmd   `cmd:"" help:"Decode all of some arrays, and list what cannot be."`
	Explain  explainCmd  `cmd:"" help:"Show how an expression would be computed."`
	Convert  convertCmd  `cmd:"" help:"Convert between .npy and .b2nd, or store an array in another way."`
	Tutorial tutorialCmd `cmd:"" help:"Go through the tutorial's computations."`
	Bench    benchCmd    `cmd:"" help:"Measure how fast this machine computes."`
}

// env is what a command works with.
type env struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program without its process: the exit code of a command line.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	helped := false
	parser, err := kong.New(&commands{}, kong.Name("b2"), kong.Writers(stdout, stderr),
		kong.Description("Compute with compressed arrays that may be bigger than memory."),
		kong.Exit(func(int) { helped = true }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return report(stderr, err)
	}
	call, err := parser.Parse(arrange(parser.Model, args))
	if helped {
		return done
	}
	if err != nil {
		hint := "b2"
		if at := faultyCommand(err); at != "" {
			hint += " " + at
		}
		fmt.Fprintf(stderr, "b2: %v\nb2: see %q\n", err, hint+" --help")
		return misused
	}
	err = call.Run(&env{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr})
	if err != nil && ctx.Err() != nil {
		err = errors.New("interrupted; no result was left behind")
	}
	return report(stderr, err)
}

// faultyCommand is the command whose arguments are wrong; "" when it is not even known which is meant.
func faultyCommand(err error) string {
	var p *kong.ParseError
	if errors.As(err, &p) && p.Context != nil {
		if node := p.Context.Selected(); node != nil {
			return node.Path()
		}
	}
	return ""
}

// report tells an error to people.
func report(stderr io.Writer, err error) int {
	if err == nil {
		return done
	}
	fmt.Fprintf(stderr, "b2: %v\n", err)
	return failed
}
