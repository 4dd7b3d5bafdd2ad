//go:build mpfr

package prim_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"sync"
)

// hard is a list of arguments of a function that are hard by what is known of it, with the numbers beside them.
func hard(name string) []float64 {
	list := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN()}
	add := func(spread int, numbers ...float64) {
		for _, x := range numbers {
			for _, x := range []float64{x, -x} {
				for k := -spread; k <= spread; k++ {
					list = append(list, math.Float64frombits(math.Float64bits(x)+uint64(k)))
				}
			}
		}
	}
	for e := -1074; e < 1024; e++ {
		add(1, math.Ldexp(1, e))
	}
	add(40, branches...)
	add(2, worst...)
	switch name {
	case "sin", "cos", "tan":
		list = append(list, quarterTurns()...)
	case "exp", "expm1", "sinh", "cosh", "tanh", "sigmoid", "erfc", "i0":
		for k := 1; k < 2100; k++ { // where the multiple of ln(2) that is subtracted changes
			add(1, float64(k)*math.Ln2/2)
		}
	case "exp2":
		for k := 1; k < 2200; k++ {
			add(1, float64(k)/2)
		}
	case "log", "log2", "log10":
		for e := -1074; e < 1023; e++ { // where the exponent that is split off changes
			add(1, math.Ldexp(math.Sqrt2, e))
		}
	case "sinc", "gamma", "lgamma":
		for k := 1; k < 400; k++ {
			add(2, float64(k)/2)
		}
	}
	return list
}

// branches are numbers at which the lowerings of ir/lower choose, clamp or leave the range of results.
var branches = []float64{
	0.25, 0.4, 0.5, 0.75, 1, 1.5, 2, 2.5, 3.75, 7, 8, 20, 28, 50, 64, 100, 171, 172, 190, 200, 300, 720, 1000, 1024, 1074, 1075, 1100,
	0x1p-60, 0x1p-54, 0x1p-53, 0x1p-30, 0x1p-28, 0x1p-20, 0x1p-7, 0x1p-5, 0x1p28, 0x1p33, 0x1p52, 0x1p53, 0x1p100, 0x1p200,
	math.Ln2, math.Ln2 / 2, math.Sqrt2, math.Sqrt2 / 2, math.Pi / 4, math.Pi / 2, math.Pi, math.MaxFloat64 / 2,
	709.782712893384, 709.9, 710.4758600739439, 710.6, 708.3964185322641, 745.1332191019411, 744.4400719213812, // exp, sinh, cosh
	5.9215871957945, 26.543258430632, 27.226017111108, // erf is 1; erfc is subnormal; and 0
	171.6243769563027, 170.5674972726612, 184.5, 5.563e-309, 2.5563481638716906e305, 713.98, // gamma, lgamma, i0
	36.7368005696771, 19.06154746539, 1.4616321449683623, 2.4570247382208006, 2.7476826467274127, 3.955294284858598, 4.039361839740497,
}

// worst are arguments at which results are nearest to the middle of two float64, or to one: those of exp and log by Lefèvre
// and Muller ("Worst cases for correct rounding of the elementary functions in double precision", 2001), that of sin and
// cos next to a multiple of pi/2 by Kahan ("Minimizing q*m-n", 1983), who has the method of quarterTurns, too.
var worst = []float64{7.5417527749959590e-10, 0x1.62a88613629b6p678, 6381956970095103 * 0x1p797}

// quarterTurns are the numbers that are nearest to multiples of pi/2: of each exponent those with a significand that is
// the denominator of a convergent, and the first two thousand multiples, rounded, with the numbers beside them.
var quarterTurns = sync.OnceValue(func() []float64 {
	var list []float64
	for e := -60; e <= 971; e++ {
		for _, q := range denominators(e) {
			list = append(list, math.Ldexp(q, e), -math.Ldexp(q, e))
		}
	}
	for k := 1; k <= 2000; k++ {
		x, _ := new(big.Float).Mul(halfPi(), big.NewFloat(float64(k))).Float64()
		list = append(list, x, math.Nextafter(x, 0), math.Nextafter(x, 1e300), -x)
	}
	return list
})

