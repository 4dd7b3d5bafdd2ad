// Package tutorial walks a person through lazy expressions, step by step, on arrays that it makes on disk. For each
// step it shows the Go code, runs it, and tells what it took and why. The command "b2 tutorial" calls Run.
package tutorial

import (
	"context"
	"errors"
	"io"
)

// Config says where the tutorial works and where it talks.
type Config struct {
	Dir  string    // for the arrays, made if it is missing; "": a new temporary folder
	Keep bool      // leave the arrays there
	Out  io.Writer // gets the text
}

// size is the lengths of the arrays' axes: a is (rows, cols), b is (layers, rows, cols).
type size struct{ layers, rows, cols int }

// tutorialSize is what the Python tutorial uses; tests have smaller ones.
func tutorialSize() size { return size{layers: 10, rows: 500, cols: 10000} }

// Run walks through the tutorial. It fails with an error that matches [fs.ErrExist], before it makes anything, when
// a file that it would make is there already. However it ends, what it made is removed, unless Keep is set.
func Run(ctx context.Context, cfg Config) error { return run(ctx, cfg, tutorialSize()) }

func run(ctx context.Context, cfg Config, s size) (err error) {
	place, err := claim(cfg.Dir)
	if err != nil {
		return err
	}
	l := &lesson{page: page{w: cfg.Out}, place: place, size: s}
	defer func() {
		err = errors.Join(err, l.close())
		if !cfg.Keep {
			err = errors.Join(err, place.remove())
		}
	}()
	chapters := []func(context.Context) error{
		l.arrays, l.expression, l.metadata,
		l.toMemory, l.toDisk, l.slice,
		l.plain, l.plainSlice, l.summary,
		l.functions, l.figures,
	}
	for _, chapter := range chapters {
		if err := chapter(ctx); err != nil {
			return err
		}
		if l.page.err != nil {
			return l.page.err
		}
	}
	l.farewell(cfg.Keep)
	return l.page.err
}
