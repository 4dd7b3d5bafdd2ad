package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestBench runs the suites as a user does, for little enough, and draws what they write.
func TestBench(t *testing.T) {
	t.Chdir(t.TempDir())
	for file, line := range map[string]string{
		"functions.json": "bench functions --json --repeat 1 sin.f4 floor_divide.i4",
		"fused.json":     "bench fused --json --repeat 1 quad-f4",
	} {
		out := ok(t, words(line)...)
		for line := range strings.Lines(out) {
			var f map[string]any
			if err := json.Unmarshal([]byte(line), &f); err != nil || f["ns_per_element"].(float64) <= 0 {
				t.Errorf("%s: %v", line, err)
			}
		}
		if err := os.WriteFile(file, []byte(out), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ok(t, "bench", "chart", "functions.json", "fused.json")
	for _, name := range []string{"functions.svg", "fused.svg"} {
		if svg, err := os.ReadFile(name); err != nil || !strings.HasPrefix(string(svg), "<svg ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if table := ok(t, words("bench functions --repeat 1 --isa go hypot.f8")...); strings.Count(table, "\n") != 3 {
		t.Errorf("the table is\n%s", table)
	}
}

func TestBenchErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	for line, want := range map[string]string{
		"bench functions arctam":          `b2: bench: unknown function "arctam" (did you mean "arctan"?)`,
		"bench functions --isa go,sse":    `b2: bench: unknown instruction set "sse"`,
		"bench functions --repeat=-1 sin": "b2: bench: cannot repeat -1 times",
		"bench fused gulu":                `b2: bench: unknown expression "gulu" (did you mean "gelu"?)`,
		"bench chart none.json":           "b2: bench: none.json: open none.json",
	} {
		r := b2run(t, nil, words(line)...)
		if r.code != failed || !strings.HasPrefix(r.err, want) || r.out != "" {
			t.Errorf("%s: exit code %d\n%swant %s", line, r.code, r.err, want)
		}
	}
}
