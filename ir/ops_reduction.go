package ir

// reductionOps go over axes.
var reductionOps = []Op{
	{Name: "sum", Kind: Reduction, Params: onA, Options: overAxes, Types: summing, Reduce: ReduceSum,
		Doc: "Sum over axes; integers in 64 bits.", Example: "sum(arange(4), axis=0)"},
	{Name: "mean", Kind: Reduction, Params: onA, Options: overAxes, Types: division, Reduce: ReduceMean,
		Doc: "Arithmetic mean over axes.", Example: "mean(arange(4))"},
	{Name: "min", Aliases: []string{"amin"}, Kind: Reduction, Params: onA, Options: overAxes, Types: arithmetic, Reduce: ReduceMin,
		Doc: "Smallest element over axes; NaN when any is NaN.", Example: "min(arange(4))"},
	{Name: "max", Aliases: []string{"amax"}, Kind: Reduction, Params: onA, Options: overAxes, Types: arithmetic, Reduce: ReduceMax,
		Doc: "Largest element over axes; NaN when any is NaN.", Example: "max(arange(4))"},
}

// overAxes are the options of all reductions.
var overAxes = []Option{
	{Name: "axis", Takes: TakesInts, Default: "None"},
	{Name: "keepdims", Takes: TakesBool, Default: "False"},
}
