package p

// Every kind of reduction, and what is made of slices.

//b2gen:kernel a=float64[i,j]
const Std = "a / std(a, axis=0, ddof=1)"

//b2gen:kernel a=float64[i,j]
const Running = "cumsum(a, axis=0) + nanmedian(a)"

//b2gen:kernel a=float64[i,j]
const Diff = "diff(a)"
