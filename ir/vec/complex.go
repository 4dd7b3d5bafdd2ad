package vec

// Complex numbers exist only where they are loaded and stored: the builder takes apart what it has put together, so that
// what lies between is done with real lanes.

// Complex is the complex number of two parts of one float type.
func (b *Builder) Complex(re, im Val) Val {
	t := C128
	if b.Type(re) == F32 {
		t = C64
	}
	return b.emit(Complex, t, 0, re, im)
}

// Real is the real part of z; that of a real number is itself.
func (b *Builder) Real(z Val) Val {
	switch v := b.f.Values[z]; {
	case !v.Type.IsComplex():
		return z
	case v.Op == Complex:
		return v.Args[0]
	}
	return b.emit(Real, b.Type(z).Part(), 0, z)
}

// Imag is the imaginary part of a complex z.
func (b *Builder) Imag(z Val) Val {
	if v := b.f.Values[z]; v.Op == Complex {
		return v.Args[1]
	}
	return b.emit(Imag, b.Type(z).Part(), 0, z)
}

// ComplexBits is the complex constant whose parts have the given bits.
func (b *Builder) ComplexBits(t Type, re, im uint64) Val {
	return b.Complex(b.ConstBits(t.Part(), re), b.ConstBits(t.Part(), im))
}

// castComplex is Cast from or to complex numbers: a real type gets the real part, and a mask says what is not 0.
func (b *Builder) castComplex(x Val, t Type) Val {
	from := b.Type(x)
	switch {
	case !from.IsComplex():
		return b.Complex(b.Cast(x, t.Part()), b.Float(t.Part(), 0))
	case t.IsComplex():
		return b.Complex(b.Cast(b.Real(x), t.Part()), b.Cast(b.Imag(x), t.Part()))
	case t.Mask:
		zero := b.Float(from.Part(), 0)
		return b.Resize(b.Or(b.Ne(b.Real(x), zero), b.Ne(b.Imag(x), zero)), t)
	}
	return b.Cast(b.Real(x), t)
}
