// Package constant has kernels with little or nothing to read.
package constant

//b2gen:kernel
const Answer = "2 * 3 * 7.0"

//b2gen:kernel
const Yes = "1 < 2"

// Scalar has only operands with one element.
//
//b2gen:kernel a=float32[] b=float32[1,1]
const Scalar = "a % b"
