package bench

import (
	"slices"

	"github.com/b2gen/b2"
	kernels "github.com/b2gen/b2/generated/tutorial"
)

// sinexpWorks compute the tutorial's functions.
func sinexpWorks() []work {
	const text = kernels.SinExp
	m := maker{group: "sinexp", engines: []engine{fused, interp}}
	return slices.Concat(
		[]work{
			m.work("sinexp-disk-compute", fromDisk(text, compute)),
			m.work("sinexp-mem-compute", fromMemory(text, compute)),
		},
		m.plain("sinexp-mem-plain", func(do action) preparation { return fromMemory(text, do) }),
		m.plain("sinexp-item5", func(do action) preparation { return fromDisk(text, do.of(item5)) }),
		m.plain("sinexp-plain-plain", func(do action) preparation { return fromPlain(text, do) }),
	)
}

func item5(e *b2.Expr) *b2.Expr { return e.Slice(b2.At(5)) }
