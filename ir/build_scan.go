package ir

import (
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// buildScan is cumsum or cumprod, along an axis or of all.
func buildScan(m *maker, a []*Node, o Options) *Node {
	n, d := a[0], o.DType("dtype")
	axis, along := m.axis(o)
	if d != dtype.Invalid {
		n = m.convert(n, d)
	}
	if m.err != nil {
		return nil
	}
	if isSelection(n) {
		n = m.scanSelection(n, axis, along)
	} else {
		n = m.keep(scanOf(m.op, n, axis, along))
	}
	if d == dtype.Invalid {
		return n
	}
	return m.convertBack(n, d) // in 64 bits narrower integers wrap around alike, and bools are true alike
}

// buildCumulative is a scan by the rules of the array API.
func buildCumulative(name string) buildFunc {
	return func(m *maker, a []*Node, o Options) *Node {
		if _, given := m.axis(o); !given && len(a[0].Shape) > 1 && m.err == nil {
			return m.fail("%s of an array of %d dimensions needs an axis", m.op.Name, len(a[0].Shape))
		}
		return m.with(name, o, a[0])
	}
}

// buildDiff is differences of slices; of bools whether neighbours differ.
func buildDiff(m *maker, a []*Node, o Options) *Node {
	n, times := a[0], o.Int("n", 1)
	axis, given := m.axis(o)
	if !given {
		axis = -1
	}
	if m.err != nil {
		return nil
	}
	if err := n.sized(); err != nil {
		return m.keep(nil, err)
	}
	if times < 0 {
		return m.fail("diff: n must not be negative, and is %d", times)
	}
	if times == 0 {
		return array(n)
	}
	over, err := shape.Axes([]int{axis}, len(n.Shape))
	if m.keep(n, err); err != nil {
		return nil
	}
	name := "subtract"
	if n.DType == dtype.Bool {
		name = "not_equal"
	}
	length := max(n.Shape[over[0]]-times, 0)
	if length == 0 {
		times = 0 // nothing is left to take differences of
	}
	if times > maxDiff {
		return m.fail("diff takes differences up to %d times at once, not %d", maxDiff, times)
	}
	row := make([]*Node, times+1) // the array from each place on, as long as the result
	for i := range row {
		row[i] = Slice(n, along1(n.Shape, over[0], i, length))
	}
	for ; len(row) > 1; row = row[:len(row)-1] {
		for i := range row[1:] {
			row[i] = m.do(name, row[i+1], row[i])
		}
	}
	return m.keep(row[0], nil)
}

// maxDiff bounds the nodes of a diff, which are about half its square.
const maxDiff = 100

// along1 is a part of one axis and all of the others.
func along1(s []int, axis, start, count int) []shape.Span {
	spans := fullSpans(s)
	spans[axis] = shape.Span{Start: start, Step: 1, Count: count}
	return spans
}
