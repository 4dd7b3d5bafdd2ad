//go:build !amd64 || purego

package cpu

func best() ISA { return Go }
