package b2_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/b2gen/b2"
)

func TestVerify(t *testing.T) {
	path := t.TempDir() + "/x.b2nd"
	a, err := b2.Arange(t.Context(), 0, 60000, 1, b2.Shape(60, 1000), b2.Chunks(20, 300), b2.Blocks(7, 100), b2.Path(path))
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	v := verified(t, path)
	if v.Chunks != 12 || v.Blocks != 108 || len(v.Faults) > 0 {
		t.Errorf("%+v", v)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3000 { // several chunks
		file[len(file)/3+i] = 0xFF
	}
	if err := os.WriteFile(path, file, 0o666); err != nil {
		t.Fatal(err)
	}
	v = verified(t, path)
	if len(v.Faults) < 2 {
		t.Errorf("%+v", v)
	}
	for i, f := range v.Faults {
		if !errors.Is(f.Err, b2.ErrCorrupt) || i > 0 && v.Faults[i-1].Chunk > f.Chunk {
			t.Errorf("fault %d: %v", i, f)
		}
	}
}

func verified(t *testing.T, path string) *b2.Verification {
	t.Helper()
	a, err := b2.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	v, err := a.Verify(t.Context(), b2.Workers(3))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Verify(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	return v
}

// A chunk of a sparse array is a file, which may be missing.
func TestVerifySparse(t *testing.T) {
	path := sparseFolder(t)
	if v := verified(t, path); len(v.Faults) > 0 || v.Chunks != 15 {
		t.Errorf("%+v", v)
	}
	if err := os.Remove(path + "/00000003.chunk"); err != nil {
		t.Fatal(err)
	}
	v := verified(t, path)
	if len(v.Faults) != 1 || v.Faults[0].Chunk != 4 || v.Faults[0].Block != -1 || !errors.Is(v.Faults[0].Err, b2.ErrCorrupt) {
		t.Errorf("%+v", v.Faults)
	}
}
