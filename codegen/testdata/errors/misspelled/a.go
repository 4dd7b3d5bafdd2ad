package p

//b2gen:kernels a=float64
const K = "a + 1"
