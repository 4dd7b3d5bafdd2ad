package p

//b2gen:kernel a=float64
const A = "a + 1"
