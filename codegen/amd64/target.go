// Package amd64 prints vector functions as assembly for x86-64 processors, through avo: once with the instructions of
// AVX2 and FMA, once with those of AVX-512. A function of ir/vec becomes a loop over a strip: its values get the
// instructions that compute them (select.go and its neighbours), these get registers (alloc.go), and what does not fit
// there is kept in the frame. What a target cannot do is an error that says so; the portable function does it then.
package amd64

import "github.com/mmcloughlin/avo/reg"

// Target is an instruction set to print for.
type Target struct {
	Name      string // of functions: "AVX2"
	width     int    // bytes of a vector
	registers int    // vector registers
	masks     bool   // comparisons give masks in registers of their own
}

var (
	// AVX2 stands for AVX2, FMA and F16C.
	AVX2 = &Target{Name: "AVX2", width: 32, registers: 16}
	// AVX512 stands for AVX-512 F, BW, DQ and VL.
	AVX512 = &Target{Name: "AVX512", width: 64, registers: 32, masks: true}
)

// group is the number of elements that a strip has a multiple of (kernel.Group).
const group = 32

// maxLanes is the number of elements of a vector at most, which instructions of masks look at.
const maxLanes = 16

// turn is the number of elements of a loop's turn at most: four vectors of float64.
func (t *Target) turn() int { return min(4*t.width/8, group) }

// lanes is how many elements a vector of the widest elements of a function holds. Others take as much of a register as
// they need, so that conversions go from register to register, lane by lane.
func (t *Target) lanes(widest int) int { return min(t.width/widest, maxLanes) }

// register is a physical vector register as wide as its use needs.
func register(index, bytes int) reg.Register {
	size := reg.S128
	switch bytes {
	case 64:
		size = reg.S512
	case 32:
		size = reg.S256
	}
	return reg.LookupPhysical(reg.KindVector, reg.Index(index), size)
}

// maskRegister is K1 and on: K0 cannot select lanes.
func maskRegister(index int) reg.Register {
	return reg.LookupPhysical(reg.KindOpmask, reg.Index(index+1), reg.S64)
}

const maskRegisters = 7
