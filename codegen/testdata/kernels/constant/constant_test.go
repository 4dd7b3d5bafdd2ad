package constant

import "testing"

func TestConstants(t *testing.T) {
	x, yes, r := make([]float64, 1), make([]bool, 1), make([]float32, 1)
	if err := AnswerInto(x); err != nil || x[0] != 42 {
		t.Errorf("got %v, %v", x, err)
	}
	if err := YesInto(yes); err != nil || !yes[0] {
		t.Errorf("got %v, %v", yes, err)
	}
	if err := ScalarInto(r, []float32{-7}, []float32{4}); err != nil || r[0] != 1 {
		t.Errorf("got %v, %v", r, err)
	}
	if err := AnswerInto(nil); err == nil {
		t.Error("no room for the result was accepted")
	}
}
