package p

import "C"

//b2gen:kernel a=float64
const K = "a + 1"
