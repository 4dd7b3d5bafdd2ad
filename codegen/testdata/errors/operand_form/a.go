package p

//b2gen:kernel a=float64[i b=float64
const K = "a + b"
