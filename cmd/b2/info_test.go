package main

import (
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

func TestInfoAttrs(t *testing.T) {
	folder(t)
	x := b2.Plain([]int32{1, 2}, b2.Shape(2))
	if _, err := x.Compute(t.Context(), b2.Path("named.b2nd"), b2.Attrs(map[string]any{"unit": "m/s", "run": int64(7)})); err != nil {
		t.Fatal(err)
	}
	text := ok(t, "info", "--attrs", "named.b2nd")
	if !strings.HasSuffix(text, "  run = 7\n  unit = \"m/s\"\n") {
		t.Errorf("info --attrs prints\n%s", text)
	}
	line := ok(t, "info", "--attrs", "--json", "named.b2nd")
	if !strings.Contains(line, `"attr_values":{"run":7,"unit":"m/s"}`) {
		t.Errorf("info --attrs --json prints\n%s", line)
	}
	if text := ok(t, "info", "--attrs", "a.b2nd"); strings.Contains(text, " = ") {
		t.Errorf("attributes of an array without:\n%s", text)
	}
}
