package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/internal/store"
)

// TestCacheSharesBlocks counts what is read of a block by calls one after the other, and by many goroutines at once.
func TestCacheSharesBlocks(t *testing.T) {
	none := 0
	path := t.TempDir() + "/x.b2nd"
	stored(newDice(t, 1), noise(40, 800), b2rt.Target{Path: path, Level: &none, Layout: b2rt.Layout{Chunks: []int{20, 800}, Blocks: []int{10, 200}}})
	const block = 10 * 200 * 8                                                  // more than the headers of both chunks
	column := []shape.Span{{Step: 1, Count: 40}, {Start: 7, Step: 1, Count: 1}} // of 4 blocks in 2 chunks
	for _, tt := range []struct {
		cache         int
		first, second int64 // blocks that are read
	}{{0, 4, 0}, {8 * block, 4, 0}, {7 * block, 4, 4}, {-1, 4, 4}} {
		file, err := store.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c := &store.Counter{Reader: file}
		x, err := b2rt.OpenStore(c, b2rt.OpenOptions{Cache: tt.cache})
		if err != nil {
			t.Fatal(err)
		}
		o := b2rt.DefaultOptions()
		for i, want := range []int64{tt.first, tt.second} {
			c.Bytes.Store(0)
			read[float64](t, ir.Slice(sourceNode(x), column), o)
			if got := c.Bytes.Load() / block; got != want {
				t.Errorf("cache of %d: call %d reads %d blocks, not %d", tt.cache, i, got, want)
			}
		}
		column[1].Start = 250
		c.Bytes.Store(0)
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() { read[float64](t, ir.Slice(sourceNode(x), column), o) })
		}
		all.Wait()
		if got := c.Bytes.Load() / block; (tt.second == 0) != (got == 4) {
			t.Errorf("cache of %d: 16 goroutines read %d blocks", tt.cache, got)
		}
		column[1].Start = 7
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestCacheForgetsErrors lets a block be unreadable for a while.
func TestCacheForgetsErrors(t *testing.T) {
	file := fileOf(t, noise(40, 300), b2rt.Layout{Chunks: []int{10, 300}, Blocks: []int{5, 100}})
	f := &faulty{Reader: store.NewMemory(file)}
	f.left.Store(1 << 40)
	x, err := b2rt.OpenStore(f, b2rt.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	column := ir.Slice(sourceNode(x), []shape.Span{{Step: 1, Count: 40}, {Start: 7, Step: 1, Count: 1}})
	for _, at := range []int64{0, 1, 3, 6} {
		f.left.Store(at)
		if err := compute(context.Background(), t, column, b2rt.DefaultOptions(), ""); !errors.Is(err, errFault) {
			t.Errorf("fault at %d: %v", at, err)
		}
	}
	f.left.Store(1 << 40)
	if err := compute(context.Background(), t, column, b2rt.DefaultOptions(), ""); err != nil {
		t.Error(err)
	}
}

// TestManyReaders compares random regions, read by many goroutines at once, with plain data.
func TestManyReaders(t *testing.T) {
	p := noise(37, 90, 41)
	l := b2rt.Layout{Chunks: []int{10, 40, 41}, Blocks: []int{3, 10, 20}}
	dir := t.TempDir()
	file := stored(newDice(t, 1), p, b2rt.Target{Path: dir + "/x.b2nd", Layout: l})
	stored(newDice(t, 1), p, b2rt.Target{Path: dir + "/s.b2nd", Layout: l, Sparse: true})
	frame, err := file.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	open := map[string]func(b2rt.OpenOptions) (*b2rt.Array, error){
		"file": func(o b2rt.OpenOptions) (*b2rt.Array, error) { return b2rt.Open(dir+"/x.b2nd", o) },
		"mapped": func(o b2rt.OpenOptions) (*b2rt.Array, error) {
			o.Mmap = true
			return b2rt.Open(dir+"/x.b2nd", o)
		},
		"sparse": func(o b2rt.OpenOptions) (*b2rt.Array, error) { return b2rt.Open(dir+"/s.b2nd", o) },
		"memory": func(o b2rt.OpenOptions) (*b2rt.Array, error) { return b2rt.OpenBytes(frame, o) },
	}
	for name, f := range open {
		for _, cache := range []int{0, 10 * 3 * 10 * 20 * 8, -1} {
			t.Run(fmt.Sprintf("%s with a cache of %d", name, cache), func(t *testing.T) {
				x, err := f(b2rt.OpenOptions{Cache: cache})
				if err != nil {
					t.Fatal(err)
				}
				defer x.Close()
				readRegions(t, x, plain(p))
			})
		}
	}
}

func readRegions(t *testing.T, x *b2rt.Array, p *b2rt.Plain) {
	var all sync.WaitGroup
	for g := range 12 {
		all.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(g), 7))
			for range 25 {
				spans := make([]shape.Span, len(x.Shape()))
				for i, d := range x.Shape() {
					lo := rng.IntN(d)
					spans[i] = shape.Span{Start: lo, Step: 1, Count: 1 + rng.IntN(min(d-lo, 20))}
				}
				o := b2rt.DefaultOptions()
				o.Workers = 1 + g%2
				got := read[float64](t, ir.Slice(sourceNode(x), spans), o)
				want := read[float64](t, ir.Slice(sourceNode(p), spans), o)
				if !bytes.Equal(bytesOf(got), bytesOf(want)) {
					t.Errorf("%v differs", spans)
				}
			}
		})
	}
	all.Wait()
}
