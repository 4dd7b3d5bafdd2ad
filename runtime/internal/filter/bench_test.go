package filter

import (
	"fmt"
	"testing"

	"github.com/b2gen/b2/runtime/cpu"
)

// isas are the instruction sets that this machine can run.
func isas() (out []cpu.ISA) {
	for isa := range cpu.Best() + 1 {
		out = append(out, isa)
	}
	return out
}

// BenchmarkFilter runs each filter each way on a block that stays in the second-level cache.
func BenchmarkFilter(b *testing.B) {
	const n = 160_000
	src, dst, scratch := noise(n), make([]byte, n), make([]byte, n)
	for _, isa := range isas() {
		for _, size := range []int{1, 2, 3, 4, 8, 16, 24} {
			k := chooseFor(isa, size)
			both := pipelineFor(b, isa, Config{IDs: [Slots]uint8{ShuffleID, ByteDeltaID}, Meta: [Slots]uint8{0, uint8(size)}, TypeSize: size})
			for _, c := range []struct {
				name string
				run  func(dst, src []byte, size int)
			}{
				{"shuffle", k.shuffleBlock}, {"unshuffle", k.unshuffleBlock},
				{"shuffledelta", func(dst, src []byte, _ int) { both.Forward(src, dst, scratch) }},
				{"unshuffledelta", func(dst, src []byte, _ int) { both.Inverse(dst, src, scratch, nil) }},
				{"bitshuffle", k.bitshuffleBlock}, {"bitunshuffle", k.bitunshuffleBlock},
				{"bytedelta", k.deltaBlock}, {"unbytedelta", k.undeltaBlock},
			} {
				if size == 1 && (c.name == "shuffle" || c.name == "unshuffle") {
					continue // the identity
				}
				b.Run(fmt.Sprintf("%s/isa=%v/size=%d", c.name, isa, size), func(b *testing.B) {
					b.SetBytes(n)
					for b.Loop() {
						c.run(dst, src, size)
					}
				})
			}
		}
	}
}
