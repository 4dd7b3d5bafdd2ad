package mixed

import (
	"math"
	"slices"
	"testing"
)

func TestSum(t *testing.T) {
	const n = 1037
	out, a, b := make([]float64, n), make([]float64, n), make([]float32, n)
	for i := range a {
		a[i], b[i] = float64(i)/7, float32(i)/3
	}
	if err := SumInto(out, a, b); err != nil {
		t.Fatal(err)
	}
	for i := range out {
		if want := a[i] + float64(2*b[i]); out[i] != want {
			t.Fatalf("element %d is %v, want %v", i, out[i], want)
		}
	}
	if err := SumInto(out, a[1:], b); err == nil {
		t.Error("operands of unlike lengths were accepted")
	}
}

func TestPlane(t *testing.T) {
	const rows, cols = 5, 70
	out, a, b := make([]int32, rows*cols), make([]int32, rows*cols), make([]int8, cols)
	for i := range a {
		a[i] = int32(i*i%301) - 150
	}
	for j := range b {
		b[j] = int8(j - 30)
	}
	if err := PlaneInto(rows, cols, out, a, b); err != nil {
		t.Fatal(err)
	}
	for i := range out {
		want := a[i]
		if c := b[i%cols]; a[i] <= int32(c) {
			want = int32(c * c)
		}
		if out[i] != want {
			t.Fatalf("element %d is %v, want %v", i, out[i], want)
		}
	}
}

func TestScaled(t *testing.T) {
	x := []float64{1, 2, -3}
	out := make([]float64, 3)
	if err := ScaledInto(out, []float64{0}, x); err != nil || !slices.Equal(out, x) {
		t.Errorf("got %v, %v", out, err)
	}
}

func TestColumns(t *testing.T) {
	out := make([]uint16, 4)
	if err := ColumnsInto(out, []uint16{7, 8, 9, 10}, []uint16{2, 0, 3, 11}); err != nil || !slices.Equal(out, []uint16{3, 0, 3, 0}) {
		t.Errorf("got %v, %v", out, err)
	}
}

func TestHypot(t *testing.T) {
	out := make([]float64, 1)
	if err := HypotF64Into(out, []float64{3}, []float64{-4}); err != nil || out[0] != 5 {
		t.Errorf("got %v, %v", out, err)
	}
	short := make([]float32, 1)
	if err := HypotF32Into(short, []float32{float32(math.Inf(1))}, []float32{2}); err != nil || !math.IsInf(float64(short[0]), 1) {
		t.Errorf("got %v, %v", short, err)
	}
	if n := len(Kernels()); n != 6 {
		t.Errorf("there are %d kernels, want 6", n)
	}
}
