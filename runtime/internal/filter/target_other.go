//go:build !amd64 || purego

package filter

import "github.com/b2gen/b2/runtime/cpu"

func assembly(cpu.ISA, int) vectors { return vectors{} }

func columnAssembly(cpu.ISA) columns { return columns{} }

func planeAssembly(cpu.ISA, bool) planeVectors { return planeVectors{} }
