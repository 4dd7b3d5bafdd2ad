//go:build mpfr

package prim_test

import (
	"math"
	"math/rand/v2"
)

// draw is a random argument, and drawPair one of a function of two.
type (
	draw     func(r *rand.Rand) float64
	drawPair func(r *rand.Rand) (x, y float64)
)

// anyBits is any finite number, every exponent being as likely as another.
func anyBits(r *rand.Rand) float64 {
	for {
		if x := math.Float64frombits(r.Uint64()); !math.IsInf(x, 0) && x == x {
			return x
		}
	}
}

// byBits is a number between two of one sign, its bits uniform among theirs: small numbers are as likely as large ones.
func byBits(lo, hi float64) draw {
	if lo < 0 || hi < 0 {
		positive := byBits(math.Abs(hi), math.Abs(lo))
		return func(r *rand.Rand) float64 { return -positive(r) }
	}
	from, n := math.Float64bits(lo), math.Float64bits(hi)-math.Float64bits(lo)
	return func(r *rand.Rand) float64 { return math.Float64frombits(from + r.Uint64N(n+1)) }
}

// bothSigns is byBits, or minus it.
func bothSigns(lo, hi float64) draw { return anyOf(byBits(lo, hi), byBits(-hi, -lo)) }

// evenly is uniform between two numbers.
func evenly(lo, hi float64) draw {
	return func(r *rand.Rand) float64 { return lo + (hi-lo)*r.Float64() }
}

// beside is near a number, at a distance of any size from lo to hi.
func beside(center, lo, hi float64) draw {
	distance := bothSigns(lo, hi)
	return func(r *rand.Rand) float64 { return center + distance(r) }
}

func anyOf(list ...draw) draw {
	return func(r *rand.Rand) float64 { return list[r.IntN(len(list))](r) }
}

// interesting is where the result of a function of one argument is neither 0, infinite nor the argument itself.
func interesting(name string) draw {
	const tiny, huge = 0x1p-1074, math.MaxFloat64
	switch name {
	case "exp":
		return anyOf(bothSigns(0x1p-54, 745.2), evenly(-746, 710))
	case "expm1":
		return anyOf(byBits(0x1p-54, 710), byBits(-40, -0x1p-54), evenly(-40, 40))
	case "exp2":
		return anyOf(bothSigns(0x1p-54, 1075), evenly(-1075, 1024))
	case "log", "log2", "log10":
		return anyOf(byBits(tiny, huge), byBits(0.5, 2), beside(1, 0x1p-53, 0.5))
	case "log1p":
		return anyOf(byBits(0x1p-54, huge), byBits(-1, -0x1p-54), byBits(-1, -0.25), evenly(-1, 4))
	case "sin", "cos", "tan":
		return anyOf(bothSigns(0x1p-28, 0x1p33), evenly(-100, 100), nearQuarterTurn, byBits(0x1p30, 0x1p40))
	case "arcsin", "arccos", "arctanh":
		return anyOf(bothSigns(0x1p-28, 1), beside(0, 0.25, 1), oneLess)
	case "arctan":
		return anyOf(bothSigns(0x1p-28, 0x1p54), bothSigns(0.25, 4))
	case "sinh", "cosh":
		return anyOf(bothSigns(0x1p-28, 711), evenly(-711, 711), evenly(-3, 3))
	case "tanh":
		return anyOf(bothSigns(0x1p-28, 20), evenly(-20, 20), evenly(-1, 1))
	case "arcsinh":
		return anyOf(bothSigns(0x1p-29, 0x1p60), bothSigns(0x1p-5, 8))
	case "arccosh":
		return anyOf(byBits(1, huge), byBits(1, 8), beside(1, 0x1p-52, 2))
	case "cbrt":
		return anyOf(anyBits, bothSigns(0.125, 8))
	case "sinc":
		return anyOf(bothSigns(0x1p-30, 0x1p52), evenly(-10, 10), nearWhole(1000))
	case "sigmoid":
		return anyOf(byBits(0x1p-54, 40), byBits(-746, -0x1p-54), evenly(-40, 40))
	case "erf":
		return anyOf(bothSigns(0x1p-30, 6), evenly(-6, 6))
	case "erfc":
		return anyOf(byBits(0x1p-55, 27.3), byBits(-6, -0x1p-55), evenly(0, 27.3), evenly(-6, 6))
	case "gamma":
		return anyOf(bothSigns(0x1p-60, 172), evenly(-184, 172), evenly(-10, 10), nearWhole(180))
	case "lgamma":
		return anyOf(bothSigns(0x1p-60, 0x1p60), evenly(-40, 40), beside(1, 0x1p-53, 0.5), beside(2, 0x1p-52, 0.5), nearWhole(40), byBits(0x1p60, huge), evenly(-6, -2))
	case "i0":
		return anyOf(bothSigns(0x1p-28, 714), evenly(-714, 714), evenly(-16, 16))
	}
	return nil
}

// oneLess is a number next to 1 or -1, within.
func oneLess(r *rand.Rand) float64 {
	x := 1 - byBits(0x1p-54, 0.5)(r)
	if r.IntN(2) == 0 {
		return -x
	}
	return x
}

// nearWhole is a number near a whole one or a half, at a distance of any size.
func nearWhole(limit int) draw {
	distance := bothSigns(0x1p-52, 0.25)
	return func(r *rand.Rand) float64 { return float64(r.IntN(4*limit)-2*limit)/2 + distance(r) }
}

// interestingPair is where a function of two arguments has something to do.
func interestingPair(name string) drawPair {
	switch name {
	case "power", "float_power":
		return powerPair
	case "arctan2", "hypot":
		return func(r *rand.Rand) (float64, float64) {
			x := anyBits(r)
			return x, x * math.Ldexp(1+r.Float64(), r.IntN(120)-60) * float64(1-2*r.IntN(2))
		}
	case "logaddexp", "logaddexp2":
		return func(r *rand.Rand) (float64, float64) {
			x := anyOf(bothSigns(0x1p-30, 1000), evenly(-50, 50), evenly(-2, 2))(r)
			return x, x + anyOf(bothSigns(0x1p-30, 60), evenly(-40, 40), evenly(-2, 2))(r)
		}
	}
	return nil
}

// powerPair has a result within the range of numbers, or just beyond. Negative numbers get whole exponents.
func powerPair(r *rand.Rand) (x, y float64) {
	switch r.IntN(8) {
	case 0: // near 1
		x = 1 + bothSigns(0x1p-53, 0.5)(r)
	case 1, 2:
		x = byBits(0.25, 4)(r)
	case 3: // a small number with a whole exponent
		return float64(r.IntN(2001)-1000) / 8, float64(r.IntN(601) - 300)
	case 4: // any y, small ones above all
		y := bothSigns(0x1p-60, 1100)(r)
		return math.Exp2(evenly(-1, 1)(r) * min(1080/math.Abs(y), 1022)), y
	default:
		x = math.Abs(anyBits(r))
	}
	log := math.Log2(x)
	if log == 0 || math.IsInf(log, 0) {
		return x, y
	}
	target := evenly(-1080, 1030)(r)
	if r.IntN(8) == 0 { // at the ends of the range
		target = []float64{1024, -1022, -1074, -1075}[r.IntN(4)]
	}
	y = target / log
	if r.IntN(4) == 0 {
		if y = math.RoundToEven(y); r.IntN(2) == 0 {
			x = -x
		}
	}
	return x, y
}
