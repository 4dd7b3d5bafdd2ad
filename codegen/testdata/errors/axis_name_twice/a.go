package p

//b2gen:kernel a=float64[i,1] b=float64[i]
const K = "a + b"
