package scalar

import "math"

// LgammaZero is log|gamma(x)| for an x left of 0 so near to a zero of it that the logarithm is below 2^-4: there the terms
// of any formula for all x cancel. It is the Taylor series about the nearest zero, by which the result is right however
// small it is.
func LgammaZero(x float64) float64 {
	if !(x > -30) {
		return math.NaN()
	}
	row := &lgammaZeros[0]
	for i := range lgammaZeros {
		if math.Abs(x-lgammaZeros[i][0]) < math.Abs(x-row[0]) {
			row = &lgammaZeros[i]
		}
	}
	d := (x - row[0]) - row[1]
	terms := row[2:]
	y := terms[len(terms)-1]
	for i := len(terms) - 2; i >= 0; i-- {
		y = math.FMA(y, d, terms[i])
	}
	return y * d
}
