package bench

import (
	"context"
	"slices"

	"github.com/b2gen/b2"
)

// engine is what computes an expression.
type engine string

const (
	fused  engine = "fused"  // the kernels of generated/tutorial; that none fits is an error
	interp engine = "interp" // the interpreter
)

// work is something to time.
type work struct {
	name    string
	of      string // the peers' name of the work that this one is a variant of; "": none
	group   string // the peers' word that selects it
	engines []engine
	small   bool // takes microseconds, so that it is run more often and nothing is done between the runs
	prepare preparation
}

// preparation does, before the clock starts, what all repetitions share.
type preparation func(context.Context, *bed, engine) (repetition, error)

// repetition is a run of a work: all that is timed. It gives the compression ratio of its result, or 0 where the
// result is plain.
type repetition func(context.Context) (cratio float64, err error)

// action is what a work does with its expression. It is made once for all repetitions.
type action func(*bed) func(context.Context, *b2.Expr) (cratio float64, err error)

func allWorks(s size) []work {
	return slices.Concat(quadWorks(), sinexpWorks(), waveWorks(s), reduceWorks(), createWorks(), smallWorks())
}

// maker makes works of one group and with the same engines.
type maker struct {
	group   string
	engines []engine
	small   bool
}

func (m maker) work(name string, p preparation) work {
	return work{name: name, group: m.group, engines: m.engines, small: m.small, prepare: p}
}

// plain is a work with a plain result, and its twin that reads into one buffer again and again.
func (m maker) plain(name string, p func(action) preparation) []work {
	return []work{m.work(name, p(read)), m.variant(name, "-into", p(readInto))}
}

func (m maker) variant(of, suffix string, p preparation) work {
	w := m.work(of+suffix, p)
	w.of = of
	return w
}
