package b2

import (
	"math"
	"unsafe"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	b2rt "github.com/b2gen/b2/runtime"
)

// generator is the source that computes a constructor's elements from their numbers, with NumPy's arithmetic.
func generator(g *ir.Generator) b2rt.Source {
	if g.DType.IsComplex() {
		return b2rt.NewAffine(g.DType, g.Shape, complexes(g))
	}
	return b2rt.NewAffine(g.DType, g.Shape, fillerOf(g))
}

func fillerOf(g *ir.Generator) filler {
	switch g.DType {
	case dtype.Int8:
		return integers[int8](g)
	case dtype.Int16:
		return integers[int16](g)
	case dtype.Int32:
		return integers[int32](g)
	case dtype.Int64:
		return integers[int64](g)
	case dtype.Uint16:
		return integers[uint16](g)
	case dtype.Uint32:
		return integers[uint32](g)
	case dtype.Uint64:
		return integers[uint64](g)
	case dtype.Float16:
		return halves(g)
	case dtype.Float32:
		return floats[float32](g)
	case dtype.Float64:
		return floats[float64](g)
	}
	if g.DType == dtype.Bool && g.Kind == ir.Linspace {
		return func(dst []byte, first, step, n int) {
			for k := range n {
				if dst[k] = 0; spaced(g, first+k*step) != 0 {
					dst[k] = 1
				}
			}
		}
	}
	return integers[uint8](g) // other bools, too
}

type filler = func(dst []byte, first, step, n int)

func elements[T any](dst []byte, n int) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(dst))), n)
}

func integers[T int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64](g *ir.Generator) filler {
	switch g.Kind {
	case ir.Fill:
		return func(dst []byte, _, _, n int) { set(elements[T](dst, n), T(g.Bits)) }
	case ir.Arange:
		start, by := T(g.First), T(g.By)
		return func(dst []byte, first, step, n int) {
			for k := range elements[T](dst, n) {
				elements[T](dst, n)[k] = start + T(first+k*step)*by
			}
		}
	}
	return func(dst []byte, first, step, n int) {
		out := elements[T](dst, n)
		for k := range out {
			out[k] = T(int64(math.Floor(spaced(g, first+k*step))))
		}
	}
}

func floats[T float32 | float64](g *ir.Generator) filler {
	switch {
	case g.Kind == ir.Fill && g.DType == dtype.Float32:
		return func(dst []byte, _, _, n int) { set(elements[uint32](dst, n), uint32(g.Bits)) }
	case g.Kind == ir.Fill:
		return func(dst []byte, _, _, n int) { set(elements[uint64](dst, n), g.Bits) }
	case g.Kind == ir.Arange:
		start, by := T(g.Start), T(g.Step)
		return func(dst []byte, first, step, n int) {
			out := elements[T](dst, n)
			for k := range out {
				out[k] = start + T(T(first+k*step)*by)
			}
			setFirst(out, first, step, start, T(g.Second))
		}
	}
	return func(dst []byte, first, step, n int) {
		out := elements[T](dst, n)
		for k := range out {
			out[k] = T(spaced(g, first+k*step))
		}
	}
}

// setFirst sets the first two elements of a range, wherever they are in a part of it: others are counted from them, and by
// that the second can become another one.
func setFirst[T any](part []T, first, step int, values ...T) {
	for at, v := range values {
		if step == 0 {
			if first == at {
				set(part, v)
			}
			continue
		}
		if k := (at - first) / step; k >= 0 && k < len(part) && first+k*step == at {
			part[k] = v
		}
	}
}

// halves are float16 elements, computed as NumPy does: a range in float32, the rest in float64, rounded once.
func halves(g *ir.Generator) filler {
	switch g.Kind {
	case ir.Fill:
		return func(dst []byte, _, _, n int) { set(elements[uint16](dst, n), uint16(g.Bits)) }
	case ir.Arange:
		start, by := float32(g.Start), float32(g.Step)
		return func(dst []byte, first, step, n int) {
			out := elements[dtype.Half](dst, n)
			for k := range out {
				out[k] = dtype.HalfOf(float64(start + float32(float32(first+k*step)*by)))
			}
			setFirst(out, first, step, dtype.HalfOf(g.Start), dtype.HalfOf(g.Second))
		}
	}
	return func(dst []byte, first, step, n int) {
		out := elements[dtype.Half](dst, n)
		for k := range out {
			out[k] = dtype.HalfOf(spaced(g, first+k*step))
		}
	}
}

// complexes are complex elements: the parts, each filled by itself.
func complexes(g *ir.Generator) filler {
	re, im := g.Split()
	size := re.DType.Size()
	fills := [2]filler{fillerOf(re), fillerOf(im)}
	return func(dst []byte, first, step, n int) {
		var buf [64]float64 // aligned room for parts
		part := unsafe.Slice((*byte)(unsafe.Pointer(&buf)), len(buf)*8)
		for done := 0; done < n; done += len(buf) {
			count := min(n-done, len(buf))
			for p, fill := range fills {
				fill(part, first+done*step, step, count)
				for k := range count {
					copy(dst[(2*(done+k)+p)*size:], part[k*size:(k+1)*size])
				}
			}
		}
	}
}

// spaced is element i of a linspace, the last one exactly the stop.
func spaced(g *ir.Generator, i int) float64 {
	if g.Last && i == g.Len()-1 {
		return g.Stop
	}
	if g.Step == 0 && g.Parts > 0 { // the step underflowed: NumPy divides the number first
		return float64(float64(i)/float64(g.Parts)*(g.Stop-g.Start)) + g.Start
	}
	return float64(float64(i)*g.Step) + g.Start
}

func set[T any](out []T, v T) {
	for k := range out {
		out[k] = v
	}
}
