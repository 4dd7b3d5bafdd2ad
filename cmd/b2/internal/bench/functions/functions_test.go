package functions

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/b2gen/b2/cmd/b2/internal/bench/rig"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/runtime/cpu"
)

func tinySize() size { return size{elements: 40, arguments: 64} }

// TestEveryLoopRuns times all loops with few elements, and reads the report as others would.
func TestEveryLoopRuns(t *testing.T) {
	var out bytes.Buffer
	parts := 0
	cfg := Config{JSON: true, Repeat: 1, Out: &out, Progress: func(int, int) { parts++ }}
	if err := run(t.Context(), cfg, tinySize()); err != nil {
		t.Fatal(err)
	}
	portable := 0
	for line := range strings.Lines(out.String()) {
		var f Figure
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&f); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if f.Function == "" || len(f.In) == 0 || f.Out == "" || f.NsPerElement <= 0 || f.Machine != rig.ThisMachine() {
			t.Errorf("odd figure: %s", line)
		}
		if real := f.Out == "float64" || f.Out == "float32"; f.ULPFound == nil && f.ULPStated > 0 && real && f.In[0] == f.Out {
			t.Errorf("no error was measured: %s", line)
		}
		if f.ULPFound != nil && *f.ULPFound > f.ULPStated {
			t.Errorf("a larger error than is stated: %s", line)
		}
		if f.ISA == cpu.Go.String() {
			portable++
		}
	}
	if n := len(ir.Loops()); portable != n || parts != n {
		t.Errorf("%d loops of %d were timed, and progress was told %d times", portable, n, parts)
	}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	cfg := Config{Functions: []string{"sin", "less.i8.u8", "where.b1.f8"}, ISAs: []string{"go"}, Repeat: 1, Out: &out}
	if err := run(t.Context(), cfg, tinySize()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")[1:] // without the title
	var rows []string
	for _, line := range lines {
		if utf8.RuneCountInString(line) != utf8.RuneCountInString(lines[0]) {
			t.Errorf("rows are not aligned:\n%s", out.String())
		}
		fields := strings.Fields(line)
		rows = append(rows, strings.Join(fields[:2], " "))
	}
	want := []string{"function types", "less i8,u8→b1", "where b1,f8,f8→f8", "sin f4", "sin f8", "sin c16"}
	slices.Sort(rows[1:])
	slices.Sort(want[1:])
	if !slices.Equal(rows, want) {
		t.Errorf("got rows %q, want %q", rows, want)
	}
}

func TestChoose(t *testing.T) {
	tests := map[string]struct {
		words []string
		want  []string
	}{
		"a function":     {[]string{"hypot"}, []string{"hypot.f4", "hypot.f8"}},
		"an alias":       {[]string{"absolute", "hypot.f4"}, []string{"abs.i1", "abs.i2", "abs.i4", "abs.i8", "abs.u1", "abs.u2", "abs.u4", "abs.u8", "abs.f4", "abs.f8", "abs.b1", "abs.c16", "hypot.f4"}},
		"loops":          {[]string{"sin.f8", "cast.f4.f8", "sin.f8"}, []string{"sin.f8", "cast.f4.f8"}},
		"a word for all": {nil, keys(ir.Loops())},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			loops, err := choose(ir.Loops(), test.words)
			if err != nil {
				t.Fatal(err)
			}
			have := keys(loops)
			slices.Sort(have)
			slices.Sort(test.want)
			if !slices.Equal(have, test.want) {
				t.Errorf("got %v, want %v", have, test.want)
			}
		})
	}
	for word, part := range map[string]string{
		"arctam": `did you mean "arctan"?`, "": `unknown function ""`, "sin.f9": `did you mean "sin.f`, "median": "median does not compute element by element",
	} {
		if _, err := choose(ir.Loops(), []string{"sin", word}); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: got %v, want %s", word, err, part)
		}
	}
}

func keys(loops []ir.Instr) (list []string) {
	for _, in := range loops {
		list = append(list, in.Key())
	}
	return list
}

func TestConfigErrors(t *testing.T) {
	for name, cfg := range map[string]Config{"repeat": {Repeat: -1}, "isa": {ISAs: []string{"sse"}}, "function": {Functions: []string{"x"}}} {
		if err := run(t.Context(), cfg, tinySize()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, Config{Out: &bytes.Buffer{}}, tinySize()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}
