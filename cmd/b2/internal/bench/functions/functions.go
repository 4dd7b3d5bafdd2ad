// Package functions times every element by element operation of the op table, for each element type and instruction
// set, and measures the errors of those that round more than once. The command "b2 bench functions" calls Run.
package functions

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/b2gen/b2/cmd/b2/internal/bench/rig"
	"github.com/b2gen/b2/ir"
)

// Config says what is timed and how it is told.
type Config struct {
	JSON      bool                 // a line of JSON for each figure instead of a table
	Functions []string             // names of rows, "cast", or loops such as "sin.f8"; none: all
	ISAs      []string             // names of instruction sets; none: all of the machine
	Repeat    int                  // times that a loop is measured, of which the shortest counts; 0: 7
	Out       io.Writer            // gets the results, each as soon as it is known
	Progress  func(parts, all int) // is told how far it is; nil: nobody looks
}

// size is how much is computed.
type size struct {
	elements  int           // of an array that a loop is timed with: three of float64 stay in the second-level cache
	atLeast   time.Duration // of a measurement
	arguments int           // of float32 for which errors are measured
}

func fullSize() size {
	return size{elements: 16384, atLeast: time.Millisecond, arguments: 1 << 20}
}

// Run times functions.
func Run(ctx context.Context, cfg Config) error { return run(ctx, cfg, fullSize()) }

func run(ctx context.Context, cfg Config, s size) error {
	loops, err := choose(ir.Loops(), cfg.Functions)
	if err != nil {
		return err
	}
	isas, err := rig.ISAs(cfg.ISAs)
	if err != nil {
		return err
	}
	repeat, err := rig.Repeats(cfg.Repeat)
	if err != nil {
		return err
	}
	judge, err := newJudge(s.arguments)
	if err != nil {
		return err
	}
	clock := rig.Clock{Repeat: repeat, AtLeast: s.atLeast}
	r := newReport(cfg, isas)
	for i, in := range loops {
		if cfg.Progress != nil {
			cfg.Progress(i, len(loops))
		}
		b := newBed(in, s.elements)
		var row []figure
		for _, isa := range isas {
			run := runner(in.Key(), isa)
			if run == nil {
				continue
			}
			ns, err := clock.NsPerElement(ctx, s.elements, func() error { return b.compute(run) })
			if err != nil {
				return err
			}
			found, err := judge.errorOf(in, run)
			if err != nil {
				return fmt.Errorf("bench: on %s %w", isa, err)
			}
			row = append(row, figure{isa, ns, found})
		}
		if err := r.add(in, row); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
	}
	return nil
}

// choose selects loops by the words of a user, in their own order: a word is a row's name, or one that it also
// answers to, or a loop's key.
func choose(loops []ir.Instr, words []string) ([]ir.Instr, error) {
	if len(words) == 0 {
		return loops, nil
	}
	chosen := make([]bool, len(loops))
	for _, word := range words {
		any := false
		for i, in := range loops {
			if in.Key() == word || in.Name() == word || in.Op != nil && slices.Contains(in.Op.Aliases, word) {
				chosen[i], any = true, true
			}
		}
		if !any {
			return nil, unknown(word, loops)
		}
	}
	var out []ir.Instr
	for i, in := range loops {
		if chosen[i] {
			out = append(out, in)
		}
	}
	return out, nil
}

// unknown is the error for a word that selects nothing.
func unknown(word string, loops []ir.Instr) error {
	var names []string
	for _, in := range loops {
		names = append(names, in.Name(), in.Key())
		if in.Op != nil {
			names = append(names, in.Op.Aliases...)
		}
	}
	if op, ok := ir.Find(word); ok && op.Kind != ir.Elementwise {
		return fmt.Errorf("bench: %s does not compute element by element by itself; only such functions are timed", word)
	}
	return fmt.Errorf("bench: unknown function %q%s; FUNCTIONS.md lists them", word, rig.Hint(word, names))
}
