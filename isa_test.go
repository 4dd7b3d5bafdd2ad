package b2_test

import (
	"context"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/generated/corpus"
	"github.com/b2gen/b2/runtime/cpu"
)

// isas are the instruction sets of this machine by name.
func isas() (names []string) {
	for i := range cpu.Best() + 1 {
		names = append(names, i.String())
	}
	return names
}

// TestKernelsHaveVectors expects a function of every instruction set for each stage of the corpus: nothing that the language
// can say falls back to portable code, but what TestPortableStrips of codegen/amd64 lists.
func TestKernelsHaveVectors(t *testing.T) {
	if cpu.Best() == cpu.Go {
		t.Skip("this machine has no vector functions")
	}
	for _, k := range corpus.Kernels() {
		for i, stage := range k.Stages {
			for isa := cpu.AVX2; isa < cpu.NumISA; isa++ {
				if stage.Run[isa] == nil {
					t.Errorf("stage %d of %s has no function for %s", i, k.Name, isa)
				}
			}
		}
	}
}

// TestISAsAgree computes the corpus with every instruction set of this machine, interpreted and fused, and expects the
// same bits, NaN's sign and payload apart.
func TestISAsAgree(t *testing.T) {
	ctx := context.Background()
	for name, opts := range map[string][]b2.LazyOption{"interpreted": nil, "fused": {b2.WithKernels(corpus.Kernels()...)}} {
		t.Run(name, func(t *testing.T) {
			for _, f := range readCorpus(t) {
				vars := f.vars(t, nil)
				for _, c := range f.cases {
					e, err := b2.Lazy(c.Expr, vars, opts...)
					if err != nil || name == "fused" && e.Kernel() == "" {
						continue // TestCorpus looks at errors
					}
					want, err := b2.ReadBytes(ctx, e, b2.ISA("go"))
					if err != nil {
						continue
					}
					for _, isa := range isas()[1:] {
						got, err := b2.ReadBytes(ctx, e, b2.ISA(isa))
						if err != nil {
							t.Fatalf("%s on %s: %v", c.Expr, isa, err)
						}
						if i := differs(got, want, e.DType()); i >= 0 {
							t.Errorf("%s: element %d differs on %s", c.Expr, i, isa)
						}
					}
				}
			}
		})
	}
}
