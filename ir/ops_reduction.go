package ir

// reductionOps go over axes.
var reductionOps = []Op{
	{Name: "sum", Kind: Reduction, Params: onA, Options: accumulates, Types: summing, Reduce: ReduceSum, Build: buildSum("any", "add", 0),
		Doc: "Sum over axes; integers in 64 bits.", Example: "sum(arange(4), axis=0)"},
	{Name: "prod", Kind: Reduction, Params: onA, Options: accumulates, Types: summing, Reduce: ReduceProd, Build: buildSum("all", "multiply", 1),
		Doc: "Product over axes; integers in 64 bits.", Example: "prod(arange(1, 5))"},
	{Name: "mean", Kind: Reduction, Params: onA, Options: averages, Types: division, Reduce: ReduceMean, Build: buildMean,
		Doc: "Arithmetic mean over axes.", Example: "mean(arange(4))"},
	{Name: "var", Kind: Reduction, Params: onA, Options: deviates, Types: division, Reduce: ReduceVar, Build: buildVar,
		Doc: "Variance over axes: the mean squared distance from the mean, divided by the count less ddof.", Example: "var(arange(4), ddof=1)"},
	{Name: "std", Kind: Reduction, Params: onA, Options: deviates, Build: buildRootOf("var"),
		Doc: "Standard deviation over axes, the square root of var.", Example: "std(arange(4))"},
	{Name: "min", Aliases: []string{"amin"}, Kind: Reduction, Params: onA, Options: extremes, Types: arithmetic, Reduce: ReduceMin, Build: buildExtreme("minimum"),
		Doc: "Smallest element over axes; NaN when any is NaN.", Example: "min(arange(4))"},
	{Name: "max", Aliases: []string{"amax"}, Kind: Reduction, Params: onA, Options: extremes, Types: arithmetic, Reduce: ReduceMax, Build: buildExtreme("maximum"),
		Doc: "Largest element over axes; NaN when any is NaN.", Example: "max(arange(4))"},
	{Name: "ptp", Kind: Reduction, Params: onA, Options: overAxes, Build: buildPtp,
		Doc: "Distance from the smallest to the largest element over axes.", Example: "ptp(arange(4))"},
	{Name: "any", Kind: Reduction, Params: onA, Options: chosen, Types: logical, Reduce: ReduceAny, Build: buildTruth(false),
		Doc: "Whether any element over axes is true.", Example: "any(arange(4) > 2)"},
	{Name: "all", Kind: Reduction, Params: onA, Options: chosen, Types: logical, Reduce: ReduceAll, Build: buildTruth(true),
		Doc: "Whether all elements over axes are true.", Example: "all(arange(4) >= 0)"},
	{Name: "argmin", Kind: Reduction, Params: onA, Options: overOne, Types: counted, Reduce: ReduceArgMin, Build: buildPosition,
		Doc: "Position of the first smallest element along an axis, or in C order of all; NaN counts as the smallest.", Example: "argmin(arange(4))"},
	{Name: "argmax", Kind: Reduction, Params: onA, Options: overOne, Types: counted, Reduce: ReduceArgMax, Build: buildPosition,
		Doc: "Position of the first largest element along an axis, or in C order of all; NaN counts as the largest.", Example: "argmax(arange(4))"},
	{Name: "count_nonzero", Kind: Reduction, Params: onA, Options: overAxes, Build: buildCount,
		Doc: "Number of elements over axes that are not zero.", Example: "count_nonzero(arange(4))"},
	{Name: "median", Kind: Reduction, Params: onA, Options: overAxes, Types: arithmetic, Reduce: ReduceQuantile, Build: buildMedian,
		Doc: "Median over axes.", Example: "median(arange(4))"},
	{Name: "quantile", Kind: Reduction, Params: onA, Options: quantiles, Types: arithmetic, Reduce: ReduceQuantile, Build: buildQuantile,
		Doc: "The value below which a part q, of 0 to 1, of the elements over axes is; of a list of q all of them, along a first axis; methods are NumPy's.", Example: "quantile(arange(5), 0.3)"},
	{Name: "percentile", Kind: Reduction, Params: onA, Options: quantiles, Build: buildPercentile("quantile"),
		Doc: "quantile with q of 0 to 100.", Example: "percentile(arange(5), 30)"},

	{Name: "nansum", Kind: Reduction, Params: onA, Options: accumulates, Build: buildWithout("sum", 0),
		Doc: "sum with NaN as 0.", Example: "nansum(arange(4.0))"},
	{Name: "nanprod", Kind: Reduction, Params: onA, Options: accumulates, Build: buildWithout("prod", 1),
		Doc: "prod with NaN as 1.", Example: "nanprod(arange(1.0, 4.0))"},
	{Name: "nanmean", Kind: Reduction, Params: onA, Options: averages, Types: division, Reduce: ReduceMean, SkipNaN: true, Build: buildNaNMean,
		Doc: "mean of what is not NaN.", Example: "nanmean(arange(4.0))"},
	{Name: "nanvar", Kind: Reduction, Params: onA, Options: deviates, Types: division, Reduce: ReduceVar, SkipNaN: true, Build: buildNaNVar,
		Doc: "var of what is not NaN.", Example: "nanvar(arange(4.0))"},
	{Name: "nanstd", Kind: Reduction, Params: onA, Options: deviates, Build: buildRootOf("nanvar"),
		Doc: "std of what is not NaN.", Example: "nanstd(arange(4.0))"},
	{Name: "nanmin", Kind: Reduction, Params: onA, Options: extremes, Types: arithmetic, Reduce: ReduceMin, SkipNaN: true, Build: buildNaNExtreme("min"),
		Doc: "min of what is not NaN.", Example: "nanmin(arange(4.0))"},
	{Name: "nanmax", Kind: Reduction, Params: onA, Options: extremes, Types: arithmetic, Reduce: ReduceMax, SkipNaN: true, Build: buildNaNExtreme("max"),
		Doc: "max of what is not NaN.", Example: "nanmax(arange(4.0))"},
	{Name: "nanargmin", Kind: Reduction, Params: onA, Options: overOne, Types: counted, Reduce: ReduceArgMin, SkipNaN: true, Build: buildPosition,
		Doc: "argmin with NaN as infinity; nothing but NaN is an error when it is computed.", Example: "nanargmin(arange(4.0))"},
	{Name: "nanargmax", Kind: Reduction, Params: onA, Options: overOne, Types: counted, Reduce: ReduceArgMax, SkipNaN: true, Build: buildPosition,
		Doc: "argmax with NaN as minus infinity; nothing but NaN is an error when it is computed.", Example: "nanargmax(arange(4.0))"},
	{Name: "nanmedian", Kind: Reduction, Params: onA, Options: overAxes, Types: arithmetic, Reduce: ReduceQuantile, SkipNaN: true, Build: buildMedian,
		Doc: "median of what is not NaN.", Example: "nanmedian(arange(4.0))"},
	{Name: "nanquantile", Kind: Reduction, Params: onA, Options: quantiles, Types: arithmetic, Reduce: ReduceQuantile, SkipNaN: true, Build: buildQuantile,
		Doc: "quantile of what is not NaN.", Example: "nanquantile(arange(5.0), 0.3)"},
	{Name: "nanpercentile", Kind: Reduction, Params: onA, Options: quantiles, Build: buildPercentile("nanquantile"),
		Doc: "percentile of what is not NaN.", Example: "nanpercentile(arange(5.0), 30)"},

	{Name: "cumsum", Kind: Reduction, Params: onA, Options: along, Types: summing, Reduce: ReduceCumSum, Build: buildScan,
		Doc: "Running sum along an axis, or of all elements in C order.", Example: "cumsum(arange(4))"},
	{Name: "cumprod", Kind: Reduction, Params: onA, Options: along, Types: summing, Reduce: ReduceCumProd, Build: buildScan,
		Doc: "Running product along an axis, or of all elements in C order.", Example: "cumprod(arange(1, 5))"},
	{Name: "cumulative_sum", Kind: Reduction, Params: onX, Options: along, Build: buildCumulative("cumsum"),
		Doc: "cumsum as the Python array API has it: arrays of several axes need an axis.", Example: "cumulative_sum(arange(4))"},
	{Name: "cumulative_prod", Kind: Reduction, Params: onX, Options: along, Build: buildCumulative("cumprod"),
		Doc: "cumprod as the Python array API has it: arrays of several axes need an axis.", Example: "cumulative_prod(arange(1, 5))"},
	{Name: "diff", Kind: Composite, Params: onA, Options: differences, Build: buildDiff,
		Doc: "Differences of neighbours along an axis, taken n times.", Example: "diff(arange(4) ** 2)"},
}

