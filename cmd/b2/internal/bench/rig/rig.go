// Package rig is what benchmarks of single loops stand on: the instruction sets to run them with, the clock, and the
// description of the machine that goes with each figure.
package rig

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/b2gen/b2/parser"
	"github.com/b2gen/b2/runtime/cpu"
)

// DefaultRepeat is how often a loop is timed unless the user says.
const DefaultRepeat = 7

// Repeats is the number of repetitions that a user asked for; 0 is the default one.
func Repeats(asked int) (int, error) {
	switch {
	case asked < 0:
		return 0, fmt.Errorf("bench: cannot repeat %d times", asked)
	case asked == 0:
		return DefaultRepeat, nil
	}
	return asked, nil
}

// Available lists the instruction sets that this machine has, the portable code first.
func Available() (all []cpu.ISA) {
	for isa := range cpu.Best() + 1 {
		all = append(all, isa)
	}
	return all
}

// ISAs are the instruction sets of the names that a user gives, in their own order; all of the machine's without any.
func ISAs(names []string) ([]cpu.ISA, error) {
	available := Available()
	if len(names) == 0 {
		return available, nil
	}
	var known []string
	for isa := range cpu.NumISA {
		known = append(known, isa.String())
	}
	chosen := make([]bool, cpu.NumISA)
	for _, name := range names {
		at := slices.Index(known, name)
		switch {
		case at < 0:
			return nil, fmt.Errorf("bench: unknown instruction set %q%s; known are %s", name, Hint(name, known), strings.Join(known, ", "))
		case at >= len(available):
			return nil, fmt.Errorf("bench: this machine has no %s; its instruction sets are %s", name, strings.Join(known[:len(available)], ", "))
		}
		chosen[at] = true
	}
	return slices.DeleteFunc(available, func(isa cpu.ISA) bool { return !chosen[isa] }), nil
}

// Hint is what an error about an unknown name adds when one that is known is near.
func Hint(name string, known []string) string {
	if s := parser.Suggest(name, known); s != "" {
		return fmt.Sprintf(" (did you mean %q?)", s)
	}
	return ""
}

// Clock times short loops.
type Clock struct {
	Repeat  int           // times that a loop is measured, of which the shortest counts
	AtLeast time.Duration // how long each measurement takes, by running the loop that often
}

// NsPerElement is the time of f, which computes so many elements, for each of them in nanoseconds. f runs before the
// clock starts: the first touch of memory is slow.
func (c Clock) NsPerElement(ctx context.Context, elements int, f func() error) (float64, error) {
	if err := f(); err != nil {
		return 0, err
	}
	runs, best := 1, 0.0
	for done := 0; done < c.Repeat; {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		start := time.Now()
		for range runs {
			if err := f(); err != nil {
				return 0, err
			}
		}
		took := time.Since(start)
		if took < c.AtLeast && done == 0 {
			runs = max(runs+1, min(100*runs, int(1.2*float64(runs)*float64(c.AtLeast)/float64(max(took, 1)))))
			continue
		}
		ns := float64(took.Nanoseconds()) / float64(runs) / float64(elements)
		if done++; done == 1 || ns < best {
			best = ns
		}
	}
	return best, nil
}

// NsInTurn is the time of functions that compute so many elements in all, for each of them in nanoseconds. They run one
// after the other, so that none finds in a cache what it left there, and have run before; of each the shortest time
// counts, so that it does not matter when others have the processor.
func (c Clock) NsInTurn(ctx context.Context, elements int, list []func() error) (float64, error) {
	shortest := make([]time.Duration, len(list))
	for k := range c.Repeat {
		for i, f := range list {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			start := time.Now()
			if err := f(); err != nil {
				return 0, err
			}
			if took := time.Since(start); k == 0 || took < shortest[i] {
				shortest[i] = took
			}
		}
	}
	var sum time.Duration
	for _, t := range shortest {
		sum += t
	}
	return float64(sum.Nanoseconds()) / float64(elements), nil
}

// Round leaves four digits of a figure, more than clocks and machines are good for.
func Round(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// Digits writes nanoseconds with as many digits as mean something.
func Digits(ns float64) string {
	switch {
	case ns < 0.9995:
		return strconv.FormatFloat(ns, 'f', 3, 64)
	case ns < 9.995:
		return strconv.FormatFloat(ns, 'f', 2, 64)
	}
	return strconv.FormatFloat(ns, 'f', 1, 64)
}
