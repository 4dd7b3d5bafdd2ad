//go:build !amd64 || purego

package cpu

func best() ISA { return Go }

func gfni() bool { return false }
