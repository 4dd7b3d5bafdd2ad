package frame

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/store"
)

// writeArray writes an array whose elements in C order are data.
func writeArray(w store.Writer, m Meta, data []byte) error {
	f, err := NewWriter(w, m)
	if err != nil {
		return err
	}
	return fillArray(f, m, data)
}

// fillArray writes all chunks.
func fillArray(f *Writer, m Meta, data []byte) error {
	defer f.Abort()
	p, err := m.ChunkParams()
	if err != nil {
		return err
	}
	e, err := chunk.NewEncoder(p)
	if err != nil {
		return err
	}
	b := &B2ND{Shape: m.Shape, Chunks: m.Chunks, Blocks: m.Blocks}
	g, err := b.Geometry()
	if err != nil {
		return err
	}
	for k := range g.NChunks {
		i := (k*7 + 3) % g.NChunks // another order than the index's, where 7 permits it
		if g.NChunks%7 == 0 {
			i = k
		}
		a, err := e.Encode(chunkOf(b, g, i, data, p.TypeSize))
		if err != nil {
			return err
		}
		if err := f.Append(i, a); err != nil {
			return err
		}
	}
	return f.Close()
}

// layouts are shapes with every kind of edge: none, one element, padding in chunks and in blocks, one to five
// dimensions, a dimension of 1.
var layouts = []Meta{
	{Shape: []int{}, Chunks: []int{}, Blocks: []int{}},
	{Shape: []int{0}, Chunks: []int{0}, Blocks: []int{0}},
	{Shape: []int{0, 3}, Chunks: []int{2, 3}, Blocks: []int{1, 3}},
	{Shape: []int{3, 0, 2}, Chunks: []int{3, 0, 2}, Blocks: []int{3, 0, 2}},
	{Shape: []int{1}, Chunks: []int{1}, Blocks: []int{1}},
	{Shape: []int{1000}, Chunks: []int{300}, Blocks: []int{100}},
	{Shape: []int{1001}, Chunks: []int{400}, Blocks: []int{70}},
	{Shape: []int{50, 41}, Chunks: []int{20, 41}, Blocks: []int{7, 20}},
	{Shape: []int{60, 64}, Chunks: []int{10, 32}, Blocks: []int{5, 32}},
	{Shape: []int{7, 9, 11}, Chunks: []int{4, 5, 6}, Blocks: []int{3, 2, 5}},
	{Shape: []int{5, 1, 6, 7}, Chunks: []int{2, 1, 6, 3}, Blocks: []int{2, 1, 3, 3}},
	{Shape: []int{3, 4, 2, 5, 3}, Chunks: []int{2, 3, 2, 4, 2}, Blocks: []int{2, 2, 1, 3, 2}},
}

// large are arrays whose index is compressed and has several blocks, and one with blocks as large as in real use.
var large = []Meta{
	{Shape: []int{3000}, Chunks: []int{1}, Blocks: []int{1}, DType: dtype.Int32, Params: chunk.DefaultParams(4, 4)},
	{Shape: []int{5001}, Chunks: []int{10}, Blocks: []int{4}, DType: dtype.Int64, Params: chunk.DefaultParams(8, 32)},
	{Shape: []int{300, 500}, Chunks: []int{100, 500}, Blocks: []int{20, 500}, DType: dtype.Float64, Params: chunk.DefaultParams(8, 80000)},
}

// settings are codecs, levels and filters to write with.
func settings() map[string]chunk.Params {
	return map[string]chunk.Params{
		"lz4":             {Codec: codec.LZ4, Level: 5, Filters: [6]uint8{5: filter.ShuffleID}},
		"lz4-bytedelta":   {Codec: codec.LZ4, Level: 5, Filters: [6]uint8{4: filter.ShuffleID, 5: filter.ByteDeltaID}},
		"lz4-plain":       {Codec: codec.LZ4, Level: 1},
		"lz4hc":           {Codec: codec.LZ4HC, Level: 9, Filters: [6]uint8{5: filter.ShuffleID}},
		"zlib-bitshuffle": {Codec: codec.Zlib, Level: 6, Filters: [6]uint8{5: filter.BitshuffleID}},
		"zstd":            {Codec: codec.Zstd, Level: 1, Filters: [6]uint8{5: filter.ShuffleID}},
		"zstd-bytedelta":  {Codec: codec.Zstd, Level: 9, Filters: [6]uint8{4: filter.ShuffleID, 5: filter.ByteDeltaID}},
		"copy":            {Codec: codec.LZ4, Level: 0},
	}
}

var contents = []string{"ramp", "noise", "zeros", "sevens", "mixed"}

// elements makes n elements of type d in C order.
func elements(d dtype.DType, n int, content string) []byte {
	rng := rand.New(rand.NewPCG(uint64(n), uint64(d)))
	b := make([]byte, 0, n*d.Size())
	for i := range n {
		v := float64(i) / 3
		switch {
		case content == "noise":
			v = rng.Float64() * 100
		case content == "zeros", content == "mixed" && i < n/2:
			v = 0
		case content == "sevens":
			v = 7
		}
		b = appendElement(b, d, v)
	}
	return b
}

