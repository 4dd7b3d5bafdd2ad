package b2_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2"
)

// saved is what testdata/saved/make.py makes in the form of arrays, and what opening it says.
var saved = map[string]struct {
	b2.Saved
	why string
}{
	"expr.b2nd":      {b2.Saved{Kind: b2.KindLazyExpr, Expression: "(o0 + 1)", Operands: map[string]string{"o0": "a.b2nd"}}, "a saved expression, (o0 + 1): it holds no elements: OpenExpr, or b2 eval, computes it"},
	"tree.b2z:/expr": {b2.Saved{Kind: b2.KindLazyExpr, Expression: "(o0 + 1)", Operands: map[string]string{"o0": "a.b2nd"}}, "a saved expression, (o0 + 1): "},
	"sparse.b2nd":    {b2.Saved{Kind: b2.KindLazyExpr, Expression: "sin(x) + x.sum()", Operands: map[string]string{"x": "a.b2nd"}}, "a saved expression, sin(x) + x.sum(): "},
	"old.b2nd":       {b2.Saved{Kind: b2.KindLazyExpr, Expression: "(o0 - 1)", Operands: map[string]string{"o0": "a.b2nd"}}, "a saved expression, (o0 - 1): "},
	"udf.b2nd":       {b2.Saved{Kind: b2.KindLazyUDF, Expression: "double", Operands: map[string]string{"o0": "a.b2nd"}}, "a saved function of Python-Blosc2, double: "},
	"dsl.b2nd":       {b2.Saved{Kind: b2.KindLazyUDF, Expression: "triple", Operands: map[string]string{"o0": "a.b2nd"}}, "a saved function of Python-Blosc2, triple: "},
	"proxy.b2nd":     {b2.Saved{Kind: b2.KindProxy, Source: "a.b2nd"}, "a proxy of Python-Blosc2, which holds what was fetched so far: open a.b2nd"},
	"fetched.b2nd":   {b2.Saved{Kind: b2.KindProxy, Source: "a.b2nd"}, "a proxy of Python-Blosc2"},
	"remote.b2nd":    {b2.Saved{Kind: "remote", Source: "https://cat2.example/@public/x.b2nd"}, "the address of one, of Python-Blosc2: fetch https://cat2.example/@public/x.b2nd there first"},
	"later.b2nd":     {b2.Saved{Kind: "unknown"}, "something else that Python-Blosc2 saved"},
}

// TestSaved opens no zeros for what Python-Blosc2 computes when it opens it.
func TestSaved(t *testing.T) {
	checkSaved(t, filepath.Join("testdata", "saved"))
}

// TestSavedNow does so with what Python-Blosc2 makes now.
func TestSavedNow(t *testing.T) {
	exe := os.Getenv("B2_PYTHON")
	if exe == "" {
		t.Skip("B2_PYTHON names no Python with NumPy and Blosc2")
	}
	dir := t.TempDir()
	if out, err := exec.Command(exe, filepath.Join("testdata", "saved", "make.py"), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	checkSaved(t, dir)
}

func checkSaved(t *testing.T, dir string) {
	ctx := context.Background()
	for name, want := range saved {
		path := filepath.Join(dir, name)
		want.Shape, want.DType = []int{10}, "float64"
		_, err := b2.Open(ctx, path)
		if !errors.Is(err, b2.ErrNotArray) || !strings.HasPrefix(err.Error(), path+": not an array but "+want.why) {
			t.Errorf("%s: %v", name, err)
		}
		if b, err := os.ReadFile(path); err == nil {
			if _, err := b2.OpenBytes(b); !errors.Is(err, b2.ErrNotArray) {
				t.Errorf("%s as bytes: %v", name, err)
			}
		}
		if err := b2.Remove(path); err == nil || !strings.Contains(name, ":") && !strings.Contains(err.Error(), want.why) {
			t.Errorf("%s is removed: %v", name, err)
		}
		s, err := b2.OpenSChunk(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if diff := cmp.Diff(&want.Saved, s.Saved()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, name := range []string{"tree.b2z", "embed.b2e"} {
		entries, err := b2.List(ctx, filepath.Join(dir, name))
		want := []b2.Entry{{Key: "/a", Kind: b2.KindArray}, {Key: "/expr", Kind: b2.KindLazyExpr}}
		if diff := cmp.Diff(want, entries); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	for _, name := range []string{"a.b2nd", "bytes.b2frame"} {
		s, err := b2.OpenSChunk(ctx, filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if s.Saved() != nil {
			t.Errorf("%s is what it holds, not %v", name, s.Saved())
		}
	}
}
