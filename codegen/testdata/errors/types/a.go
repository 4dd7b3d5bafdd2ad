package p

//b2gen:kernel a=float64 b=int32
const K = "a & b"
