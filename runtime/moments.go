package runtime

import (
	"math"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
)

// variance keeps counts, means and sums of squared deviations from them in one pass: by segments of a row, and of those
// by Chan, Golub and LeVeque's formula ("Algorithms for computing the sample variance", 1983); by elements by Welford's
// ("Note on a method for calculating corrected sums of squares and products", 1962). All is in float64, in an order that
// the layout alone decides. Products are converted, lest a compiler fuses them with a sum on some machines.
type variance[T float32 | float64] struct {
	reduce        *Reduce
	n, mean, dev2 []float64
	kept          []T // of a segment without NaN
}

func (a *variance[T]) reset(n int) {
	a.n, a.mean, a.dev2 = cleared(a.n, n), cleared(a.mean, n), cleared(a.dev2, n)
}

func (a *variance[T]) addRun(i int, src unsafe.Pointer, n int) {
	s := unsafe.Slice((*T)(src), n)
	for len(s) > 0 {
		part := s[:min(len(s), sumSegment)]
		s = s[len(part):]
		if a.reduce.SkipNaN {
			a.kept = numbers(a.kept[:0], part)
			part = a.kept
		}
		if len(part) > 0 {
			count := float64(len(part))
			mean := segment(part) / count
			a.join(i, count, mean, deviations(part, mean))
		}
	}
}

// numbers appends the elements that are not NaN.
func numbers[T float32 | float64](out, s []T) []T {
	for _, v := range s {
		if v == v {
			out = append(out, v)
		}
	}
	return out
}

// deviations adds up squared differences from the mean, four sums side by side.
func deviations[T float32 | float64](s []T, mean float64) float64 {
	var a, b, c, d float64
	for len(s) >= 4 {
		v := (*[4]T)(s)
		w, x, y, z := float64(v[0])-mean, float64(v[1])-mean, float64(v[2])-mean, float64(v[3])-mean
		a += float64(w * w)
		b += float64(x * x)
		c += float64(y * y)
		d += float64(z * z)
		s = s[4:]
	}
	for _, v := range s {
		w := float64(v) - mean
		a += float64(w * w)
	}
	return (a + b) + (c + d)
}

// join takes in n elements of a mean and a sum of squared deviations.
func (a *variance[T]) join(i int, n, mean, dev2 float64) {
	have := a.n[i]
	if have == 0 {
		a.n[i], a.mean[i], a.dev2[i] = n, mean, dev2
		return
	}
	all := have + n
	delta := mean - a.mean[i]
	a.mean[i] += float64(delta * (n / all))
	a.dev2[i] += dev2 + float64(float64(delta*delta)*(have*(n/all)))
	a.n[i] = all
}

func (a *variance[T]) addEach(i int, src unsafe.Pointer, n int) {
	s := unsafe.Slice((*T)(src), n)
	if a.reduce.SkipNaN || a.reduce.masked {
		a.addNumbers(i, s)
		return
	}
	count, mean, dev2 := a.n[i:i+n], a.mean[i:i+n], a.dev2[i:i+n]
	c := count[0] + 1 // results of the same run have had the same number of elements
	inverse := 1 / c
	for k, v := range s {
		x, m := float64(v), mean[k]
		delta := x - m
		m += float64(delta * inverse)
		mean[k] = m
		dev2[k] += float64(delta * (x - m))
	}
	for k := range count {
		count[k] = c
	}
}

// addNumbers is addEach where results are of different numbers of elements: without NaN, or of those that a mask selects.
func (a *variance[T]) addNumbers(i int, s []T) {
	for k, v := range s {
		x := float64(v)
		if x != x && a.reduce.SkipNaN {
			continue
		}
		k += i
		a.n[k]++
		delta := x - a.mean[k]
		a.mean[k] += float64(delta * (1 / a.n[k]))
		a.dev2[k] += float64(delta * (x - a.mean[k]))
	}
}

func (a *variance[T]) merge(other accumulator) {
	b := other.(*variance[T])
	for k, n := range b.n {
		if n > 0 {
			a.join(k, n, b.mean[k], b.dev2[k])
		}
	}
}

func (a *variance[T]) finish(dst unsafe.Pointer, n, _ int) error {
	for k := range n {
		free := a.n[k] - a.reduce.DDof
		v := a.dev2[k] / max(free, 0)
		if a.reduce.SkipNaN && free <= 0 {
			v = math.NaN()
		}
		putFloat(dst, k, v, a.reduce.Out)
	}
	return nil
}

// nanMean is the mean of what is not NaN, or of all that comes: it counts.
type nanMean[T float32 | float64] struct {
	sum  floatSum[T]
	n    []int
	out  dtype.DType
	all  bool // NaN, too
	kept []T
}

func newCountedMean[T float32 | float64](r *Reduce, out dtype.DType) accumulator {
	return &nanMean[T]{out: out, all: !r.SkipNaN}
}

func (a *nanMean[T]) reset(n int) {
	a.sum.reset(n)
	a.n = cleared(a.n, n)
}

func (a *nanMean[T]) addRun(i int, src unsafe.Pointer, n int) {
	if a.all {
		a.n[i] += n
		a.sum.addRun(i, src, n)
		return
	}
	a.kept = numbers(a.kept[:0], unsafe.Slice((*T)(src), n))
	a.n[i] += len(a.kept)
	a.sum.addRun(i, unsafe.Pointer(unsafe.SliceData(a.kept)), len(a.kept))
}

func (a *nanMean[T]) addEach(i int, src unsafe.Pointer, n int) {
	for k, v := range unsafe.Slice((*T)(src), n) {
		if a.all || v == v {
			a.sum.sum[i+k] += float64(v)
			a.n[i+k]++
		}
	}
}

func (a *nanMean[T]) merge(other accumulator) {
	b := other.(*nanMean[T])
	a.sum.merge(&b.sum)
	for k, n := range b.n {
		a.n[k] += n
	}
}

func (a *nanMean[T]) finish(dst unsafe.Pointer, n, _ int) error {
	for k := range n {
		putFloat(dst, k, a.sum.value(k)/float64(a.n[k]), a.out)
	}
	return nil
}
