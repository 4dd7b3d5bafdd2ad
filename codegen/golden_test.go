package codegen_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/codegen"
)

var update = flag.Bool("update", false, "write the expected files of testdata anew")

// golden compares a text with the file that holds it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v; go test ./codegen -update writes it", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func folders(t *testing.T, of string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("testdata", of, "*"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no folders in testdata/%s: %v", of, err)
	}
	return list
}

// TestKernels generates the packages of testdata/kernels, twice, and then runs their own tests: what is generated
// compiles, vets and gives the right numbers.
func TestKernels(t *testing.T) {
	dirs := folders(t, "kernels")
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			files, err := codegen.Generate(dir)
			if err != nil {
				t.Fatal(err)
			}
			again, _ := codegen.Generate(dir)
			for name, src := range files {
				if string(again[name]) != string(src) {
					t.Errorf("%s differs from one time to the next", name)
				}
				golden(t, filepath.Join(dir, name), src)
			}
		})
	}
	if testing.Short() {
		t.Skip("running the generated code takes seconds")
	}
	for i, dir := range dirs {
		dirs[i] = "./" + filepath.ToSlash(dir)
	}
	if out, err := exec.Command("go", append([]string{"test"}, dirs...)...).CombinedOutput(); err != nil {
		t.Errorf("the generated packages fail: %v\n%s", err, out)
	}
}

func TestErrors(t *testing.T) {
	for _, dir := range folders(t, "errors") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			_, err := codegen.Generate(dir)
			if err == nil {
				t.Fatal("no error")
			}
			text := strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), "")
			golden(t, filepath.Join(dir, "error.txt"), []byte(strings.ReplaceAll(text, dir, "DIR")+"\n"))
		})
	}
}

// TestGeneratedIsFresh compares what b2 itself holds of generated code with what is generated now. The packages'
// own tests do so too, but go test may keep their answer when the generator changes.
func TestGeneratedIsFresh(t *testing.T) {
	for _, c := range []struct {
		dir, redo string
		make      func() (map[string][]byte, error)
	}{
		{"../generated/tutorial", "go generate ./generated/tutorial", func() (map[string][]byte, error) { return codegen.Generate("../generated/tutorial") }},
		{"../generated/prim", "go run ./cmd/b2gen -strips generated/prim", func() (map[string][]byte, error) { return codegen.Strips("prim") }},
		{"..", "go generate .", codegen.Fluent},
	} {
		files, err := c.make()
		if err != nil {
			t.Fatal(err)
		}
		for name, src := range files {
			have, err := os.ReadFile(filepath.Join(c.dir, name))
			if err != nil || string(have) != string(src) {
				t.Errorf("%s/%s is stale: run %s", c.dir, name, c.redo)
			}
			if len(src) > 500_000 {
				t.Errorf("%s/%s has %d bytes: it is too much to keep", c.dir, name, len(src))
			}
		}
	}
}

func TestBrokenGoFile(t *testing.T) {
	dir := t.TempDir() // not in testdata: gofmt would stumble over it
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte("package p\n\nconst K =\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := codegen.Generate(dir); err == nil || !strings.Contains(err.Error(), "a.go:3:11: expected operand") {
		t.Errorf("got %v", err)
	}
}

// TestCgoPackage generates for a package with cgo, which can have no assembly.
func TestCgoPackage(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.go": "package p\n\n//b2gen:kernel a=float64\nconst Twice = \"a + a\"\n",
		"c.go": "package p\n\nimport \"C\"\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := codegen.Generate(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name := range files {
		if name != codegen.KernelFile && name != codegen.TestFile {
			t.Errorf("%s was written", name)
		}
	}
	if src := string(files[codegen.KernelFile]); !strings.Contains(src, "cpu.Go: twiceStrip}") {
		t.Errorf("the kernel is not portable:\n%s", src)
	}
}
