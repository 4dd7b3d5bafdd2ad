package p

//b2gen:kernel a=float64[i]
const K = "a"
