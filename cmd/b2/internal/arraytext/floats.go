package arraytext

import (
	"math"
	"strconv"
	"strings"

	"github.com/b2gen/b2"
)

// precision is the most digits after the point that NumPy prints by default.
const precision = 8

// floats formats numbers as NumPy does: all of them or none with an exponent, points below each other, as few digits
// as are needed but at most eight after the point. Infinities and nan stand at the right.
func floats(list []float64, bits int) []string {
	exponent := wantsExponent(list, bits)
	parts := make([]digits, len(list))
	var widest digits // the longest of each part
	for i, x := range list {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			continue
		}
		parts[i] = split(x, bits, exponent)
		widest.widen(parts[i])
	}
	out := make([]string, len(list))
	width := 0
	for i, x := range list {
		if parts[i].whole == "" {
			out[i] = shortest(x, bits)
		} else {
			if n := len(widest.fraction); exponent && len(parts[i].fraction) < n {
				parts[i].cut(formatFloat(x, 'e', n, bits)) // exact digits, where zeros would do to tell it
			}
			out[i] = parts[i].padded(widest)
		}
		width = max(width, len(out[i]))
	}
	for i, w := range out {
		out[i] = strings.Repeat(" ", width-len(w)) + w
	}
	return out
}

// wantsExponent is NumPy's rule: some number is very large, or some very small, or they differ a lot. It compares in
// the precision of the elements.
func wantsExponent(list []float64, bits int) bool {
	small, large := math.Inf(1), 0.0
	for _, x := range list {
		if a := math.Abs(x); a != 0 && !math.IsInf(a, 0) && !math.IsNaN(a) {
			small, large = min(small, a), max(large, a)
		}
	}
	if large == 0 {
		return false
	}
	switch bits {
	case 16:
		return large >= 1e8 || b2.HalfOf(small).Float32() < b2.HalfOf(1e-4).Float32() || b2.HalfOf(large/small).Float32() > 1000
	case 32:
		return large >= 1e8 || float32(small) < 1e-4 || float32(large)/float32(small) > 1000
	}
	return large >= 1e8 || small < 1e-4 || large/small > 1000
}

// formatFloat is strconv.FormatFloat for 16 bits, too: the shortest digits there are the fewest that tell a number from
// its neighbours.
func formatFloat(x float64, format byte, precision, bits int) string {
	if bits != 16 {
		return strconv.FormatFloat(x, format, precision, bits)
	}
	if precision < 0 {
		for n := range 6 {
			v, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', n, 64), 64)
			if err == nil && b2.HalfOf(v) == b2.HalfOf(x) {
				x = v
				break
			}
		}
	}
	return strconv.FormatFloat(x, format, precision, 64)
}

// digits is a number in parts: -12 . 34 e+05.
type digits struct {
	whole, fraction, exponent string
}

// split writes a number with the digits that it needs, at most eight after the point.
func split(x float64, bits int, exponent bool) digits {
	format := byte('f')
	if exponent {
		format = 'e'
	}
	var d digits
	text := formatFloat(x, format, -1, bits)
	d.cut(text)
	if len(d.fraction) > precision {
		d.cut(formatFloat(x, format, precision, bits))
		d.fraction = strings.TrimRight(d.fraction, "0")
	}
	return d
}

func (d *digits) cut(text string) {
	text, d.exponent, _ = strings.Cut(text, "e")
	d.whole, d.fraction, _ = strings.Cut(text, ".")
}

// widen keeps the longer of each part.
func (d *digits) widen(e digits) {
	for _, p := range [][2]*string{{&d.whole, &e.whole}, {&d.fraction, &e.fraction}, {&d.exponent, &e.exponent}} {
		if len(*p[1]) > len(*p[0]) {
			*p[0] = *p[1]
		}
	}
}

// padded writes the number as wide as the widest.
func (d digits) padded(widest digits) string {
	text := strings.Repeat(" ", len(widest.whole)-len(d.whole)) + d.whole + "." + d.fraction
	if widest.exponent == "" {
		return text + strings.Repeat(" ", len(widest.fraction)-len(d.fraction))
	}
	sign, power := d.exponent[:1], d.exponent[1:]
	return text + "e" + sign + strings.Repeat("0", len(widest.exponent)-len(d.exponent)) + power
}
