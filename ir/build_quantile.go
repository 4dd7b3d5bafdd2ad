package ir

import (
	"fmt"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
)

// Methods are NumPy's ways to make a quantile of the elements in order, and median's. runtime.Method numbers them alike.
var Methods = []string{linear, "lower", "higher", "midpoint", "nearest", "inverted_cdf", "averaged_inverted_cdf", "closest_observation",
	"interpolated_inverted_cdf", "hazen", "weibull", "median_unbiased", "normal_unbiased", median}

const (
	linear = "linear"
	median = "median"
)

// picks reports whether a method's quantiles are elements.
func picks(method string) bool {
	return slices.Contains([]string{"lower", "higher", "nearest", "inverted_cdf", "closest_observation"}, method)
}

// quantileType is the type of quantiles of elements of a type. A list of q is an array of float64, which a number by
// itself is not: what is made of both has its type.
func quantileType(d dtype.DType, s Setting) (dtype.DType, error) {
	switch {
	case picks(s.Method) || d.IsFloat() && s.Qs == nil || d.IsComplex():
		return d, nil
	case d == dtype.Bool && s.Method != median:
		return d, fmt.Errorf("quantiles of bool are between no two elements; use method=\"nearest\" or another that picks one")
	}
	return dtype.Float64, nil
}

func buildQuantile(m *maker, a []*Node, o Options) *Node {
	method, n := o.Text("method", linear), a[0]
	if method == median || !slices.Contains(Methods, method) {
		return m.fail("%s has no method %q; it has %s", m.op.Name, method, strings.Join(Methods[:len(Methods)-1], ", "))
	}
	q := m.quantiles(o, 1)
	if m.err != nil {
		return nil
	}
	if n.DType.IsComplex() {
		return m.fail("%s is not defined for %s", m.op.Name, n.DType)
	}
	if m.op.SkipNaN {
		if _, none := m.ofNothing(n, o); none { // NumPy has the mean of it
			return m.with("nanmean", o.same(), n)
		}
	}
	s := Setting{Q: q.first(), Method: method}
	if q.list {
		s.Qs = q.of
	}
	if !q.whole {
		return m.reduce(n, o, s)
	}
	switch { // the first or the last element itself
	case method == linear:
		s.Method = "lower"
	case q.list && byWholes(method) && n.DType.IsInteger(): // NumPy's weights are integers, then
		s.Method = "lower"
		return m.convert(m.reduce(n, o, s), common([]dtype.Type{dtype.Strong(n.DType), dtype.Strong(dtype.Int64)}))
	}
	return m.reduce(n, o, s)
}

// byWholes reports whether whole q, 0 and 1, are whole places among the elements by a method that weighs these.
func byWholes(method string) bool {
	return slices.Contains([]string{"averaged_inverted_cdf", "interpolated_inverted_cdf", "weibull"}, method)
}

// quantileList is the values of q, as a part of 1.
type quantileList struct {
	of    []float64
	list  bool
	whole bool // all are whole numbers
}

func (q quantileList) first() float64 {
	if q.list {
		return 0
	}
	return q.of[0]
}

// quantiles reads q, which is at most so much.
func (m *maker) quantiles(o Options, most float64) quantileList {
	q := quantileList{list: true, whole: true}
	var items []any
	switch v := o["q"].(type) {
	case []*Node:
		for _, n := range v {
			items = append(items, n)
		}
		q.whole = len(v) > 0
	case []float64:
		q.of, q.whole = append([]float64{}, v...), false
	case []int:
		for _, n := range v {
			items = append(items, n)
		}
	default:
		items, q.list = []any{v}, false
	}
	for _, it := range items {
		if n, ok := it.(*Node); ok && n.DType.IsComplex() {
			m.fail("q of %s must be a real number", m.op.Name)
		}
		q.whole = q.whole && wholeNumber(it)
		q.of = append(q.of, m.number(Options{"q": it}, "q", 0))
	}
	for _, v := range q.of {
		if !(v >= 0 && v <= most) {
			m.fail("q of %s must be in the range 0 to %v", m.op.Name, most)
		}
	}
	if q.of == nil {
		q.of = []float64{}
	}
	return q
}

// wholeNumber reports whether an option was given as one, or as a truth value.
func wholeNumber(v any) bool {
	if n, ok := v.(*Node); ok {
		_, ok = n.integer()
		return ok || n.weak == nil && (n.DType.IsInteger() || n.DType == dtype.Bool)
	}
	_, ok := v.(int)
	return ok
}

func buildPercentile(name string) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node {
		q := m.quantiles(o, 100)
		if m.err != nil {
			return nil
		}
		of := o.only("axis", "keepdims", "method")
		for i := range q.of {
			q.of[i] /= 100
		}
		if of["q"] = q.of; !q.list {
			of["q"] = NewFloat(q.of[0])
		}
		return m.with(name, of, a[0])
	}
}

func buildMedian(m *maker, a []*Node, o Options) *Node {
	if _, none := m.ofNothing(a[0], o); none { // NumPy has the mean of it, which is NaN
		return m.with("mean", o, a[0])
	}
	return m.reduce(a[0], o, Setting{Method: median})
}
