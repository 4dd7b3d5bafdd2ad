package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/b2gen/b2/ir"
	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/internal/store"
)

var errFault = errors.New("the disk is on fire")

// faulty fails at the n-th View from now on, for good; views counts down.
type faulty struct {
	store.Reader
	left atomic.Int64
}

func (f *faulty) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if f.left.Add(-1) < 0 {
		return nil, errFault
	}
	return f.Reader.View(off, n, buf)
}

// fileOf is the stored bytes of an array of many chunks and blocks.
func fileOf(t *testing.T, a array[float64], l b2rt.Layout) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "operand.b2nd")
	d := newDice(t, 7)
	stored(d, a, b2rt.Target{Path: path, Layout: l})
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func noise(s ...int) array[float64] {
	x := uint64(1)
	return build(s, func([]int) float64 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		return float64(x>>11) / (1 << 53)
	})
}

// settled waits until no goroutines are left but those that were there before.
func settled(t *testing.T, before int) {
	t.Helper()
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	buf := make([]byte, 1<<16)
	t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
}

// isEmpty makes sure that a failed computation left no file, not even a temporary one.
func isEmpty(t *testing.T, dir string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		t.Errorf("%s was left behind", e.Name())
	}
}

// works are computations of x, each over many tasks.
func works(x *ir.Node) map[string]*ir.Node {
	sum, _ := ir.Find("sum")
	add, _ := ir.Find("add")
	all, _ := ir.Reduce(sum, x, nil, false)
	axis, _ := ir.Reduce(sum, x, []int{0}, true)
	total, _ := ir.Call(add, x, axis)
	return map[string]*ir.Node{"copy": x, "sum": all, "sum of an axis": axis, "map of a sum": total}
}

// compute stores a work in dir, or reads it when dir is "".
func compute(ctx context.Context, t *testing.T, n *ir.Node, o b2rt.Options, dir string) error {
	p := planOf(t, n)
	if dir == "" {
		dst := make([]float64, product(n.Shape))
		return p.ReadInto(ctx, o, bytesOf(dst))
	}
	x, err := p.Compute(ctx, o, b2rt.Target{Path: filepath.Join(dir, "result.b2nd")})
	if err == nil {
		x.Close()
	}
	return err
}

func product(s []int) int {
	n := 1
	for _, d := range s {
		n *= d
	}
	return n
}

func TestFailingReads(t *testing.T) {
	file := fileOf(t, noise(40, 3000), b2rt.Layout{Chunks: []int{8, 1000}, Blocks: []int{3, 500}})
	for _, workers := range []int{1, 2, 4} {
		for _, at := range []int64{0, 1, 2, 7, 31, 90} {
			for _, name := range []string{"copy", "sum", "sum of an axis", "map of a sum"} {
				for _, dir := range []string{"", t.TempDir()} {
					f := &faulty{Reader: store.NewMemory(file)}
					f.left.Store(1 << 40)
					x, err := b2rt.OpenStore(f, b2rt.OpenOptions{}) // anew each time: nothing is cached
					if err != nil {
						t.Fatal(err)
					}
					n := works(sourceNode(x))[name]
					before := runtime.NumGoroutine()
					f.left.Store(at)
					o := b2rt.DefaultOptions()
					o.Workers = workers
					if err := compute(context.Background(), t, n, o, dir); !errors.Is(err, errFault) {
						t.Errorf("%s with %d workers, fault at %d: %v", name, workers, at, err)
					}
					settled(t, before)
					if dir != "" {
						isEmpty(t, dir)
					}
				}
			}
		}
	}
}

func TestCorruptOperand(t *testing.T) {
	file := fileOf(t, noise(40, 3000), b2rt.Layout{Chunks: []int{8, 1000}, Blocks: []int{3, 500}})
	for at := 400; at < len(file); at += len(file)/50 + 1 {
		bad := bytes.Clone(file)
		copy(bad[at:], bytes.Repeat([]byte{0xFF}, 64))
		x, err := b2rt.OpenStore(store.NewMemory(bad), b2rt.OpenOptions{})
		if err != nil {
			continue
		}
		for _, n := range works(sourceNode(x)) {
			dir := t.TempDir()
			if err := compute(context.Background(), t, n, b2rt.DefaultOptions(), dir); err != nil {
				isEmpty(t, dir)
			}
		}
	}
}

func TestCancel(t *testing.T) {
	x := sourceNode(plain(noise(40, 3000)))
	for name, n := range works(x) {
		for at := range 6 {
			for _, workers := range []int{1, 3} {
				before := runtime.NumGoroutine()
				ctx, cancel := context.WithCancelCause(context.Background())
				o := b2rt.DefaultOptions()
				o.Workers = workers
				o.Progress = func(done, _ int) {
					if done == at {
						cancel(errFault)
					}
				}
				if at == 0 {
					cancel(errFault)
				}
				dir := t.TempDir()
				// A computation may be over before it is cancelled.
				if err := compute(ctx, t, n, o, dir); err == nil && at > 0 {
					cancel(nil)
					continue
				} else if !errors.Is(err, errFault) {
					t.Errorf("%s cancelled at %d with %d workers: %v", name, at, workers, err)
				}
				settled(t, before)
				isEmpty(t, dir)
			}
		}
	}
}

func TestPanicInProgress(t *testing.T) {
	n := sourceNode(plain(noise(100, 3000)))
	for _, workers := range []int{1, 3} {
		dir := t.TempDir()
		before := runtime.NumGoroutine()
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic in the caller's goroutine")
				}
			}()
			o := b2rt.DefaultOptions()
			o.Workers = workers
			o.Progress = func(int, int) { panic("a user's mistake") }
			compute(context.Background(), t, n, o, dir)
		}()
		settled(t, before)
		isEmpty(t, dir)
	}
}

func TestUnwritablePlace(t *testing.T) {
	n := sourceNode(plain(noise(4, 30)))
	dir := t.TempDir()
	if err := compute(context.Background(), t, n, b2rt.DefaultOptions(), filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing directory: %v", err)
	}
	isEmpty(t, dir)
	if _, err := os.Stat("/dev/full"); err != nil {
		return
	}
	_, err := planOf(t, n).Compute(context.Background(), b2rt.DefaultOptions(), b2rt.Target{Path: "/dev/full", Overwrite: true})
	if err == nil {
		t.Error("a device was overwritten")
	}
}

func TestProgress(t *testing.T) {
	for name, n := range works(sourceNode(plain(noise(400, 3000)))) {
		for _, dir := range []string{"", t.TempDir()} {
			o := b2rt.DefaultOptions()
			o.Workers = 4
			last, end := 0, 0
			o.Progress = func(done, total int) {
				if done != last+1 || end != 0 && total != end {
					t.Errorf("%s: progress %d of %d after %d of %d", name, done, total, last, end)
				}
				last, end = done, total
			}
			if err := compute(context.Background(), t, n, o, dir); err != nil {
				t.Fatal(err)
			}
			if last != end || end == 0 {
				t.Errorf("%s: progress ends at %d of %d", name, last, end)
			}
		}
	}
}
