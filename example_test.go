package b2_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

func readme(ctx context.Context) error {
	a, err := b2.Linspace(ctx, 0, 1, b2.Shape(500, 10000), b2.Type(b2.Float32), b2.Path("a.b2nd"))
	if err != nil {
		return err
	}
	defer a.Close()
	b, err := b2.Linspace(ctx, 1, 2, b2.Shape(10, 500, 10000), b2.Path("b.b2nd"))
	if err != nil {
		return err
	}
	defer b.Close()
	c, err := b2.Lazy("a**2 + b**2 + 2*a*b + 1", b2.Vars{"a": a, "b": b})
	if err != nil {
		return err // with its place in the text
	}
	fmt.Println(c.Shape(), c.DType()) // at once: nothing is computed

	part, err := b2.Read[float64](ctx, c.Slice(b2.At(2), b2.Span(3, 200, 25))) // []float64, only the blocks needed
	if err != nil {
		return err
	}
	result, err := c.Compute(ctx, b2.Path("result.b2nd")) // straight to disk, a few chunks of memory
	if err != nil {
		return err
	}
	defer result.Close()
	fmt.Println(len(part), result.CRatio() > 2)
	return nil
}

// Example runs the README's program in a folder of its own.
func Example() {
	dir, err := os.MkdirTemp("", "b2-readme")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	home, err := os.Getwd()
	if err != nil || os.Chdir(dir) != nil {
		fmt.Println("cannot go to", dir)
		return
	}
	defer os.Chdir(home)
	if err := readme(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// [10 500 10000] float64
	// 80000 true
}

// Arrays change where they are stored.
func ExampleArray_Append() {
	ctx := context.Background()
	a, err := b2.Linspace(ctx, 0, 5, b2.Shape(2, 3))
	if err != nil {
		fmt.Println(err)
		return
	}
	row := b2.Plain([]float64{7, 8, 9}, b2.Shape(1, 3))
	if err := a.Append(ctx, row); err != nil {
		fmt.Println(err)
		return
	}
	if err := a.Set(ctx, -1, b2.All(), b2.At(0)); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Shape())
	fmt.Println(b2.Read[float64](ctx, a))
	// Output:
	// [3 3]
	// [-1 1 2 -1 4 5 -1 8 9] <nil>
}

func ExampleList() {
	ctx := context.Background()
	entries, err := b2.List(ctx, "testdata/stores/tree.b2z")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range entries {
		fmt.Println(e.Key, e.Kind)
	}
	a, err := b2.Open(ctx, "testdata/stores/tree.b2z:/small")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer a.Close()
	fmt.Println(b2.Read[float64](ctx, a.Index("1")))
	// Output:
	// /bytes schunk
	// /flags array
	// /group/deep/text array
	// /group/large array
	// /small array
	// [4 5 6 7] <nil>
}

func ExampleOpenSChunk() {
	ctx := context.Background()
	s, err := b2.OpenSChunk(ctx, "testdata/stores/tree.b2z:/bytes")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	fmt.Println(s.NChunks(), s.NBytes())
	part := make([]byte, 5)
	if _, err := s.ReadAt(part, 248); err != nil { // across the end of a block
		fmt.Println(err)
		return
	}
	fmt.Println(part)
	// Output:
	// 3 2250
	// [248 249 0 1 2]
}

// TestReadme holds the README's Go program to the one above, which is compiled and run.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "```go\na, err :=")
	if !ok {
		t.Fatal("the README has no Go program")
	}
	block, _, _ := strings.Cut("a, err :="+rest, "```")
	indented := "\t" + strings.ReplaceAll(strings.TrimSuffix(block, "\n"), "\n", "\n\t")
	indented = strings.ReplaceAll(indented, "\n\t\n", "\n\n")
	if !strings.Contains(string(source), indented) {
		t.Errorf("the README's program is not the one in example_test.go:\n%s", indented)
	}
}
