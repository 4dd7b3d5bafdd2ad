package frame

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

func TestGeometry(t *testing.T) {
	for _, c := range []struct {
		name string
		m    B2ND
		want Geometry
	}{
		{"0-dim", B2ND{Shape: []int{}, Chunks: []int{}, Blocks: []int{}},
			Geometry{Grid: []int{}, ExtChunk: []int{}, BlockGrid: []int{}, NChunks: 1, NBlocks: 1, ChunkItems: 1, BlockItems: 1}},
		{"padding", B2ND{Shape: []int{7, 9}, Chunks: []int{4, 5}, Blocks: []int{3, 2}},
			Geometry{Grid: []int{2, 2}, ExtChunk: []int{6, 6}, BlockGrid: []int{2, 3}, NChunks: 4, NBlocks: 6, ChunkItems: 36, BlockItems: 6}},
		{"no elements", B2ND{Shape: []int{0, 3}, Chunks: []int{2, 3}, Blocks: []int{1, 3}},
			Geometry{Grid: []int{0, 1}, ExtChunk: []int{2, 3}, BlockGrid: []int{2, 1}, NChunks: 0, NBlocks: 2, ChunkItems: 6, BlockItems: 3}},
		{"block larger than chunk", B2ND{Shape: []int{7}, Chunks: []int{3}, Blocks: []int{5}},
			Geometry{Grid: []int{3}, ExtChunk: []int{5}, BlockGrid: []int{1}, NChunks: 3, NBlocks: 1, ChunkItems: 5, BlockItems: 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.m.Geometry()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestGeometryRefuses(t *testing.T) {
	big := math.MaxInt32
	for name, m := range map[string]B2ND{
		"dimensions differ":  {Shape: []int{1}, Chunks: []int{1, 1}, Blocks: []int{1}},
		"chunk 0":            {Shape: []int{1}, Chunks: []int{0}, Blocks: []int{1}},
		"block 0":            {Shape: []int{0}, Chunks: []int{1}, Blocks: []int{0}},
		"negative":           {Shape: []int{-1}, Chunks: []int{1}, Blocks: []int{1}},
		"chunk too large":    {Shape: []int{1 << 40}, Chunks: []int{1 << 31}, Blocks: []int{1}},
		"chunk items":        {Shape: []int{big, big}, Chunks: []int{big, big}, Blocks: []int{1, 1}},
		"block items":        {Shape: []int{big, big}, Chunks: []int{big, big}, Blocks: []int{1 << 16, 1 << 16}},
		"shape overflows":    {Shape: []int{1 << 62, 4}, Chunks: []int{big, 1}, Blocks: []int{1, 1}},
		"zero hides nothing": {Shape: []int{1 << 62, 4, 0}, Chunks: []int{1, 1, 1}, Blocks: []int{1, 1, 1}},
	} {
		if g, err := m.Geometry(); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %+v, %v", name, g, err)
		}
	}
}

func TestParseB2ND(t *testing.T) {
	m := Meta{Shape: []int{70000, 9}, Chunks: []int{400, 5}, Blocks: []int{3, 2}, DType: dtype.Float32}
	good := m.metalayer()
	want := &B2ND{Shape: m.Shape, Chunks: m.Chunks, Blocks: m.Blocks, DType: "<f4"}
	got, err := parseB2ND(good)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("err %v, (-want +got):\n%s", err, diff)
	}
	noType := len(good) - 1 - 5 - 3
	want.DType = ""
	got, err = parseB2ND(good[:noType])
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("without dtype, as in old files: err %v, (-want +got):\n%s", err, diff)
	}
	for n := range good {
		if n == noType {
			continue
		}
		if _, err := parseB2ND(good[:n]); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
	}
	for name, at := range map[string]int{"dimensions": 2, "shape mark": 4, "sign": 5, "dtype format": noType, "dtype mark": noType + 1, "UTF-8": len(good) - 1} {
		bad := append([]byte{}, good...)
		bad[at] = 0xfe
		if _, err := parseB2ND(bad); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Opening an array reads its metadata and nothing else; a chunk is not read before a block of it is.
func TestOpenReadsNoData(t *testing.T) {
	m := large[2]
	mem := &store.Memory{}
	if err := writeArray(mem, m, elements(m.DType, count(m.Shape), "noise")); err != nil {
		t.Fatal(err)
	}
	c := &store.Counter{Reader: mem}
	f, err := Open(c, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if n := c.Bytes.Load(); n > 6000 {
		t.Errorf("opening read %d of %d bytes", n, mem.Size())
	}
	c.Bytes.Store(0)
	r, err := f.Chunk(1)
	if err != nil {
		t.Fatal(err)
	}
	block := make([]byte, r.BlockLen(3))
	if err := r.ReadBlock(new(chunk.Decoder), 3, block); err != nil {
		t.Fatal(err)
	}
	if n, most := c.Bytes.Load(), int64(headGuess+len(block)+100); n > most {
		t.Errorf("a block of %d bytes took %d, more than %d", len(block), n, most)
	}
}

func TestChunkNumbers(t *testing.T) {
	m := small()
	mem := &store.Memory{}
	if err := writeArray(mem, m, elements(m.DType, 40, "ramp")); err != nil {
		t.Fatal(err)
	}
	f, err := Open(mem, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{-1, 4} {
		if _, err := f.Chunk(i); err == nil {
			t.Errorf("chunk %d of 4: no error", i)
		}
	}
	if _, ok, err := f.Attr("none"); ok || err != nil {
		t.Errorf("an attribute that does not exist: %v, %v", ok, err)
	}
	for name, lim := range map[string]Limits{"nbytes": {NBytes: 319}, "chunk": {ChunkNBytes: 79}, "chunks": {NChunks: 3}, "metadata": {MetaBytes: 34}} {
		if _, err := Open(mem, lim); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("over the limit of %s: %v", name, err)
		}
	}
}
