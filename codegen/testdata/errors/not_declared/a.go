package p

//b2gen:kernel a=float64
const K = "a + beta * beta + gamma"
