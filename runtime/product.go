package runtime

import (
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
)

// product multiplies: floats in float64, in order within a row as NumPy does; integers wrap around, alike for both signs.
type product[T, A float32 | float64 | uint64] struct {
	prod []A
	out  dtype.DType
}

func newProduct(in, out dtype.DType) accumulator {
	switch in {
	case dtype.Float32:
		return &product[float32, float64]{out: out}
	case dtype.Float64:
		return &product[float64, float64]{out: out}
	}
	return &product[uint64, uint64]{out: out}
}

func (a *product[T, A]) reset(n int) {
	a.prod = cleared(a.prod, n)
	for i := range a.prod {
		a.prod[i] = 1
	}
}

func (a *product[T, A]) addRun(i int, src unsafe.Pointer, n int) {
	p := a.prod[i]
	for _, v := range unsafe.Slice((*T)(src), n) {
		p *= A(v)
	}
	a.prod[i] = p
}

func (a *product[T, A]) addEach(i int, src unsafe.Pointer, n int) {
	prod := a.prod[i : i+n]
	for k, v := range unsafe.Slice((*T)(src), n) {
		prod[k] *= A(v)
	}
}

func (a *product[T, A]) merge(other accumulator) {
	for k, v := range other.(*product[T, A]).prod {
		a.prod[k] *= v
	}
}

func (a *product[T, A]) finish(dst unsafe.Pointer, n, _ int) error {
	if a.out.IsFloat() {
		for k, v := range a.prod[:n] {
			putFloat(dst, k, float64(v), a.out)
		}
		return nil
	}
	copy(unsafe.Slice((*A)(dst), n), a.prod)
	return nil
}
