package bench

import (
	"slices"

	"github.com/b2gen/b2"
	kernels "github.com/b2gen/b2/generated/tutorial"
)

// quadWorks compute the tutorial's first expression, which is all memory and compression.
func quadWorks() []work {
	const text = kernels.Quad
	m := maker{group: "quad", engines: []engine{fused, interp}}
	return slices.Concat(
		[]work{
			m.work("quad-disk-compute", fromDisk(text, compute)),
			m.work("quad-disk-todisk", fromDisk(text, toDisk)),
			m.work("quad-mem-compute", fromMemory(text, compute)),
		},
		m.plain("quad-disk-plain", func(do action) preparation { return fromDisk(text, do) }),
		m.plain("quad-mem-plain", func(do action) preparation { return fromMemory(text, do) }),
		m.plain("quad-plain-plain", func(do action) preparation { return fromPlain(text, do) }),
		[]work{m.work("quad-slice", fromDisk(text, action(compute).of(oneLayer)))},
		m.plain("quad-slice2", func(do action) preparation { return fromDisk(text, do.of(someRows)) }),
	)
}

// oneLayer is the tutorial's slice(2, 200, 25), of which b's ten layers have one.
func oneLayer(e *b2.Expr) *b2.Expr { return e.Slice(b2.Span(2, 200, 25)) }

func someRows(e *b2.Expr) *b2.Expr { return e.Slice(b2.At(2), b2.Span(3, 200, 25)) }
