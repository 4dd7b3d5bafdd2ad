package fused

import "math"

// The loops here are what a user would write in Go: the expression as it stands, at each element, with package math.
// What is the same along a row is computed once for the row; what would need another array is not.

func quadAlikeLoop[T float32 | float64](out, a, b []T) {
	for i, x := range a {
		y := b[i]
		out[i] = x*x + y*y + 2*x*y + 1
	}
}

func quadLoop(out []float64, a []float32, b []float64) {
	for len(b) > 0 {
		for i, x := range a {
			y := b[i]
			out[i] = float64(x*x) + y*y + float64(2*x)*y + 1
		}
		out, b = out[len(a):], b[len(a):]
	}
}

func sinExpLoop(out []float64, a []float32, b []float64) {
	for len(b) > 0 {
		for i, x := range a {
			out[i] = float64(float32(math.Sin(float64(x)))) + math.Exp(b[i])
		}
		out, b = out[len(a):], b[len(a):]
	}
}

func waveLoop(out, x, y, z []float64) {
	at := 0
	for _, x := range x {
		for _, y := range y {
			phase := x * y * 0.001 * 2
			for _, z := range z {
				out[at] = math.Sin(math.Sqrt(y*y+z*z)*3-phase) * math.Cos(math.Atan2(z, y)*3)
				at++
			}
		}
	}
}

func polynomialLoop(out, x []float64) {
	for i, x := range x {
		out[i] = ((((((0.1*x-0.2)*x+0.3)*x-0.4)*x+0.5)*x-0.6)*x+0.7)*x - 0.8
	}
}

func leakyReLULoop(out, x []float32) {
	for i, x := range x {
		if x > 0 {
			out[i] = x
		} else {
			out[i] = 0.01 * x
		}
	}
}

func withinLoop(out []bool, x []float64) {
	for i, x := range x {
		out[i] = x >= -0.5 && x < 0.5
	}
}

func flatFieldLoop(out []float32, counts []uint16, dark, gain []float32) {
	for len(counts) > 0 {
		for k, d := range dark {
			out[k] = (float32(counts[k]) - d) * gain[k]
		}
		out, counts = out[len(dark):], counts[len(dark):]
	}
}

func standardizeLoop(out, x, mean, deviation []float64) {
	for len(x) > 0 {
		for k, m := range mean {
			out[k] = (x[k] - m) / deviation[k]
		}
		out, x = out[len(mean):], x[len(mean):]
	}
}

func geluLoop(out, x []float32) {
	for i, x := range x {
		out[i] = 0.5 * x * (1 + float32(math.Tanh(float64(0.7978845608028654*(x+0.044715*x*x*x)))))
	}
}

func logisticLoop(out, x []float64) {
	for i, x := range x {
		out[i] = 1 / (1 + math.Exp(-x))
	}
}

func toSRGBLoop(out, x []float32, g float32) {
	for i, x := range x {
		if x <= 0.0031308 {
			out[i] = 12.92 * x
		} else {
			out[i] = 1.055*float32(math.Pow(float64(x), float64(g))) - 0.055
		}
	}
}

func callLoop(out, s, k, t []float64) {
	cdf := func(x float64) float64 { return 0.5 + 0.5*math.Erf(x) }
	for i, s := range s {
		k, t := k[i], t[i]
		l, d := math.Log(s/k), 0.42426406871192845*math.Sqrt(t)
		out[i] = s*cdf((l+0.065*t)/d) - k*math.Exp(-0.02*t)*cdf((l-0.025*t)/d)
	}
}

func bucketsLoop(out, x []int32) {
	for i, x := range x {
		x = 3*x + 5
		q := x / 7
		if x%7 < 0 { // Go rounds to zero, // downwards
			q--
		}
		out[i] = q
	}
}

func mandelbrotLoop(out, z, c []complex128) {
	for i, z := range z {
		out[i] = z*z + c[i]
	}
}