// denominators are those of the last convergents of 2^e*2/pi that a significand can be.
func denominators(e int) []float64 {
	ratio := new(big.Float).SetPrec(2500).Quo(big.NewFloat(1), halfPi())
	ratio.SetMantExp(ratio, e)
	var all []float64
	before, q := big.NewInt(1), big.NewInt(0) // of the convergents so far
	limit := big.NewInt(1 << 53)
	for range 200 {
		whole, _ := ratio.Int(nil)
		before, q = q, new(big.Int).Add(before, new(big.Int).Mul(q, whole))
		if q.Cmp(limit) >= 0 {
			break
		}
		x, _ := new(big.Float).SetInt(q).Float64()
		all = append(all, x)
		if ratio.Sub(ratio, new(big.Float).SetPrec(2500).SetInt(whole)); ratio.Sign() == 0 {
			break
		}
		ratio.Quo(big.NewFloat(1).SetPrec(2500), ratio)
	}
	return all[max(len(all)-3, 0):]
}

// halfPi is pi/2 to 2,500 bits, by Machin's formula.
var halfPi = sync.OnceValue(func() *big.Float {
	const bits = 2560
	arctan := func(n int64) *big.Int { // of 1/n, times 2^bits
		term := new(big.Int).Div(new(big.Int).Lsh(big.NewInt(1), bits), big.NewInt(n))
		sum := new(big.Int)
		for k := int64(1); term.Sign() != 0; k += 2 {
			part := new(big.Int).Div(term, big.NewInt(k))
			if k%4 == 3 {
				part.Neg(part)
			}
			sum.Add(sum, part)
			term.Div(term, big.NewInt(n*n))
		}
		return sum
	}
	sum := new(big.Int).Mul(arctan(5), big.NewInt(8)) // pi/2 = 8*arctan(1/5) - 2*arctan(1/239)
	sum.Sub(sum, new(big.Int).Mul(arctan(239), big.NewInt(2)))
	x := new(big.Float).SetPrec(2500).SetInt(sum)
	return x.SetMantExp(x, -bits)
})

// nearQuarterTurn is a multiple of pi/2 rounded, of any size, or a number beside it.
func nearQuarterTurn(r *rand.Rand) float64 {
	k := r.Uint64() >> 11 >> r.IntN(53)
	if r.IntN(8) > 0 { // within the reach of a pair
		x := float64(k>>20) * (math.Pi / 2)
		return math.Float64frombits(math.Float64bits(x) + uint64(r.IntN(3)) - 1)
	}
	x, _ := new(big.Float).SetPrec(128).Mul(halfPi(), new(big.Float).SetMantExp(new(big.Float).SetUint64(k|1), r.IntN(900))).Float64()
	return x
}

// hardPairs is hard for functions of two arguments.
func hardPairs(name string) (x, y []float64) {
	values := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64, 0x1p-1074, -0x1p-1074}
	for _, v := range []float64{0x1p-1022, 0x1p-1000, 0x1p-538, 1e-300, 0x1p-60, 0.25, 0.5, 1, 1.5, 2, 3, 4, 10, 100, 1024, 0x1p52, 0x1p53, 1e22, 1e150, 0x1p512, 0x1p1023} {
		for k := -2; k <= 2; k++ {
			w := math.Float64frombits(math.Float64bits(v) + uint64(k))
			values = append(values, w, -w)
		}
	}
	for _, v := range values {
		for _, w := range values {
			x, y = append(x, v), append(y, w)
		}
	}
	if name != "power" && name != "float_power" {
		return x, y
	}
	// Next to 1 with results of every size, and squares and roots whose results are float64 or lie between two.
	for k := 1; k <= 1000; k++ {
		for _, near := range []float64{1 + float64(k)*0x1p-52, 1 - float64(k)*0x1p-53} {
			for _, e := range []float64{1, 1024, -1022, -1074, -1075, 0.5} {
				x, y = append(x, near), append(y, e*math.Ln2/math.Log1p(near-1))
			}
		}
		odd := float64(2*k + 1<<26 + 1)
		x, y = append(x, odd, odd*odd, float64(k), float64(k)), append(y, 2, 0.5, 3, -1)
	}
	return x, y
}
