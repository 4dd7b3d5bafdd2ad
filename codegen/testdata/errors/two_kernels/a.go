package p

//b2gen:kernel a=float64
const K = "a + 1"

//b2gen:kernel name=K a=float32
const L = "a - 1"
