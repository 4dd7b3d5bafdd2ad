package b2_test

import (
	"encoding/gob"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/b2gen/b2/testdata/fused"
)

// fusedPackages is how many packages the expressions are spread over, so that the compiler works on several at once.
const fusedPackages = 4

// fusedModule is a module of its own that uses b2 from this repository, with what the module cache has.
type fusedModule struct {
	t   *testing.T
	dir string
}

func newFusedModule(t *testing.T, cases []fused.Case) fusedModule {
	t.Helper()
	m := fusedModule{t, t.TempDir()}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(mod), "module github.com/b2gen/b2\n", "module example.com/fused\n", 1)
	m.write("go.mod", text+"\nrequire github.com/b2gen/b2 v0.0.0\n\nreplace github.com/b2gen/b2 => "+root+"\n\ntool github.com/b2gen/b2/cmd/b2gen\n")
	m.write("go.sum", string(sum))
	m.program(cases)
	file, err := os.Create(filepath.Join(m.dir, "cases"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := gob.NewEncoder(file).Encode(cases); err != nil {
		t.Fatal(err)
	}
	return m
}

// program writes the packages of expressions, and the main package that hands them over.
func (m fusedModule) program(cases []fused.Case) {
	var main, imports strings.Builder
	for p := range min(fusedPackages, len(cases)) {
		name := fmt.Sprintf("p%d", p)
		var pkg strings.Builder
		fmt.Fprintf(&pkg, "package %s\n", name)
		fmt.Fprintf(&imports, "\t\"example.com/fused/%s\"\n", name)
		fmt.Fprintf(&main, "\t\tfused.Package{Kernels: %s.Kernels(), Into: map[string]any{\n", name)
		for i := p; i < len(cases); i += fusedPackages {
			fmt.Fprintf(&pkg, "\n%s\nconst %s = %q\n", cases[i].Directive, cases[i].Kernel, cases[i].Expr)
			fmt.Fprintf(&main, "\t\t\t%q: %s.%sInto,\n", cases[i].Kernel, name, cases[i].Kernel)
		}
		main.WriteString("\t\t}},\n")
		m.write(filepath.Join(name, name+".go"), pkg.String())
	}
	m.write("main.go", "package main\n\nimport (\n\t\"os\"\n\n\t\"github.com/b2gen/b2/testdata/fused\"\n\n"+imports.String()+
		")\n\nfunc main() {\n\tfused.Main(os.Args[1],\n"+main.String()+"\t)\n}\n")
}

func (m fusedModule) write(name, text string) {
	m.t.Helper()
	path := filepath.Join(m.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		m.t.Fatal(err)
	}
}

// must runs the go command in the module, without network.
func (m fusedModule) must(args ...string) {
	m.t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOWORK=off", "GOTOOLCHAIN=local")
	if out, err := cmd.CombinedOutput(); err != nil {
		m.t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (m fusedModule) timed(what string, f func()) {
	m.t.Helper()
	start := time.Now()
	f()
	m.t.Logf("%s in %.1fs", what, time.Since(start).Seconds())
}

// generate runs b2gen in each package, and once more to see whether it writes the same.
func (m fusedModule) generate() {
	m.must("build", "-o", "b2gen", "github.com/b2gen/b2/cmd/b2gen")
	packages, err := filepath.Glob(filepath.Join(m.dir, "p*"))
	if err != nil {
		m.t.Fatal(err)
	}
	var all sync.WaitGroup
	for _, p := range packages {
		all.Go(func() {
			if out, err := exec.Command(filepath.Join(m.dir, "b2gen"), p).CombinedOutput(); err != nil {
				m.t.Errorf("b2gen: %v\n%s", err, out)
			} else if out, err := exec.Command(filepath.Join(m.dir, "b2gen"), "-check", p).CombinedOutput(); err != nil {
				m.t.Errorf("b2gen -check: %v\n%s", err, out)
			}
		})
	}
	all.Wait()
	if m.t.Failed() {
		m.t.FailNow()
	}
}

// sizes looks at what b2gen has written.
func (m fusedModule) sizes() {
	names, err := filepath.Glob(filepath.Join(m.dir, "p*", "b2gen*"))
	if err != nil {
		m.t.Fatal(err)
	}
	total, largest := int64(0), int64(0)
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			m.t.Fatal(err)
		}
		total, largest = total+info.Size(), max(largest, info.Size())
		if info.Size() > 500_000 {
			m.t.Errorf("%s has %d bytes: it is too much to keep", filepath.Base(name), info.Size())
		}
	}
	m.t.Logf("%d generated files of %d kB, the largest of %d kB", len(names), total/1000, largest/1000)
}
