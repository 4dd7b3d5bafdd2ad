package tutorial

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func tinySize() size { return size{layers: 4, rows: 5, cols: 70} }

func TestRunShowsEveryStep(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), Config{Dir: t.TempDir(), Out: &out}, tinySize()); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	at := 0
	for _, want := range []string{ // in this order
		"b2.Linspace(ctx, 0, 1, b2.Shape(5, 70), b2.Type(b2.Float32)",
		"b2.Linspace(ctx, 1, 2, b2.Shape(4, 5, 70)",
		"b2.Lazy(\"a**2 + b**2 + 2*a*b + 1\"", "type       : b2.Expr",
		"a.Power(2).Add", "type       : b2.Expr",
		"c.Shape(), c.DType()", "for a look",
		"c.Compute(ctx)", "fused kernel Quad", "*b2.Array, float64, shape (4, 5, 70)",
		`b2.Path("result.b2nd")`, "on disk", "Why is memory used", "longer",
		"c.Slice(b2.Span(2, 200, 25)).Compute(ctx)", "shape (1, 5, 70)", "Why is it faster", "With NumPy",
		"b2.Read[float64](ctx, c)", "[]float64, float64, shape (4, 5, 70)",
		"b2.Read[float64](ctx, c.Slice(", "shape (1, 5, 70)", "Memory:", "Storage:", "Time:",
		"Summary",
		"b2.Sin(a).Add(b2.Exp(b))", "e.Slice(b2.At(3)).Compute(ctx)", "shape (5, 70)", "e.Slice(b2.At(3)))", "[]float64",
		"All steps", "removed",
	} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q is not there, or too early, in:\n%s", want, text)
		}
		at += i + len(want)
	}
}

func TestRunRemovesWhatItMade(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "new", "deep")
	var out bytes.Buffer
	if err := run(t.Context(), Config{Dir: dir, Out: &out}, tinySize()); err != nil {
		t.Fatal(err)
	}
	wantNames(t, parent)
}

func TestRunLeavesOtherFilesAlone(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.txt")
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), Config{Dir: dir, Out: &bytes.Buffer{}}, tinySize()); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, "other.txt")
}

func TestRunKeeps(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	var out bytes.Buffer
	if err := run(t.Context(), Config{Dir: dir, Keep: true, Out: &out}, tinySize()); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, fileA, fileB, fileResult)
	if !strings.Contains(out.String(), dir) {
		t.Error("the text does not say where the arrays are")
	}
}

func TestRunReplacesNothing(t *testing.T) {
	for _, name := range []string{fileA, fileB, fileResult} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
				t.Fatal(err)
			}
			err := run(t.Context(), Config{Dir: dir, Out: &bytes.Buffer{}}, tinySize())
			if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v", err)
			}
			wantNames(t, dir, name)
			if data, _ := os.ReadFile(path); string(data) != "mine" {
				t.Errorf("the file now has %q", data)
			}
		})
	}
}

func TestRunInTemporaryFolder(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	if err := run(t.Context(), Config{Out: &bytes.Buffer{}}, tinySize()); err != nil {
		t.Fatal(err)
	}
	wantNames(t, temp)
}

// stopper is a writer that does something when a text comes by.
type stopper struct {
	on   string
	stop func() error
}

func (s *stopper) Write(p []byte) (int, error) {
	if strings.Contains(string(p), s.on) {
		return len(p), s.stop()
	}
	return len(p), nil
}

func TestRunCleansUpWhenItFails(t *testing.T) {
	broken := errors.New("the pipe is broken")
	for _, on := range []string{"An expression", "result.b2nd", "Functions"} {
		t.Run(on, func(t *testing.T) {
			parent := t.TempDir()
			cfg := Config{Dir: filepath.Join(parent, "new")}

			ctx, cancel := context.WithCancel(t.Context())
			cfg.Out = &stopper{on, func() error { cancel(); return nil }}
			if err := run(ctx, cfg, tinySize()); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled: got %v", err)
			}
			wantNames(t, parent)

			cfg.Out = &stopper{on, func() error { return broken }}
			if err := run(t.Context(), cfg, tinySize()); !errors.Is(err, broken) {
				t.Errorf("broken output: got %v", err)
			}
			wantNames(t, parent)
		})
	}
}

func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, e := range entries {
		have = append(have, e.Name())
	}
	if strings.Join(have, " ") != strings.Join(want, " ") {
		t.Errorf("%s has %v, want %v", dir, have, want)
	}
}

// TestFull walks through the real tutorial where B2_FULL is set, and holds the step to disk to its bar for memory.
func TestFull(t *testing.T) {
	if os.Getenv("B2_FULL") == "" {
		t.Skip("B2_FULL is not set")
	}
	var out bytes.Buffer
	if err := Run(t.Context(), Config{Dir: t.TempDir(), Out: &out}); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
	const bar = 100 // MiB
	found := regexp.MustCompile(`c, compressed on disk +[0-9.]+ m?s +([0-9.]+) MiB`).FindStringSubmatch(out.String())
	if found == nil {
		t.Fatal("the table has no line for the step to disk")
	}
	if used, err := strconv.ParseFloat(found[1], 64); err != nil || used > bar {
		t.Errorf("computing to disk took %s MiB of memory, more than %d (%v)", found[1], bar, err)
	}
}
