package ir

import (
	"fmt"
	"math"
	"math/big"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/lower"
	"github.com/b2gen/b2/ir/vec"
)

// ComplexLoop is what a row does when an argument is complex.
type ComplexLoop struct {
	Types func(args []dtype.Type) (Signature, error)
	Lower func(b *vec.Builder, x []vec.Val) vec.Val // nil: the row's own
	ULP   float64                                   // the largest error seen, in units of the last place of the larger part; 0: NumPy's bits
}

// complexOps are the rows that are about complex numbers.
var complexOps = []Op{
	{Name: "complex", Params: []string{"real", "imag"}, Types: composing, Cost: 1,
		Lower: binary((*vec.Builder).Complex),
		Doc:   "Complex numbers of their real and imaginary parts.", Example: "complex(arange(3), 1)"},
	{Name: "real", Params: onX, Types: partOf, Cost: 0,
		Lower: unary((*vec.Builder).Real),
		Doc:   "Real part.", Example: "real(arange(3) * 2j)"},
	{Name: "imag", Params: onX, Types: partOf, Cost: 0,
		Lower: unary((*vec.Builder).Imag),
		Doc:   "Imaginary part, 0 of a real number.", Example: "imag(arange(3) * 2j)"},
	{Name: "conjugate", Aliases: []string{"conj"}, Params: onX, Types: counting, Cost: 0,
		Lower: unary(lowerPositive),
		Doc:   "Complex conjugate.", Example: "conjugate(arange(3) * 2j)"},
	{Name: "angle", Kind: Composite, Params: onX, Options: []Option{{Name: "deg", Takes: TakesBool, Default: "False"}}, Build: buildAngle,
		Doc: "Angle of a complex number in the plane, in radians or degrees.", Example: "angle(arange(3) - 1j)"},
}

// complexLoops are what other rows do with complex numbers. A row without one has none of them.
var complexLoops = map[string]ComplexLoop{
	"add":        {Types: arithmetic, Lower: byParts((*vec.Builder).Add)},
	"subtract":   {Types: arithmetic, Lower: byParts((*vec.Builder).Sub)},
	"multiply":   {Types: arithmetic, Lower: onComplexes(lower.Complex.Mul)},
	"divide":     {Types: arithmetic, Lower: onComplexes(lower.Complex.Div)},
	"square":     {Types: arithmetic, Lower: onComplex(func(z lower.Complex) lower.Complex { return z.Mul(z) })},
	"reciprocal": {Types: arithmetic, Lower: onComplex(lower.Complex.Reciprocal)},
	"positive":   {Types: arithmetic},
	"negative":   {Types: arithmetic, Lower: byPart((*vec.Builder).Neg)},
	"conjugate":  {Types: arithmetic, Lower: onComplex(lower.Complex.Conj)},
	"rint":       {Types: arithmetic, Lower: byPart((*vec.Builder).Rint)},
	"real":       {Types: partOf},
	"imag":       {Types: partOf},

	"equal":         {Types: comparison, Lower: toMask(lower.Complex.Eq)},
	"not_equal":     {Types: comparison, Lower: toMask(lower.Complex.Ne)},
	"less":          {Types: comparison, Lower: toMask(lower.Complex.Lt)},
	"less_equal":    {Types: comparison, Lower: toMask(lower.Complex.Le)},
	"greater":       {Types: comparison, Lower: toMask(flipped(lower.Complex.Lt))},
	"greater_equal": {Types: comparison, Lower: toMask(flipped(lower.Complex.Le))},
	"maximum":       {Types: arithmetic, Lower: onComplexes(lower.Complex.Maximum)},
	"minimum":       {Types: arithmetic, Lower: onComplexes(lower.Complex.Minimum)},
	"fmax":          {Types: arithmetic, Lower: onComplexes(lower.Complex.Fmax)},
	"fmin":          {Types: arithmetic, Lower: onComplexes(lower.Complex.Fmin)},
	"where":         {Types: choice},
	"logical_and":   {Types: logical},
	"logical_or":    {Types: logical},
	"logical_xor":   {Types: logical},
	"logical_not":   {Types: logical},
	"isnan":         {Types: asking, Lower: maskOf(lower.Complex.IsNaN)},
	"isinf":         {Types: asking, Lower: maskOf(lower.Complex.IsInf)},
	"isfinite":      {Types: asking, Lower: maskOf(lower.Complex.IsFinite)},

	"abs":         {Types: partOf, Lower: maskOf(lower.Complex.Abs), ULP: 0.51},
	"sign":        {Types: arithmetic, Lower: onComplex(lower.Complex.Sign), ULP: 2},
	"power":       {Types: arithmetic, Lower: onComplexes(lower.Complex.Pow), ULP: 7.8},
	"float_power": {Types: inComplexDouble, Lower: onComplexes(lower.Complex.Pow), ULP: 7.8},
	"sinc":        {Types: arithmetic, Lower: onComplex(lower.Complex.Sinc), ULP: 4},
	"sqrt":        {Types: arithmetic, Lower: onComplex(lower.Complex.Sqrt), ULP: 1.4},
	"exp":         {Types: arithmetic, Lower: onComplex(lower.Complex.Exp), ULP: 2},
	"exp2":        {Types: arithmetic, Lower: onComplex(lower.Complex.Exp2), ULP: 1.8},
	"expm1":       {Types: arithmetic, Lower: onComplex(lower.Complex.Expm1), ULP: 1.9},
	"log":         {Types: arithmetic, Lower: onComplex(lower.Complex.Log), ULP: 0.62},
	"log2":        {Types: arithmetic, Lower: onComplex(lower.Complex.Log2), ULP: 1.4},
	"log10":       {Types: arithmetic, Lower: onComplex(lower.Complex.Log10), ULP: 1.6},
	"log1p":       {Types: arithmetic, Lower: onComplex(lower.Complex.Log1p), ULP: 1.3},
	"sin":         {Types: arithmetic, Lower: onComplex(lower.Complex.Sin), ULP: 1.9},
	"cos":         {Types: arithmetic, Lower: onComplex(lower.Complex.Cos), ULP: 1.9},
	"tan":         {Types: arithmetic, Lower: onComplex(lower.Complex.Tan), ULP: 3.8},
	"sinh":        {Types: arithmetic, Lower: onComplex(lower.Complex.Sinh), ULP: 2},
	"cosh":        {Types: arithmetic, Lower: onComplex(lower.Complex.Cosh), ULP: 2},
	"tanh":        {Types: arithmetic, Lower: onComplex(lower.Complex.Tanh), ULP: 4.1},
	"arcsin":      {Types: arithmetic, Lower: onComplex(lower.Complex.Arcsin), ULP: 2.6},
	"arccos":      {Types: arithmetic, Lower: onComplex(lower.Complex.Arccos), ULP: 2.5},
	"arctan":      {Types: arithmetic, Lower: onComplex(lower.Complex.Arctan), ULP: 3},
	"arcsinh":     {Types: arithmetic, Lower: onComplex(lower.Complex.Arcsinh), ULP: 2.4},
	"arccosh":     {Types: arithmetic, Lower: onComplex(lower.Complex.Arccosh), ULP: 2.3},
	"arctanh":     {Types: arithmetic, Lower: onComplex(lower.Complex.Arctanh), ULP: 3},

	"sum":       {Types: arithmetic},
	"prod":      {Types: arithmetic},
	"mean":      {Types: arithmetic},
	"var":       {Types: partOf},
	"min":       {Types: arithmetic},
	"max":       {Types: arithmetic},
	"any":       {Types: logical},
	"all":       {Types: logical},
	"argmin":    {Types: counted},
	"argmax":    {Types: counted},
	"nanmean":   {Types: arithmetic},
	"nanvar":    {Types: partOf},
	"median":    {Types: arithmetic},
	"nanmedian": {Types: arithmetic},
	"nanmin":    {Types: arithmetic},
	"nanmax":    {Types: arithmetic},
	"nanargmin": {Types: counted},
	"nanargmax": {Types: counted},
	"cumsum":    {Types: arithmetic},
	"cumprod":   {Types: arithmetic},
}

