package chunk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
)

// randomFilters are up to six filters that can be written, and whether one of them loses bits.
func randomFilters(rng *rand.Rand, size int) (ids, metas [filter.Slots]uint8, lossy bool) {
	i := 0
	width := map[int]int{4: 23, 8: 52}[size]
	id := uint8(filter.TruncPrec)
	if width == 0 || rng.IntN(2) == 0 {
		id, width = filter.IntTrunc, 8*size
	}
	if size&(size-1) == 0 && size <= 8 && rng.IntN(3) == 0 {
		bits := 1 + rng.IntN(width)
		if rng.IntN(2) == 0 {
			bits = -rng.IntN(width - 1)
		}
		if bits != 0 {
			ids[0], metas[0], lossy, i = id, uint8(int8(bits)), true, 1
		}
	}
	if rng.IntN(3) == 0 {
		ids[i] = filter.DeltaID
		i++
	}
	for n := rng.IntN(filter.Slots + 1); i < n; i++ {
		ids[i] = []uint8{filter.None, filter.ShuffleID, filter.BitshuffleID, filter.ByteDeltaID}[rng.IntN(4)]
		if ids[i] == filter.ShuffleID && rng.IntN(2) == 0 || ids[i] == filter.ByteDeltaID {
			metas[i] = uint8(1 + rng.IntN(20))
		}
	}
	return ids, metas, lossy
}

// written is what testdata/filters.py is told of a chunk: what to do with its original bytes, and whether bits are lost.
type written struct {
	Name      string   `json:"name"`
	Filters   [6]uint8 `json:"filters"`
	Metas     [6]uint8 `json:"metas"`
	TypeSize  int      `json:"typesize"`
	BlockSize int      `json:"blocksize"`
	Lossy     bool     `json:"lossy"`
}

// TestReferenceReadsFilters has Python-Blosc2 decompress chunks with random filters, and do the lossy ones itself.
func TestReferenceReadsFilters(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON is unset: set it to a Python interpreter that has blosc2")
	}
	dir, rng, list := t.TempDir(), rand.New(rand.NewPCG(3, 4)), []written{}
	sizes := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 255, 300}
	for k := range 1200 {
		size := sizes[k%len(sizes)]
		if k%3 == 0 {
			size = []int{1, 2, 4, 8}[rng.IntN(4)]
		}
		p := Params{Codec: codec.LZ4, Level: 1 + rng.IntN(9), TypeSize: size, BlockSize: size * (32 + rng.IntN(300))}
		w := written{Name: fmt.Sprintf("c%d", k), TypeSize: size, BlockSize: p.BlockSize}
		p.Filters, p.FilterMeta, w.Lossy = randomFilters(rng, size)
		w.Filters, w.Metas = p.Filters, p.FilterMeta
		n := p.BlockSize*(1+rng.IntN(3)) + size*rng.IntN(32) // several blocks, and the last a short one
		if p.OneBlock() {
			n = p.BlockSize
		}
		if writeFiltered(t, filepath.Join(dir, w.Name), p, filtered(rng, n, size)) {
			list = append(list, w)
		}
	}
	b, err := json.Marshal(list)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "list.json"), b, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "testdata/filters.py", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%d chunks; %s", len(list), out)
}

// filtered is a noisy ramp of elements of size bytes, or floats: bits that filters gain from, and noise to lose.
func filtered(rng *rand.Rand, n, size int) []byte {
	b := make([]byte, n)
	floats := size == 8 && rng.IntN(2) == 0
	for i := range n / size {
		x := uint64(i/4) << max(8*min(size, 8)-12, 0)
		if floats {
			x = math.Float64bits(1 + float64(i)*1e-6)
		}
		x ^= uint64(rng.Uint32()) & (1<<min(4*size, 30) - 1)
		for k := range min(size, 8) {
			b[i*size+k] = byte(x >> (8 * k))
		}
	}
	return b
}

// writeFiltered leaves the original bytes in path.orig, the chunk in path.chunk, and what b2 itself reads in path.raw.
// It reports whether there is such a chunk: one of zeros is none.
func writeFiltered(t *testing.T, path string, p Params, orig []byte) bool {
	t.Helper()
	e, err := NewEncoder(p)
	if err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	a, err := e.Encode(orig)
	if err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	if a.Special == Zeros {
		return false
	}
	raw, got := a.Bytes(), make([]byte, len(orig))
	if err := open(t, raw).Decode(new(Decoder), got); err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	for ext, data := range map[string][]byte{".chunk": raw, ".orig": orig, ".raw": got} {
		if err := os.WriteFile(path+ext, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return true
}

// TestTruncatedAlike: what a lossy filter leaves depends neither on level, codec and other filters nor on whether a
// block compresses, repeats or vanishes.
func TestTruncatedAlike(t *testing.T) {
	var d Decoder
	for name, make := range patterns {
		orig := make(8*640, 8)
		want := bytes.Clone(orig)
		for i := range want {
			if i%8 < 4 {
				want[i] = 0
			}
		}
		for level := range 10 {
			for _, more := range []uint8{0, filter.ShuffleID, filter.BitshuffleID} {
				p := Params{Codec: codec.LZ4, Level: level, TypeSize: 8, BlockSize: 8 * 100}
				p.Filters, p.FilterMeta = [filter.Slots]uint8{filter.TruncPrec, more}, [filter.Slots]uint8{20}
				e, err := NewEncoder(p)
				if err != nil {
					t.Fatal(err)
				}
				before := bytes.Clone(orig)
				a, err := e.Encode(orig)
				if err != nil || !bytes.Equal(orig, before) {
					t.Fatalf("%s, level %d: err %v, or the input has changed", name, level, err)
				}
				checkChunk(t, &d, a, want, p.BlockSize)
			}
		}
	}
}

// TestDeltaIsOneBlock: chunks with the delta filter are refused when they have more.
func TestDeltaIsOneBlock(t *testing.T) {
	p := Params{Codec: codec.LZ4, Level: 5, TypeSize: 8, BlockSize: 800, Filters: [filter.Slots]uint8{3, 1}}
	e, err := NewEncoder(p)
	if err != nil {
		t.Fatal(err)
	}
	for name, make := range patterns {
		if _, err := e.Encode(make(808, 8)); !errors.Is(err, errDelta) {
			t.Errorf("%s: two blocks: %v", name, err)
		}
		for _, n := range []int{8, 400, 800} {
			want := make(n, 8)
			a, err := e.Encode(want)
			if err != nil {
				t.Fatal(err)
			}
			checkChunk(t, new(Decoder), a, want, p.BlockSize)
		}
	}
}
