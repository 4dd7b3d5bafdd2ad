// Package main has kernels of masks, integers and functions with rare cases.
package main

//b2gen:kernel m=bool[i] x=float32[j,i]
const Masked = "(x > 1) & m | ~(x <= -1)"

//b2gen:kernel a=int64 b=uint64 m=bool
const Chosen = "where(m, a < b, not m)"

//b2gen:kernel x=float64[i,1] y=float64[j]
const Rare = "sin(x*1e12) + cos(y)"

//b2gen:kernel a=uint8 n=uint8
const Bits = "(a << n) ^ 0xF0 | a >> 1"

//b2gen:kernel x=float32 y=int16
const Same = "(x and x) | (y or y)"

func main() {}