// withComplex gives the rows of a table their loops for complex numbers, and those that have none an error.
func withComplex(list []Op) []Op {
	for i := range list {
		op := &list[i]
		if op.Types == nil {
			continue
		}
		if l, ok := complexLoops[op.Name]; ok {
			op.Complex = &l
		}
		op.Types, op.Lower = orComplexTypes(op.Name, op.Types, op.Complex), orComplexLower(op.Lower, op.Complex)
	}
	return list
}

func orComplexTypes(name string, rule typeRule, l *ComplexLoop) typeRule {
	return func(args []dtype.Type) (Signature, error) {
		for _, a := range args {
			if !a.DType.IsComplex() {
				continue
			}
			if l == nil {
				return Signature{}, fmt.Errorf("%s is not defined for %s", name, a)
			}
			s, err := l.Types(args)
			s.wide = l.ULP > 0
			return s, err
		}
		return rule(args)
	}
}

func orComplexLower(own lowering, l *ComplexLoop) lowering {
	if l == nil || l.Lower == nil {
		return own
	}
	return func(b *vec.Builder, x []vec.Val) vec.Val {
		for _, v := range x {
			if b.Type(v).IsComplex() {
				return l.Lower(b, x)
			}
		}
		return own(b, x)
	}
}

// inComplexDouble computes in complex128.
func inComplexDouble(args []dtype.Type) (Signature, error) {
	return alike(len(args), dtype.Complex128, dtype.Complex128), nil
}

// partOf gives the type of the parts of complex numbers.
func partOf(args []dtype.Type) (Signature, error) {
	d := args[0].DType
	if !d.IsComplex() { // what is real is not computed: see ofReal
		return Signature{}, fmt.Errorf("%s numbers have no parts", d)
	}
	return alike(1, d, d.Part()), nil
}

// composing gives the complex type of real parts.
func composing(args []dtype.Type) (Signature, error) {
	s, err := division(args)
	switch {
	case err != nil:
	case s.Out == dtype.Float64:
		s.Out = dtype.Complex128
	default: // float16, too
		s = alike(2, dtype.Float32, dtype.Complex64)
	}
	return s, err
}

// asking is for questions about one argument.
func asking(args []dtype.Type) (Signature, error) { return alike(1, args[0].DType, dtype.Bool), nil }

// buildAngle is arctan2 of the parts.
func buildAngle(m *maker, a []*Node, o Options) *Node {
	y := NewInt(new(big.Int))
	if a[0].DType.IsComplex() {
		y = m.do("imag", a[0])
	}
	n := m.do("arctan2", y, m.do("real", a[0]))
	if o.Bool("deg") {
		n = m.do("multiply", n, NewFloat(180/math.Pi))
	}
	return n
}
