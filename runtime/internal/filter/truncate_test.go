package filter

import (
	"bytes"
	"testing"
)

// refTruncate clears bits low bits of every whole element.
func refTruncate(src []byte, bits, size int) []byte {
	dst := bytes.Clone(src)
	for i := range len(src) - len(src)%size {
		for k := range 8 {
			if i%size*8+k < bits {
				dst[i] &^= 1 << k
			}
		}
	}
	return dst
}

func TestTruncate(t *testing.T) {
	for _, c := range []struct {
		id   uint8
		meta int8
		size int
		bits int
	}{
		{TruncPrec, 23, 4, 0}, {TruncPrec, 10, 4, 13}, {TruncPrec, 1, 4, 22}, {TruncPrec, -1, 4, 1}, {TruncPrec, -22, 4, 22},
		{TruncPrec, 52, 8, 0}, {TruncPrec, 20, 8, 32}, {TruncPrec, -51, 8, 51}, {IntTrunc, 8, 1, 0}, {IntTrunc, 1, 1, 7},
		{IntTrunc, -3, 2, 3}, {IntTrunc, 5, 2, 11}, {IntTrunc, -31, 4, 31}, {IntTrunc, 64, 8, 0}, {IntTrunc, -63, 8, 63},
	} {
		cfg := Config{IDs: [Slots]uint8{c.id, 1}, Meta: [Slots]uint8{uint8(c.meta)}, TypeSize: c.size}
		p, err := New(cfg)
		if err == nil {
			err = Writable(cfg)
		}
		if err != nil || !p.Lossy() {
			t.Fatalf("%+v: lossy %v, %v", c, p.Lossy(), err)
		}
		for _, n := range lengths {
			src, got := noise(n), make([]byte, n)
			p.Truncate(got, src)
			if want := refTruncate(src, c.bits, c.size); !bytes.Equal(got, want) {
				t.Errorf("%+v, %d bytes: got %v, want %v", c, n, got, want)
			}
		}
	}
}

func TestTruncateTwice(t *testing.T) {
	p, err := New(Config{IDs: [Slots]uint8{IntTrunc, TruncPrec}, Meta: [Slots]uint8{30, 10}, TypeSize: 4})
	if err != nil {
		t.Fatal(err)
	}
	src, got := noise(32), make([]byte, 32)
	if p.Truncate(got, src); !bytes.Equal(got, refTruncate(src, 13, 4)) {
		t.Errorf("got %v", got)
	}
}

func TestDeltaForward(t *testing.T) {
	for _, size := range []int{1, 2, 3, 4, 8, 12, 16, 40} {
		unit := deltaUnit(size)
		for _, n := range lengths {
			src, got := noise(n), make([]byte, n)
			want := bytes.Clone(src)
			for i := unit; i < n-n%unit; i++ {
				want[i] ^= src[i-unit]
			}
			if xorDelta(got, src, unit); !bytes.Equal(got, want) {
				t.Errorf("size %d, %d bytes: got %v, want %v", size, n, got, want)
			}
		}
	}
}
