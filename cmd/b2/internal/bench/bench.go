// Package bench times b2 on the works that it is compared with its peers on, by the names that the peers' results
// have. The command "b2 bench tutorial" calls Run.
package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// defaultRepeat is how often a work is run unless Config says.
const defaultRepeat = 5

// Config says what is timed and how it is told.
type Config struct {
	JSON   bool      // a line of JSON for each result instead of a table
	Works  []string  // names, groups or prefixes; none: all
	Repeat int       // runs of a work, of which the best and the median are told; 0: 5
	Dir    string    // its a.b2nd and b.b2nd are used if they are there, and results go below it; "": a temporary folder
	Out    io.Writer // gets the results, each as soon as it is known
}

// Run times works. What it makes on disk is in a folder of its own, which is removed in the end.
func Run(ctx context.Context, cfg Config) error { return run(ctx, cfg, peersSize()) }

func run(ctx context.Context, cfg Config, s size) (err error) {
	works, err := choose(allWorks(s), cfg.Works)
	if err != nil {
		return err
	}
	switch {
	case cfg.Repeat < 0:
		return fmt.Errorf("bench: cannot repeat %d times", cfg.Repeat)
	case cfg.Repeat == 0:
		cfg.Repeat = defaultRepeat
	}
	b, err := newBed(cfg.Dir, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.remove()) }()
	r := newReport(cfg)
	for _, w := range works {
		for _, e := range w.engines {
			res, err := timed(ctx, b, w, e, cfg.Repeat)
			if err != nil {
				return fmt.Errorf("bench: %s, %s: %w", w.name, e, err)
			}
			if err := r.add(res); err != nil {
				return fmt.Errorf("bench: %w", err)
			}
		}
	}
	return nil
}
