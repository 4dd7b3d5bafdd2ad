// Package cpu tells what the machine's processor can run, as the instruction sets that kernels are written for.
package cpu

import "sync"

// ISA is an instruction set that a kernel may be written for. Each one can run the kernels of the ones before.
type ISA uint8

const (
	Go     ISA = iota // portable Go, on any machine
	AVX2              // AVX2, FMA and F16C
	AVX512            // AVX-512 F, BW, DQ, VL and CD
	NumISA
)

// String is the name that users give: "go", "avx2" or "avx512".
func (i ISA) String() string { return [...]string{"go", "avx2", "avx512"}[i] }

// Best is the widest instruction set of this machine, as the operating system lets programs use it.
func Best() ISA { return once() }

// once asks the processor a single time: on a virtual machine that takes as long as a thousand elements.
var once = sync.OnceValue(best)

// GFNI reports whether AVX-512 kernels may use the Galois field instructions, which not every such machine has.
func GFNI() bool { return gfniOnce() }

var gfniOnce = sync.OnceValue(gfni)
