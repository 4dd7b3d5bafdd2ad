package ir

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/ir/vec"
	"github.com/b2gen/b2/parser"
)

// build checks and builds an expression over operands of the given shapes, all float64.
func build(t *testing.T, text string, shapes map[string][]int) *Program {
	t.Helper()
	tree, err := parser.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	vars := map[string]*Node{}
	for name, s := range shapes {
		vars[name] = NewOperand(name, name, dtype.Float64, s)
	}
	n, err := Check(text, tree, vars)
	if err != nil {
		t.Fatal(err)
	}
	return Build(n)
}

func TestKeys(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a + 2*3", "v0 = input.f8\nv1 = const.f8 0x4018000000000000\nv2 = add.f8 v0 v1\nreturn v2"},
		{"sin(a) + sin(a)", "v0 = input.f8\nv1 = sin.f8 v0\nv2 = add.f8 v1 v1\nreturn v2"},
		{"a ** 2", "v0 = input.f8\nv1 = square.f8 v0\nreturn v1"},
		{"a + sqrt(float64(4))", "v0 = input.f8\nv1 = const.f8 0x4000000000000000\nv2 = add.f8 v0 v1\nreturn v2"},
		{"a", "v0 = input.f8\nreturn v0"},
	} {
		p := build(t, c.text, map[string][]int{"a": {3, 4}})
		if diff := cmp.Diff(c.want, p.Loops[len(p.Loops)-1].Key); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestStages(t *testing.T) {
	shapes := map[string][]int{"x": {9, 1, 1}, "y": {9, 1}, "z": {9}, "c": {9, 9, 9}}
	for _, c := range []struct {
		text string
		want []shape.AxisSet
	}{
		{"c * 2 + 1", []shape.AxisSet{0b111}},
		{"z * 2 + c", []shape.AxisSet{0b111}},         // cheap: computed again for each element
		{"sin(z) + c", []shape.AxisSet{0b001, 0b111}}, // costly: once for each z
		{"x * y + c", []shape.AxisSet{0b110, 0b111}},  // the same along a whole run: once for each
		{"x * y * z", []shape.AxisSet{0b110, 0b111}},  //
		{"sin(x) * cos(z)", []shape.AxisSet{0b100, 0b001, 0b101}},
		{"exp(sin(z) * y) + c", []shape.AxisSet{0b001, 0b011, 0b111}},
		{"c", nil},
	} {
		p := build(t, c.text, shapes)
		var got []shape.AxisSet
		for _, st := range p.Loops[0].Stages {
			got = append(got, st.Axes)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestLoops(t *testing.T) {
	p := build(t, "a - mean(a, axis=1, keepdims=True) + sum(a) * sum(a)", map[string][]int{"a": {3, 4}})
	if len(p.Loops) != 3 {
		t.Errorf("want three loops, for the mean, the sum and the whole:\n%s", p)
	}
	if !strings.Contains(p.String(), "reduce mean over axes [1], result float64") {
		t.Errorf("the program does not show the reduction:\n%s", p)
	}
}

// TestLowerings lowers every loop of every row, and verifies the result.
func TestLowerings(t *testing.T) {
	for _, in := range Loops() {
		f := in.Func()
		if err := f.Verify(); err != nil {
			t.Errorf("%s: %v", in.Key(), err)
		}
		if got := f.Values[f.Results[0]].Type; got != vec.TypeOf(in.Out) {
			t.Errorf("%s gives %s, not %s", in.Key(), got, in.Out)
		}
	}
}

func TestFormatIndex(t *testing.T) {
	a := NewOperand("a", "a", dtype.Float64, []int{5, 6, 7})
	for _, c := range []struct{ index, want string }{
		{"2", "a[2, :, :]"},
		{"..., 1:6:2", "a[:, :, 1:7:2]"},
		{"::-1, None, 3", "a[4::-1, 3, None, :]"},
		{":, :, :", "a"},
	} {
		items, err := ParseIndex(c.index)
		if err != nil {
			t.Fatal(err)
		}
		n, err := Index(a, items)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := Format(n); got != c.want {
			t.Errorf("a[%s] prints as %s, want %s", c.index, got, c.want)
		}
	}
}

// TestReductionLoops has equal reductions once, and those apart that differ in anything.
func TestReductionLoops(t *testing.T) {
	for _, c := range []struct {
		text  string
		loops int
	}{
		{"var(a) + var(a)", 2}, {"std(a) / var(a)", 2}, {"var(a) + var(a, ddof=1)", 3}, {"var(a) + nanvar(a)", 3}, {"quantile(a, 0.3) + quantile(a, 0.3)", 2},
		{"quantile(a, 0.3) + quantile(a, 0.4)", 3}, {"quantile(a, 0.3) + quantile(a, 0.3, method='lower')", 3}, {"percentile(a, 50) + quantile(a, 0.5)", 2},
		{"median(a) + nanmedian(a)", 3}, {"cumsum(a, axis=0) + cumsum(a, axis=1)", 3}, {"cumsum(a, axis=0) + cumprod(a, axis=0)", 3},
		{"cumsum(a, axis=0)[1:] - cumsum(a, axis=0)[1:, ::1]", 2}, {"argmin(a) + argmax(a)", 3}, {"ptp(a)", 3}, {"diff(a, n=3)", 1},
	} {
		if p := build(t, c.text, map[string][]int{"a": {4, 5}}); len(p.Loops) != c.loops {
			t.Errorf("%s has %d loops, want %d:\n%s", c.text, len(p.Loops), c.loops, p)
		}
	}
	text := build(t, "std(a, axis=1, ddof=2) + quantile(a, 0.25, axis=1, method='hazen') + cumsum(a, axis=0)[3, :4]", map[string][]int{"a": {4, 5}}).String()
	for _, want := range []string{"reduce var over axes [1], ddof 2, result float64", "reduce quantile over axes [1], q 0.25 hazen", "scan cumsum along axis [0]"} {
		if !strings.Contains(text, want) {
			t.Errorf("the program does not say %q:\n%s", want, text)
		}
	}
}

// TestDiff does not grow with the number of differences but for its square.
func TestDiff(t *testing.T) {
	p := build(t, "diff(a, n=60)", map[string][]int{"a": {100}})
	if n := len(p.Loops[0].Body); n != 60*61/2 {
		t.Errorf("%d operations", n)
	}
}
