package main

import (
	"context"
	"math"
	"math/big"

	"github.com/b2gen/b2"
)

// complexTally is what is found in one part of an array of complex numbers. Those with a NaN in either part are left out
// as NaN; the others are in NumPy's order, of the real parts and then of the imaginary ones.
type complexTally struct {
	n, nans, zeros int64
	min, max       complex128
	sum, lost      [2]float64 // of the real and of the imaginary parts
}

func tallyComplex(data []complex128) complexTally {
	var t complexTally
	for _, x := range data {
		if math.IsNaN(real(x)) || math.IsNaN(imag(x)) {
			t.nans++
			continue
		}
		if x == 0 {
			t.zeros++
		}
		if t.n == 0 || lessComplex(x, t.min) {
			t.min = x
		}
		if t.n == 0 || lessComplex(t.max, x) {
			t.max = x
		}
		t.n++
		t.sum[0], t.lost[0] = addUp(t.sum[0], t.lost[0], real(x))
		t.sum[1], t.lost[1] = addUp(t.sum[1], t.lost[1], imag(x))
	}
	return t
}

func lessComplex(x, y complex128) bool {
	return real(x) < real(y) || real(x) == real(y) && imag(x) < imag(y)
}

// add takes in the tally of the part that comes next.
func (t *complexTally) add(p complexTally) {
	t.nans += p.nans
	if p.n == 0 {
		return
	}
	if t.n == 0 || lessComplex(p.min, t.min) {
		t.min = p.min
	}
	if t.n == 0 || lessComplex(t.max, p.max) {
		t.max = p.max
	}
	t.n += p.n
	t.zeros += p.zeros
	for i := range t.sum {
		t.sum[i], t.lost[i] = addUp(t.sum[i], t.lost[i], p.sum[i])
		t.lost[i] += p.lost[i]
	}
}

// mean is the means of both parts.
func (t *complexTally) mean() complex128 {
	var parts [2]float64
	for i := range parts {
		of := total[float64]{tally: tally[float64]{n: t.n, sum: t.sum[i], lost: t.lost[i]}, integers: new(big.Int)}
		parts[i] = of.mean()
	}
	return complex(parts[0], parts[1])
}

// sumUpComplex is sumUp for complex numbers.
func sumUpComplex(ctx context.Context, a *b2.Array) (*valueStats, error) {
	e, err := b2.Lazy("complex128(x)", b2.Vars{"x": a})
	if err != nil {
		return nil, err
	}
	t := &complexTally{}
	if err := inBoxes(ctx, e, boxesOf(a), tallyComplex, t.add); err != nil {
		return nil, err
	}
	s := &valueStats{d: a.StoredType().Native(), nans: t.nans, zeros: t.zeros, mean: complexElement(t.mean())}
	if t.n > 0 {
		s.min, s.max = bytesOf(t.min), bytesOf(t.max)
		if a.DType() == b2.Complex64 {
			s.min, s.max = bytesOf(complex64(t.min)), bytesOf(complex64(t.max))
		}
	}
	return s, nil
}

func complexElement(v complex128) element { return element{complexes, bytesOf(v)} }

// complexes is the type of a mean of complex numbers.
var complexes = b2.StoredType{DType: b2.Complex128, Kind: 'c'}
