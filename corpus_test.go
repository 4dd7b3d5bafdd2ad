package b2_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/generated/corpus"
	"github.com/b2gen/b2/ir/dtype"
)

// The corpus holds expressions with NumPy's answers; testdata/expr/make*.py write its files.

type corpusArray struct {
	DType string `json:"dtype"`
	Shape []int  `json:"shape"`
	Hex   string `json:"hex"`
}

type corpusCase struct {
	corpusArray
	Expr  string  `json:"expr"`
	Error string  `json:"error"`
	ULP   float64 `json:"ulp"` // by how many units in the last place the answer may differ; of the larger part of complex numbers
	Rel   float64 `json:"rel"` // by how much of the sum of absolute values
}

// corpusFile is a file of the corpus: operands and cases with them.
type corpusFile struct {
	operands map[string]corpusArray
	cases    []corpusCase
}

func readCorpus(t testing.TB) []corpusFile {
	t.Helper()
	names, err := filepath.Glob("testdata/expr/corpus*.jsonl")
	if err != nil || len(names) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	var files []corpusFile
	for _, name := range names {
		operands, cases := readCorpusFile(t, name)
		files = append(files, corpusFile{operands, cases})
	}
	return files
}

func readCorpusFile(t testing.TB, name string) (map[string]corpusArray, []corpusCase) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var head struct {
		Operands map[string]corpusArray `json:"operands"`
	}
	var cases []corpusCase
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<21)
	for first := true; lines.Scan(); first = false {
		if first {
			err = json.Unmarshal(lines.Bytes(), &head)
		} else {
			var c corpusCase
			err = json.Unmarshal(lines.Bytes(), &c)
			cases = append(cases, c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return head.Operands, cases
}

// elementsOf turns an array of the corpus into a Go slice of its type.
func elementsOf(t testing.TB, a corpusArray) (any, dtype.DType) {
	t.Helper()
	raw, err := hex.DecodeString(a.Hex)
	if err != nil {
		t.Fatal(err)
	}
	d, err := dtype.Parse(a.DType)
	if err != nil {
		t.Fatal(err)
	}
	n := len(raw) / d.Size()
	v := map[dtype.DType]any{
		b2.Bool: make([]bool, n), b2.Int8: make([]int8, n), b2.Int16: make([]int16, n), b2.Int32: make([]int32, n), b2.Int64: make([]int64, n),
		b2.Uint8: make([]uint8, n), b2.Uint16: make([]uint16, n), b2.Uint32: make([]uint32, n), b2.Uint64: make([]uint64, n),
		b2.Float16: make([]b2.Half, n), b2.Float32: make([]float32, n), b2.Float64: make([]float64, n),
		b2.Complex64: make([]complex64, n), b2.Complex128: make([]complex128, n),
	}[d]
	if _, err := binary.Decode(raw, binary.LittleEndian, v); err != nil {
		t.Fatal(err)
	}
	return v, d
}

func plain(v any, s []int) *b2.Expr {
	sh := b2.Shape(s...)
	switch v := v.(type) {
	case []bool:
		return b2.Plain(v, sh)
	case []int8:
		return b2.Plain(v, sh)
	case []int16:
		return b2.Plain(v, sh)
	case []int32:
		return b2.Plain(v, sh)
	case []int64:
		return b2.Plain(v, sh)
	case []uint8:
		return b2.Plain(v, sh)
	case []uint16:
		return b2.Plain(v, sh)
	case []uint32:
		return b2.Plain(v, sh)
	case []uint64:
		return b2.Plain(v, sh)
	case []b2.Half:
		return b2.Plain(v, sh)
	case []float32:
		return b2.Plain(v, sh)
	case []complex64:
		return b2.Plain(v, sh)
	case []complex128:
		return b2.Plain(v, sh)
	}
	return b2.Plain(v.([]float64), sh)
}

// layouts are the ways in which the corpus' operands and results are stored. None may change an answer.
var layouts = []struct {
	name    string
	store   func(s []int) []b2.ComputeOption // nil: operands are plain slices
	compute bool                             // the result is compressed, then read
	fused   bool                             // with the kernels of generated/corpus, of which each must fit a case
}{
	{name: "plain"},
	{name: "fused", fused: true},
	{name: "array", store: func([]int) []b2.ComputeOption { return nil }, compute: true},
	{name: "ones", store: func(s []int) []b2.ComputeOption {
		ones := slices.Repeat([]int{1}, len(s))
		return []b2.ComputeOption{b2.Chunks(ones...), b2.Blocks(ones...)}
	}},
	{name: "odd", store: func(s []int) []b2.ComputeOption {
		chunks, blocks := slices.Clone(s), slices.Clone(s)
		for i := range s {
			chunks[i], blocks[i] = min(s[i], 3), min(s[i], 2)
		}
		return []b2.ComputeOption{b2.Chunks(chunks...), b2.Blocks(blocks...), b2.Codec("zstd")}
	}, compute: true},
}

func TestCorpus(t *testing.T) {
	files := readCorpus(t)
	ctx := context.Background()
	for _, layout := range layouts {
		t.Run(layout.name, func(t *testing.T) {
			var opts []b2.LazyOption
			unused := map[string]bool{}
			if layout.fused {
				for _, k := range corpus.Kernels() {
					opts = append(opts, b2.WithKernels(k))
					unused[k.Name] = true
				}
			}
			for _, f := range files {
				vars := f.vars(t, layout.store)
				for _, c := range f.cases {
					kernel, err := c.run(ctx, vars, layout.compute, opts)
					if err != nil {
						t.Errorf("%s: %v", c.Expr, err)
					}
					delete(unused, kernel)
				}
			}
			for name := range unused {
				t.Errorf("kernel %s fits no case", name)
			}
		})
	}
}

// vars are the operands of a file's cases, stored as store says.
func (f corpusFile) vars(t *testing.T, store func(s []int) []b2.ComputeOption) b2.Vars {
	t.Helper()
	vars := b2.Vars{}
	for name, a := range f.operands {
		v, _ := elementsOf(t, a)
		vars[name] = plain(v, a.Shape)
		if store != nil && !slices.Contains(a.Shape, 0) {
			stored, err := vars[name].(*b2.Expr).Compute(context.Background(), store(a.Shape)...)
			if err != nil {
				t.Fatal(err)
			}
			vars[name] = stored
		}
	}
	return vars
}

// run compares the case's answer, and gives the name of the kernel that computed it, if any.
func (c corpusCase) run(ctx context.Context, vars b2.Vars, compute bool, opts []b2.LazyOption) (kernel string, err error) {
	e, err := b2.Lazy(c.Expr, vars, opts...)
	if c.Error != "" {
		late := strings.Contains(c.Error, "out of bounds") || strings.Contains(c.Error, "shape mismatch")
		if err == nil && late { // positions that are data, and how many a mask gives, are known when they are read
			_, err = b2.ReadBytes(ctx, e)
		}
		if err == nil {
			return "", fmt.Errorf("no error, but NumPy says %s", c.Error)
		}
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return e.Kernel(), c.check(ctx, e, compute)
}

func (c corpusCase) check(ctx context.Context, e *b2.Expr, compute bool) (err error) {
	s := e.Shape()
	if k := slices.Index(s, -1); k >= 0 && len(s) == len(c.Shape) { // a selection's length, which the number of bytes and the computed array tell
		s[k] = c.Shape[k]
	}
	if e.DType().String() != c.DType || !slices.Equal(s, c.Shape) {
		return fmt.Errorf("got %s %v, want %s %v", e.DType(), e.Shape(), c.DType, c.Shape)
	}
	var x b2.Operand = e
	if compute {
		a, err := e.Compute(ctx)
		if err != nil {
			return err
		}
		if !slices.Equal(a.Shape(), c.Shape) {
			return fmt.Errorf("computed, it has shape %v", a.Shape())
		}
		x = a
	}
	got, err := b2.ReadBytes(ctx, x)
	if err != nil {
		return err
	}
	want, err := hex.DecodeString(c.Hex)
	if err != nil {
		return err
	}
	return c.compare(got, want, e.DType())
}

// compare checks the answer: every bit, NaN's apart, or within the case's tolerance.
func (c corpusCase) compare(got, want []byte, d dtype.DType) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d bytes, want %d", len(got), len(want))
	}
	if d.IsComplex() {
		return c.compareComplex(got, want, d.Part())
	}
	size := d.Size()
	scale := 0.0
	for i := 0; i < len(want); i += size {
		if v := math.Abs(number(want[i:], d)); v-v == 0 {
			scale += v
		}
	}
	for i := 0; i < len(want); i += size {
		if bytes.Equal(got[i:i+size], want[i:i+size]) {
			continue
		}
		g, w := number(got[i:], d), number(want[i:], d)
		if d.IsFloat() && g != g && w != w {
			continue
		}
		if c.ULP > 0 && math.Abs(g-w) <= c.ULP*ulp(w, d) || c.Rel > 0 && math.Abs(g-w) <= c.Rel*scale*24 {
			continue
		}
		return fmt.Errorf("element %d is %v, want %v", i/size, g, w)
	}
	return nil
}

// compareComplex is compare for complex numbers with parts of d. Where a tolerance is given it is for the larger part, but
// infinities and zeros have their signs, and a NaN is one.
func (c corpusCase) compareComplex(got, want []byte, d dtype.DType) error {
	if c.ULP == 0 {
		return c.compare(got, want, d)
	}
	size := d.Size()
	for i := 0; i < len(want); i += 2 * size {
		var g, w [2]float64
		for p := range g {
			g[p], w[p] = number(got[i+p*size:], d), number(want[i+p*size:], d)
		}
		unit := ulp(max(math.Abs(w[0]), math.Abs(w[1])), d)
		for p := range g {
			finite := w[0]-w[0] == 0 && w[1]-w[1] == 0
			if !finite {
				unit = ulp(w[p], d)
			}
			same := g[p] == w[p] && math.Signbit(g[p]) == math.Signbit(w[p]) || g[p] != g[p] && w[p] != w[p]
			near := math.Abs(g[p]-w[p]) <= c.ULP*unit && !(g[p] == 0 && w[p] == 0)
			if !same && !near {
				return fmt.Errorf("element %d is %v, want %v", i/(2*size), g, w)
			}
		}
	}
	return nil
}

func number(b []byte, d dtype.DType) float64 {
	switch d {
	case b2.Float16:
		return float64(b2.Half(binary.LittleEndian.Uint16(b)).Float32())
	case b2.Float32:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	case b2.Float64:
		return math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
	var buf [8]byte
	copy(buf[:], b[:d.Size()])
	return float64(int64(binary.LittleEndian.Uint64(buf[:])))
}

// ulp is the distance from |x| to the next larger number of the type.
func ulp(x float64, d dtype.DType) float64 {
	x = math.Abs(x)
	switch d {
	case b2.Float16:
		return float64((b2.HalfOf(x) + 1).Float32()) - x
	case b2.Float32:
		return float64(math.Nextafter32(float32(x), float32(math.Inf(1)))) - x
	}
	return math.Nextafter(x, math.Inf(1)) - x
}
