package p

const (
	//b2gen:kernel a=float64
	K = "a + sine(a)"
)
