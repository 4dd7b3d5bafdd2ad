// Package mixed has kernels over operands of different types and axes.
package mixed

const (
	// Sum has operands that vary alike: its function needs no lengths.
	//
	//b2gen:kernel a=float64 b=float32
	Sum = "a + 2*b"

	// Plane has as many axes as names, and one of length 1.
	//
	//b2gen:kernel a=int32[rows,1,cols] b=int8[cols]
	Plane = `where(a > b, a,
		b ** 2)`

	// Scaled has an operand with one element, and one that varies like the result.
	//
	//b2gen:kernel scale=float64[] x=float64
	Scaled = "exp(scale) * x"

	// Columns has the same axes throughout, but not the last one.
	//
	//b2gen:kernel x=uint16[i,1] y=uint16[i,1]
	Columns = "x // y"
)

// Two kernels of one expression.
//
//b2gen:kernel name=HypotF32 x=float32[n] y=float32[n]
//b2gen:kernel name=HypotF64 x=float64[n] y=float64[n]
const hypot = "sqrt(x**2 + y**2)"
