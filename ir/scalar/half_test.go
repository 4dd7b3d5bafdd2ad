package scalar

import (
	"math"
	"math/rand/v2"
	"testing"
)

// halfValue is the value of a half by its definition.
func halfValue(h uint16) float64 {
	sign, exponent, fraction := 1.0, int(h>>10&31), float64(h&0x3FF)
	if h&0x8000 != 0 {
		sign = -1
	}
	switch {
	case exponent == 31 && fraction != 0:
		return math.NaN()
	case exponent == 31:
		return math.Inf(int(sign))
	case exponent == 0:
		return sign * math.Ldexp(fraction, -24)
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

func TestEveryHalf(t *testing.T) {
	for i := range 1 << 16 {
		h := uint16(i)
		want := halfValue(h)
		got := FromHalf(h)
		if want != want {
			if got == got || ToHalf(got)&0x7C00 != 0x7C00 || ToHalf(got)&0x3FF == 0 || ToHalf64(float64(got))&0x3FF == 0 {
				t.Fatalf("%#04x is %v", h, got)
			}
			continue
		}
		if float64(got) != want || math.Signbit(float64(got)) != math.Signbit(want) {
			t.Fatalf("%#04x is %v, want %v", h, got, want)
		}
		if a, b := ToHalf(got), ToHalf64(want); a != h || b != h {
			t.Fatalf("%v is %#04x and %#04x, want %#04x", want, a, b, h)
		}
	}
}

// TestHalfRounding looks at the half way points between neighbours, and next to them.
func TestHalfRounding(t *testing.T) {
	for h := range uint16(0x7C00) {
		low, high := halfValue(h), halfValue(h+1)
		if h == 0x7BFF {
			high = 65536
		}
		middle := (low + high) / 2 // exact, also in float32
		even := h + h&1
		for _, c := range []struct {
			x    float64
			want uint16
		}{{middle, even}, {math.Nextafter(middle, 0), h}, {math.Nextafter(middle, math.Inf(1)), h + 1}} {
			if got := ToHalf64(c.x); got != c.want {
				t.Fatalf("%v is %#04x, want %#04x", c.x, got, c.want)
			}
			if got := ToHalf64(-c.x); got != c.want|0x8000 {
				t.Fatalf("%v is %#04x, want %#04x", -c.x, got, c.want|0x8000)
			}
		}
		m := float32(middle)
		for _, c := range []struct {
			x    float32
			want uint16
		}{{m, even}, {math.Nextafter32(m, 0), h}, {math.Nextafter32(m, 1e6), h + 1}} {
			if got := ToHalf(c.x); got != c.want {
				t.Fatalf("float32 %v is %#04x, want %#04x", c.x, got, c.want)
			}
		}
	}
	for range 100000 {
		x := math.Float32frombits(rand.Uint32())
		if a, b := ToHalf(x), ToHalf64(float64(x)); a != b {
			t.Fatalf("float32 %v is %#04x, as a float64 %#04x", x, a, b)
		}
	}
}
