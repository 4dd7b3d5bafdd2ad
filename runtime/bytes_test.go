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
	x, err := b2rt.OpenStore(c, b2rt.OpenOptions{Cache: -1}) // a cache would read less
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

// TestIndicesReadTheirBlocks counts, for slices as people write them, the blocks that hold their elements one by one,
// and holds the bytes read to these.
func TestIndicesReadTheirBlocks(t *testing.T) {
	const header = 4096
	none := 0
	path := t.TempDir() + "/x.b2nd"
	chunks, blocks := []int{4, 100, 30}, []int{1, 20, 30}
	stored(newDice(t, 2), noise(10, 300, 30), b2rt.Target{Path: path, Level: &none, Layout: b2rt.Layout{Chunks: chunks, Blocks: blocks}})
	file, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := &store.Counter{Reader: file}
	x, err := b2rt.OpenStore(c, b2rt.OpenOptions{Cache: -1}) // a cache would read less
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for _, text := range []string{"2:200:25", "2, 3:200:25", "::-3, 7, -5:", "-1, -1, -1", ":"} {
		items, err := ir.ParseIndex(text)
		if err != nil {
			t.Fatal(err)
		}
		sel, err := shape.Resolve(items, x.Shape())
		if err != nil {
			t.Fatal(err)
		}
		inBlocks, inChunks := map[[3]int]bool{}, map[[3]int]bool{}
		for i := range sel.Spans[0].Count {
			for j := range sel.Spans[1].Count {
				for k := range sel.Spans[2].Count {
					var block, chunk [3]int
					for axis, at := range []int{i, j, k} {
						pos := sel.Spans[axis].Start + sel.Spans[axis].Step*at
						block[axis], chunk[axis] = pos/blocks[axis], pos/chunks[axis]
					}
					inBlocks[block], inChunks[chunk] = true, true
				}
			}
		}
		o := b2rt.DefaultOptions()
		o.Workers = 1
		c.Bytes.Store(0)
		read[float64](t, ir.Slice(sourceNode(x), sel.Spans), o)
		least := int64(len(inBlocks)) * 20 * 30 * 8
		if got, most := c.Bytes.Load(), least+int64(len(inChunks))*header; got < least || got > most {
			t.Errorf("[%s] reads %d bytes, not %d to %d", text, got, least, most)
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