func appendElement(b []byte, d dtype.DType, v float64) []byte {
	switch {
	case d == dtype.Bool:
		return append(b, byte(int(v)&1))
	case d == dtype.Float16:
		return binary.LittleEndian.AppendUint16(b, uint16(dtype.HalfOf(v)))
	case d == dtype.Complex64:
		return appendElement(appendElement(b, dtype.Float32, v), dtype.Float32, -v)
	case d == dtype.Complex128:
		return appendElement(appendElement(b, dtype.Float64, v), dtype.Float64, -v)
	case d.Kind() == dtype.KindRaw:
		for i := range d.Size() {
			b = append(b, byte(int(v)>>(i%4*2)))
		}
		return b
	case d == dtype.Float32:
		return binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(v)))
	case d == dtype.Float64:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	all := binary.LittleEndian.AppendUint64(nil, uint64(int64(v)))
	return append(b, all[:d.Size()]...)
}

func TestWriteRead(t *testing.T) {
	for name, p := range settings() {
		for _, m := range layouts {
			for _, d := range dtype.All() {
				for _, content := range contents {
					m.DType, m.Params = d, p
					data := elements(d, count(m.Shape), content)
					mem := &store.Memory{}
					if err := writeArray(mem, m, data); err != nil {
						t.Fatalf("%s %v %v %s: %v", name, m.Shape, d, content, err)
					}
					if err := checkArray(mem, m, data); err != nil {
						t.Fatalf("%s %v %v %s: %v", name, m.Shape, d, content, err)
					}
				}
			}
		}
	}
}

func TestLarge(t *testing.T) {
	for _, m := range large {
		for _, content := range contents {
			data := elements(m.DType, count(m.Shape), content)
			mem := &store.Memory{}
			if err := writeArray(mem, m, data); err != nil {
				t.Fatalf("%v: %v", m.Shape, err)
			}
			if err := checkArray(mem, m, data); err != nil {
				t.Errorf("%v %s: %v", m.Shape, content, err)
			}
		}
	}
}

// Workers share a frame and its chunks, each with a decoder of its own.
func TestConcurrentReaders(t *testing.T) {
	m := large[2]
	data := elements(m.DType, count(m.Shape), "mixed")
	mem := &store.Memory{}
	if err := writeArray(mem, m, data); err != nil {
		t.Fatal(err)
	}
	f, err := Open(mem, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Chunk(1)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]byte, c.NBytes())
	if err := c.Decode(new(chunk.Decoder), want); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			var d chunk.Decoder
			got := make([]byte, c.BlockSize())
			for k := range 20 {
				i := (k + worker) % c.NBlocks()
				if err := c.ReadBlock(&d, i, got); err != nil || !bytes.Equal(got, want[i*len(got):(i+1)*len(got)]) {
					t.Errorf("block %d differs, err %v", i, err)
				}
				if _, err := f.Chunk(k % f.NChunks()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// checkArray opens r and compares everything with what was written.
func checkArray(r store.Reader, m Meta, data []byte) error {
	f, err := Open(r, Limits{})
	if err != nil {
		return err
	}
	want := &B2ND{Shape: m.Shape, Chunks: m.Chunks, Blocks: m.Blocks, DType: m.text()}
	if diff := cmp.Diff(want, f.B2ND()); diff != "" {
		return fmt.Errorf("metalayer (-want +got):\n%s", diff)
	}
	if d, err := f.Stored(); d.DType != m.DType || d.Text() != m.text() || err != nil {
		return fmt.Errorf("DType() = %v, %v", d, err)
	}
	in := f.Info()
	if in.FrameLen != r.Size() || in.Codec != m.Params.Codec || in.Level != m.Params.Level || in.Filters != m.Params.Filters ||
		in.TypeSize != m.DType.Size() || in.SplitMode != 3 {
		return fmt.Errorf("Info() = %+v", in)
	}
	got, err := readArray(f)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, data) {
		return errors.New("elements differ")
	}
	return nil
}

// small is an array of four chunks.
func small() Meta {
	return Meta{Shape: []int{40}, Chunks: []int{10}, Blocks: []int{5}, DType: dtype.Float64, Params: chunk.DefaultParams(8, 40)}
}

func TestWriterSpecial(t *testing.T) {
	m := small()
	mem := &store.Memory{}
	f, err := NewWriter(mem, m)
	if err != nil {
		t.Fatal(err)
	}
	for i, kind := range []chunk.Special{chunk.NaN, chunk.Zeros, chunk.Uninit, chunk.Zeros} {
		if err := f.AppendSpecial(i, kind); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	fr, err := Open(mem, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Repeat(binary.LittleEndian.AppendUint64(nil, 0x7ff8000000000000), 10)
	got, err := readArray(fr)
	if err != nil || !bytes.Equal(got, append(want, make([]byte, 240)...)) {
		t.Errorf("got % x, err %v", got, err)
	}
	if c, err := fr.Chunk(0); err != nil || c.Special() != chunk.NaN || c.NBlocks() != 2 || c.BlockLen(1) != 40 {
		t.Errorf("chunk 0: %+v, err %v", c, err)
	}
}

func TestWriteToDisk(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.b2nd")
	m := layouts[9]
	m.DType, m.Params = dtype.Float32, settings()["lz4-bytedelta"]
	data := elements(m.DType, count(m.Shape), "ramp")
	w, err := store.Create(context.Background(), path, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeArray(w, m, data); err != nil {
		t.Fatal(err)
	}
	file, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := checkArray(file, m, data); err != nil {
		t.Error(err)
	}
	mem := &store.Memory{}
	if err := writeArray(mem, m, data); err != nil {
		t.Fatal(err)
	}
	want, _ := mem.View(0, int(mem.Size()), new([]byte))
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("disk and memory differ, err %v", err)
	}
	if _, err := store.Create(context.Background(), path, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the file exists, but the error is %v", err)
	}
}
