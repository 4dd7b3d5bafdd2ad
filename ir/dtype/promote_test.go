package dtype

import (
	"encoding/json"
	"os"
	"os/exec"
	"testing"
)

// asked prints numpy.promote_types of every pair of the types given, and the types of sums with Python numbers.
const asked = `
import json, sys, warnings
import numpy as np
warnings.simplefilter("ignore")
names = json.loads(sys.argv[1])
weak = lambda n, v: (np.zeros(2, n) + v).dtype.name
print(json.dumps({"pairs": [[np.promote_types(a, b).name for b in names] for a in names], "weak": [[weak(n, 1), weak(n, 1.0)] for n in names]}))
`

func TestPromoteAsNumPy(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON names no Python with NumPy")
	}
	var names []string
	for _, d := range All() {
		names = append(names, d.String())
	}
	arg, err := json.Marshal(names)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "-c", asked, string(arg)).Output()
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Pairs [][]string
		Weak  [][]string
	}
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	if len(want.Pairs) != 14 {
		t.Fatalf("%d types", len(want.Pairs))
	}
	for i, a := range All() {
		for j, b := range All() {
			if got := Promote(Strong(a), Strong(b)); got.Weak || got.DType.String() != want.Pairs[i][j] {
				t.Errorf("%s with %s is %v, NumPy says %s", a, b, got, want.Pairs[i][j])
			}
		}
		for k, w := range []Type{WeakInt, WeakFloat} {
			if got := Promote(Strong(a), w); got.Weak || got.DType.String() != want.Weak[i][k] {
				t.Errorf("%s with a %v is %v, NumPy says %s", a, w, got, want.Weak[i][k])
			}
		}
	}
}

func TestPromoteRaw(t *testing.T) {
	five := Strong(RawOf(5))
	if got := Promote(five, five); got != five {
		t.Errorf("raw with itself is %v", got)
	}
	for _, d := range append(All(), RawOf(6)) {
		if got := Promote(five, Strong(d)); got.DType != Invalid {
			t.Errorf("raw with %v is %v", d, got)
		}
	}
}

func TestRaw(t *testing.T) {
	for _, n := range []int{1, 5, 255, 256, 300, MaxRaw} {
		if d := RawOf(n); d.Size() != n || d.Kind() != KindRaw {
			t.Errorf("RawOf(%d) is %v of %d bytes", n, d, d.Size())
		}
	}
	for _, n := range []int{-1, 0, MaxRaw + 1, 1 << 32, 1<<32 + 1} {
		if d := RawOf(n); d != Invalid {
			t.Errorf("RawOf(%d) is %v", n, d)
		}
	}
	for d := range DType(1 << 12) { // no value of the type panics
		_, _, _, _ = d.Size(), d.Kind(), d.String(), d.NumPy()
	}
}
