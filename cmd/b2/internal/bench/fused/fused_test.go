package fused

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
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// tinySize has lengths that are no multiples of a strip; works with rows are as long as one row at least.
func tinySize() size { return size{cache: 1100, part: 1300, parts: 2} }

// TestEveryExpressionRuns times all of them with few elements, and reads the report as others would. The run itself
// compares the engines with each other and with the loops in Go.
func TestEveryExpressionRuns(t *testing.T) {
	var out bytes.Buffer
	parts := 0
	if err := run(t.Context(), Config{JSON: true, Repeat: 1, Out: &out, Progress: func(int, int) { parts++ }}, tinySize()); err != nil {
		t.Fatal(err)
	}
	have := map[string][]string{}
	for line := range strings.Lines(out.String()) {
		var f Figure
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&f); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if f.Text == "" || f.Elements < 1 || f.NsPerElement <= 0 || f.BitsEqual != (f.Engine != "plain") || f.Machine != rig.ThisMachine() {
			t.Errorf("odd figure: %s", line)
		}
		have[f.Expression] = append(have[f.Expression], f.Engine+" "+f.ISA+" "+f.Where)
	}
	if len(have) != len(expressions()) || parts != len(have) {
		t.Errorf("%d expressions of %d were timed, and progress was told %d times", len(have), len(expressions()), parts)
	}
	for name, ways := range have {
		best := "fused " + cpu.Best().String()
		if !slices.Contains(ways, best+" cache") {
			best = "fused go" // of a kernel without vectors
		}
		for _, want := range []string{"plain  cache", "plain  memory", "interpreted go cache", "interpreted " + cpu.Best().String() + " cache", best + " cache", best + " memory"} {
			if !slices.Contains(ways, want) {
				t.Errorf("%s was not timed %s: %v", name, want, ways)
			}
		}
	}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	cfg := Config{Names: []string{"buckets", "quad-f4"}, ISAs: []string{"go"}, Repeat: 1, Out: &out}
	if err := run(t.Context(), cfg, tinySize()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")[1:] // without the title
	var names []string
	for _, line := range lines {
		if utf8.RuneCountInString(line) != utf8.RuneCountInString(lines[0]) {
			t.Errorf("rows are not aligned:\n%s", out.String())
		}
		names = append(names, strings.Fields(line)[0])
	}
	if want := []string{"Go", "expression", "quad-f4", "buckets"}; !slices.Equal(names, want) {
		t.Errorf("got rows %q, want %q", names, want)
	}
}

// TestAWrongLoopIsFound lets the loops in Go and a kernel compute something else.
func TestAWrongLoopIsFound(t *testing.T) {
	for _, e := range expressions() {
		w := e.make(1100)
		w.fill(1)
		ways, err := w.ways(e.text, rig.Available())
		if err != nil {
			t.Fatal(err)
		}
		right := w.plain
		w.plain = func() error { return nil } // leaves zeros
		if err := w.verify(ways); err == nil || !strings.Contains(err.Error(), "by the loop in Go") {
			t.Errorf("%s: an idle loop: got %v", e.name, err)
		}
		w.plain = right
		idle, err := kernel.Prepare(&kernel.Kernel{Out: kernel.StageRef(0), Stages: []kernel.Stage{
			{Axes: kernel.AllAxes, Out: w.dtype, Run: [cpu.NumISA]func(*kernel.Strip){func(*kernel.Strip) {}}},
		}}, w.extents, w.out)
		if err != nil {
			t.Fatal(err)
		}
		ways[len(ways)-1].kernel = idle
		if err := w.verify(ways); err == nil || !strings.Contains(err.Error(), "different bits") {
			t.Errorf("%s: an idle kernel: got %v", e.name, err)
		}
	}
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		got, want any
		near      bool
	}{
		{1.0, 1 + 0x1p-50, true}, {1.0, 1 + 0x1p-40, false}, {1e9, 1e9 + 1e-6, true}, {1e-9, 2e-9, false},
		{complex(1, 2), complex(1, 2+0x1p-50), true}, {complex(1, 2), complex(1, -2), false},
		{int32(3), int32(3), true}, {int32(3), int32(4), false}, {true, true, true}, {true, false, false},
	} {
		if near(c.got, c.want, 0x1p-53) != c.near {
			t.Errorf("%v and %v: near is %v", c.got, c.want, !c.near)
		}
	}
	if !near(float32(1), float32(1+0x1p-22), 0x1p-24) || near(float32(1), float32(1+0x1p-10), 0x1p-24) {
		t.Error("float32")
	}
}

func TestConfigErrors(t *testing.T) {
	for part, cfg := range map[string]Config{
		"-1 times": {Repeat: -1}, "instruction set": {ISAs: []string{"sse"}}, `did you mean "quad-f4"?`: {Names: []string{"quad-f5"}},
		"known are quad, quad-f4": {Names: []string{"x"}},
	} {
		if err := run(t.Context(), cfg, tinySize()); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: got %v", part, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, Config{Out: &bytes.Buffer{}}, tinySize()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// TestSomethingFusedRuns names an instruction set that not every kernel has functions for.
func TestSomethingFusedRuns(t *testing.T) {
	for _, e := range expressions() {
		w := e.make(1100)
		ways, err := w.ways(e.text, []cpu.ISA{cpu.Best()})
		if err != nil || len(ways) != 2 || ways[0].engine != interpreted || ways[1].engine != fused {
			t.Errorf("%s: %v, %v", e.name, ways, err)
		}
	}
}
