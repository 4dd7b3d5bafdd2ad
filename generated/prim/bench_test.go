package prim_test

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// BenchmarkStrips computes 16,384 elements that stay in the second-level cache, by function, types and instruction set.
func BenchmarkStrips(b *testing.B) {
	const n = 16384
	for _, in := range ir.Loops() {
		for isa := range cpu.Best() + 1 {
			run := prim.Vector(in.Key(), isa)
			if isa == cpu.Go {
				run = prim.Lookup(in.Key())
			}
			if run == nil {
				continue
			}
			b.Run(strings.ReplaceAll(in.Key(), ".", "_")+"/"+isa.String(), func(b *testing.B) {
				s := &kernel.Strip{N: kernel.MaxStrip}
				var args []array
				for k := range in.N {
					a := newArray(in.In[k], n)
					for i := range n {
						x := -12 + 25*float64(i)/n
						if k == 1 || in.Op != nil && (strings.HasPrefix(in.Op.Name, "log") || in.Op.Name == "power") {
							x = 0.5 + 1.5*float64(i)/n
						}
						a.set(i, valueOf(in.In[k], x))
					}
					args = append(args, a)
					s.In = append(s.In, kernel.Input{Mask: -1})
				}
				out := newArray(in.Out, n)
				for b.Loop() {
					for at := 0; at < n; at += s.N {
						for k := range args {
							s.In[k].Ptr = unsafe.Add(args[k].ptr(), at*in.In[k].Size())
						}
						s.Out = unsafe.Add(out.ptr(), at*in.Out.Size())
						run(s)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/elem")
			})
		}
	}
}
