package runtime

import (
	"context"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// scan computes a node's values into memory, and there each becomes the sum or the product of all up to itself, along one
// axis or in C order. As in NumPy the elements follow one another in their own type, so that the bits are the same; lines
// are independent of each other.
func (j *job) scan(ctx context.Context, o Options, out *Plain) error {
	n := j.node
	whole := &job{node: n, inputs: j.inputs, stages: j.stages}
	quiet := o
	quiet.Progress = nil
	if err := whole.into(ctx, quiet, make([]int, len(n.Shape)), n.Shape, out.at(0)); err != nil {
		return err
	}
	l := lines{outer: 1, length: shape.Len(n.Shape), inner: 1}
	if n.Reduce.Keep && len(n.Shape) > 0 {
		l = linesOf(n.Shape, n.Reduce.Over[0])
	}
	return l.scan(ctx, o, n.Reduce.Kind, out)
}

// lines are the runs along an axis: for each of outer places, inner ones side by side.
type lines struct{ outer, length, inner int }

// sideBySide is how many lines a task goes along at a time, so that what it needs next is near.
const sideBySide = 8192

func (l lines) scan(ctx context.Context, o Options, kind ReduceKind, out *Plain) error {
	step := scanner(kind, out.dtype)
	size := out.dtype.Size()
	strips := (l.inner + sideBySide - 1) / sideBySide
	return o.each(ctx, l.outer*strips, l.outer*l.length*l.inner, func(ctx context.Context) func(int) error {
		return func(task int) error {
			first := task % strips * sideBySide
			at := out.at(task/strips*l.length*l.inner + first)
			if l.inner == 1 {
				return inParts(ctx, l.length, func(k, n int) {
					step(unsafe.Add(at, k*size), unsafe.Add(at, (k+1)*size), n)
				})
			}
			width := min(sideBySide, l.inner-first)
			return inParts(ctx, l.length, func(k, n int) {
				for r := k; r < k+n; r++ {
					before := unsafe.Add(at, r*l.inner*size)
					step(before, unsafe.Add(before, l.inner*size), width)
				}
			})
		}
	})
}

// inParts calls f for runs of the steps from one element of a line to the next, and stops between them when the context
// ends.
func inParts(ctx context.Context, length int, f func(k, n int)) error {
	const part = 1 << 16
	for k := 0; k < length-1; k += part {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		f(k, min(part, length-1-k))
	}
	return nil
}

// scanner is the function that joins n elements each with the one before it in its line: before and at are places in the
// same memory, perhaps one element apart.
func scanner(kind ReduceKind, d dtype.DType) func(before, at unsafe.Pointer, n int) {
	switch d {
	case dtype.Float16:
		return scanHalf(kind)
	case dtype.Float32:
		return scanNumbers[float32](kind)
	case dtype.Float64:
		return scanNumbers[float64](kind)
	case dtype.Complex64:
		return scanComplex[float32](kind)
	case dtype.Complex128:
		return scanComplex[float64](kind)
	}
	return scanNumbers[uint64](kind) // integers are summed in 64 bits; both signs have the same
}

func scanNumbers[T float32 | float64 | uint64](kind ReduceKind) func(before, at unsafe.Pointer, n int) {
	if kind == CumProd {
		return func(before, at unsafe.Pointer, n int) {
			x, y := unsafe.Slice((*T)(before), n), unsafe.Slice((*T)(at), n)
			for i := range y {
				y[i] = x[i] * y[i]
			}
		}
	}
	return func(before, at unsafe.Pointer, n int) {
		x, y := unsafe.Slice((*T)(before), n), unsafe.Slice((*T)(at), n)
		for i := range y {
			y[i] = x[i] + y[i]
		}
	}
}

// scanComplex joins complex numbers of parts T, in their own precision and without a fused operation, as NumPy does.
func scanComplex[T float32 | float64](kind ReduceKind) func(before, at unsafe.Pointer, n int) {
	if kind == CumSum {
		add := scanNumbers[T](kind)
		return func(before, at unsafe.Pointer, n int) { add(before, at, 2*n) }
	}
	return func(before, at unsafe.Pointer, n int) {
		x, y := unsafe.Slice((*[2]T)(before), n), unsafe.Slice((*[2]T)(at), n)
		for i, v := range y {
			a, b, c, d := x[i][0], x[i][1], v[0], v[1]
			y[i] = [2]T{T(a*c) - T(b*d), T(a*d) + T(b*c)}
		}
	}
}

// scanHalf rounds each sum, as NumPy does.
func scanHalf(kind ReduceKind) func(before, at unsafe.Pointer, n int) {
	return func(before, at unsafe.Pointer, n int) {
		x, y := unsafe.Slice((*dtype.Half)(before), n), unsafe.Slice((*dtype.Half)(at), n)
		for i := range y {
			if v := x[i].Float32(); kind == CumProd {
				y[i] = dtype.HalfOf(float64(v * y[i].Float32()))
			} else {
				y[i] = dtype.HalfOf(float64(v + y[i].Float32()))
			}
		}
	}
}
