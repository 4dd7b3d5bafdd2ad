package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/cpu"
)

// strip2 is a stage's function that computes f of two int32 inputs.
func strip2(f func(x, y int32) int32) [cpu.NumISA]func(*Strip) {
	return [cpu.NumISA]func(*Strip){cpu.Go: func(s *Strip) {
		if s.N%Group != 0 || s.N > MaxStrip {
			panic(fmt.Sprintf("a strip of %d elements", s.N))
		}
		a, am := In[int32](s, 0)
		b, bm := In[int32](s, 1)
		for i := range Out[int32](s) {
			Out[int32](s)[i] = f(a[i&am], b[i&bm])
		}
	}}
}

// mixed is (a*3 + b) * (c - 7*a) with stages over the axes that a, b and c vary over, and d added to be over all.
func mixed(a, b, c AxisSet) *Kernel {
	i32 := dtype.Int32
	return &Kernel{
		Name: "Mixed",
		In:   []Operand{{i32, a}, {i32, b}, {i32, c}, {i32, AllAxes}},
		Stages: []Stage{
			{Axes: a | b, Out: i32, In: []Ref{0, 1}, Run: strip2(func(x, y int32) int32 { return x*3 + y })},
			{Axes: a | c, Out: i32, In: []Ref{2, 0}, Run: strip2(func(x, y int32) int32 { return x - 7*y })},
			{Axes: a | b | c, Out: i32, In: []Ref{StageRef(0), StageRef(1)}, Run: strip2(func(x, y int32) int32 { return x * y })},
			{Axes: AllAxes, Out: i32, In: []Ref{StageRef(2), 3}, Run: strip2(func(x, y int32) int32 { return x + y })},
		},
		Out: StageRef(3),
	}
}

// guarded is an array over some axes of a space, between two values that must stay.
type guarded struct {
	all, data []int32
	axes      AxisSet
}

const guard = 0x5A5A5A5A

func newGuarded(rng *rand.Rand, extents []int, axes AxisSet) guarded {
	n := 1
	for i, e := range extents {
		if axes.Has(len(extents) - 1 - i) {
			n *= e
		}
	}
	g := guarded{all: make([]int32, n+2), axes: axes}
	g.all[0], g.all[n+1] = guard, guard
	g.data = g.all[1 : n+1 : n+1]
	for i := range g.data {
		g.data[i] = rng.Int32N(1 << 16)
	}
	return g
}

func (g guarded) at(pos, extents []int) int32 {
	at := 0
	for i, p := range pos {
		if g.axes.Has(len(pos) - 1 - i) {
			at = at*extents[i] + p
		}
	}
	return g.data[at]
}

// check compares the kernel with plain loops.
func checkMixed(t *testing.T, rng *rand.Rand, extents []int, axes [3]AxisSet) {
	t.Helper()
	var in [4]guarded
	for i := range in {
		in[i] = newGuarded(rng, extents, append(axes[:], AllAxes)[i])
	}
	out := newGuarded(rng, extents, AllAxes)
	k := mixed(axes[0], axes[1], axes[2])
	err := Apply(k, extents, SliceOf("out", out.data), SliceOf("a", in[0].data), SliceOf("b", in[1].data), SliceOf("c", in[2].data), SliceOf("d", in[3].data))
	if err != nil {
		t.Fatalf("%v over %03b: %v", extents, axes, err)
	}
	var pos [shape.MaxDims]int
	for i := range out.data {
		p := pos[:len(extents)]
		a, b, c, d := in[0].at(p, extents), in[1].at(p, extents), in[2].at(p, extents), in[3].at(p, extents)
		if want := (a*3+b)*(c-7*a) + d; out.data[i] != want {
			t.Fatalf("%v over %03b: at %v got %d, want %d", extents, axes, p, out.data[i], want)
		}
		advance(&pos, extents, 1)
	}
	if out.all[0] != guard || out.all[len(out.all)-1] != guard {
		t.Fatalf("%v over %03b: written past the result", extents, axes)
	}
}

// TestPreparedSeesWhatChanged runs a kernel with hoisted stages again after its operands have changed.
func TestPreparedSeesWhatChanged(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	extents := []int{3, 70}
	k := mixed(0b01, 0b10, 0b11)
	var in [4]guarded
	for i := range in {
		in[i] = newGuarded(rng, extents, k.In[i].Axes)
	}
	operands := []Slice{SliceOf("a", in[0].data), SliceOf("b", in[1].data), SliceOf("c", in[2].data), SliceOf("d", in[3].data)}
	got, want := newGuarded(rng, extents, AllAxes), newGuarded(rng, extents, AllAxes)
	p, err := Prepare(k, extents, SliceOf("out", got.data), operands...)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		p.Run()
		if err := Apply(k, extents, SliceOf("out", want.data), operands...); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.data, want.data) {
			t.Fatal("another result than Apply's")
		}
		for i := range in {
			for j := range in[i].data {
				in[i].data[j] = rng.Int32N(1 << 16)
			}
		}
	}
	if n := testing.AllocsPerRun(10, p.Run); n > 0 {
		t.Errorf("%v allocations in a run", n)
	}
	empty, err := Prepare(k, []int{0, 70}, SliceOf("out", []int32{}), SliceOf("a", in[0].data), SliceOf("b", []int32{}), SliceOf("c", []int32{}), SliceOf("d", []int32{}))
	if err != nil {
		t.Fatal(err)
	}
	empty.Run()
	if _, err := Prepare(k, extents, SliceOf("out", got.data)); err == nil {
		t.Error("no error without operands")
	}
}

