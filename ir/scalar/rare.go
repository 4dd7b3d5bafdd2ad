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
	RareCosAngle
	RareLgammaZero
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
	RareCosAngle:       {"CosAngle", onFloat64(CosAngle)},
	RareLgammaZero:     {"LgammaZero", onFloat64(LgammaZero)},
}

// Name is the name of the Go function, for generated code.
func (r Rare) Name() string { return rares[r].Name }

// Eval calls the function on the bits of an element.
func (r Rare) Eval(x uint64) uint64 { return rares[r].F(x) }

func onFloat64(f func(float64) float64) func(uint64) uint64 {
	return func(x uint64) uint64 { return math.Float64bits(f(math.Float64frombits(x))) }
}
