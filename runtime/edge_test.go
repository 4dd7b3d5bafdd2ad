package runtime_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/kernel"
)

// TestBroadcastResult has a kernel whose result is an operand that varies over fewer axes than the node.
func TestBroadcastResult(t *testing.T) {
	column := noise(70, 1)
	want := build([]int{3, 70, 200}, column.at)
	copying := &kernel.Kernel{In: []kernel.Operand{{DType: dtype.Float64, Axes: kernel.AllAxes}}}
	node := &b2rt.Node{Shape: want.shape, Kernel: copying, In: []b2rt.Input{
		{Source: plain(column), Shape: column.shape, Access: shape.Whole(2)},
	}}
	got := make([]float64, len(want.data))
	if err := (&b2rt.Plan{Nodes: []*b2rt.Node{node}}).ReadInto(context.Background(), b2rt.DefaultOptions(), bytesOf(got)); err != nil {
		t.Fatal(err)
	}
	newDice(t, 1).check("broadcast", want.shape, got, want.data)
	most := *node
	most.Reduce = &b2rt.Reduce{Kind: b2rt.Max, Over: []int{0, 2}, Keep: true, Out: dtype.Float64}
	got = make([]float64, 70)
	if err := (&b2rt.Plan{Nodes: []*b2rt.Node{&most}}).ReadInto(context.Background(), b2rt.DefaultOptions(), bytesOf(got)); err != nil {
		t.Fatal(err)
	}
	newDice(t, 1).check("max", want.shape, got, column.data)
}

func TestRefusesUncountableShapes(t *testing.T) {
	add, _ := ir.Find("add")
	if _, err := ir.Call(add, ramp(1<<40, 1), ramp(1, 1<<40)); err == nil {
		t.Error("a result of 2^80 elements was taken")
	}
	d := newDice(t, 1)
	for _, n := range []*ir.Node{ramp(1<<40, 1<<40), d.reduced("sum", ramp(1<<40, 1<<40), []int{0, 1}, false), d.reduced("sum", ramp(4, 1<<50), []int{0}, false)} {
		p := planOf(t, n)
		if _, err := p.Compute(context.Background(), b2rt.DefaultOptions(), b2rt.Target{}); err == nil {
			t.Errorf("%v: computed", n.Shape)
		}
		if err := p.ReadInto(context.Background(), b2rt.DefaultOptions(), nil); err == nil {
			t.Errorf("%v: read", n.Shape)
		}
	}
}

