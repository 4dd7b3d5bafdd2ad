package p

//b2gen:kernel a=float64[i,j] b=float64[k]
const K = "a + b"
