package p

//b2gen:kernel a=float46
const K = "a + 1"
