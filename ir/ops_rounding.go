package ir

import (
	"math"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/lower"
	"github.com/b2gen/b2/ir/vec"
)

// roundingOps make whole numbers of floats, and keep numbers within bounds.
var roundingOps = []Op{
	{Name: "rint", Params: onX, Types: floating, Cost: 1, Lower: unary((*vec.Builder).Rint),
		Doc: "Nearest whole number, a half to the even one; integers become floats.", Example: "rint(arange(5) / 2)"},
	{Name: "floor", Params: onX, Types: arithmetic, Cost: 1, Lower: ofFloats((*vec.Builder).Floor),
		Doc: "Largest whole number that is not above x; integers stay as they are.", Example: "floor(arange(5) / 2)"},
	{Name: "ceil", Params: onX, Types: arithmetic, Cost: 1, Lower: ofFloats((*vec.Builder).Ceil),
		Doc: "Least whole number that is not below x; integers stay as they are.", Example: "ceil(arange(5) / 2)"},
	{Name: "trunc", Aliases: []string{"fix"}, Params: onX, Types: arithmetic, Cost: 1, Lower: ofFloats((*vec.Builder).Trunc),
		Doc: "Whole part of x; integers stay as they are.", Example: "trunc(arange(5) / 2)"},
	{Name: "round", Aliases: []string{"around"}, Kind: Composite, Params: onA, Options: []Option{{Name: "decimals", Takes: TakesInt, Default: "0"}},
		Build: buildRound,
		Doc:   "Rounded to decimals, a half to the even digit; to tens and hundreds when decimals are negative.", Example: "round(arange(5) / 3, 2)"},
	{Name: "clip", Kind: Composite, Params: []string{"a", "min=None", "max=None"}, Build: buildClip,
		Doc: "min where a is below it, max where a is above it, else a; NaN when any is NaN.", Example: "clip(arange(5), 1, 3)"},
	{Name: "fmax", Params: onXY, Types: arithmetic, Cost: 3, Lower: onMasks((*vec.Builder).Or, lower.Fmax),
		Doc: "The larger of two; the other one when one is NaN.", Example: "fmax(arange(4), 2)"},
	{Name: "fmin", Params: onXY, Types: arithmetic, Cost: 3, Lower: onMasks((*vec.Builder).And, lower.Fmin),
		Doc: "The smaller of two; the other one when one is NaN.", Example: "fmin(arange(4), 2)"},
	{Name: "nan_to_num", Kind: Composite, Params: onX,
		Options: []Option{{Name: "nan", Takes: TakesArray, Default: "0.0"}, {Name: "posinf", Takes: TakesArray, Default: "None"}, {Name: "neginf", Takes: TakesArray, Default: "None"}},
		Build:   buildNanToNum,
		Doc:     "x with numbers in the place of NaN and infinities: without others the largest of its type.", Example: "nan_to_num(arange(3.0) / 0)"},
}

// ofFloats is f of floats; what has whole numbers only stays as it is.
func ofFloats(f func(*vec.Builder, vec.Val) vec.Val) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val {
		if t := b.Type(x[0]); t.Mask || !t.Elem.IsFloat() {
			return x[0]
		}
		return f(b, x[0])
	}
}

// buildRound multiplies by a power of ten, rounds and divides, each step with its own rounding, as NumPy does.
func buildRound(m *maker, a []*Node, o Options) *Node {
	x, decimals := a[0], o.Int("decimals", 0)
	if x.DType.IsComplex() && decimals != 0 {
		return m.do("complex", m.with("round", o, m.do("real", x)), m.with("round", o, m.do("imag", x)))
	}
	integer := x.DType.IsInteger()
	switch {
	case integer && decimals >= 0:
		return x
	case decimals == 0:
		return m.do("rint", x)
	case x.DType == dtype.Bool:
		return m.fail("round of bool to decimals is not defined; use uint8(x)")
	}
	up, down := "multiply", "divide"
	if decimals < 0 {
		up, down, decimals = down, up, -decimals
	}
	scale := NewFloat(powerOfTen(decimals))
	r := m.do(down, m.do("rint", m.do(up, x, scale)), scale)
	if !integer || m.err != nil {
		return r
	}
	return m.keep(Cast(r, x.DType))
}

