package b2

import (
	"slices"

	"github.com/b2gen/b2/ir"
	b2rt "github.com/b2gen/b2/runtime"
)

// reduction is a step of a program that reduces, as the runtime has it.
func reduction(r *ir.ReduceStep) *b2rt.Reduce {
	if r == nil {
		return nil
	}
	return &b2rt.Reduce{
		Kind: reduceKinds[r.Op.Reduce], Over: r.Over, Keep: r.Keep, Out: r.Out,
		SkipNaN: r.Op.SkipNaN, Must: r.Must, DDof: r.DDof, Q: r.Q, Qs: r.Qs, Halves: r.Halves, Method: b2rt.Method(max(slices.Index(ir.Methods, r.Method), 0)),
	}
}

var reduceKinds = map[ir.ReduceKind]b2rt.ReduceKind{
	ir.ReduceSum: b2rt.Sum, ir.ReduceMean: b2rt.Mean, ir.ReduceMin: b2rt.Min, ir.ReduceMax: b2rt.Max,
	ir.ReduceProd: b2rt.Prod, ir.ReduceVar: b2rt.Var, ir.ReduceAny: b2rt.Any, ir.ReduceAll: b2rt.All,
	ir.ReduceArgMin: b2rt.ArgMin, ir.ReduceArgMax: b2rt.ArgMax, ir.ReduceQuantile: b2rt.Quantile,
	ir.ReduceCumSum: b2rt.CumSum, ir.ReduceCumProd: b2rt.CumProd,
}
