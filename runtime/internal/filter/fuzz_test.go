package filter

import (
	"bytes"
	"errors"
	"testing"

	"github.com/b2gen/b2/runtime/cpu"
)

// FuzzFilter undoes any filters of any header on any block, and does those that can be written, with each instruction
// set that the machine has. All must agree, write nothing elsewhere, and give back what was written.
func FuzzFilter(f *testing.F) {
	for _, size := range []uint8{1, 2, 3, 4, 8, 16, 24, 255} {
		for _, ids := range [][]byte{{1}, {2}, {35}, {1, 35}, {34, 1}, {3, 1}, {4, 0, 3, 2, 1, 35}, {36, 1, 1, 35, 2, 35}} {
			f.Add(noise(int(size)*600+3), ids, []byte{10, 0, 0, 0, 4, 2}, size, uint32(size), false, uint8(5))
		}
	}
	f.Add(noise(100), []byte{2}, []byte{}, uint8(8), uint32(0), true, uint8(0))
	f.Add(noise(100), []byte{1, 35}, []byte{}, uint8(8), uint32(1<<31-1), true, uint8(0))
	f.Fuzz(func(t *testing.T, block, ids, metas []byte, size uint8, item uint32, blosc1 bool, off uint8) {
		c := Config{TypeSize: int(size), ItemSize: int(item), Blosc1: blosc1}
		copy(c.IDs[:], ids)
		copy(c.Meta[:], metas)
		if _, err := New(c); err != nil {
			if size > 0 && !errors.Is(err, errors.ErrUnsupported) {
				t.Errorf("error %v", err)
			}
			return
		}
		first := noise(len(block))
		var reference []byte
		for _, isa := range isas() {
			got := fuzzInverse(t, pipelineFor(t, isa, c), block, first, int(off%16))
			if reference == nil {
				reference = got
			} else if !bytes.Equal(got, reference) {
				t.Fatalf("%+v: %v undoes otherwise than go", c, isa)
			}
		}
		if Writable(c) == nil && !blosc1 {
			fuzzForward(t, c, block)
		}
	})
}

func pipelineFor(t testing.TB, isa cpu.ISA, c Config) *Pipeline {
	p, err := newFor(isa, c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fuzzInverse undoes the filters, as of a block that is not the first.
func fuzzInverse(t *testing.T, p *Pipeline, block, first []byte, off int) []byte {
	dst, intact := fenced(len(block), off)
	src, kept := fenced(len(block), (off+7)%16)
	tmp, still := fenced(len(block), (off+3)%16)
	copy(src, block)
	if err := p.Inverse(dst, src, tmp, first); err != nil {
		t.Fatal(err)
	}
	if !intact() || !kept() || !still() {
		t.Fatal("wrote elsewhere")
	}
	return dst
}

func fuzzForward(t *testing.T, c Config, block []byte) {
	p := pipelineFor(t, cpu.Go, c)
	want := make([]byte, len(block))
	p.Truncate(want, block)
	if again := make([]byte, len(block)); !p.Lossy() && !bytes.Equal(want, block) {
		t.Fatalf("%+v: bits are lost", c)
	} else if p.Truncate(again, want); !bytes.Equal(again, want) {
		t.Fatalf("%+v: a second truncation changes something", c)
	}
	var reference []byte
	for _, isa := range isas() {
		q := pipelineFor(t, isa, c)
		a, intact := fenced(len(block), 3)
		b, kept := fenced(len(block), 5)
		got := bytes.Clone(q.Forward(want, a, b))
		if !intact() || !kept() {
			t.Fatalf("%+v: %v wrote elsewhere", c, isa)
		}
		if reference == nil {
			reference = got
		}
		back, tmp := make([]byte, len(block)), make([]byte, len(block))
		if err := q.Inverse(back, bytes.Clone(got), tmp, nil); err != nil || !bytes.Equal(back, want) {
			t.Fatalf("%+v: %v does not give back the block, err %v", c, isa, err)
		}
		if !bytes.Equal(got, reference) {
			t.Fatalf("%+v: %v filters otherwise than go", c, isa)
		}
	}
}
