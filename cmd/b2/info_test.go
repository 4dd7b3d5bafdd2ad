package main

import (
	"math"
	"os"
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
	if !strings.HasSuffix(text, "  run = 7\n  unit = 'm/s'\n") {
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

// What JSON has no word for is shown, too.
func TestInfoOddAttrs(t *testing.T) {
	folder(t)
	odd := map[string]any{"z": 1 - 2i, "set": b2.Extension{Type: 45, Data: []byte{1, 2, 3}}, "in": []any{math.Inf(1), b2.Tuple{2i}}}
	if _, err := b2.Plain([]int32{1, 2}, b2.Shape(2)).Compute(t.Context(), b2.Path("odd.b2nd"), b2.Attrs(odd)); err != nil {
		t.Fatal(err)
	}
	text := ok(t, "info", "--attrs", "odd.b2nd")
	if !strings.HasSuffix(text, "  set = <extension 45, 3 bytes>\n  z = (1-2j)\n") {
		t.Errorf("info --attrs prints\n%s", text)
	}
	line := ok(t, "info", "--attrs", "--json", "odd.b2nd")
	if want := `"attr_values":{"in":["+Inf",["2j"]],"set":{"data":"AQID","extension":45},"z":"(1-2j)"}`; !strings.Contains(line, want) {
		t.Errorf("info --attrs --json prints\n%s", line)
	}
}

func TestConvertKeepsAttrs(t *testing.T) {
	folder(t)
	if _, err := b2.Plain([]int32{1, 2}, b2.Shape(2)).Compute(t.Context(), b2.Path("named.b2nd"), b2.Attrs(map[string]any{"unit": "m/s"})); err != nil {
		t.Fatal(err)
	}
	ok(t, "convert", "--sparse", "--codec=zstd", "named.b2nd", "copy.b2nd")
	if _, err := os.Stat("copy.b2nd/chunks.b2frame"); err != nil {
		t.Error(err)
	}
	if text := ok(t, "info", "--attrs", "copy.b2nd"); !strings.Contains(text, `unit = 'm/s'`) || !strings.Contains(text, "sparse") {
		t.Errorf("the copy is\n%s", text)
	}
	ok(t, "convert", "--force", "copy.b2nd", "named.b2nd")
	if text := ok(t, "info", "--attrs", "named.b2nd"); !strings.Contains(text, `unit = 'm/s'`) || strings.Contains(text, "sparse") {
		t.Errorf("the copy of the copy is\n%s", text)
	}
}
