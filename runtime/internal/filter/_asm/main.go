// Command asm writes the assembly of package filter with avo: one run an instruction set. `go generate` in the
// package's folder runs it; .s and stub files are checked in, so that users need none of this.
package main

import (
	"flag"
	"fmt"
	"os"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func main() {
	isa := flag.String("isa", "", "the instruction set to write for: avx2 or avx512")
	flag.Parse()
	var t target
	switch *isa {
	case "avx2":
		t = target{name: "AVX2", lanes: 2, data: map[string]Mem{}}
	case "avx512":
		t = target{name: "AVX512", lanes: 4, data: map[string]Mem{}}
	default:
		fmt.Fprintln(os.Stderr, "asm: -isa must be avx2 or avx512")
		os.Exit(2)
	}
	ConstraintExpr("amd64,!purego")
	for _, size := range []int{2, 4, 8} {
		t.shuffle(size, false)
		t.shuffle(size, true)
		t.unshuffle(size)
		t.unshuffleDelta(size)
	}
	if !t.wide() {
		t.shuffleColumn()
		t.unshuffleColumn()
	}
	t.delta()
	t.undelta()
	t.splitBits(false)
	t.mergeBits(false)
	if t.wide() {
		t.splitBits(true)
		t.mergeBits(true)
	}
	Generate()
}
