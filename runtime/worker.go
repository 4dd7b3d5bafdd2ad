package runtime

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/kernel"
)

// Options are the settings of a computation. None changes a result.
type Options struct {
	Workers  int                   // goroutines; 0: as many as the machine runs at once
	ISA      cpu.ISA               // the widest instruction set that kernels may use
	Progress func(done, total int) // called after each task, from one goroutine at a time; may be nil
	Hoist    int                   // bytes for what is computed or decoded once for a whole result; 0: 32 MiB, negative: none
}

// DefaultOptions use all of the machine.
func DefaultOptions() Options { return Options{ISA: bestISA()} }

// bestISA asks the processor once: in a virtual machine CPUID traps, and takes longer than a small computation.
var bestISA = sync.OnceValue(cpu.Best)

// workers is the number of goroutines to use for much work.
func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// worker is what one goroutine needs to compute: scratch that grows to what is used and is then kept.
type worker struct {
	isa     cpu.ISA
	strip   kernel.Strip
	decoder chunk.Decoder
	blocks  blockCache
	streams bool // reads so much that the shared caches are left alone

	spare    [][]byte               // scratch that nobody has borrowed
	tilers   map[*job]*tiler        // of the nodes that are read part by part
	selected map[*Selection]*packed // the parts of selections read last
	points   map[*gathered]*points  // positions that were read last
}

// borrow is scratch of at least n bytes. Sources read others, so each borrows its own.
func (w *worker) borrow(n int) []byte {
	for k := len(w.spare) - 1; k >= 0; k-- {
		if b := w.spare[k]; cap(b) >= n {
			w.spare = slices.Delete(w.spare, k, k+1)
			return b[:n]
		}
	}
	if len(w.spare) > 0 { // too small: another one takes its place
		w.spare = w.spare[:len(w.spare)-1]
	}
	return kernel.Buffer(dtype.Uint8, n)[:n]
}

// giveBack returns what was borrowed.
func (w *worker) giveBack(b []byte) { w.spare = append(w.spare, b) }

func newWorker(o Options) *worker { return &worker{isa: o.ISA} }

// smallWork is the number of elements up to which starting goroutines costs more than it gains.
const smallWork = 32 << 10

// each calls f for the tasks 0 to tasks-1, on as many goroutines as the options allow; elements is the amount of work
// in all. Each goroutine takes the next task when it is done with one, so a task begins after all with lower numbers.
// The first error ends it all and with it the context that start is given; so does a panic, which goes on in the
// caller's goroutine: there it can be recovered from, and files that were begun are dropped on the way.
func (o Options) each(ctx context.Context, tasks, elements int, start func(context.Context) func(task int) error) error {
	workers := min(o.workers(), tasks)
	if elements <= smallWork {
		workers = min(workers, 1)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var taken atomic.Int64
	progress := counter{total: tasks, report: o.Progress}
	work := func() {
		f := start(ctx)
		for {
			task := int(taken.Add(1)) - 1
			if task >= tasks || ctx.Err() != nil {
				return
			}
			if err := f(task); err != nil {
				cancel(err)
				return
			}
			progress.add()
		}
	}
	if workers <= 1 {
		work()
	} else {
		inParallel(workers, cancel, work)
	}
	return context.Cause(ctx)
}

// inParallel runs work on several goroutines. When one panics the others are cancelled and the caller panics.
func inParallel(workers int, cancel context.CancelCauseFunc, work func()) {
	var all sync.WaitGroup
	var panicked atomic.Pointer[workerPanic]
	for range workers {
		all.Go(func() {
			defer func() {
				if v := recover(); v != nil {
					panicked.CompareAndSwap(nil, &workerPanic{v, debug.Stack()})
					cancel(nil)
				}
			}()
			work()
		})
	}
	all.Wait()
	if p := panicked.Load(); p != nil {
		panic(p)
	}
}

// workerPanic is what a goroutine panicked with, and where.
type workerPanic struct {
	value any
	stack []byte
}

func (p *workerPanic) Error() string {
	return fmt.Sprintf("%v\n\nin a goroutine of b2:\n%s", p.value, p.stack)
}

// counter reports progress, in order.
type counter struct {
	mu          sync.Mutex
	done, total int
	report      func(done, total int)
}

func (c *counter) add() {
	if c.report == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	c.report(c.done, c.total)
}
