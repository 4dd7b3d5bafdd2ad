package p

//b2gen:kernel b=float64
const B = "b + 1"
