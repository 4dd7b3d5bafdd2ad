package filter

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
)

// The references below say what each filter is, straight from its definition in digest 4.

func refShuffle(src []byte, size int) []byte {
	dst, ne := bytes.Clone(src), len(src)/size
	for i := range ne {
		for j := range size {
			dst[j*ne+i] = src[i*size+j]
		}
	}
	return dst
}

func refByteDelta(src []byte, size int) []byte {
	dst, ne := bytes.Clone(src), len(src)/size
	for j := range size {
		for i := 1; i < ne; i++ {
			dst[j*ne+i] = src[j*ne+i] - src[j*ne+i-1]
		}
	}
	return dst
}

func refBitshuffle(src []byte, size int) []byte {
	dst, ne := bytes.Clone(src), len(src)/size&^7
	clear(dst[:ne*size])
	for i := range ne {
		for bit := range 8 * size {
			if src[i*size+bit/8]>>(bit%8)&1 != 0 {
				dst[bit*ne/8+i/8] |= 1 << (i % 8)
			}
		}
	}
	return dst
}

var lengths = []int{0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 127, 128, 200, 255, 256, 1000, 1023, 4099}

func noise(n int) []byte {
	rng := rand.New(rand.NewPCG(uint64(n), 7))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

func TestAgainstDefinition(t *testing.T) {
	for _, size := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 24, 255} {
		for _, n := range lengths {
			src := noise(n)
			for _, c := range []struct {
				name             string
				forward, inverse func(dst, src []byte, size int)
				want             []byte
			}{
				{"shuffle", Shuffle, Unshuffle, refShuffle(src, size)},
				{"bytedelta", ByteDelta, UnByteDelta, refByteDelta(src, size)},
				{"both", choose(size).shuffleDeltaBlock, choose(size).unshuffleDeltaBlock, refByteDelta(refShuffle(src, size), size)},
				{"bitshuffle", Bitshuffle, Bitunshuffle, refBitshuffle(src, size)},
			} {
				got := make([]byte, n)
				c.forward(got, src, size)
				if !bytes.Equal(got, c.want) {
					t.Fatalf("%s of %d bytes, size %d: got %v, want %v", c.name, n, size, got, c.want)
				}
				c.inverse(got, c.want, size)
				if !bytes.Equal(got, src) {
					t.Fatalf("inverse %s of %d bytes, size %d: got %v, want %v", c.name, n, size, got, src)
				}
			}
		}
	}
}

func TestSwar(t *testing.T) {
	for x := range 256 {
		for y := range 256 {
			a, b := uint64(x)*ones, uint64(y)*ones
			if add8(a, b) != uint64(byte(x+y))*ones || sub8(a, b) != uint64(byte(x-y))*ones {
				t.Fatalf("%d and %d: sum %x, difference %x", x, y, add8(a, b), sub8(a, b))
			}
		}
	}
}

func TestPipelines(t *testing.T) {
	for _, ids := range [][Slots]uint8{
		{}, {0, 0, 0, 0, 0, 1}, {1}, {0, 0, 0, 0, 1, 35}, {0, 0, 0, 0, 0, 2}, {35}, {1, 1, 1}, {1, 35, 2, 1, 35, 35}, {2, 0, 1, 0, 35},
		{3}, {3, 1}, {1, 3}, {2, 35, 1, 3, 35, 1},
	} {
		for _, size := range []int{1, 2, 3, 4, 8, 16, 17} {
			p, err := New(Config{IDs: ids, TypeSize: size})
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range lengths {
				want := noise(n)
				block := bytes.Clone(want)
				enc := bytes.Clone(p.Forward(block, make([]byte, n), make([]byte, n)))
				if !bytes.Equal(block, want) {
					t.Fatalf("%v: Forward changed its input", ids)
				}
				got := make([]byte, n)
				if err := p.Inverse(got, enc, make([]byte, n), nil); err != nil || !bytes.Equal(got, want) {
					t.Fatalf("%v, size %d, %d bytes: wrong round trip, err %v", ids, size, n, err)
				}
			}
		}
	}
}

func TestShuffleMeta(t *testing.T) {
	src := noise(103)
	p, err := New(Config{IDs: [Slots]uint8{0, 0, 0, 0, 0, 1}, Meta: [Slots]uint8{5: 2}, TypeSize: 4})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Forward(src, make([]byte, 103), make([]byte, 103)); !bytes.Equal(got, refShuffle(src, 2)) {
		t.Error("the meta value is not the group size")
	}
}

func TestByteDeltaOld(t *testing.T) {
	want := noise(2 * 37)
	enc := refByteDelta(want, 2)
	for j := range 2 {
		enc[j*37+32] = want[j*37+32] // the sum restarts at the last multiple of 16
	}
	got := make([]byte, len(want))
	unByteDeltaOld(got, enc, 2)
	if !bytes.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDelta(t *testing.T) {
	for _, size := range []int{1, 2, 3, 4, 8, 12, 16} {
		unit := deltaUnit(size)
		for _, n := range lengths {
			want, first := noise(n), noise(n+3)
			enc, encFirst := bytes.Clone(want), bytes.Clone(want)
			for i := range n - n%unit {
				enc[i] ^= first[i]
				if i >= unit {
					encFirst[i] ^= want[i-unit]
				}
			}
			got := make([]byte, n)
			if err := undelta(got, enc, first, unit); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("size %d, %d bytes: wrong, err %v", size, n, err)
			}
			if err := undelta(got, encFirst, nil, unit); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("size %d, %d bytes, first block: wrong, err %v", size, n, err)
			}
		}
	}
	if err := undelta(make([]byte, 9), make([]byte, 9), make([]byte, 8), 1); err == nil {
		t.Error("a first block that is too short: no error")
	}
}

func TestUnsupported(t *testing.T) {
	for _, id := range []uint8{5, 32, 33, 37, 160, 255} {
		if _, err := New(Config{IDs: [Slots]uint8{2: id}, TypeSize: 4}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("filter %d: %v", id, err)
		}
	}
	for _, id := range []uint8{32, 33, 34, 160} {
		if err := Writable(Config{IDs: [Slots]uint8{5: id}, TypeSize: 4}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("writing filter %d: %v", id, err)
		}
	}
}
