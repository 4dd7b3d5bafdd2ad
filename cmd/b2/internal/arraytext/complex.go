package arraytext

import (
	"math"
	"strings"

	"github.com/b2gen/b2"
)

// parts are the real and the imaginary parts of complex elements, and their bits.
func parts(d b2.DType, data []byte) (re, im []float64, bits int) {
	half, bits := b2.Float64, 64
	if d == b2.Complex64 {
		half, bits = b2.Float32, 32
	}
	for i, x := range Floats(half, data) {
		if i%2 == 0 {
			re = append(re, x)
		} else {
			im = append(im, x)
		}
	}
	return re, im, bits
}

// complexes formats complex numbers as NumPy does: the real parts as an array by itself, the imaginary ones, too, with
// signs.
func complexes(d b2.DType, data []byte) []string {
	re, im, bits := parts(d, data)
	list, behind := floats(re, bits), signed(im, bits)
	for i, w := range behind {
		digits := strings.TrimRight(w, " ")
		list[i] += digits + "j" + w[len(digits):]
	}
	return list
}

// signed formats numbers, each with its sign.
func signed(list []float64, bits int) []string {
	negative := make([]float64, len(list)) // every one as wide as a negative one
	for i, x := range list {
		negative[i] = math.Copysign(x, -1)
	}
	out := floats(negative, bits)
	for i, w := range out {
		at := strings.IndexByte(w, '-')
		switch {
		case math.IsNaN(list[i]):
			at = strings.Index(w, "nan") - 1
			if at < 0 {
				w, at = " "+w, 0
			}
			out[i] = w[:at] + "+" + w[at+1:]
		case !math.Signbit(list[i]):
			out[i] = w[:at] + "+" + w[at+1:]
		}
	}
	return flushRight(out, 0)
}

// complexText is a complex number as Python writes it.
func complexText(d b2.DType, data []byte) string {
	re, im, bits := parts(d, data)
	return pythonComplex(re[0], im[0], bits)
}
