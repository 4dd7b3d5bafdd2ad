package filter

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/b2gen/b2/runtime/cpu"
)

// fence is what stands around an output that assembly writes to.
const fence = 0xa5

// fenced is a slice of n bytes at an odd address inside a buffer of fence bytes, and a check that they still stand.
func fenced(n, off int) (b []byte, intact func() bool) {
	const margin = 128
	all := bytes.Repeat([]byte{fence}, n+2*margin)
	start := margin + off
	return all[start : start+n : start+n], func() bool {
		return bytes.Count(all[:start], []byte{fence}) == start && bytes.Count(all[start+n:], []byte{fence}) == margin-off
	}
}

// vectorLengths are lengths around those of vectors and tiles, for groups of size bytes.
func vectorLengths(size int) (out []int) {
	for n := range 301 {
		out = append(out, n)
	}
	for _, groups := range []int{31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 255, 256, 257, 511, 512, 513, 520, 1000, 1031, 2049} {
		out = append(out, groups*size, groups*size+1, groups*size+size-1)
	}
	return append(out, 10_007, 65_537)
}

func TestTargets(t *testing.T) {
	for _, isa := range isas()[1:] {
		for _, size := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 24, 32, 40} {
			t.Run(fmt.Sprintf("isa=%v/size=%d", isa, size), func(t *testing.T) { testTarget(t, isa, size) })
		}
	}
}

func testTarget(t *testing.T, isa cpu.ISA, size int) {
	k, want := chooseFor(isa, size), chooseFor(cpu.Go, size)
	for i, n := range vectorLengths(size) {
		src, off := noise(n + 3)[3:], i%17
		for _, c := range []struct {
			name      string
			run, want func(dst, src []byte, size int)
		}{
			{"shuffle", k.shuffleBlock, want.shuffleBlock},
			{"unshuffle", k.unshuffleBlock, want.unshuffleBlock},
			{"shuffledelta", k.shuffleDeltaBlock, want.shuffleDeltaBlock},
			{"unshuffledelta", k.unshuffleDeltaBlock, want.unshuffleDeltaBlock},
			{"bytedelta", k.deltaBlock, want.deltaBlock},
			{"unbytedelta", k.undeltaBlock, want.undeltaBlock},
			{"bitshuffle", k.bitshuffleBlock, want.bitshuffleBlock},
			{"bitunshuffle", k.bitunshuffleBlock, want.bitunshuffleBlock},
		} {
			in, kept := fenced(n, (off+5)%16)
			copy(in, src)
			got, intact := fenced(n, off)
			ref := make([]byte, n)
			c.run(got, in, size)
			c.want(ref, src, size)
			if !bytes.Equal(got, ref) {
				at := 0
				for got[at] == ref[at] {
					at++
				}
				t.Fatalf("%s of %d bytes: byte %d is %d, want %d", c.name, n, at, got[at], ref[at])
			}
			if !intact() || !kept() || !bytes.Equal(in, src) {
				t.Fatalf("%s of %d bytes wrote elsewhere", c.name, n)
			}
		}
	}
}

// TestWithoutGFNI: machines with AVX-512 that lack the Galois field instructions have kernels of their own.
func TestWithoutGFNI(t *testing.T) {
	for _, size := range []int{1, 2, 8, 16} {
		k, want := chooseFor(cpu.Best(), size), chooseFor(cpu.Go, size)
		k.plane = planeAssembly(cpu.Best(), false)
		for _, n := range vectorLengths(size) {
			src, got, ref := noise(n), make([]byte, n), make([]byte, n)
			k.bitshuffleBlock(got, src, size)
			if want.bitshuffleBlock(ref, src, size); !bytes.Equal(got, ref) {
				t.Fatalf("bitshuffle of %d bytes, size %d", n, size)
			}
			k.bitunshuffleBlock(got, src, size)
			if want.bitunshuffleBlock(ref, src, size); !bytes.Equal(got, ref) {
				t.Fatalf("bitunshuffle of %d bytes, size %d", n, size)
			}
		}
	}
}

func TestShortOutput(t *testing.T) {
	for _, isa := range isas() {
		for _, size := range []int{2, 4, 8, 16} {
			k := chooseFor(isa, size)
			for name, run := range map[string]func(dst, src []byte, size int){
				"shuffle": k.shuffleBlock, "unshuffle": k.unshuffleBlock, "shuffledelta": k.shuffleDeltaBlock,
				"unshuffledelta": k.unshuffleDeltaBlock, "bytedelta": k.deltaBlock, "unbytedelta": k.undeltaBlock,
				"bitshuffle": k.bitshuffleBlock, "bitunshuffle": k.bitunshuffleBlock,
			} {
				func() {
					defer func() {
						if recover() == nil {
							t.Errorf("%s, isa %v, size %d: no panic for an output that is too short", name, isa, size)
						}
					}()
					run(make([]byte, 16_383), make([]byte, 16_384), size)
				}()
			}
		}
	}
}
