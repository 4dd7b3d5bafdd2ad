package parser

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestPython compares trees, positions and what is a syntax error with Python's
// own parser, on random texts. Set B2_PYTHON to a Python of 3.10 or later.
func TestPython(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON names no Python")
	}
	const count = 4000
	r := rand.New(rand.NewPCG(1, 2))
	var texts []string
	var in bytes.Buffer
	for range count {
		text := randomText(r, 3)
		texts = append(texts, text)
		line, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	cmd := exec.Command(python, "testdata/dump.py")
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != count {
		t.Fatalf("%d lines for %d texts", len(lines), count)
	}
	failed, valid := 0, 0
	for i, want := range lines {
		got := "error"
		if n, err := Parse(texts[i]); err == nil {
			got = dump(n, true)
			valid++
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", texts[i], got, want)
			if failed++; failed == 5 {
				t.FailNow()
			}
		}
	}
	t.Logf("%d of %d texts are valid", valid, count)
}
