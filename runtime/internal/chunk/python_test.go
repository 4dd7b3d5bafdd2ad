package chunk

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2/runtime/internal/codec"
)

// TestReferenceReads has Python-Blosc2 decompress chunks of every codec at every level.
func TestReferenceReads(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON is unset: set it to a Python interpreter that has blosc2")
	}
	dir := t.TempDir()
	n := 0
	for _, id := range []codec.ID{codec.BloscLZ, codec.LZ4, codec.LZ4HC, codec.Zlib, codec.Zstd} {
		for level := range 10 {
			for _, size := range []int{1, 4, 8} {
				p := DefaultParams(size, 4000*size)
				p.Codec, p.Level = id, level
				writeChunks(t, filepath.Join(dir, fmt.Sprintf("%v_%d_%d", id, level, size)), p)
				n++
			}
		}
	}
	if out, err := exec.Command(python, "testdata/read.py", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%d settings", n)
}

// writeChunks writes a chunk and its raw bytes for each pattern that needs one.
func writeChunks(t *testing.T, prefix string, p Params) {
	e, err := NewEncoder(p)
	if err != nil {
		t.Fatal(err)
	}
	for name, make := range patterns {
		raw := make(3*p.BlockSize+100*p.TypeSize, p.TypeSize)
		a, err := e.Encode(raw)
		if err != nil {
			t.Fatal(err)
		}
		if a.Special == Zeros {
			continue
		}
		for ext, data := range map[string][]byte{".chunk": a.Bytes(), ".raw": raw} {
			if err := os.WriteFile(prefix+"_"+name+ext, data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}
