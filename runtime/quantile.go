package runtime

import (
	"math"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
)

// Method is how a quantile is made of the elements in order: NumPy's methods, and the median.
type Method uint8

const (
	Linear Method = iota
	Lower
	Higher
	Midpoint
	Nearest
	InvertedCDF
	AveragedInvertedCDF
	ClosestObservation
	InterpolatedInvertedCDF
	Hazen
	Weibull
	MedianUnbiased
	NormalUnbiased
	Median // the mean of the one or two in the middle
)

// quantiles are what is wanted of each result's elements.
func (r *Reduce) quantiles() []float64 {
	if r.Qs != nil {
		return r.Qs
	}
	return []float64{r.Q}
}

// needsOne reports whether a quantile of no elements is an error: medians are NaN then, others where NaN was left out.
func (r *Reduce) needsOne() bool { return r.Method != Median && !(r.SkipNaN && r.Out.IsFloat()) }

// putNaN writes a quantile of NaN, or of nothing.
func (r *Reduce) putNaN(dst unsafe.Pointer, k int) { putFloat(dst, k, math.NaN(), r.Out) }

// ranks are the elements, counted in order from the least, that a quantile is between, and the weight of the second.
type ranks struct {
	low, high int
	weight    float64
	one       bool // it is the first
}

// of is where a quantile of n elements is (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996), computed
// in float64 as NumPy does, step by step.
func (m Method) of(n int, q float64) ranks {
	last, count := float64(n-1), float64(n)
	switch m {
	case Median:
		return ranks{low: (n - 1) / 2, high: n / 2}
	case Lower:
		return rank(n, math.Floor(last*q))
	case Higher:
		return rank(n, math.Ceil(last*q))
	case Nearest:
		return rank(n, math.RoundToEven(last*q))
	case InvertedCDF:
		return rank(n, nextUnless(float64(count*q)-1, func(weight, _ float64) bool { return weight == 0 }))
	case ClosestObservation:
		return rank(n, nextUnless(float64(count*q)-1-0.5, func(weight, at float64) bool { return weight == 0 && math.Mod(at, 2) == 1 }))
	case Linear:
		return between(n, last*q, nil)
	case Midpoint:
		at := 0.5 * (math.Floor(last*q) + math.Ceil(last*q))
		weight := 0.5
		if math.Mod(at, 1) == 0 {
			weight = 0
		}
		return between(n, at, &weight)
	case AveragedInvertedCDF:
		r := between(n, float64(count*q)-1, nil)
		if r.weight == 0 {
			r.weight = 0.5
		} else {
			r.weight = 1
		}
		return r
	}
	a, b := m.plotting()
	return between(n, float64(count*q)+(a+float64(q*(1-a-b)))-1, nil)
}

// plotting are the constants of the continuous methods.
func (m Method) plotting() (alpha, beta float64) {
	switch m {
	case InterpolatedInvertedCDF:
		return 0, 1
	case Hazen:
		return 0.5, 0.5
	case MedianUnbiased:
		return 1 / 3.0, 1 / 3.0
	case NormalUnbiased:
		return 3 / 8.0, 3 / 8.0
	}
	return 0, 0 // Weibull
}

// nextUnless is the whole number above at, or the one below where the condition holds.
func nextUnless(at float64, below func(weight, at float64) bool) float64 {
	if down := math.Floor(at); below(at-down, down) {
		return down
	}
	return math.Floor(at) + 1
}

func rank(n int, at float64) ranks {
	k := min(max(int(at), 0), n-1)
	return ranks{low: k, high: k, one: true}
}

// between is a place between two elements. Outside of all it is the first or the last, with the weight that NumPy's
// formula then has, which counts when that element is infinite.
func between(n int, at float64, weight *float64) ranks {
	down := math.Floor(at)
	r := ranks{low: int(down), high: int(down) + 1}
	switch {
	case at >= float64(n-1):
		down = -1
		r.low, r.high = n-1, n-1
	case at < 0:
		down = 0
		r.low, r.high = 0, 0
	}
	if r.weight = at - down; weight != nil {
		r.weight = *weight
	}
	return r
}

// blend writes a quantile: low and high are the elements at its ranks.
func blend[T ordered](dst unsafe.Pointer, k int, r *Reduce, at ranks, low, high T) {
	if at.one {
		putElement(dst, k, low, r.Out)
		return
	}
	round := rounding(r.Out)
	if r.Method == Median {
		if at.low == at.high {
			high = low
			putFloat(dst, k, 0+float64(low), r.Out) // a sum: never -0
			return
		}
		wide := round
		if r.Out == dtype.Float16 {
			wide = rounding(dtype.Float32)
		}
		putFloat(dst, k, wide(0+float64(low)+float64(high))/2, r.Out)
		return
	}
	// The difference is of the elements' type, in which it may wrap around, as in NumPy.
	diff := round(float64(high - low))
	if r.Halves {
		diff = rounding(dtype.Float16)(diff)
	}
	a, b, t := float64(low), float64(high), at.weight
	if t >= 0.5 {
		putFloat(dst, k, b-round(diff*round(1-t)), r.Out)
	} else {
		putFloat(dst, k, a+round(diff*round(t)), r.Out)
	}
}

// rounding is to the precision of a float type: arithmetic in float64 and then rounded is correctly rounded.
func rounding(d dtype.DType) func(float64) float64 {
	switch d {
	case dtype.Float16:
		return func(v float64) float64 { return float64(dtype.HalfOf(v).Float32()) }
	case dtype.Float32:
		return func(v float64) float64 { return float64(float32(v)) }
	}
	return func(v float64) float64 { return v }
}

// putElement writes a result that is one of the elements.
func putElement[T ordered](dst unsafe.Pointer, k int, v T, d dtype.DType) {
	if d.IsFloat() {
		putFloat(dst, k, float64(v), d)
		return
	}
	unsafe.Slice((*T)(dst), k+1)[k] = v
}
