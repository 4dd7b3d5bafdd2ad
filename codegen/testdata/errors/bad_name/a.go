package p

//b2gen:kernel name=1st a=float64
const K = "a + 1"
