package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// attributes gives arrays attributes of all kinds, and prints them as info should.
const attributes = `
import numpy as np, blosc2, sys
a = blosc2.asarray(np.arange(3.), urlpath="kinds.b2nd", mode="w")
values = {
    "a": None, "b": True, "c": [False, -5, 18446744073709551615], "d": [0.25, 1e16, 1e-5, float("inf"), float("nan"), -0.0, 3.0],
    "e": "it's \n \"é漢\"", "f": b"\x00'\xffok\n", "g": (), "h": (1,), "i": (1, ("x", [])), "j": {}, "k": {"a": {"b": None}, "c": (b"",)},
    "l": [1j, 2.5 - 3j, complex(0, float("nan"))], "new\nline": 1, "tab\t": 2,
}
for name, v in values.items():
    a.vlmeta[name] = v
for name in sorted(values):
    sys.stdout.write("  %s = %r\n" % (name if name.isprintable() else repr(name), a.vlmeta[name]))
b = blosc2.asarray(np.arange(3.), urlpath="ik.b2nd", mode="w")
b.vlmeta["ok"] = "fine"
b.vlmeta["ik"] = {1: 2}
`

// TestInfoAttrsAsPython compares values of attributes with Python's repr of them.
func TestInfoAttrsAsPython(t *testing.T) {
	if os.Getenv("B2_PYTHON") == "" {
		t.Skip("B2_PYTHON does not name a Python with numpy and blosc2")
	}
	t.Chdir(t.TempDir())
	want := python(t, attributes, "")
	if got := ok(t, "info", "--attrs", "kinds.b2nd"); !strings.HasSuffix(got, want) || !strings.Contains(got, `, l, "new\nline", "tab\t"`) {
		t.Errorf("info --attrs prints\n%s\nwant\n%s", got, want)
	}
}

// TestInfoAttrsUnread shows what can be read beside what cannot.
func TestInfoAttrsUnread(t *testing.T) {
	if os.Getenv("B2_PYTHON") == "" {
		t.Skip("B2_PYTHON does not name a Python with numpy and blosc2")
	}
	t.Chdir(t.TempDir())
	python(t, attributes, "")
	const why = "frame: a map's key is no string: unsupported operation"
	got := ok(t, "info", "--attrs", "ik.b2nd")
	if want := fmt.Sprintf("  ik = (cannot be shown: %s)\n  ok = 'fine'\n", why); !strings.HasPrefix(got, "type    : b2.Array\n") || !strings.HasSuffix(got, want) {
		t.Errorf("info --attrs prints\n%s\nwant\n%s", got, want)
	}
	got = ok(t, "info", "--attrs", "--json", "ik.b2nd")
	if want := fmt.Sprintf(`"attr_values":{"ok":"fine"},"attr_errors":{"ik":"%s"}}`, why); !strings.HasSuffix(got, want+"\n") {
		t.Errorf("info --attrs --json prints\n%s\nwant\n%s", got, want)
	}
}
