package p

//b2gen:kernel a=float64[i]
const K = "a + linspace(0, 1, 1)"
