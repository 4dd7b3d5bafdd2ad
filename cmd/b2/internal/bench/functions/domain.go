package functions

import (
	"math"
	"unsafe"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

// span is an interval that arguments are drawn from: low ≤ x < high.
type span struct{ low, high float64 }

// spanOf is the interval of argument k of a loop: within the function's domain, where its results are neither zero nor
// infinite, and no wider than data usually is.
func spanOf(in ir.Instr, k int) span {
	switch d := in.In[k]; {
	case d == dtype.Bool:
		return span{0, 2}
	case !d.IsFloat() && !d.IsComplex():
		return wholeSpan(in.Name(), d, k)
	}
	switch in.Name() {
	case "arcsin", "arccos":
		return span{-1, 1}
	case "arctanh":
		return span{-0.99, 0.99}
	case "arccosh":
		return span{1, 20}
	case "sqrt", "log", "log2", "log10":
		return span{0.01, 100}
	case "log1p":
		return span{-0.9, 10}
	case "gamma", "lgamma":
		return span{0.5, 20}
	case "power", "float_power":
		if k == 0 {
			return span{0.1, 10}
		}
		return span{-3, 3}
	case "divide", "floor_divide", "remainder", "fmod":
		if k == 1 {
			return span{0.5, 2}
		}
	}
	return span{-12, 13}
}

// wholeSpan is spanOf for integers: what divides is not zero, what shifts is less than the width.
func wholeSpan(name string, d dtype.DType, k int) span {
	unsigned := d.Kind() == dtype.KindUnsigned
	switch {
	case k == 1 && (name == "left_shift" || name == "right_shift"):
		return span{0, float64(8 * d.Size())}
	case k == 1 && name == "power":
		return span{0, 9}
	case k == 0 && name == "power" && !unsigned:
		return span{-5, 6}
	case k == 0 && name == "power":
		return span{0, 6}
	case k == 1 && (name == "floor_divide" || name == "remainder" || name == "fmod"), name == "reciprocal":
		return span{1, 101}
	case unsigned:
		return span{0, 201}
	}
	return span{-100, 101}
}

// set draws an element of d and puts it at p; of a complex number, one for each part.
func set(d dtype.DType, p unsafe.Pointer, draw func() float64) {
	x := draw()
	switch d {
	case dtype.Float64:
		*(*float64)(p) = x
	case dtype.Float32:
		*(*float32)(p) = float32(x)
	case dtype.Float16:
		*(*dtype.Half)(p) = dtype.HalfOf(x)
	case dtype.Complex128:
		*(*complex128)(p) = complex(x, draw())
	case dtype.Complex64:
		*(*complex64)(p) = complex(float32(x), float32(draw()))
	default:
		whole := int64(math.Floor(x))
		switch d.Size() {
		case 1:
			*(*int8)(p) = int8(whole)
		case 2:
			*(*int16)(p) = int16(whole)
		case 4:
			*(*int32)(p) = int32(whole)
		default:
			*(*int64)(p) = whole
		}
	}
}
