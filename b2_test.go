package b2_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/generated/tutorial"
)

func TestTwoWaysAreOne(t *testing.T) {
	ctx := context.Background()
	a, err := b2.Linspace(ctx, 0, 1, b2.Shape(5, 100), b2.Type(b2.Float32))
	if err != nil {
		t.Fatal(err)
	}
	b, err := b2.Linspace(ctx, 1, 2, b2.Shape(10, 5, 100))
	if err != nil {
		t.Fatal(err)
	}
	text, err := b2.Lazy(tutorial.Quad, b2.Vars{"a": a, "b": b}, b2.WithKernels(tutorial.Kernels()...), b2.RequireKernel())
	if err != nil {
		t.Fatal(err)
	}
	fluent := a.Power(2).Add(b.Power(2)).Add(b2.Multiply(2, a).Multiply(b)).Add(1)
	if text.Kernel() != "Quad" || fluent.Kernel() != "" {
		t.Errorf("kernels %q and %q, want Quad and none", text.Kernel(), fluent.Kernel())
	}
	if got := text.String(); got != "a**2 + b**2 + 2 * a * b + 1" {
		t.Errorf("the text prints as %q", got)
	}
	again, err := b2.Lazy(fluent.String(), b2.Vars{"o0": a, "o1": b})
	if err != nil {
		t.Fatalf("the fluent expression prints as %q: %v", fluent, err)
	}
	want, err := b2.Read[float64](ctx, text)
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]*b2.Expr{"fluent": fluent, "printed": again} {
		got, err := b2.Read[float64](ctx, e)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestSlicesKeepTheirKernel(t *testing.T) {
	ctx := context.Background()
	x := b2.Plain([]float64{1, 2, 3}, b2.Shape(3, 1, 1))
	y := b2.Plain([]float64{1, 2, 3, 4}, b2.Shape(4, 1))
	z := b2.Plain([]float64{1, 2, 3, 4, 5}, b2.Shape(5))
	e, err := b2.Lazy(tutorial.Wave, b2.Vars{"x": x, "y": y, "z": z}, b2.WithKernels(tutorial.Kernels()...), b2.RequireKernel())
	if err != nil {
		t.Fatal(err)
	}
	all, err := b2.Read[float64](ctx, e)
	if err != nil {
		t.Fatal(err)
	}
	frame, err := b2.Read[float64](ctx, e.Slice(b2.All(), b2.All(), b2.At(2)))
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range frame {
		if v != all[i*5+2] {
			t.Fatalf("element %d is %v in the slice, %v in the whole", i, v, all[i*5+2])
		}
	}
}

func TestErrorsMatch(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	a := b2.Plain(make([]float64, 6), b2.Shape(2, 3))
	path := filepath.Join(dir, "a.b2nd")
	if _, err := a.Compute(ctx, b2.Path(path)); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(dir, "bad.b2nd")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bad, whole[:len(whole)-40], 0o644); err != nil {
		t.Fatal(err)
	}
	lazy := func(text string) error {
		_, err := b2.Lazy(text, b2.Vars{"a": a, "v": b2.Plain(make([]float64, 4), b2.Shape(4))})
		return err
	}
	open := func(path string) error { _, err := b2.Open(ctx, path); return err }
	var exprError *b2.ExprError
	for name, c := range map[string]struct {
		err  error
		is   error
		says string
	}{
		"unknown name":     {err: lazy("a + b"), says: `expr:1:5: unknown name "b"`},
		"unknown function": {err: lazy("sine(a)"), says: `did you mean "sin"?`},
		"broadcast":        {err: lazy("a + v"), is: b2.ErrShape, says: "shapes (2, 3) and (4,) cannot be broadcast together, a is float64 (2, 3), v is float64 (4,)"},
		"existing file":    {err: second(a.Compute(ctx, b2.Path(path))), is: fs.ErrExist, says: "a.b2nd"},
		"missing file":     {err: open(filepath.Join(dir, "none.b2nd")), is: fs.ErrNotExist, says: "none.b2nd"},
		"a folder":         {err: open(dir), says: filepath.Base(dir)},
		"cut off":          {err: open(bad), is: b2.ErrCorrupt, says: "bad.b2nd"},
		"no such folder":   {err: second(a.Compute(ctx, b2.Path(filepath.Join(dir, "x", "y.b2nd")))), is: fs.ErrNotExist, says: "y.b2nd"},
		"other type":       {err: second(b2.Read[float32](ctx, a)), says: "the result is float64, not float32"},
		"wrong length":     {err: b2.ReadInto(ctx, make([]float64, 5), a), is: b2.ErrShape, says: "5 elements"},
		"bad index":        {err: second(b2.Read[float64](ctx, a.Index("2"))), says: "index 2 is out of bounds for axis 0 with size 2"},
		"bad index text":   {err: a.Index("1:2:").Index("x").Err(), says: "index"},
		"fluent":           {err: b2.Add(a, b2.Plain(make([]float64, 4), b2.Shape(4))).Multiply(2).Err(), is: b2.ErrShape, says: "b2_test.go:"},
		"operand":          {err: b2.Add(a, "text").Err(), says: "a string is no operand"},
		"short data":       {err: b2.Plain([]float64{1}, b2.Shape(2)).Err(), is: b2.ErrShape, says: "1 elements do not fill the shape (2,)"},
		"too large":        {err: second(b2.Read[float64](ctx, huge(1<<27))), says: "does not fit into memory"},
		"uncountable":      {err: huge(1 << 40).Err(), says: "too many elements"},
		"no kernel":        {err: second(requireKernel(a).Compute(ctx)), says: "no fused kernel fits"},
		"codec":            {err: second(a.Compute(ctx, b2.Codec("lzma"))), says: `unknown codec "lzma"`},
		"chunks":           {err: second(a.Compute(ctx, b2.Chunks(2))), says: "2 dimensions"},
		"blocks":           {err: second(a.Compute(ctx, b2.Chunks(2, 2), b2.Blocks(3, 2))), says: "axis 0 must be 1 to 2"},
		"level":            {err: second(a.Compute(ctx, b2.Level(12))), says: "12"},
		"instruction set":  {err: second(a.Compute(ctx, b2.ISA("neon"))), says: "go, avx2 or avx512"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.err == nil {
				t.Fatal("no error")
			}
			if c.is != nil && !errors.Is(c.err, c.is) {
				t.Errorf("%v does not match %v", c.err, c.is)
			}
			if !strings.Contains(c.err.Error(), c.says) {
				t.Errorf("%q does not say %q", c.err, c.says)
			}
		})
	}
	if !errors.As(lazy("a + b"), &exprError) || exprError.Pos.Col != 5 {
		t.Errorf("no position: %v", exprError)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("the failures left something behind: %v, %v", left, err)
	}
}

