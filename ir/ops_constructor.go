package ir

// constructorOps make arrays of numbers.
var constructorOps = []Op{
	{Name: "linspace", Kind: Constructor, Params: []string{"start", "stop", "num"},
		Doc: "Evenly spaced numbers from start to stop: linspace(start, stop, num, endpoint=True, dtype=, shape=).", Example: "linspace(0, 1, 5)"},
	{Name: "arange", Kind: Constructor, Params: []string{"start", "stop", "step"},
		Doc: "Numbers from start, below stop, step apart: arange(stop) or arange(start, stop, step, dtype=, shape=).", Example: "arange(2, 8, 3)"},
	{Name: "zeros", Kind: Constructor, Params: []string{"shape"},
		Doc: "An array of zeros: zeros(shape, dtype=float64).", Example: "zeros((2, 3))"},
	{Name: "ones", Kind: Constructor, Params: []string{"shape"},
		Doc: "An array of ones: ones(shape, dtype=float64).", Example: "ones(3, dtype=int32)"},
	{Name: "full", Kind: Constructor, Params: []string{"shape", "fill_value"},
		Doc: "An array of one value: full(shape, value, dtype=).", Example: "full((2, 2), 7)"},
}
