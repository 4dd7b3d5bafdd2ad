package runtime_test

import (
	"bytes"
	"context"
	bytesin "encoding/binary"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

// verifyLayout makes 5 by 3 chunks of 3 by 2 blocks.
var verifyLayout = b2rt.Layout{Chunks: []int{8, 1000}, Blocks: []int{3, 500}}

// extents are where the chunks of a file lie that stand in order: n+1 offsets.
func extents(t *testing.T, file []byte, n int) []int {
	t.Helper()
	at := []int{int(bytesin.BigEndian.Uint32(file[0x0B:]))}
	for i := range n {
		h, err := chunk.ParseHeader(file[at[i]:])
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, at[i]+h.CBytes)
	}
	return at
}

// verify lists the faults of a file that opens.
func verify(t *testing.T, file []byte, workers int) []b2rt.Fault {
	t.Helper()
	x, err := b2rt.OpenStore(store.NewMemory(file), b2rt.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	o := b2rt.DefaultOptions()
	o.Workers = workers
	var list []b2rt.Fault
	if err := x.Verify(context.Background(), o, func(f b2rt.Fault) { list = append(list, f) }); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, b2rt.CompareFaults)
	return list
}

func TestVerifyNamesTheBlock(t *testing.T) {
	file := fileOf(t, noise(40, 3000), verifyLayout)
	at := extents(t, file, 15)
	start := func(c, b int) int { // of a block
		return at[c] + int(bytesin.LittleEndian.Uint32(file[at[c]+chunk.HeaderSize+4*b:]))
	}
	huge := []byte{0xFF, 0xFF, 0xFF, 0x7F}
	for name, c := range map[string]struct {
		place, chunk, block int
		from                []int
		offset              int
	}{
		"size of a stream":   {start(4, 2), 4, 2, []int{8, 1000}, start(4, 2)},
		"last block":         {start(14, 5), 14, 5, []int{32, 2000}, start(14, 5)},
		"start of a block":   {at[7] + chunk.HeaderSize + 4, 7, -1, []int{16, 1000}, at[7]},
		"cbytes of a chunk":  {at[0] + 12, 0, -1, []int{0, 0}, at[0]},
		"nbytes of a chunk":  {at[5] + 4, 5, -1, []int{8, 2000}, at[5]},
		"blocks of a chunk":  {at[9] + 8, 9, -1, []int{24, 0}, at[9]},
		"version of a chunk": {at[14], 14, -1, []int{32, 2000}, at[14]},
	} {
		for _, workers := range []int{1, 3} {
			bad := bytes.Clone(file)
			copy(bad[c.place:], huge)
			list := verify(t, bad, workers)
			if len(list) != 1 {
				t.Errorf("%s: %v", name, list)
				continue
			}
			f := list[0]
			if f.Chunk != c.chunk || f.Block != c.block || !slices.Equal(f.Start, c.from) || f.Offset != int64(c.offset) {
				t.Errorf("%s: %+v, want %+v", name, f, c)
			}
			if text := f.Err.Error(); !errors.Is(f.Err, b2rt.ErrCorrupt) || strings.Contains(text, "chunk at offset") {
				t.Errorf("%s: error %q", name, text)
			}
		}
	}
}

// Every part of a file is damaged in turn. It does not open, or just the chunk is named that the damage lies in; or it
// decodes to something else, which the format cannot tell.
func TestVerifyOfDamage(t *testing.T) {
	file := fileOf(t, noise(40, 3000), verifyLayout)
	at := extents(t, file, 15)
	found := 0
	for place := 0; place < len(file); place += len(file)/700 + 1 {
		bad := bytes.Clone(file)
		for i := range bad[place:min(place+40, len(file))] {
			bad[place+i] ^= 0x55
		}
		x, err := b2rt.OpenStore(store.NewMemory(bad), b2rt.OpenOptions{})
		if err != nil {
			found++
			if place > at[0] && place+40 < at[15] {
				t.Errorf("at %d: %v", place, err)
			}
			continue
		}
		x.Close()
		list := verify(t, bad, 2)
		found += min(len(list), 1)
		for _, f := range list {
			if at[f.Chunk] >= place+40 || at[f.Chunk+1] <= place {
				t.Errorf("at %d: %v, which lies from %d to %d", place, f, at[f.Chunk], at[f.Chunk+1])
			}
			if f.Offset < int64(at[f.Chunk]) || f.Offset >= int64(at[f.Chunk+1]) {
				t.Errorf("at %d: %v, which lies from %d to %d", place, f, at[f.Chunk], at[f.Chunk+1])
			}
		}
	}
	if found == 0 {
		t.Error("no damage was found")
	}
}

