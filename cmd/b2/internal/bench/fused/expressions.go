package fused

import (
	"github.com/b2gen/b2/generated/tutorial"
)

// expression is something to time.
type expression struct {
	name, text string
	make       func(n int) *work // with some n elements
}

// rowLength is that of arrays with several axes: of an image, or of a table's columns.
const rowLength = 1024

// expressions are few that tell much: arithmetic, functions, choices, several types, broadcasts; and what b2 has no
// vector code for.
func expressions() []expression {
	return []expression{
		{"quad", tutorial.Quad, quadWork},
		{"quad-f4", tutorial.QuadSingle, func(n int) *work { return quadAlike[float32](n) }},
		{"quad-f8", tutorial.QuadDouble, func(n int) *work { return quadAlike[float64](n) }},
		{"sinexp", tutorial.SinExp, sinExpWork},
		{"wave", tutorial.Wave, waveWork},
		{"polynomial", tutorial.Polynomial, func(n int) *work { return oneOperand(n, -1, 1, polynomialLoop) }},
		{"leaky-relu", tutorial.LeakyReLU, func(n int) *work { return oneOperand(n, -1, 1, leakyReLULoop) }},
		{"within", tutorial.Within, func(n int) *work { return oneOperand(n, -1, 1, withinLoop) }},
		{"flat-field", tutorial.FlatField, flatFieldWork},
		{"standardize", tutorial.Standardize, standardizeWork},
		{"gelu", tutorial.GELU, func(n int) *work { return oneOperand(n, -3, 3, geluLoop) }},
		{"logistic", tutorial.Logistic, func(n int) *work { return oneOperand(n, -8, 8, logisticLoop) }},
		{"to-srgb", tutorial.ToSRGB, toSRGBWork},
		{"call", tutorial.Call, callWork},
		{"buckets", tutorial.Buckets, func(n int) *work { return oneOperand(n, -1e6, 1e6, bucketsLoop) }},
		{"mandelbrot", tutorial.Mandelbrot, mandelbrotWork},
	}
}
