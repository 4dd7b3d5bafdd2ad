package p

//b2gen:kernel a=float64[i,j]
const K = "a - mean(a, axis=1, keepdims=True) + a.sum()"