func TestVerifyWhole(t *testing.T) {
	for _, s := range [][]int{{}, {0, 3}, {1}, {40, 3000}} {
		x := stored(newDice(t, 3), noise(s...), b2rt.Target{})
		if err := x.Verify(context.Background(), b2rt.DefaultOptions(), func(f b2rt.Fault) { t.Error(f) }); err != nil {
			t.Error(err)
		}
	}
}

// All chunks are faulty: each is reported once, whoever finds it.
func TestVerifyGoesOn(t *testing.T) {
	file := fileOf(t, noise(40, 3000), verifyLayout)
	for _, off := range extents(t, file, 15)[:15] {
		copy(file[off+4:], "\xFF\xFF\xFF\x7F") // nbytes
	}
	for c, f := range verify(t, file, 4) {
		if f.Chunk != c || f.Block != -1 {
			t.Errorf("fault %d is %v", c, f)
		}
	}
	if n := len(verify(t, file, 4)); n != 15 {
		t.Errorf("%d faults", n)
	}
}

// scratched is a store with one bad place.
type scratched struct {
	store.Reader
	from, to int64
}

func (s scratched) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if off < s.to && off+int64(n) > s.from {
		return nil, errFault
	}
	return s.Reader.View(off, n, buf)
}

// A bad place on a disk is a fault like another; a disk that is gone ends it all.
func TestVerifyOfBadDisks(t *testing.T) {
	file := fileOf(t, noise(40, 3000), verifyLayout)
	at := int64(extents(t, file, 15)[6])
	x, err := b2rt.OpenStore(scratched{store.NewMemory(file), at + 10, at + 11}, b2rt.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var list []b2rt.Fault
	err = x.Verify(context.Background(), b2rt.DefaultOptions(), func(f b2rt.Fault) { list = append(list, f) })
	if err != nil || len(list) == 0 {
		t.Fatalf("%v, %v", list, err)
	}
	for _, f := range list {
		if (f.Chunk != 6 || f.Offset != at) && f.Chunk != 5 || !errors.Is(f.Err, errFault) { // 5's headers are read with some bytes more
			t.Errorf("fault %v", f)
		}
	}
	f := &faulty{Reader: store.NewMemory(file)}
	f.left.Store(1 << 40)
	if x, err = b2rt.OpenStore(f, b2rt.OpenOptions{}); err != nil {
		t.Fatal(err)
	}
	f.left.Store(20)
	if err := x.Verify(context.Background(), b2rt.DefaultOptions(), func(f b2rt.Fault) { t.Error(f) }); !errors.Is(err, errFault) {
		t.Errorf("error %v", err)
	}
}

func TestVerifyNamesTheAttribute(t *testing.T) {
	file, err := os.ReadFile("../testdata/b2nd/f_vlmeta.b2nd")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for at := len(file) - 200; at < len(file); at++ {
		bad := bytes.Clone(file)
		bad[at] ^= 0xFF
		x, err := b2rt.OpenStore(store.NewMemory(bad), b2rt.OpenOptions{})
		if err != nil {
			continue
		}
		x.Close()
		for _, f := range verify(t, bad, 1) {
			if text := f.String(); f.Chunk != -1 || strings.Count(text, "attribute") != 1 || strings.Contains(text, "offset 0") {
				t.Errorf("at %d: %s", at, text)
			}
			named[f.Attr] = true
		}
	}
	for _, name := range []string{"big", "nested", "empty"} {
		if !named[name] {
			t.Errorf("no damage of the attribute %q was found", name)
		}
	}
}

func TestVerifyIsCancelled(t *testing.T) {
	x := stored(newDice(t, 3), noise(40, 3000), b2rt.Target{Layout: verifyLayout})
	ctx, cancel := context.WithCancel(context.Background())
	o := b2rt.DefaultOptions()
	o.Progress = func(done, _ int) {
		if done == 5 {
			cancel()
		}
	}
	if err := x.Verify(ctx, o, func(b2rt.Fault) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestFaultString(t *testing.T) {
	for want, f := range map[string]b2rt.Fault{
		"chunk 3 (elements from [0, 300, 0]), block 12, offset 0x1234: on fire": {Chunk: 3, Start: []int{0, 300, 0}, Block: 12, Offset: 0x1234},
		"chunk 0 (elements from []): on fire":                                   {Start: []int{}, Block: -1, Offset: -1},
		`attribute "units": on fire`:                                            {Chunk: -1, Attr: "units", Block: -1, Offset: -1},
	} {
		if f.Err = errors.New("on fire"); f.String() != want {
			t.Errorf("%q, want %q", f, want)
		}
	}
}