func second[T any](_ T, err error) error { return err }

func requireKernel(a *b2.Expr) *b2.Expr {
	e, err := b2.Lazy("a + 1", b2.Vars{"a": a}, b2.RequireKernel())
	if err != nil {
		panic(err)
	}
	return e
}

func TestBlocks(t *testing.T) {
	ctx := context.Background()
	data := make([]int32, 7*5)
	for i := range data {
		data[i] = int32(i)
	}
	a, err := b2.From(ctx, data, b2.Shape(7, 5), b2.Chunks(3, 4), b2.Blocks(2, 2))
	if err != nil {
		t.Fatal(err)
	}
	got := make([]int32, len(data))
	for b, err := range a.Add(0).Blocks(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range b.Shape[0] {
			for j := range b.Shape[1] {
				got[(b.Start[0]+i)*5+b.Start[1]+j] = int32(b.Bytes[4*(i*b.Shape[1]+j)])
			}
		}
	}
	if !slices.Equal(got, data) {
		t.Errorf("got %v", got)
	}

	c := a.Subtract(a.Mean(b2.Axis(0), b2.KeepDims()))
	want, err := b2.ReadBytes(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	var joined []byte
	for b, err := range c.Blocks(ctx, b2.BlockShape(2, 5), b2.Workers(1)) {
		if err != nil {
			t.Fatal(err)
		}
		joined = append(joined, b.Bytes...)
	}
	if !bytes.Equal(joined, want) {
		t.Error("blocks of whole rows do not make up the result")
	}
	for _, err := range c.Blocks(ctx, b2.BlockShape(2)) {
		if !errors.Is(err, b2.ErrShape) {
			t.Errorf("blocks of another rank: %v", err)
		}
	}
}

func TestOptionsDoNotMatter(t *testing.T) {
	ctx := context.Background()
	a, err := b2.Linspace(ctx, -5, 5, b2.Shape(40, 50, 30))
	if err != nil {
		t.Fatal(err)
	}
	e := b2.Sin(a).Multiply(b2.Exp(a)).Add(a.Mean(b2.Axis(1), b2.KeepDims()))
	want, err := b2.Read[float64](ctx, e)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "r.b2nd")
	for name, opts := range map[string][]b2.ComputeOption{
		"one worker":   {b2.Workers(1)},
		"five workers": {b2.Workers(5)},
		"portable":     {b2.ISA("go")},
		"disk":         {b2.Path(path), b2.Overwrite()},
		"zstd":         {b2.Path(path), b2.Overwrite(), b2.Codec("zstd"), b2.Level(3)},
		"zlib":         {b2.Codec("zlib"), b2.Filters("bitshuffle")},
		"raw":          {b2.Level(0), b2.Filters()},
		"lz4hc":        {b2.Codec("lz4hc"), b2.Filters("shuffle")},
		"six filters":  {b2.Filters("delta", "shuffle:4", "bytedelta:2", "bitshuffle", "shuffle", "bytedelta")},
		"delta":        {b2.Path(path), b2.Overwrite(), b2.Filters("delta", "shuffle"), b2.Chunks(7, 50, 11)},
		"odd chunks":   {b2.Chunks(7, 50, 11), b2.Blocks(2, 9, 4)},
	} {
		d, err := e.Compute(ctx, opts...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := b2.Read[float64](ctx, d)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the result differs", name)
		}
	}
}

