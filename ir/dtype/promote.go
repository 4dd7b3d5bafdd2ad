package dtype

// Type is an element type as promotion sees it. Weak marks a Python scalar (in NEP 50's sense): it adapts to
// the arrays it meets instead of widening them. A weak int is {Int64, true}, a weak float {Float64, true}.
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
)

// String names the type, saying when it is weak.
func (t Type) String() string {
	if !t.Weak {
		return t.DType.String()
	}
	if t.DType == Int64 {
		return "python int"
	}
	return "python float"
}

// Promote is the common type of two operands by NumPy 2's rules (NEP 50).
func Promote(a, b Type) Type {
	switch {
	case a.Weak && b.Weak:
		if a.DType == Float64 || b.DType == Float64 {
			return WeakFloat
		}
		return WeakInt
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
	case weak == Int64 && strong == Bool:
		return Int64
	case weak == Float64 && !strong.IsFloat():
		return Float64
	}
	return strong
}

func promoteStrong(a, b DType) DType {
	if a == b || b == Bool {
		return a
	}
	if a == Bool {
		return b
	}
	if a.IsFloat() || b.IsFloat() {
		return promoteFloat(a, b)
	}
	if a.Kind() == b.Kind() {
		return max(a, b) // wider types of a kind have higher numbers
	}
	s, u := a, b
	if a.Kind() == KindUnsigned {
		s, u = b, a
	}
	if s.Size() > u.Size() {
		return s
	}
	if u == Uint64 {
		return Float64 // no integer holds both: NumPy goes to float64
	}
	return u - Uint8 + Int16 // the signed type of twice the unsigned one's width
}

func promoteFloat(a, b DType) DType {
	if a.IsFloat() && b.IsFloat() {
		return max(a, b)
	}
	f, i := a, b
	if b.IsFloat() {
		f, i = b, a
	}
	if i.Size() > 2 {
		return Float64 // float32 holds integers of up to 16 bits exactly, not more
	}
	return f
}
