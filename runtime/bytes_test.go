package runtime_test

import (
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/internal/store"
)

// TestSlicesReadLittle holds a slice to the blocks that it needs, and the header of each of their chunks.
func TestSlicesReadLittle(t *testing.T) {
	const header = 4096 // what is read of a chunk to find its blocks
	none := 0           // a codec's level: blocks have a known size
	path := t.TempDir() + "/x.b2nd"
	d := newDice(t, 1)
	stored(d, noise(60, 400, 50), b2rt.Target{Path: path, Level: &none, Layout: b2rt.Layout{Chunks: []int{10, 100, 50}, Blocks: []int{1, 20, 50}}})
	file, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := &store.Counter{Reader: file}
	x, err := b2rt.OpenStore(c)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	block := int64(20 * 50 * 8)
	for _, tt := range []struct {
		name           string
		spans          []shape.Span
		blocks, chunks int64
	}{
		{"an element", []shape.Span{{Start: 5, Step: 1, Count: 1}, {Start: 30, Step: 1, Count: 1}, {Start: 7, Step: 1, Count: 1}}, 1, 1},
		{"a plane", []shape.Span{{Start: 2, Step: 1, Count: 1}, {Step: 1, Count: 400}, {Step: 1, Count: 50}}, 20, 4},
		{"a column", []shape.Span{{Step: 1, Count: 60}, {Start: 399, Step: 1, Count: 1}, {Start: 49, Step: 1, Count: 1}}, 60, 6},
		{"steps", []shape.Span{{Start: 2, Step: 30, Count: 2}, {Start: 5, Step: 100, Count: 4}, {Start: 1, Step: 7, Count: 7}}, 8, 8},
		{"backwards", []shape.Span{{Start: 59, Step: -59, Count: 2}, {Start: 399, Step: -1, Count: 25}, {Start: 49, Step: -1, Count: 50}}, 4, 2},
	} {
		for name, n := range map[string]*ir.Node{"x": sourceNode(x), "x+x": double(t, sourceNode(x))} {
			o := b2rt.DefaultOptions()
			o.Workers = 1
			c.Bytes.Store(0)
			read[float64](t, ir.Slice(n, tt.spans), o)
			if got, most := c.Bytes.Load(), tt.blocks*block+tt.chunks*header; got > most || got < tt.blocks*block {
				t.Errorf("%s of %s reads %d bytes, not %d to %d", tt.name, name, got, tt.blocks*block, most)
			}
		}
	}
}

func double(t *testing.T, n *ir.Node) *ir.Node {
	t.Helper()
	add, _ := ir.Find("add")
	sum, err := ir.Call(add, n, n)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}
