package p

func f() string {
	//b2gen:kernel a=float64
	const K = "a + 1"
	return K
}