// powerOfTen is 10 to the power n as NumPy has it, which multiplies and rounds again and again from 10**8 on.
func powerOfTen(n int) float64 {
	p := math.Pow10(min(n, 8))
	for ; n > 8 && p < math.Inf(1); n-- {
		p *= 10
	}
	return p
}

// buildClip is the minimum of max and the maximum of min and a. Of equal zeros NumPy keeps a when the bounds are
// scalars, and takes the bound when they are arrays: the second argument of minimum and maximum.
func buildClip(m *maker, a []*Node, _ Options) *Node {
	x, low, high := a[0], a[1], a[2]
	if x.weak != nil { // whose type NumPy settles first
		d := x.DType
		if v, ok := x.integer(); ok && !fits(v, d) {
			d = dtype.Uint64
		}
		if x = m.keep(Cast(x, d)); m.err != nil {
			return nil
		}
	}
	if x.DType.IsInteger() {
		low, high = inReach(low, x.DType, -1), inReach(high, x.DType, 1)
	}
	switch {
	case low == nil && high == nil:
		return m.do("positive", x)
	case low == nil:
		return m.do("minimum", x, high)
	case high == nil:
		return m.do("maximum", x, low)
	}
	d := common([]dtype.Type{x.Type(), low.Type(), high.Type()})
	x, low, high = m.as(x, d), m.as(low, d), m.as(high, d)
	if m.err != nil {
		return nil
	}
	switch {
	case d.IsComplex():
		low, high = m.convert(low, d), m.convert(high, d) // in print, too
		return m.bounded("less", m.bounded("greater", x, low), high)
	case len(low.Shape) == 0 && len(high.Shape) == 0:
		return m.do("minimum", high, m.do("maximum", low, x))
	}
	return m.do("minimum", m.do("maximum", x, low), high)
}

// bounded is x where it is NaN or beyond a bound by its real part, then by its imaginary one; else the bound, as clip of
// complex numbers has it.
func (m *maker) bounded(beyond string, x, bound *Node) *Node {
	re, of := m.do("real", x), m.do("real", bound)
	is := m.do("where", m.do("equal", re, of), m.do(beyond, m.do("imag", x), m.do("imag", bound)), m.do(beyond, re, of))
	return m.do("where", m.do("logical_or", m.do("isnan", x), is), x, bound)
}

// inReach drops a bound that is a Python int which no element is beyond: side is -1 for a lower bound, else 1.
func inReach(bound *Node, d dtype.DType, side int) *Node {
	if v, ok := bound.integer(); ok && !fits(v, d) && (v.Sign() < 0) == (side < 0) {
		return nil
	}
	return bound
}

// as is n as a d, in print, too.
func (m *maker) as(n *Node, d dtype.DType) *Node {
	if m.err != nil || n.DType == d && n.weak == nil {
		return n
	}
	if n.weak != nil {
		return m.keep(cast(n, d, false))
	}
	return m.keep(Cast(n, d))
}

func buildNanToNum(m *maker, a []*Node, o Options) *Node {
	x := a[0]
	if x.DType.IsComplex() {
		return m.do("complex", m.with("nan_to_num", o, m.do("real", x)), m.with("nan_to_num", o, m.do("imag", x)))
	}
	if !x.DType.IsFloat() {
		return x
	}
	strong := m.as(x, x.DType)
	if m.err != nil {
		return nil
	}
	nan, high, low := o.Node("nan"), o.Node("posinf"), o.Node("neginf")
	if nan == nil {
		nan = NewFloat(0)
	}
	most := map[dtype.DType]float64{dtype.Float16: 65504, dtype.Float32: math.MaxFloat32, dtype.Float64: math.MaxFloat64}[x.DType]
	if high == nil {
		high = NewFloat(most)
	}
	if low == nil {
		low = NewFloat(-most)
	}
	put := func(y, where, v *Node) *Node {
		v = m.as(v, x.DType)
		if m.err == nil && len(v.Shape) > len(x.Shape) {
			return m.fail("nan_to_num cannot put an array of %d dimensions into one of %d", len(v.Shape), len(x.Shape))
		}
		return m.do("where", where, v, y)
	}
	inf := NewFloat(math.Inf(1))
	y := put(strong, m.do("isnan", strong), nan)
	y = put(y, m.do("equal", strong, inf), high)
	return put(y, m.do("equal", strong, NewFloat(math.Inf(-1))), low)
}