func TestRefusesTargets(t *testing.T) {
	ten := 10
	for _, tt := range []struct {
		target b2rt.Target
		want   string
	}{
		{b2rt.Target{Layout: b2rt.Layout{Chunks: []int{5}}}, "2 dimensions"},
		{b2rt.Target{Layout: b2rt.Layout{Chunks: []int{5, 1 << 31}}}, "axis 1 must be 1 to 2147483647"},
		{b2rt.Target{Layout: b2rt.Layout{Chunks: []int{5, 0}}}, "axis 1 must be 1 to 2147483647"},
		{b2rt.Target{Layout: b2rt.Layout{Blocks: []int{-1, 2}}}, "axis 0 must be 1 to 2147483647"},
		{b2rt.Target{Layout: b2rt.Layout{Chunks: []int{5, 5}, Blocks: []int{6, 1}}}, "do not fit into chunks (5, 5): axis 0 must be 1 to 5"},
		{b2rt.Target{Layout: b2rt.Layout{Chunks: []int{1 << 20, 1 << 20}}}, "chunks [1048576 1048576]"},
		{b2rt.Target{Layout: b2rt.Layout{Chunks: []int{10, 1 << 25}}}, "more than 2147483615 bytes"},
		{b2rt.Target{Layout: b2rt.Layout{Chunks: []int{10, 1 << 20}, Blocks: []int{1, 10}}}, "1048570 blocks of (1, 10) in each would be padding"},
		{b2rt.Target{Layout: b2rt.Layout{Chunks: []int{1, 1 << 22}, Blocks: []int{1, 1 << 22}}}, "blocks (1, 4194304) are too long for an array of (10, 10)"},
		{b2rt.Target{Codec: "lz5"}, "lz5"},
		{b2rt.Target{Level: &ten}, "level 10"},
		{b2rt.Target{Filters: []string{"shuffel"}}, "shuffel"},
		{b2rt.Target{Filters: []string{"trunc_prec:60"}}, "takes 1 to 52 bits"},
		{b2rt.Target{Filters: []string{"int_trunc:4"}}, "filter int_trunc takes integers, not float64"},
		{b2rt.Target{Filters: []string{"shuffle", "trunc_prec:9"}}, "trunc_prec must come before shuffle"},
		{b2rt.Target{Filters: []string{"delta"}, Layout: b2rt.Layout{Chunks: []int{4, 4}, Blocks: []int{2, 4}}}, "filter delta needs chunks of one block"},
		{b2rt.Target{Filters: make([]string, 7)}, "7 filters are more than 6"},
	} {
		_, err := planOf(t, sourceNode(plain(noise(10, 10)))).Compute(context.Background(), b2rt.DefaultOptions(), tt.target)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: error %v does not say %q", tt.target, err, tt.want)
		}
	}
	if _, err := planOf(t, ramp(0, 10)).Compute(context.Background(), b2rt.DefaultOptions(), b2rt.Target{Layout: b2rt.Layout{Blocks: []int{-1, 2}}}); err == nil {
		t.Error("negative blocks of an empty array: no error")
	}
}

// TestSpecialFloats has infinities and NaNs at any place of a reduction.
func TestSpecialFloats(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, tt := range []struct{ x, y, sum, min, max float64 }{
		{inf, 1, inf, 0, inf}, {-inf, 1, -inf, -inf, 1}, {inf, -inf, nan, -inf, inf},
		{nan, 1, nan, nan, nan}, {nan, inf, nan, nan, nan}, {1e308, 1e308, inf, 0, 1e308},
	} {
		for _, at := range []int{0, 1, 1500, 99_998} {
			a := array[float64]{[]int{2, 50_000}, make([]float64, 100_000)}
			a.data[at], a.data[at+1] = tt.x, tt.y
			n, d := sourceNode(plain(a)), newDice(t, 1)
			got := fmt.Sprint(
				read[float64](t, d.reduced("sum", n, []int{0, 1}, false), d.options()),
				read[float64](t, d.reduced("min", n, []int{0, 1}, false), d.options()),
				read[float64](t, d.reduced("max", n, []int{0, 1}, false), d.options()))
			if want := fmt.Sprint([]float64{tt.sum}, []float64{tt.min}, []float64{tt.max}); got != want {
				t.Errorf("%v and %v from %d on: sum, min, max are %s, want %s", tt.x, tt.y, at, got, want)
			}
		}
	}
}

// TestMean is of known values, along each axis.
func TestMean(t *testing.T) {
	a := build([]int{40, 30, 50}, func(pos []int) float64 { return float64(pos[0] + 100*pos[1] + 10000*pos[2]) })
	d := newDice(t, 5)
	x := sourceNode(stored(d, a, b2rt.Target{Layout: b2rt.Layout{Chunks: []int{17, 11, 50}, Blocks: []int{5, 4, 9}}}))
	d.check("mean", a.shape, read[float64](t, d.reduced("mean", x, []int{0, 1, 2}, false), d.options()), []float64{19.5 + 1450 + 245000})
	along := func(i int, v float64) []float64 {
		out := fold(a, []int{i}, 0, func(sum, v float64) float64 { return sum + v })
		for k := range out.data {
			out.data[k] /= v
		}
		return out.data
	}
	for i, n := range a.shape {
		d.check("mean", a.shape, read[float64](t, d.reduced("mean", x, []int{i}, false), d.options()), along(i, float64(n)))
	}
}