func TestApplyAnyExtentsAndAxes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	lengths := []int{0, 1, 2, 3, 5, 15, 16, 17, 31, 47, 48, 49, 63, 100}
	for range 2000 {
		extents := make([]int, rng.IntN(4))
		for i := range extents {
			extents[i] = lengths[rng.IntN(len(lengths))]
		}
		if n := shape.Len(extents); n > 1<<16 {
			continue
		}
		checkMixed(t, rng, extents, [3]AxisSet{AxisSet(rng.IntN(8)), AxisSet(rng.IntN(8)), AxisSet(rng.IntN(8))})
	}
}

// TestApplyTiles has stages that do not fit the room for them.
func TestApplyTiles(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, extents := range [][]int{{2, 400, 500}, {3, 200001}, {70, 70, 70}, {300001, 3}, {100, 1, 3001}, {2, 300001, 1}} {
		for _, axes := range [][3]AxisSet{{0b011, 0b001, 0b010}, {0b110, 0b011, 0b100}, {0b101, 0, 0b010}, {0b010, 0b100, 0b001}} {
			checkMixed(t, rng, extents, axes)
		}
	}
}

func TestApplyRefuses(t *testing.T) {
	k := mixed(0b01, 0b10, 0b11)
	ok := func(n int) Slice { return SliceOf("x", make([]int32, n)) }
	for _, c := range []struct {
		name    string
		extents []int
		out     Slice
		in      []Slice
		want    string
	}{
		{"operand", []int{2, 3}, ok(6), []Slice{SliceOf("a", make([]int32, 2)), ok(2), ok(6), ok(6)}, "MixedInto: a has 2 elements; over the extents (3,) it must have 3"},
		{"result", []int{2, 3}, SliceOf("out", make([]int32, 7)), []Slice{ok(3), ok(2), ok(6), ok(6)}, "MixedInto: out has 7 elements; over the extents (2, 3) it must have 6"},
		{"type", []int{2, 3}, ok(6), []Slice{SliceOf("a", make([]float32, 3)), ok(2), ok(6), ok(6)}, "a has elements of float32, not int32"},
		{"number", []int{2, 3}, ok(6), nil, "0 operands were given, not 4"},
		{"negative", []int{-2, -3}, ok(6), []Slice{ok(3), ok(2), ok(6), ok(6)}, "the extents (-2, -3) must not be negative"},
		{"huge", []int{1 << 40, 1 << 40}, ok(6), []Slice{ok(3), ok(2), ok(6), ok(6)}, "must have"},
	} {
		if err := Apply(k, c.extents, c.out, c.in...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	k.Stages[3].Axes = 0b01
	if err := Apply(k, []int{2, 3}, ok(6), ok(3), ok(2), ok(6), ok(6)); err == nil {
		t.Error("a result over fewer axes was accepted")
	}
}

// TestApplyRerunsFlaggedStrips has a vector kernel that leaves every strip to the portable one.
func TestApplyRerunsFlaggedStrips(t *testing.T) {
	run := strip2(func(x, y int32) int32 { return x + y })
	run[cpu.AVX2] = func(s *Strip) { s.Flag = 1 }
	k := &Kernel{
		In:     []Operand{{dtype.Int32, 1}, {dtype.Int32, 1}},
		Stages: []Stage{{Axes: 1, Out: dtype.Int32, In: []Ref{0, 1}, Run: run}},
		Out:    StageRef(0),
	}
	out := make([]int32, 100)
	x := slices.Repeat([]int32{4}, 100)
	if err := Apply(k, []int{100}, SliceOf("out", out), SliceOf("x", x), SliceOf("x", x)); err != nil || !slices.Equal(out, slices.Repeat([]int32{8}, 100)) {
		t.Errorf("got %v, %v", out, err)
	}
}

// BenchmarkApply is the cost of a call with little work.
func BenchmarkApply(b *testing.B) {
	k := mixed(1, 1, 1)
	x := make([]int32, 1000)
	out := make([]int32, len(x))
	for b.Loop() {
		if err := Apply(k, []int{len(x)}, SliceOf("out", out), SliceOf("a", x), SliceOf("b", x), SliceOf("c", x), SliceOf("d", x)); err != nil {
			b.Fatal(err)
		}
	}
}

// TestApplyUsesItsRoomAgain wants calls after the first to allocate next to nothing, and nothing of the caller's to be kept.
func TestApplyUsesItsRoomAgain(t *testing.T) {
	k := mixed(1, 1, 1)
	x := make([]int32, 1000)
	out := make([]int32, len(x))
	apply := func() {
		if err := Apply(k, []int{len(x)}, SliceOf("out", out), SliceOf("a", x), SliceOf("b", x), SliceOf("c", x), SliceOf("d", x)); err != nil {
			t.Fatal(err)
		}
	}
	if n := testing.AllocsPerRun(100, apply); n > 2 && !testing.Short() { // the race detector empties pools
		t.Errorf("%v allocations", n)
	}
	a := new(applier)
	a.prepare(k, []int{len(x)}, SliceOf("out", out), []Slice{SliceOf("a", x), SliceOf("b", x), SliceOf("c", x), SliceOf("d", x)})
	a.tiles()
	a.forget()
	for i, v := range a.values {
		if v.data != nil || v.stage != nil {
			t.Errorf("value %d is kept", i)
		}
	}
	for i, w := range a.run.walkers {
		if w.data != nil {
			t.Errorf("array %d is kept", i)
		}
	}
	for i, in := range a.strip.In[:cap(a.strip.In)] {
		if in.Ptr != nil {
			t.Errorf("input %d is kept", i)
		}
	}
	if a.strip.Out != nil || a.kernel != nil {
		t.Error("the output or the kernel is kept")
	}
}
