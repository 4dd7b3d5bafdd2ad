package codegen_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2/codegen"
)

// TestParts generates a package of so many kernels that they are spread over files, and then one more of them.
func TestParts(t *testing.T) {
	dir := t.TempDir()
	generate := func(kernels int) map[string][]byte {
		text := "package p\n"
		for i := range kernels {
			text += fmt.Sprintf("\n//b2gen:kernel a=float64 b=float32\nconst K%d = \"arctan2(a, b) + tanh(a)**%d.5\"\n", i, i)
		}
		if err := os.WriteFile(filepath.Join(dir, "p.go"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		files, err := codegen.Generate(dir)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			if len(text) > 400_000 || !codegen.Writes(name) || !codegen.Generated(text) {
				t.Errorf("%s has %d bytes and begins with %q", name, len(text), text[:40])
			}
		}
		return files
	}
	const kernels = 30
	few, more := generate(kernels), generate(kernels+1)
	if few["b2gen_2.go"] == nil || few["b2gen_2_avx2_amd64.s"] == nil || few["b2gen_2_avx512_amd64.s"] == nil {
		t.Errorf("the files are %v", slices.Sorted(maps.Keys(few)))
	}
	constructors := 0
	for name, text := range few {
		if last := fmt.Sprintf("b2gen_%d", countParts(few)); !strings.HasPrefix(name, last) && name != codegen.KernelFile && string(text) != string(more[name]) {
			t.Errorf("another kernel at the end changes %s", name)
		}
		constructors += strings.Count(string(text), "Kernel() *kernel.Kernel")
	}
	if constructors != kernels {
		t.Errorf("%d kernels were written, not %d", constructors, kernels)
	}
}

func countParts(files map[string][]byte) int {
	n := 1
	for files[fmt.Sprintf("b2gen_%d.go", n+1)] != nil {
		n++
	}
	return n
}

func TestWrites(t *testing.T) {
	for name, want := range map[string]bool{
		"b2gen.go": true, "b2gen_test.go": true, "b2gen_amd64.go": true, "b2gen_other.go": true, "b2gen_avx2_amd64.s": true,
		"b2gen_2.go": true, "b2gen_13_amd64.go": true, "b2gen_2_other.go": true, "b2gen_2_avx512_amd64.s": true,
		"b2gen_02.go": false, "b2gen_2_test.go": false, "b2gen_sse_amd64.s": false, "my_b2gen.go": false, "b2gen_2.go.orig": false, "b2gen_2_arm64.go": false,
	} {
		if codegen.Writes(name) != want {
			t.Errorf("Writes(%q) is %v", name, !want)
		}
	}
}

// TestForeignFile does not take a file for its own that has one's name only.
func TestForeignFile(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.go":       "package p\n\n//b2gen:kernel a=float64\nconst Twice = \"a + a\"\n",
		"b2gen_2.go": "package p\n\n//b2gen:kernel a=float64\nconst Thrice = \"3*a\"\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := codegen.Generate(dir); err == nil || !strings.Contains(err.Error(), "b2gen_2.go is not from b2gen") {
		t.Errorf("got %v", err)
	}
}
