package chunk

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/store"
)

// patterns make n bytes of several characters for elements of size bytes.
var patterns = map[string]func(n, size int) []byte{
	"zeros":    func(n, _ int) []byte { return make([]byte, n) },
	"constant": func(n, size int) []byte { return bytes.Repeat(noise(size), n/size) },
	"ff":       func(n, _ int) []byte { return bytes.Repeat([]byte{0xff}, n) },
	"noise":    func(n, _ int) []byte { return noise(n) },
	"smooth": func(n, size int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i / size * 37 >> (8 * (i % size % 4)))
		}
		return b
	},
	"half": func(n, size int) []byte {
		b := noise(n)
		for i := range b {
			if i%size >= size/2 {
				b[i] = byte(i / 1000)
			}
		}
		return b
	},
}

func noise(n int) []byte {
	rng := rand.New(rand.NewPCG(uint64(n), 11))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

// open opens a chunk in memory.
func open(t *testing.T, raw []byte) *Reader {
	t.Helper()
	r := &Reader{}
	if err := r.Open(store.NewMemory(raw), 0, int64(len(raw)), Limits{}); err != nil {
		t.Fatal(err)
	}
	return r
}

// checkChunk asserts that a chunk holds want, whole and block by block in any order.
func checkChunk(t *testing.T, d *Decoder, a Assembled, want []byte, blockSize int) {
	t.Helper()
	r := &Reader{}
	if a.Special == Zeros {
		var err error
		if r, err = NewSpecial(Zeros, a.NBytes, blockSize, 1); err != nil {
			t.Fatal(err)
		}
	} else {
		raw := a.Bytes()
		if len(raw) != a.CBytes || a.CBytes > len(want)+HeaderSize {
			t.Fatalf("%d bytes, CBytes %d, for %d", len(raw), a.CBytes, len(want))
		}
		r = open(t, raw)
	}
	got := make([]byte, len(want))
	if err := r.Decode(d, got); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("Decode differs, err %v", err)
	}
	clear(got)
	for i := r.NBlocks() - 1; i >= 0; i-- {
		at := i * r.BlockSize()
		if err := r.ReadBlock(d, i, got[at:at+r.BlockLen(i)]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(got, want) {
		t.Fatal("ReadBlock differs")
	}
}

func TestRoundTrip(t *testing.T) {
	var d Decoder
	filters := map[string][2][6]uint8{
		"none":            {},
		"shuffle":         {{5: 1}, {}},
		"bitshuffle":      {{5: 2}, {}},
		"shuffle2":        {{5: 1}, {5: 2}},
		"bytedelta":       {{0: 1, 1: 35}, {}},
		"shuffle+bitshuf": {{0: 1, 1: 2}, {}},
		"three":           {{0: 2, 3: 1, 5: 35}, {}},
	}
	for _, c := range []struct {
		id    codec.ID
		level int
	}{{codec.BloscLZ, 1}, {codec.BloscLZ, 9}, {codec.LZ4, 1}, {codec.LZ4, 9}, {codec.LZ4HC, 5}, {codec.Zlib, 6}, {codec.Zstd, 1}, {codec.Zstd, 9}, {codec.LZ4, 0}} {
		for fname, f := range filters {
			t.Run(fmt.Sprintf("%v/%d/%s", c.id, c.level, fname), func(t *testing.T) {
				for _, size := range []int{1, 2, 3, 4, 7, 8, 16, 17, 255, 300} {
					p := Params{Codec: c.id, Level: c.level, Filters: f[0], FilterMeta: f[1], TypeSize: size, BlockSize: size * 64}
					roundTrips(t, &d, p)
				}
			})
		}
	}
}

func roundTrips(t *testing.T, d *Decoder, p Params) {
	e, err := NewEncoder(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, items := range []int{1, 3, 9, 63, 64, 65, 128, 200} {
		for name, make := range patterns {
			want := make(items*p.TypeSize, p.TypeSize)
			a, err := e.Encode(want)
			if err != nil {
				t.Fatalf("%s, %d items of %d: %v", name, items, p.TypeSize, err)
			}
			checkChunk(t, d, a, want, p.BlockSize)
		}
	}
}

func TestLargeBlocks(t *testing.T) {
	var d Decoder
	for _, id := range []codec.ID{codec.BloscLZ, codec.LZ4, codec.Zstd} {
		p := DefaultParams(8, 64000)
		p.Codec = id
		e, err := NewEncoder(p)
		if err != nil {
			t.Fatal(err)
		}
		for name, make := range patterns {
			want := make(3*64000+8000, 8)
			a, err := e.Encode(want)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			checkChunk(t, &d, a, want, 64000)
		}
	}
}

func TestAssembleChooses(t *testing.T) {
	p := DefaultParams(8, 64*8)
	copyOnly := p
	copyOnly.Level = 0
	for _, c := range []struct {
		name, pattern string
		p             Params
		nbytes        int
		cbytes        int // exactly
		special       Special
		flags         byte
	}{
		{"zeros", "zeros", p, 2048, 0, Zeros, 0},
		{"zeros at level 0", "zeros", copyOnly, 2048, 0, Zeros, 0},
		{"one value", "constant", p, 2048, 40, Repeated, 0x05},
		{"noise", "noise", p, 2048, 2080, None, 0x07},
		{"level 0", "smooth", copyOnly, 2048, 2080, None, 0x07},
		{"short", "smooth", p, 24, 56, None, 0x07},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := NewEncoder(c.p)
			if err != nil {
				t.Fatal(err)
			}
			want := patterns[c.pattern](c.nbytes, 8)
			a, err := e.Encode(want)
			if err != nil {
				t.Fatal(err)
			}
			if a.CBytes != c.cbytes {
				t.Errorf("%d bytes stored, want %d", a.CBytes, c.cbytes)
			}
			if raw := a.Bytes(); len(raw) > 0 {
				if r := open(t, raw); r.Special() != c.special || raw[2] != c.flags {
					t.Errorf("special %d, flags %#x, want %d, %#x", r.Special(), raw[2], c.special, c.flags)
				}
			} else if a.Special != c.special {
				t.Errorf("special %d, want %d", a.Special, c.special)
			}
			checkChunk(t, new(Decoder), a, want, c.p.BlockSize)
		})
	}
}

func TestEncodersAgree(t *testing.T) {
	p := DefaultParams(4, 4000)
	first, _ := NewEncoder(p)
	second, _ := NewEncoder(p)
	want := patterns["half"](16000, 4)
	if _, err := second.Encode(patterns["smooth"](16000, 4)); err != nil {
		t.Fatal(err)
	}
	a, err := first.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	b, err := second.Encode(want)
	if err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("what an encoder did before changes the bytes, err %v", err)
	}
}

