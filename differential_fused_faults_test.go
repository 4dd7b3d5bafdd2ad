package b2_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/generated/corpus"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
	"github.com/b2gen/b2/testdata/fused"
)

// addFloats is a case that kernel AddFloats of the corpus computes.
func addFloats() (fused.Case, *kernel.Kernel) {
	c := fused.Case{Name: "1:2", Kernel: "AddFloats", Expr: corpus.AddFloats}
	s := fused.Setting{Into: true}
	for _, o := range []fused.Operand{{Name: "f4a", DType: b2.Float32}, {Name: "f8b", DType: b2.Float64}} {
		o.Shape, o.Data = []int{3, 7}, make([]byte, 21*o.DType.Size())
		for i := range 21 {
			o.Data[i*o.DType.Size()] = byte(i)
		}
		s.Operands = append(s.Operands, o)
	}
	c.Settings = []fused.Setting{s}
	list := corpus.Kernels()
	return c, list[slices.IndexFunc(list, func(k *kernel.Kernel) bool { return k.Name == c.Kernel })]
}

// TestFusedFaults has Run find what is wrong with kernels.
func TestFusedFaults(t *testing.T) {
	into := map[string]any{"AddFloats": corpus.AddFloatsInto}
	faults := map[string]func(*fused.Case, *kernel.Kernel){
		"":                   func(*fused.Case, *kernel.Kernel) {},
		"has made no kernel": func(c *fused.Case, _ *kernel.Kernel) { c.Kernel = "Other" },
		`it runs with kernel ""`: func(_ *fused.Case, k *kernel.Kernel) {
			k.Key = strings.Replace(k.Key, "add", "subtract", 1)
		},
		"was never called": func(_ *fused.Case, k *kernel.Kernel) { k.Stages = append(k.Stages, k.Stages[0]) },
	}
	for isa := range cpu.Best() + 1 {
		faults["fused on "+isa.String()+": element 5 of float64 [3 7]"] = func(_ *fused.Case, k *kernel.Kernel) {
			run := k.Stages[0].Run[isa]
			k.Stages[0].Run[isa] = func(s *kernel.Strip) {
				run(s)
				kernel.Out[uint64](s)[5] ^= 1
			}
		}
	}
	faults["AddFloatsInto: element 20"] = func(*fused.Case, *kernel.Kernel) {
		into = map[string]any{"AddFloats": func(out []float64, a []float32, b []float64) error {
			err := corpus.AddFloatsInto(out, a, b)
			out[20] = -out[20]
			return err
		}}
	}
	for want, spoil := range faults {
		into = map[string]any{"AddFloats": corpus.AddFloatsInto}
		c, k := addFloats()
		spoil(&c, k)
		var out bytes.Buffer
		err := fused.Run(&out, []fused.Case{c}, []fused.Package{{Kernels: []*kernel.Kernel{k}, Into: into}})
		if (err != nil) != (want != "") || !strings.Contains(out.String(), want) {
			t.Errorf("want %q: %v\n%s", want, err, out.String())
		}
	}
}
