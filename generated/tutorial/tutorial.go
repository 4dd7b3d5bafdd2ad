// Package tutorial has the expressions of the tutorial as fused kernels, for the command and the benchmarks.
package tutorial

//go:generate go run ../../cmd/b2gen

// Quad is the tutorial's first expression.
//
//b2gen:kernel a=float32[j,k] b=float64[i,j,k]
const Quad = "a**2 + b**2 + 2*a*b + 1"

// SinExp is the tutorial's example of functions.
//
//b2gen:kernel a=float32[j,k] b=float64[i,j,k]
const SinExp = "sin(a) + exp(b)"

// Wave is the tutorial's second part: a wave that turns around the x axis.
//
//b2gen:kernel x=float64[i,1,1] y=float64[j,1] z=float64[k]
const Wave = "sin(sqrt(y**2 + z**2)*3 - x*y*0.001*2) * cos(arctan2(z, y)*3)"
