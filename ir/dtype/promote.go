package dtype

// Type is an element type as promotion sees it. Weak marks a Python scalar (in NEP 50's sense): it adapts to
// the arrays it meets instead of widening them. A weak int is {Int64, true}, a weak float {Float64, true}, a weak complex
// number {Complex128, true}.
type Type struct {
	DType DType
	Weak  bool
}

// Strong is the type of an array or of a typed scalar.
func Strong(d DType) Type { return Type{DType: d} }

var (
	// WeakInt is the type of a Python int such as 2.
	WeakInt = Type{Int64, true}
	// WeakFloat is the type of a Python float such as 0.5.
	WeakFloat = Type{Float64, true}
	// WeakComplex is the type of a Python complex number such as 2j.
	WeakComplex = Type{Complex128, true}
)

// String names the type, saying when it is weak.
func (t Type) String() string {
	if !t.Weak {
		return t.DType.String()
	}
	switch t.DType {
	case Int64:
		return "python int"
	case Complex128:
		return "python complex"
	}
	return "python float"
}

// Promote is the common type of two operands by NumPy 2's rules (NEP 50).
func Promote(a, b Type) Type {
	switch {
	case a.Weak && b.Weak:
		return Type{max(a.DType, b.DType), true}
	case a.Weak:
		return Strong(promoteWeak(b.DType, a.DType))
	case b.Weak:
		return Strong(promoteWeak(a.DType, b.DType))
	}
	return Strong(promoteStrong(a.DType, b.DType))
}

// promoteWeak mixes a strong type with a weak one: a weak scalar of the same or a lesser kind adapts.
func promoteWeak(strong, weak DType) DType {
	switch {
	case weak == Complex128 && strong != Invalid && strong.Kind() < KindComplex:
		if strong == Float16 || strong == Float32 {
			return Complex64
		}
		return Complex128
	case weak == Int64 && strong == Bool:
		return Int64
	case weak == Float64 && (strong.IsInteger() || strong == Bool):
		return Float64
	}
	return strong
}

// promoteStrong is numpy.promote_types; Invalid where a type is raw, and not the other, too.
func promoteStrong(a, b DType) DType {
	if a == b {
		return a
	}
	if a.Kind() > b.Kind() {
		a, b = b, a
	}
	switch { // a's kind is the lesser, or both are of one
	case b.Kind() == KindRaw || a == Invalid:
		return Invalid
	case a == Bool:
		return b
	case a.Kind() == b.Kind():
		return max(a, b) // wider types of a kind have higher numbers
	case b.Kind() == KindComplex:
		return promoteComplex(a, b)
	case b.Kind() == KindFloat:
		return max(b, floatFor(a))
	case a.Size() > b.Size():
		return a // signed
	case b == Uint64:
		return Float64 // no integer holds both: NumPy goes to float64
	}
	return b - Uint8 + Int16 // the signed type of twice the unsigned one's width
}

// floatFor is the least float type that holds all of an integer type, as NumPy counts: 64 bits go to float64.
func floatFor(d DType) DType {
	switch d.Size() {
	case 1:
		return Float16
	case 2:
		return Float32
	}
	return Float64
}

// promoteComplex is the complex type whose parts hold a, and are no narrower than those of c.
func promoteComplex(a, c DType) DType {
	if !a.IsFloat() {
		a = floatFor(a)
	}
	if a == Float64 {
		return Complex128
	}
	return c
}
