package bench

import (
	"context"

	"github.com/b2gen/b2"
	kernels "github.com/b2gen/b2/generated/tutorial"
)

// portable is the instruction set of code that is plain Go, as all that the interpreter calls is.
const portable = "go"

// isaOf is the instruction set that an engine uses.
func (b *bed) isaOf(e engine) string {
	if e == fused {
		return b.isa
	}
	return portable
}

// kernelISA is the widest instruction set that the fused kernels have code for and that this machine runs. A kernel
// lists its code in this order.
func kernelISA() string {
	names := []string{portable, "avx2", "avx512"}
	widest := 0
	for _, k := range kernels.Kernels() {
		for _, s := range k.Stages {
			for i, f := range s.Run[:min(len(s.Run), len(names))] {
				if f != nil && i > widest && runs(names[i]) {
					widest = i
				}
			}
		}
	}
	return names[widest]
}

// runs reports whether this machine has an instruction set: asking for one that it lacks is an error.
func runs(isa string) bool {
	_, err := b2.Read[float64](context.Background(), b2.Plain([]float64{0}, b2.Shape(1)), b2.ISA(isa))
	return err == nil
}
