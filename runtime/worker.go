package runtime

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/kernel"
)

// Options are the settings of a computation. None changes a result.
type Options struct {
	Workers  int                   // goroutines; 0: as many as the machine runs at once
	ISA      cpu.ISA               // the widest instruction set that kernels may use
	Progress func(done, total int) // called now and then, from one goroutine at a time; may be nil
}

// DefaultOptions use all of the machine.
func DefaultOptions() Options { return Options{ISA: cpu.Best()} }

// worker is what one goroutine needs to compute: scratch that grows to what is used and is then kept.
type worker struct {
	isa     cpu.ISA
	strip   kernel.Strip
	decoder chunk.Decoder
	blocks  blockCache
}

func newWorker(o Options) *worker { return &worker{isa: o.ISA} }

// smallWork is the number of elements up to which starting goroutines costs more than it gains.
const smallWork = 32 << 10

// each calls f for the tasks 0 to tasks-1, on as many goroutines as the options allow; elements is the amount of work
// in all. Each goroutine takes the next task when it is done with one. The first error ends it all.
func (o Options) each(ctx context.Context, tasks, elements int, start func() func(task int) error) error {
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, tasks)
	if elements <= smallWork {
		workers = min(workers, 1)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var taken, done atomic.Int64
	var progress sync.Mutex
	work := func() {
		f := start()
		for {
			task := int(taken.Add(1)) - 1
			if task >= tasks || ctx.Err() != nil {
				return
			}
			if err := f(task); err != nil {
				cancel(err)
				return
			}
			if n := done.Add(1); o.Progress != nil {
				progress.Lock()
				o.Progress(int(n), tasks)
				progress.Unlock()
			}
		}
	}
	if workers <= 1 {
		work()
		return context.Cause(ctx)
	}
	var all sync.WaitGroup
	for range workers {
		all.Go(work)
	}
	all.Wait()
	return context.Cause(ctx)
}
