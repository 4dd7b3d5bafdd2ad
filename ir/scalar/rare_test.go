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
	for _, x := range []float64{1e10, -1e10, 1e12, 123456789012, -3e22, 0x1.fffffep127} {
		s, c := math.Sin(SinAngle(x)), math.Sin(CosAngle(x))
		if math.Abs(SinAngle(x)) > 1.5708 || math.Abs(CosAngle(x)) > 1.5708 || math.Abs(s-math.Sin(x)) > 1e-9 || math.Abs(c-math.Cos(x)) > 1e-9 {
			t.Errorf("%v: sin %v, cos %v; want %v, %v", x, s, c, math.Sin(x), math.Cos(x))
		}
	}
}