func TestLargeExpressions(t *testing.T) {
	ctx := context.Background()
	a := b2.Plain([]float64{1, 2, 3}, b2.Shape(3))
	long, err := b2.Lazy("a"+strings.Repeat("+a", 10_000), b2.Vars{"a": a})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b2.Read[float64](ctx, long); err != nil || got[2] != 3*10_001 {
		t.Errorf("got %v, %v", got, err)
	}
	shared := a
	for range 60 {
		shared = shared.Add(shared)
	}
	if got, err := b2.Read[float64](ctx, shared); err != nil || got[0] != 1<<60 {
		t.Errorf("got %v, %v", got, err)
	}
	if text := shared.String(); !strings.HasSuffix(text, "…") {
		t.Errorf("the text of %d bytes is not cut", len(text))
	}
	if _, err := b2.Lazy(strings.Repeat("(", 10_000)+"a"+strings.Repeat(")", 10_000), b2.Vars{"a": a}); err == nil {
		t.Error("10,000 nested parentheses were taken")
	}
}

func TestExplain(t *testing.T) {
	a := b2.Plain([]float32{1, 2, 3}, b2.Shape(3))
	b := b2.Plain(make([]float64, 6), b2.Shape(2, 1, 3))
	c, err := b2.Lazy(tutorial.SinExp+" - mean(b)", b2.Vars{"a": a, "b": b}, b2.WithKernels(tutorial.Kernels()...))
	if err != nil {
		t.Fatal(err)
	}
	want := `sin(a) + exp(b) - mean(b)
shape (2, 1, 3), dtype float64
loop 0 over (2, 1, 3)
  v0   float64  (0, 2)     = b (2, 1, 3)
  reduce mean over axes [0 1 2], result float64
loop 1 over (2, 1, 3)
  v0   float32  (2,)       = a (3,)
  v1   float64  (0, 2)     = b (2, 1, 3)
  v2   float64  ()         = the result of loop 0 ()
  stage 0: once for each point of axes (2,)
    s0   float32  = sin v0
  stage 1: once for each point of axes (0, 2)
    t0   float64  = cast s0
    t1   float64  = exp v1
    t2   float64  = add t0 t1
    s1   float64  = subtract t2 v2
loop 0 computes no elements, it only reads them
loop 1 is interpreted: none of the 16 given computes it with these types
`
	if got := c.Explain(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// huge is an expression of n*n elements.
func huge(n int) *b2.Expr {
	x := b2.Plain([]float64{1}, b2.Shape(1))
	tall, err := b2.Lazy("zeros(("+strconv.Itoa(n)+", 1)) + x", b2.Vars{"x": x})
	if err != nil {
		panic(err)
	}
	wide, err := b2.Lazy("zeros("+strconv.Itoa(n)+") + x", b2.Vars{"x": x})
	if err != nil {
		panic(err)
	}
	return tall.Add(wide)
}
