package interp

import (
	"strings"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
	"github.com/b2gen/b2/parser"
)

// stageOf is the only stage of an expression of float64 arrays a, b and c.
func stageOf(t *testing.T, text string) *ir.Stage {
	t.Helper()
	tree, err := parser.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	vars := map[string]*ir.Node{}
	for _, name := range []string{"a", "b", "c"} {
		vars[name] = ir.NewOperand(name, name, dtype.Float64, []int{100})
	}
	n, err := ir.Check(text, tree, vars)
	if err != nil {
		t.Fatal(err)
	}
	p := ir.Build(n)
	if len(p.Loops) != 1 || len(p.Loops[0].Stages) != 1 {
		t.Fatalf("%s is not one stage:\n%s", text, p)
	}
	return &p.Loops[0].Stages[0]
}

// TestCombine says which instructions an expression runs as. That their bits are those of single ones, the tests of the corpus and
// of random expressions show.
func TestCombine(t *testing.T) {
	for _, c := range []struct {
		text, steps string
		registers   int
	}{
		{"a**2 + b**2 + 2*a*b + 1", "square multiply_add multiply_multiply add_add", 2},
		{"((0.5*a + 1)*a - 2)*a + 3", "multiply_add multiply_subtract multiply_add", 1},
		{"a - b*c", "multiply_subtract_from", 0},
		{"(a - b)*c", "subtract_multiply", 0},
		{"c*(a - b)", "subtract_multiply", 0},
		{"a - (b - c)", "subtract_subtract_from", 0},
		{"a*b + sin(a*b)", "multiply sin add", 2}, // the product is read twice
		{"where(a > b, c, a)", "greater_where", 0},
		{"where(a > 0, a, 0.01*a)", "multiply greater_where", 1},
		{"where((a > 0) & (b > 0), a, b)", "greater greater bitwise_and where", 2},
		{"a*b / c", "multiply divide", 1},
		{"a*b + (a > 0)", "greater cast multiply_add", 2},
	} {
		st := stageOf(t, c.text)
		body, done := combine(st)
		var names []string
		for i, in := range body {
			if !done[i] && in.N > 0 {
				names = append(names, in.Name())
			}
		}
		if got := strings.Join(names, " "); got != c.steps {
			t.Errorf("%s runs as %s, not as %s", c.text, got, c.steps)
		}
		steps, registers, err := assemble(st)
		if err != nil || len(steps) != len(names) || registers != c.registers {
			t.Errorf("%s: %d steps with %d registers, error %v; want %d with %d", c.text, len(steps), registers, err, len(names), c.registers)
		}
	}
}

// TestInPlace checks that no function that may write over its argument leaves lanes to another one.
func TestInPlace(t *testing.T) {
	n := 0
	for _, in := range ir.Loops() {
		if !inPlace(in) {
			continue
		}
		n++
		for _, v := range in.Func().Values {
			if v.Op == vec.RareIf {
				t.Errorf("%s writes over its argument, but has rare lanes", in.Key())
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d functions write over their arguments", n)
	}
}
