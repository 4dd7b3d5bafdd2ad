package scalar

import "math"

// Rare names a function for the few lanes that a fast path cannot do, such as the argument reduction of a huge
// angle. It takes and gives the bits of one element.
type Rare uint8

const (
	RareReduceHigh Rare = iota
	RareReduceLow
	RareReduceQuadrant
	RareSinAngle
	RareSinAngleLow
	RareCosAngle
	RareCosAngleLow
	RareNoTurns
	RareLgammaZero
	RareSplitWord
	NumRare
)

// rares is the table of rare functions: Name is the Go function of this package that portable kernels call.
var rares = [NumRare]struct {
	Name string
	F    func(uint64) uint64
}{
	RareReduceHigh:     {"ReduceHigh", onFloat64(ReduceHigh)},
	RareReduceLow:      {"ReduceLow", onFloat64(ReduceLow)},
	RareReduceQuadrant: {"ReduceQuadrant", func(x uint64) uint64 { return ReduceQuadrant(math.Float64frombits(x)) }},
	RareSinAngle:       {"SinAngle", onFloat64(SinAngle)},
	RareSinAngleLow:    {"SinAngleLow", onFloat64(SinAngleLow)},
	RareCosAngle:       {"CosAngle", onFloat64(CosAngle)},
	RareCosAngleLow:    {"CosAngleLow", onFloat64(CosAngleLow)},
	RareNoTurns:        {"NoTurns", func(x uint64) uint64 { return NoTurns(math.Float64frombits(x)) }},
	RareLgammaZero:     {"LgammaZero", onFloat64(LgammaZero)},
	RareSplitWord:      {"SplitWord", func(x uint64) uint64 { return SplitWord(math.Float64frombits(x)) }},
}

// Name is the name of the Go function, for generated code.
func (r Rare) Name() string { return rares[r].Name }

// Eval calls the function on the bits of an element.
func (r Rare) Eval(x uint64) uint64 { return rares[r].F(x) }

func onFloat64(f func(float64) float64) func(uint64) uint64 {
	return func(x uint64) uint64 { return math.Float64bits(f(math.Float64frombits(x))) }
}

// RootHalf is the bits of sqrt(1/2).
const RootHalf = 0x3FE6A09E667F3BCD

// SplitWord is the exponent and the significand of a subnormal x > 0 as ir/lower takes them apart: of x*2^64, the significand on from that of
// sqrt(1/2).
func SplitWord(x float64) uint64 { return math.Float64bits(x*0x1p64) + (0x3FF<<52 - RootHalf) }
