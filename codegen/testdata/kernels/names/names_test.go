package names

import (
	gomath "math"
	"testing"
)

func TestAwkward(t *testing.T) {
	_, _, _ = math, kernel, scalar(0)
	out := make([]float64, 2)
	two := []float64{2, 2}
	if err := awkwardInto(1, 2, out, []float64{0}, two, two, two, two, two, two); err != nil || out[1] != -1 {
		t.Errorf("got %v, %v", out, err)
	}
	short := make([]float32, 2)
	if err := EscapedInto(short, []float32{1, float32(gomath.Inf(1))}); err != nil || short[0] != 2.5 {
		t.Errorf("got %v, %v", short, err)
	}
}
