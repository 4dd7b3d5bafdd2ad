package ir

import (
	"fmt"
	"math"
)

// pythonComplex is pythonArith where one of the numbers is complex: what CPython 3.11 computes, to the bit but for powers.
func pythonComplex(name string, x, y number) (v number, ok bool, err error) {
	a, b := x.value(), y.value()
	switch name {
	case "positive":
		return x, true, nil
	case "negative":
		return complexNumber(complex(-x.float, -x.imag)), true, nil
	case "add":
		return complexNumber(complex(real(a)+real(b), imag(a)+imag(b))), true, nil
	case "subtract":
		return complexNumber(complex(real(a)-real(b), imag(a)-imag(b))), true, nil
	case "multiply":
		return complexNumber(complexProduct(a, b)), true, nil
	case "divide":
		if b == 0 {
			return v, true, fmt.Errorf("division of a number by zero")
		}
		return complexNumber(complexQuotient(a, b)), true, nil
	case "power":
		if a == 0 && (imag(b) != 0 || real(b) < 0) {
			return v, true, fmt.Errorf("zero cannot be raised to a negative or complex power")
		}
		return complexNumber(complexPower(a, b)), true, nil
	case "logical_and", "logical_or":
		return v, false, nil
	}
	return v, true, fmt.Errorf("%s is not defined for Python complex numbers", name)
}

// complexProduct has no fused operations, which Go could make of its own product.
func complexProduct(a, b complex128) complex128 {
	return complex(float64(real(a)*real(b))-float64(imag(a)*imag(b)), float64(real(a)*imag(b))+float64(imag(a)*real(b)))
}

// complexQuotient is Smith's algorithm (1962), as CPython has it.
func complexQuotient(a, b complex128) complex128 {
	switch p, q := real(b), imag(b); {
	case math.Abs(p) >= math.Abs(q):
		ratio := q / p
		den := p + float64(q*ratio)
		return complex((real(a)+float64(imag(a)*ratio))/den, (imag(a)-float64(real(a)*ratio))/den)
	case math.Abs(q) >= math.Abs(p):
		ratio := p / q
		den := float64(p*ratio) + q
		return complex((float64(real(a)*ratio)+imag(a))/den, (float64(imag(a)*ratio)-real(a))/den)
	}
	return complex(math.NaN(), math.NaN())
}

// complexPower multiplies where the exponent is a whole number up to 100, and else goes by the polar form.
func complexPower(a, b complex128) complex128 {
	if n := real(b); imag(b) == 0 && n == math.Floor(n) && math.Abs(n) <= 100 {
		r, p := complex(1, 0), a
		for k := int(math.Abs(n)); k > 0; k >>= 1 {
			if k&1 != 0 {
				r = complexProduct(r, p)
			}
			p = complexProduct(p, p)
		}
		if n < 0 {
			r = complexQuotient(1, r)
		}
		return r
	}
	if a == 0 {
		return 0
	}
	size, angle := math.Hypot(real(a), imag(a)), evalFloat("arctan2", imag(a), real(a))
	length, phase := evalFloat("power", size, real(b)), angle*real(b)
	if imag(b) != 0 {
		length *= evalFloat("exp", -angle*imag(b), 0)
		phase += float64(imag(b) * evalFloat("log", size, 0))
	}
	return complex(length*evalFloat("cos", phase, 0), length*evalFloat("sin", phase, 0))
}
