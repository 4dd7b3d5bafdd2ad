// Package names has names that generated code must keep away from.
package names

// The names of packages that generated code imports.
var math, kernel = 1, 2

type scalar int

// Names of operands and axes that Go or generated code has other uses for.
//
//b2gen:kernel out=float64[len,1] type=float64[string] s=float64[1,string] i=float64[len,string] t0a=float64[len,string] am=float64[string] a=float64[string]
const awkward = "sin(out) * type + s - i * t0a + am / a"

// A directive may stand in a list, and a text may have escapes.
const (
	//b2gen:kernel e=float32
	Escaped = "e\x2b1.5 if e<2 else\te"
)
