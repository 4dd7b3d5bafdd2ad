// Package fused times expressions on one core over plain slices: fused kernels beside the interpreter and the loop that
// a user would write in Go. The command "b2 bench fused" calls Run.
package fused

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/b2gen/b2/cmd/b2/internal/bench/rig"
	"github.com/b2gen/b2/runtime/cpu"
)

// Config says what is timed and how it is told.
type Config struct {
	JSON     bool                 // a line of JSON for each figure instead of a table
	Names    []string             // of expressions; none: all
	ISAs     []string             // names of instruction sets; none: all of the machine
	Repeat   int                  // times that a loop is measured, of which the shortest counts; 0: 7
	Out      io.Writer            // gets the results, each as soon as it is known
	Progress func(parts, all int) // is told how far it is; nil: nobody looks
}

// size is how much is computed.
type size struct {
	cache       int           // elements of arrays that stay in the second-level cache
	part, parts int           // elements of one, and how many, of the arrays that stay in no cache
	atLeast     time.Duration // of a measurement
}

func fullSize() size { return size{cache: 16384, part: 1 << 15, parts: 256, atLeast: time.Millisecond} }

// Run times expressions. That engines or instruction sets give different bits, or the user's loop another result, is
// an error.
func Run(ctx context.Context, cfg Config) error { return run(ctx, cfg, fullSize()) }

func run(ctx context.Context, cfg Config, s size) error {
	list, err := choose(expressions(), cfg.Names)
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
	clock := rig.Clock{Repeat: repeat, AtLeast: s.atLeast}
	r := newReport(cfg, isas)
	for i, e := range list {
		if cfg.Progress != nil {
			cfg.Progress(i, len(list))
		}
		row, err := e.time(ctx, clock, s, isas)
		if err != nil {
			return fmt.Errorf("bench: %s: %w", e.name, err)
		}
		if err := r.add(e, row); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
	}
	return nil
}

// choose selects expressions by their names.
func choose(list []expression, words []string) ([]expression, error) {
	if len(words) == 0 {
		return list, nil
	}
	var names []string
	for _, e := range list {
		names = append(names, e.name)
	}
	for _, word := range words {
		if !slices.Contains(names, word) {
			return nil, fmt.Errorf("bench: unknown expression %q%s; known are %s", word, rig.Hint(word, names), strings.Join(names, ", "))
		}
	}
	return slices.DeleteFunc(list, func(e expression) bool { return !slices.Contains(words, e.name) }), nil
}

// time measures an expression in every way.
func (e expression) time(ctx context.Context, clock rig.Clock, s size, isas []cpu.ISA) ([]figure, error) {
	w, ways, err := e.prepare(s.cache, isas, 0)
	if err != nil {
		return nil, err
	}
	ns, err := clock.NsPerElement(ctx, w.n(), w.plain)
	if err != nil {
		return nil, err
	}
	row := []figure{{engine: plain, n: w.n(), ns: ns}}
	for _, by := range ways {
		f, err := w.time(ctx, clock, by)
		if err != nil {
			return nil, err
		}
		row = append(row, f)
	}
	cold, err := e.cold(ctx, clock, s, ways[len(ways)-1].isa) // fused for the widest instruction set is the last way
	return append(row, cold...), err
}

// cold measures the loop in Go and the fused kernel with arrays that are in no cache: with many works in turn.
func (e expression) cold(ctx context.Context, clock rig.Clock, s size, isa cpu.ISA) ([]figure, error) {
	var loops, kernels []func() error
	row := []figure{{engine: plain, memory: true}, {engine: fused, isa: isa, memory: true}}
	n := 0
	for i := range s.parts { // each with other elements: branches would be learnt
		w, ways, err := e.prepare(s.part, []cpu.ISA{isa}, uint64(i))
		if err != nil {
			return nil, err
		}
		loops, kernels = append(loops, w.plain), append(kernels, ways[len(ways)-1].run)
		n += w.n()
	}
	for i, list := range [][]func() error{loops, kernels} {
		ns, err := clock.NsInTurn(ctx, n, list)
		if err != nil {
			return nil, err
		}
		row[i].n, row[i].ns = n, ns
	}
	return row, nil
}

// prepare makes the arrays, and sure that all ways to compute the expression give the same.
func (e expression) prepare(n int, isas []cpu.ISA, seed uint64) (*work, []way, error) {
	w := e.make(n)
	w.fill(seed)
	ways, err := w.ways(e.text, isas)
	if err != nil {
		return nil, nil, err
	}
	return w, ways, w.verify(ways)
}

// time measures a way to compute the expression.
func (w *work) time(ctx context.Context, clock rig.Clock, by way) (figure, error) {
	ns, err := clock.NsPerElement(ctx, w.n(), by.run)
	return figure{engine: by.engine, isa: by.isa, n: w.n(), ns: ns}, err
}
