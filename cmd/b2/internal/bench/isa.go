package bench

import (
	"context"

	"github.com/b2gen/b2"
)

// bestISA is the widest instruction set of this machine, which kernels and the interpreter use.
func bestISA() string {
	for _, name := range []string{"avx512", "avx2"} {
		if runs(name) {
			return name
		}
	}
	return "go"
}

// runs reports whether this machine has an instruction set: asking for one that it lacks is an error.
func runs(isa string) bool {
	_, err := b2.Read[float64](context.Background(), b2.Plain([]float64{0}, b2.Shape(1)), b2.ISA(isa))
	return err == nil
}
