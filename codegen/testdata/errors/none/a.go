package p

const K = "a + 1"
