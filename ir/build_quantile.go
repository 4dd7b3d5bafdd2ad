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

// quantileType is the type of quantiles of elements of a type.
func quantileType(d dtype.DType, method string) (dtype.DType, error) {
	switch {
	case picks(method) || d.IsFloat():
		return d, nil
	case d == dtype.Bool && method != median:
		return d, fmt.Errorf("quantiles of bool are between no two elements; use method=\"nearest\" or another that picks one")
	}
	return dtype.Float64, nil
}

func buildQuantile(m *maker, a []*Node, o Options) *Node {
	method := o.Text("method", linear)
	if method == median || !slices.Contains(Methods, method) {
		return m.fail("%s has no method %q; it has %s", m.op.Name, method, strings.Join(Methods[:len(Methods)-1], ", "))
	}
	q := m.number(o, "q", 0)
	if !(q >= 0 && q <= 1) {
		return m.fail("q of %s must be in the range 0 to 1", m.op.Name)
	}
	if method == linear && wholeNumber(o["q"]) { // the first or the last element itself
		method = "lower"
	}
	if a[0].DType.IsComplex() {
		return m.fail("%s is not defined for %s", m.op.Name, a[0].DType)
	}
	if m.op.SkipNaN && m.err == nil {
		if _, none := m.ofNothing(a[0], o); none { // NumPy has the mean of it
			return m.with("nanmean", o.same(), a[0])
		}
	}
	return m.reduce(a[0], o, Setting{Q: q, Method: method})
}

// wholeNumber reports whether an option was given as one.
func wholeNumber(v any) bool {
	if n, ok := v.(*Node); ok {
		_, ok = n.integer()
		return ok
	}
	_, ok := v.(int)
	return ok
}

func buildPercentile(name string) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node {
		q := m.number(o, "q", 0)
		if !(q >= 0 && q <= 100) {
			return m.fail("q of %s must be in the range 0 to 100", m.op.Name)
		}
		of := o.only("axis", "keepdims", "method")
		of["q"] = NewFloat(q / 100)
		return m.with(name, of, a[0])
	}
}

func buildMedian(m *maker, a []*Node, o Options) *Node {
	if _, none := m.ofNothing(a[0], o); none { // NumPy has the mean of it, which is NaN
		return m.with("mean", o, a[0])
	}
	return m.reduce(a[0], o, Setting{Method: median})
}
