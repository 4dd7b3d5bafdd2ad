//go:build !amd64 || purego

package filter

import "github.com/b2gen/b2/runtime/cpu"

func assembly(cpu.ISA, int) vectors { return vectors{} }

func planeAssembly(cpu.ISA) planeVectors { return planeVectors{} }
