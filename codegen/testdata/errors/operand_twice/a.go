package p

//b2gen:kernel a=float64 a=float32
const K = "a + 1"
