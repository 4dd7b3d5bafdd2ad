package ir

import (
	"github.com/b2gen/b2/ir/lower"
	"github.com/b2gen/b2/ir/vec"
)

// Adapters from functions of the parts of complex numbers to the table's Lower.

func complexOf(b *vec.Builder, z vec.Val) lower.Complex {
	return lower.Complex{B: b, Re: b.Real(z), Im: b.Imag(z)}
}

// onComplex computes a complex number of one.
func onComplex(f func(z lower.Complex) lower.Complex) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val { return f(complexOf(b, x[0])).Pack() }
}

// onComplexes computes a complex number of two.
func onComplexes(f func(z, w lower.Complex) lower.Complex) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val { return f(complexOf(b, x[0]), complexOf(b, x[1])).Pack() }
}

// byPart does the same to both parts.
func byPart(f func(*vec.Builder, vec.Val) vec.Val) lowering {
	return onComplex(func(z lower.Complex) lower.Complex {
		return lower.Complex{B: z.B, Re: f(z.B, z.Re), Im: f(z.B, z.Im)}
	})
}

// byParts does the same to the real and to the imaginary parts of two.
func byParts(f func(*vec.Builder, vec.Val, vec.Val) vec.Val) lowering {
	return onComplexes(func(z, w lower.Complex) lower.Complex {
		return lower.Complex{B: z.B, Re: f(z.B, z.Re, w.Re), Im: f(z.B, z.Im, w.Im)}
	})
}

// maskOf computes a real number or a mask of a complex number.
func maskOf(f func(z lower.Complex) vec.Val) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val { return f(complexOf(b, x[0])) }
}

// toMask compares two.
func toMask(f func(z, w lower.Complex) vec.Val) lowering {
	return func(b *vec.Builder, x []vec.Val) vec.Val { return f(complexOf(b, x[0]), complexOf(b, x[1])) }
}

func flipped(f func(z, w lower.Complex) vec.Val) func(z, w lower.Complex) vec.Val {
	return func(z, w lower.Complex) vec.Val { return f(w, z) }
}
