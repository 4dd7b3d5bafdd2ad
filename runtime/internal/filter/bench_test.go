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

func BenchmarkFilter(b *testing.B) {
	const n = 160_000
	src, dst := noise(n), make([]byte, n)
	for _, isa := range isas() {
		for _, size := range []int{2, 4, 8, 16} {
			k := chooseFor(isa, size)
			for _, c := range []struct {
				name string
				run  func(dst, src []byte, size int)
			}{
				{"shuffle", k.shuffleBlock}, {"unshuffle", k.unshuffleBlock},
				{"shuffledelta", k.shuffleDeltaBlock}, {"unshuffledelta", k.unshuffleDeltaBlock},
				{"bitshuffle", k.bitshuffleBlock}, {"bitunshuffle", k.bitunshuffleBlock},
				{"bytedelta", k.deltaBlock}, {"unbytedelta", k.undeltaBlock},
			} {
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
