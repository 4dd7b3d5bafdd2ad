package main

import (
	"math"
	"slices"
	"testing"
)

func TestMasked(t *testing.T) {
	out := make([]bool, 6)
	nan := float32(math.NaN())
	err := MaskedInto(3, 2, out, []bool{true, false}, []float32{0, -1, -2, 2, nan, nan})
	if want := []bool{true, false, false, true, true, true}; err != nil || !slices.Equal(out, want) {
		t.Errorf("got %v, %v, want %v", out, err, want)
	}
}

func TestChosen(t *testing.T) {
	out := make([]bool, 3)
	err := ChosenInto(out, []int64{-1, 5, 0}, []uint64{1 << 63, 5, 0}, []bool{true, true, false})
	if want := []bool{true, false, true}; err != nil || !slices.Equal(out, want) {
		t.Errorf("got %v, %v, want %v", out, err, want)
	}
}

func TestRare(t *testing.T) {
	out := make([]float64, 6)
	x, y := []float64{1, 0.5, 1e-12}, []float64{0, 1e17}
	if err := RareInto(3, 2, out, x, y); err != nil {
		t.Fatal(err)
	}
	for i, g := range out {
		if want := math.Sin(x[i/2]*1e12) + math.Cos(y[i%2]); math.Abs(g-want) > 1e-15 {
			t.Errorf("element %d is %v, want %v", i, g, want)
		}
	}
}

func TestBits(t *testing.T) {
	out := make([]uint8, 3)
	if err := BitsInto(out, []uint8{1, 255, 4}, []uint8{3, 8, 1}); err != nil || !slices.Equal(out, []uint8{0xF8, 0xFF, 0xFA}) {
		t.Errorf("got %x, %v", out, err)
	}
}

// TestSame has values with themselves, which go vet would call a mistake.
func TestSame(t *testing.T) {
	out := make([]bool, 3)
	if err := SameInto(out, []float32{0, 0, 2}, []int16{0, -1, 0}); err != nil || !slices.Equal(out, []bool{false, true, true}) {
		t.Errorf("got %v, %v", out, err)
	}
	if n := len(Kernels()); n != 5 {
		t.Errorf("there are %d kernels, want 5", n)
	}
}