// The options of reductions, in NumPy's order.
var (
	axisOption  = Option{Name: "axis", Takes: TakesInts, Default: "None"}
	oneAxis     = Option{Name: "axis", Takes: TakesInt, Default: "None"}
	keepOption  = Option{Name: "keepdims", Takes: TakesBool, Default: "False"}
	typeOption  = Option{Name: "dtype", Takes: TakesDType, Default: "None"}
	firstOption = Option{Name: "initial", Takes: TakesNumber, Default: "None", None: true}
	whereOption = Option{Name: "where", Takes: TakesArray, Default: "True"}

	overAxes    = []Option{axisOption, keepOption}
	overOne     = []Option{oneAxis, keepOption}
	chosen      = []Option{axisOption, keepOption, whereOption}
	accumulates = []Option{axisOption, typeOption, keepOption, firstOption, whereOption}
	averages    = []Option{axisOption, typeOption, keepOption, whereOption}
	extremes    = []Option{axisOption, keepOption, firstOption, whereOption}
	deviates    = []Option{axisOption, typeOption, {Name: "ddof", Takes: TakesNumber, Default: "0"}, keepOption, whereOption,
		{Name: "correction", Takes: TakesNumber, Default: "None"}}
	quantiles = []Option{{Name: "q", Takes: TakesNumbers}, axisOption, {Name: "method", Takes: TakesText, Default: `"linear"`}, keepOption}
	along     = []Option{oneAxis, typeOption}

	differences = []Option{{Name: "n", Takes: TakesInt, Default: "1"}, {Name: "axis", Takes: TakesInt, Default: "-1"}}
)
