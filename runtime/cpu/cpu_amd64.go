//go:build !purego

package cpu

// cpuid runs the CPUID instruction for a leaf and subleaf.
//
//go:noescape
func cpuid(leaf, sub uint32) (a, b, c, d uint32)

// xgetbv reads the register that says which vector state the operating system saves.
//
//go:noescape
func xgetbv() (lo uint32)

// Bits of CPUID leaves 1 and 7 and of XCR0 (Intel SDM volume 2, CPUID; volume 1, 13.3).
const (
	leaf1FMA     = 1 << 12
	leaf1F16C    = 1 << 29
	leaf1OSXSAVE = 1 << 27
	leaf7AVX2    = 1 << 5
	leaf7GFNI    = 1 << 8                                // in register c
	leaf7AVX512  = 1<<16 | 1<<17 | 1<<28 | 1<<30 | 1<<31 // F, DQ, CD, BW, VL
	xcrAVX       = 1<<1 | 1<<2
	xcrAVX512    = xcrAVX | 1<<5 | 1<<6 | 1<<7
)

func best() ISA {
	top, _, _, _ := cpuid(0, 0)
	if top < 7 {
		return Go
	}
	_, _, c1, _ := cpuid(1, 0)
	if c1&leaf1OSXSAVE == 0 || c1&leaf1FMA == 0 || c1&leaf1F16C == 0 {
		return Go
	}
	_, b7, _, _ := cpuid(7, 0)
	state := xgetbv()
	switch {
	case state&xcrAVX512 == xcrAVX512 && b7&leaf7AVX512 == leaf7AVX512 && b7&leaf7AVX2 != 0:
		return AVX512
	case state&xcrAVX == xcrAVX && b7&leaf7AVX2 != 0:
		return AVX2
	}
	return Go
}

func gfni() bool {
	if Best() != AVX512 {
		return false
	}
	_, _, c7, _ := cpuid(7, 0)
	return c7&leaf7GFNI != 0
}
