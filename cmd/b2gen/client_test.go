package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The files of a client project, as its author would write them.
const (
	clientWave = `package wave

//go:generate go tool b2gen

// Quad is the tutorial's first expression.
//
//b2gen:kernel a=float32[j,k] b=float64[i,j,k]
const Quad = "a**2 + b**2 + 2*a*b + 1"
`
	clientMain = `package main

import (
	"context"
	"fmt"
	"log"

	"github.com/b2gen/b2"

	"example.com/client/wave"
)

func main() {
	a, b := make([]float32, 6), make([]float64, 12)
	for i := range b {
		a[i%6], b[i] = float32(i%6), float64(i)/4
	}
	vars := b2.Vars{"a": b2.Plain(a, b2.Shape(2, 3)), "b": b2.Plain(b, b2.Shape(2, 2, 3))}
	c, err := b2.Lazy(wave.Quad, vars, b2.WithKernels(wave.Kernels()...), b2.RequireKernel())
	if err != nil {
		log.Fatal(err)
	}
	x, err := b2.Read[float64](context.Background(), c)
	if err != nil {
		log.Fatal(err)
	}
	y := make([]float64, 12)
	if err := wave.QuadInto(2, 2, 3, y, a, b); err != nil {
		log.Fatal(err)
	}
	fmt.Println(x[11], y[11], wave.QuadInto(2, 2, 3, y, a, b[1:]))
}
`
)

// client is a module of its own that uses b2 from this repository, with what the module cache has.
type client struct {
	t   *testing.T
	dir string
}

func newClient(t *testing.T) client {
	t.Helper()
	c := client{t, t.TempDir()}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(mod), "module github.com/b2gen/b2\n", "module example.com/client\n", 1)
	c.write("go.mod", text+"\nrequire github.com/b2gen/b2 v0.0.0\n\nreplace github.com/b2gen/b2 => "+root+"\n\ntool github.com/b2gen/b2/cmd/b2gen\n")
	c.write("go.sum", string(sum))
	c.write("wave/wave.go", clientWave)
	c.write("main.go", clientMain)
	return c
}

func (c client) write(name, text string) {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// run runs the go command in the client's folder, without network, as go.mod says.
func (c client) run(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOWORK=off", "GOTOOLCHAIN=local")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (c client) must(args ...string) string {
	c.t.Helper()
	out, err := c.run(args...)
	if err != nil {
		c.t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// fails wants the command to fail with a message that has each of the texts.
func (c client) fails(args []string, want ...string) {
	c.t.Helper()
	out, err := c.run(args...)
	if err == nil {
		c.t.Fatalf("go %s does not fail:\n%s", strings.Join(args, " "), out)
	}
	for _, w := range want {
		if !strings.Contains(out, w) {
			c.t.Errorf("go %s does not say %q:\n%s", strings.Join(args, " "), w, out)
		}
	}
}

// TestClientProject goes the way of a user: generate, run, test; change the expression, the directive and the package
// and see that stale code is noticed.
func TestClientProject(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds programs")
	}
	c := newClient(t)
	c.fails([]string{"build", "./..."}, "undefined: wave.Kernels")
	c.must("generate", "./...")
	c.must("vet", "./...")
	const want = "61.0625 61.0625 QuadInto: b has 11 elements; over the extents (2, 2, 3) it must have 12\n"
	if got := c.must("run", "."); got != want {
		t.Errorf("the program prints %q, want %q", got, want)
	}
	c.must("test", "./...")
	c.must("tool", "b2gen", "-check", "wave")

	changed := strings.Replace(clientWave, "2*a*b", "3*a*b", 1)
	c.write("wave/wave.go", changed)
	c.fails([]string{"build", "./..."}, "Quad has changed, run go generate")
	c.fails([]string{"tool", "b2gen", "-check", "wave"}, "b2gen.go and", "stale: run go generate")
	c.must("generate", "./...")
	c.must("build", "./...")

	c.write("wave/wave.go", strings.Replace(changed, "b=float64[i,j,k]", "b=float32[i,j,k]", 1))
	c.must("build", "./wave")
	c.fails([]string{"test", "./wave"}, "b2gen.go and", "stale: run go generate")

	c.write("wave/wave.go", strings.Replace(clientWave, "b**2", "bee**2", 1))
	c.fails([]string{"generate", "./..."}, "wave.go:8:22: operand bee is not declared", "add bee=float64")
}
