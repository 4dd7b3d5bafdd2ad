package ir

import (
	"math"

	"github.com/b2gen/b2/ir/dtype"
)

// buildWithout is a reduction with NaN replaced by what changes nothing.
func buildWithout(name string, identity float64) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node {
		return m.with(name, o, m.withoutNaN(a[0], NewFloat(identity)))
	}
}

// withoutNaN is n with another value in the place of NaN.
func (m *maker) withoutNaN(n, v *Node) *Node {
	if !hasNaN(n.DType) {
		return n
	}
	return m.do("where", m.do("equal", n, n), n, v)
}

// hasNaN reports whether a type has a NaN.
func hasNaN(d dtype.DType) bool { return d.IsFloat() || d.IsComplex() }

// buildNaNMean is nanmean; what a mask leaves out is NaN.
func buildNaNMean(m *maker, a []*Node, o Options) *Node {
	n, d := a[0], o.DType("dtype")
	mask := m.mask(n, o)
	if m.err != nil {
		return nil
	}
	if !hasNaN(n.DType) {
		return m.with("mean", o, n)
	}
	if d != dtype.Invalid && !hasNaN(d) {
		return m.fail("%s of floats has no dtype %s: it must have a NaN; convert the result", m.op.Name, d)
	}
	if n.DType.IsComplex() && d.IsFloat() { // a NaN in the part that is dropped is one, too
		n = m.do("where", m.do("equal", n, n), m.do("real", n), NewFloat(math.NaN()))
	}
	if d != dtype.Invalid {
		n = m.convert(n, d)
	}
	return m.reduce(m.choose(mask, n, NewFloat(math.NaN())), o, Setting{})
}

func buildNaNVar(m *maker, a []*Node, o Options) *Node {
	n := a[0]
	result, ddof := m.deviation(n, o)
	mask := m.mask(n, o)
	if m.err != nil {
		return nil
	}
	if !hasNaN(n.DType) {
		return m.with("var", o, n)
	}
	n = m.choose(mask, m.inType(n, result), NewFloat(math.NaN()))
	n = m.reduce(n, o, Setting{DDof: ddof})
	if m.err != nil || n.DType == result {
		return n
	}
	return m.convert(n, result)
}

// buildNaNExtreme is nanmin or nanmax: with a first value what all NaN gives.
func buildNaNExtreme(name string) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node {
		n := a[0]
		if !hasNaN(n.DType) {
			return m.with(name, o, n)
		}
		mask, first := m.mask(n, o), m.first(n, o)
		if first != nil {
			if s, none := m.ofNothing(n, o); none {
				return m.fillWith(first, s)
			}
			if v := complexValue(first); math.IsNaN(real(v)) || math.IsNaN(imag(v)) { // NaN: as if there were none
				if isSelection(n) {
					m.others = first
				}
				r := m.reduce(m.choose(mask, n, first), o.same(), Setting{})
				if n.DType.IsComplex() { // of nothing but NaN it is the result, with its other part
					r = m.do("f"+name, first, r)
				}
				return r
			}
			return m.with(name, o, m.withoutNaN(n, first))
		}
		if mask != nil || o.chooses() {
			return m.fail("%s has no value where nothing is chosen: a mask needs an initial value", m.op.Name)
		}
		return m.reduce(n, o, Setting{})
	}
}