func TestReadBlockReadsOnlyThatBlock(t *testing.T) {
	p := DefaultParams(8, 64000)
	e, _ := NewEncoder(p)
	want := patterns["half"](10*64000, 8)
	a, err := e.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	raw := a.Bytes()
	c := &store.Counter{Reader: store.NewMemory(raw)}
	var r Reader
	if err := r.Open(c, 0, int64(len(raw)), Limits{}); err != nil {
		t.Fatal(err)
	}
	if c.Views.Load() != 1 || c.Bytes.Load() > headGuess {
		t.Errorf("opening took %d views of %d bytes", c.Views.Load(), c.Bytes.Load())
	}
	c.Bytes.Store(0)
	got := make([]byte, 64000)
	if err := r.ReadBlock(new(Decoder), 7, got); err != nil || !bytes.Equal(got, want[7*64000:8*64000]) {
		t.Fatalf("block 7 differs, err %v", err)
	}
	if n, most := c.Bytes.Load(), int64(r.starts[8]-r.starts[7]); n > most {
		t.Errorf("%d bytes read for a block of %d", n, most)
	}
}

func TestNoAllocations(t *testing.T) {
	e, _ := NewEncoder(DefaultParams(8, 64000))
	block := patterns["half"](64000, 8)
	buf := make([]byte, 0, 128000)
	allocs := testing.AllocsPerRun(10, func() {
		if _, err := e.EncodeBlock(buf[:0], block, false); err != nil {
			t.Fatal(err)
		}
	})
	a, err := e.Encode(append(block, block...))
	if err != nil {
		t.Fatal(err)
	}
	r, d := open(t, a.Bytes()), new(Decoder)
	allocs += testing.AllocsPerRun(10, func() {
		if err := r.ReadBlock(d, 1, block); err != nil {
			t.Fatal(err)
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations a block", allocs)
	}
}

func TestReadBlockRefusesWrongUse(t *testing.T) {
	e, _ := NewEncoder(DefaultParams(8, 512))
	a, _ := e.Encode(patterns["smooth"](2048, 8))
	r := open(t, a.Bytes())
	for _, c := range []struct{ i, n int }{{-1, 512}, {4, 512}, {0, 511}, {0, 0}, {3, 513}} {
		if err := r.ReadBlock(new(Decoder), c.i, make([]byte, c.n)); err == nil {
			t.Errorf("block %d into %d bytes: no error", c.i, c.n)
		}
	}
	if err := r.Decode(new(Decoder), make([]byte, 2047)); err == nil {
		t.Error("Decode into too little: no error")
	}
}

func TestLimit(t *testing.T) {
	e, _ := NewEncoder(DefaultParams(8, 512))
	a, _ := e.Encode(patterns["constant"](4096, 8))
	raw := a.Bytes()
	err := new(Reader).Open(store.NewMemory(raw), 0, int64(len(raw)), Limits{NBytes: 4095})
	if !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("a chunk above the limit: %v", err)
	}
	err = new(Reader).Open(store.NewMemory(raw), 0, int64(len(raw))-1, Limits{})
	if !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("a chunk that is cut: %v", err)
	}
}
