package ir

import "slices"

// ops is the table: everything that an expression can call or write as an operator. To add an operation, add its row to
// the table of its kind below (and its lowering, if primitives do not already say it) and run go generate.
var ops = withComplex(slices.Concat(arithmeticOps, numberOps, roundingOps, logicOps, testOps, mathOps, specialOps, complexOps, reductionOps,
	shapeOps, constructorOps))

// Parameter names that rows share.
var (
	onX  = []string{"x"}
	onXY = []string{"x", "y"}
	onA  = []string{"a"}
)
