package p

//b2gen:kernel a=float64[2]
const K = "a + 1"
