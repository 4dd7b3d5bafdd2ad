package bench

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"
)

// smallFactor is how many more runs a work of microseconds gets.
const smallFactor = 20

// timed runs a work several times, after a run that only warms up: the first touch of memory is slow, on virtual
// machines above all.
func timed(ctx context.Context, b *bed, w work, e engine, repeat int) (result, error) {
	run, err := w.prepare(ctx, b, e)
	if err != nil {
		return result{}, err
	}
	cratio, err := run(ctx)
	if err != nil {
		return result{}, fmt.Errorf("warming up: %w", err)
	}
	if w.small {
		repeat *= smallFactor
	}
	times := make([]time.Duration, repeat)
	for i := range times {
		if err := ctx.Err(); err != nil {
			return result{}, err
		}
		if !w.small {
			runtime.GC() // what the run before left is not this one's to collect
		}
		start := time.Now()
		if _, err := run(ctx); err != nil {
			return result{}, err
		}
		times[i] = time.Since(start)
	}
	slices.Sort(times)
	return result{
		Work: w.name, Engine: e, ISA: b.isa,
		Seconds: times[0].Seconds(), Median: times[repeat/2].Seconds(), CRatio: cratio,
	}, nil
}
