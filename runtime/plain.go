package runtime

import (
	"slices"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/kernel"
)

// Plain is an uncompressed array in memory, in C order.
type Plain struct {
	dtype  dtype.DType
	stored dtype.Stored
	shape  []int
	data   []byte // may be longer than the array
	keep   any    // what owns data
}

// NewPlain is the array of the given shape in data, which is not copied and must not change while it is read.
// The caller has checked that data is long enough; owner keeps the memory alive.
func NewPlain(d dtype.DType, s []int, data []byte, owner any) *Plain {
	return NewPlainStored(dtype.Plain(d), s, data, owner)
}

// NewPlainStored is NewPlain for any type that an array can be stored with. Big-endian numbers are turned round in a
// copy.
func NewPlainStored(t dtype.Stored, s []int, data []byte, owner any) *Plain {
	if width := t.SwapWidth(); width > 0 {
		data = slices.Clone(data)
		swap(data, width)
		t, owner = t.Native(), data
	}
	return &Plain{dtype: t.DType, stored: t, shape: s, data: data, keep: owner}
}

// newBuffer is a fresh array with the padding that kernels may touch.
func newBuffer(d dtype.DType, s []int) *Plain {
	return &Plain{dtype: d, stored: dtype.Plain(d), shape: s, data: kernel.Buffer(d, shape.Len(s))}
}

func (p *Plain) DType() dtype.DType   { return p.dtype }
func (p *Plain) Shape() []int         { return p.shape }
func (p *Plain) Stored() dtype.Stored { return p.stored }

// Bytes is the memory of the array's elements.
func (p *Plain) Bytes() []byte { return p.data[:shape.Len(p.shape)*p.dtype.Size()] }

func (p *Plain) at(element int) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(p.data)), element*p.dtype.Size())
}

func (p *Plain) read(_ *worker, r region, dst []byte, step []int) error {
	count, src, start := make([]int, len(r)), strides(p.shape), 0
	for i, s := range r {
		count[i] = s.Count
		start += s.Start * src[i]
		src[i] *= s.Step
	}
	if r.len() > 0 {
		copyND(unsafe.Pointer(unsafe.SliceData(dst)), step, p.at(start), src, count, p.dtype.Size())
	}
	return nil
}

// view is the place of a region that lies in one piece, followed by enough memory for a kernel's padding.
func (p *Plain) view(r region) (unsafe.Pointer, bool) {
	step := strides(p.shape)
	start, n := 0, 1
	for i := len(r) - 1; i >= 0; i-- {
		if s := r[i]; s.Count > 1 && (s.Step != 1 || step[i] != n) {
			return nil, false
		}
		n *= r[i].Count
		start += r[i].Start * step[i]
	}
	if start*p.dtype.Size()+kernel.Bytes(p.dtype, n) > len(p.data) {
		return nil, false
	}
	return p.at(start), true
}

// Affine is an array whose elements are computed from their numbers in C order.
type Affine struct {
	dtype dtype.DType
	shape []int
	fill  func(dst []byte, first, step, n int) // elements first, first+step, … to dst
}

// NewAffine is the array of which fill computes n elements from number first on, step apart.
func NewAffine(d dtype.DType, s []int, fill func(dst []byte, first, step, n int)) *Affine {
	return &Affine{dtype: d, shape: s, fill: fill}
}

func (a *Affine) DType() dtype.DType   { return a.dtype }
func (a *Affine) Shape() []int         { return a.shape }
func (a *Affine) Stored() dtype.Stored { return dtype.Plain(a.dtype) }

func (a *Affine) read(w *worker, r region, dst []byte, to []int) error {
	step := strides(a.shape)
	if len(r) == 0 {
		a.fill(dst, 0, 1, 1)
		return nil
	}
	if r.len() == 0 {
		return nil
	}
	last := len(r) - 1
	count := make([]int, len(r))
	start := 0
	for i, s := range r {
		count[i] = s.Count
		start += s.Start * step[i]
		step[i] *= s.Step
	}
	pos := make([]int, last)
	n, size := count[last], a.dtype.Size()
	apart := n > 1 && to[last] != 1
	var line []byte
	if apart {
		line = w.borrow(n * size)
		defer w.giveBack(line)
	}
	for {
		first, place := start+dot(pos, step), dst[dot(pos, to)*size:]
		if apart {
			a.fill(line, first, step[last], n)
			copyLine(unsafe.Pointer(unsafe.SliceData(place)), to[last], unsafe.Pointer(unsafe.SliceData(line)), 1, n, size)
		} else {
			a.fill(place, first, step[last], n)
		}
		if !next(pos, count[:last]) {
			return nil
		}
	}
}
