package scalar

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// halfPi is pi/2 to 1300 bits, from the table of 2/pi: its own test is the reduction of the worst case, whose
// remainder Muller's book gives.
func halfPi() *big.Float {
	t := new(big.Int)
	for _, w := range twoOverPi {
		t.Lsh(t, 64).Or(t, new(big.Int).SetUint64(w))
	}
	x := new(big.Float).SetPrec(1300).SetInt(t)
	x.SetMantExp(x, -64*(len(twoOverPi)-1))
	return x.Quo(big.NewFloat(1), x)
}

func TestReduce(t *testing.T) {
	half := halfPi()
	if h, _ := half.Float64(); h != math.Pi/2 {
		t.Fatalf("pi/2 from the table is %v", h)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		x := math.Float64frombits(r.Uint64())
		if math.IsInf(x, 0) || x != x {
			continue
		}
		h, l, q := ReduceHigh(x), ReduceLow(x), ReduceQuadrant(x)
		if math.Abs(h) > 0.7854 {
			t.Fatalf("%x: remainder %v", x, h)
		}
		// x - high - low is a multiple of pi/2, which is q modulo 4.
		d := new(big.Float).SetPrec(1300).SetFloat64(x)
		d.Sub(d, big.NewFloat(h)).Sub(d, big.NewFloat(l))
		n := new(big.Float).SetPrec(1300).Quo(d, half)
		whole, _ := new(big.Float).SetPrec(1300).Add(n, big.NewFloat(math.Copysign(0.5, x))).Int(nil)
		rest, _ := d.Sub(d, new(big.Float).SetPrec(1400).Mul(half, new(big.Float).SetInt(whole))).Float64()
		if math.Abs(rest) > math.Abs(h)*0x1p-95 {
			t.Errorf("%x: %g + %g leaves %g", x, h, l, rest)
		}
		if want := uint64(whole.Bit(0) | whole.Bit(1)<<1); q != want && h != x {
			t.Errorf("%x: quadrant %d, want %d", x, q, want)
		}
	}
}

func TestReduceWorstCase(t *testing.T) {
	x := math.Ldexp(6381956970095103, 797)
	if h := ReduceHigh(x); math.Abs(h-4.6871659242546277e-19) > 1e-34 {
		t.Errorf("remainder %v", h)
	}
	for _, x := range []float64{math.Inf(1), math.Inf(-1), math.NaN()} {
		if h, l := ReduceHigh(x), ReduceLow(x); h == h || l == l {
			t.Errorf("%v: %v, %v", x, h, l)
		}
	}
}

func TestAngles(t *testing.T) {
	half := halfPi()
	r := rand.New(rand.NewPCG(1, 3))
	for range 20_000 {
		x := math.Ldexp(r.Float64()+1, 33+r.IntN(990))
		if r.IntN(2) == 0 {
			x = -x
		}
		for more, high := range []float64{SinAngle(x), CosAngle(x)} {
			low := []float64{SinAngleLow(x), CosAngleLow(x)}[more]
			if math.Abs(high) > math.Pi/2 || high+low != high {
				t.Fatalf("%x: %x + %x", x, high, low)
			}
			// x + more*pi/2 is n*pi + angle for an even n, n*pi - angle for an odd one.
			d := new(big.Float).SetPrec(1300).Mul(half, big.NewFloat(float64(more)))
			d.Add(d, big.NewFloat(x))
			n := new(big.Float).SetPrec(1300).Quo(d, half)
			whole, _ := n.Quo(n, big.NewFloat(2)).Add(n, big.NewFloat(math.Copysign(0.5, x))).Int(nil)
			d.Sub(d, new(big.Float).SetPrec(1400).Mul(half, new(big.Float).SetInt(new(big.Int).Lsh(whole, 1))))
			if whole.Bit(0) != 0 {
				d.Neg(d)
			}
			rest, _ := d.Sub(d, big.NewFloat(high)).Sub(d, big.NewFloat(low)).Float64()
			if math.Abs(rest) > math.Abs(high)*0x1p-95+0x1p-105 {
				t.Errorf("%x and %d quadrants: %g + %g leaves %g", x, more, high, low, rest)
			}
		}
	}
}
