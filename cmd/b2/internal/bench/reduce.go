package bench

import kernels "github.com/b2gen/b2/generated/tutorial"

// reduceWorks compute sums and means. They are written as text, since a method of an expression forgets its kernels.
func reduceWorks() []work {
	m := maker{group: "reduce", engines: []engine{fused, interp}}
	plain := maker{group: "reduce", engines: []engine{interp}} // there is no kernel for these
	return []work{
		m.work("sum-all", fromMemory("sum("+kernels.Quad+")", read)),
		m.work("sum-axis0", fromMemory("sum("+kernels.Quad+", axis=0)", read)),
		m.work("mean-axis2", fromMemory("mean("+kernels.Quad+", axis=2)", read)),
		plain.work("sum-b", fromMemory("sum(b)", read)),
		plain.work("sum-where", fromMemory("sum(where(b > 1.5, a*b, 0))", read)),
	}
}
