package runtime_test

import (
	"bytes"
	"context"
	bin "encoding/binary"
	"errors"
	"runtime"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// emptyFile is the file of an array of float64 zeros, with a header and an index and nothing else, however large.
func emptyFile(t *testing.T, s, chunks, blocks int) []byte {
	t.Helper()
	m := store.NewMemory()
	w, err := frame.NewWriter(m, frame.Meta{
		Shape: []int{s}, Chunks: []int{chunks}, Blocks: []int{blocks}, DType: dtype.Float64, Text: dtype.Plain(dtype.Float64).Text(),
		Params: chunk.DefaultParams(8, blocks*8),
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range (s + chunks - 1) / chunks {
		if err := w.AppendSpecial(i, chunk.Zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var buf []byte
	b, err := m.View(0, int(m.Size()), &buf)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(b)
}

// claim lets a file of one chunk have so many, by an index of 40 bytes that repeats one entry.
func claim(file []byte, chunks uint64) []byte {
	be, le := bin.BigEndian, bin.LittleEndian
	head := bytes.Clone(file[:be.Uint32(file[0x0b:])])
	trailer := file[len(file)-int(be.Uint32(file[len(file)-22:])):]
	be.PutUint64(head[0x1e:], chunks*uint64(be.Uint32(head[0x3a:]))) // nbytes
	dims := bytes.Index(head, []byte("\xdc\x00\x01\xc6"))            // the only metalayer's content follows
	dims = dims + 8 + 4
	be.PutUint64(head[dims+1:], chunks*be.Uint64(head[dims+1:]))
	index := []byte{5, 1, 5, 8}
	index = le.AppendUint32(index, uint32(chunks*8))
	index = le.AppendUint32(index, uint32(chunks*8))
	index = le.AppendUint32(index, 40)
	index = append(index, make([]byte, 15)...)
	index = append(index, 3<<4)
	index = le.AppendUint64(index, 1<<63|1<<56)
	be.PutUint64(head[0x10:], uint64(len(head)+len(index)+len(trailer)))
	return append(append(head, index...), trailer...)
}

// TestClaims opens files of a few hundred bytes that claim much, reads an element, and looks at what that takes.
func TestClaims(t *testing.T) {
	const mega = 1 << 20
	shaped := emptyFile(t, 1000, 1000, 100)
	at := bytes.Index(shaped, []byte("\xdc\x00\x01\xc6")) + 8 + 4
	bin.BigEndian.PutUint64(shaped[at+1:], 1<<62)
	for _, tt := range []struct {
		name   string
		file   []byte
		limits b2rt.Limits
		ok     bool
		most   uint64 // bytes allocated
	}{
		{"little", emptyFile(t, 1000, 1000, 100), b2rt.Limits{}, true, mega},
		{"a chunk of 2 GiB", emptyFile(t, 1<<28-mega, 1<<28-mega, 1<<14), b2rt.Limits{}, true, mega},
		{"the same, refused", emptyFile(t, 1<<28-mega, 1<<28-mega, 1<<14), b2rt.Limits{ChunkNBytes: 1 << 30}, false, mega},
		{"all bytes refused", emptyFile(t, 1<<28-mega, 1<<28-mega, 1<<14), b2rt.Limits{NBytes: 1 << 30}, false, mega},
		{"blocks of 400 MiB", emptyFile(t, 50*mega, 50*mega, 50*mega), b2rt.Limits{}, false, mega},
		{"blocks of 80 MiB", emptyFile(t, 10*mega, 10*mega, 10*mega), b2rt.Limits{}, true, 85 * mega},
		{"the same, refused", emptyFile(t, 10*mega, 10*mega, 10*mega), b2rt.Limits{BlockNBytes: 10 * mega}, false, mega},
		{"2 chunks by one entry", claim(emptyFile(t, 1000, 1000, 100), 2), b2rt.Limits{}, true, mega},
		{"4 Mi chunks by one entry", claim(emptyFile(t, 1000, 1000, 100), 4*mega), b2rt.Limits{}, true, 34 * mega},
		{"2^28-1 chunks by one entry", claim(emptyFile(t, 1000, 1000, 100), 1<<28-1), b2rt.Limits{}, false, mega},
		{"the caller's number of chunks", claim(emptyFile(t, 1000, 1000, 100), 2000), b2rt.Limits{NChunks: 1000}, false, mega},
		{"metadata", emptyFile(t, 1000, 1000, 100), b2rt.Limits{MetaBytes: 100}, false, mega},
		{"a shape of 2^62", shaped, b2rt.Limits{}, false, mega},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := readOne(t, tt.file, tt.limits)
		runtime.ReadMemStats(&after)
		if (err == nil) != tt.ok || err != nil && !errors.Is(err, b2rt.ErrCorrupt) {
			t.Errorf("%s: %v", tt.name, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > tt.most {
			t.Errorf("%s: %d bytes allocated for a file of %d", tt.name, used, len(tt.file))
		}
	}
}

// readOne reads the last element but one of a file.
func readOne(t *testing.T, file []byte, l b2rt.Limits) error {
	x, err := b2rt.OpenBytes(file, b2rt.OpenOptions{Limits: l})
	if err != nil {
		return err
	}
	defer x.Close()
	o := b2rt.DefaultOptions()
	n := ir.Slice(sourceNode(x), []shape.Span{{Start: x.Shape()[0] - 2, Step: 1, Count: 1}})
	return planOf(t, n).ReadInto(context.Background(), o, make([]byte, 8))
}
