package p

//b2gen:kernel a=float64
var K = "a + 1"
