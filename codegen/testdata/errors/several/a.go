package p

//b2gen:kernel a=float64
const K = "a +"

//b2gen:kernel b=float64
const L = "b ** "
