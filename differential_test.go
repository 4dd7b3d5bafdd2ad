package b2_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir/dtype"
)

// TestDifferential draws random expressions and compares with NumPy, node by node, on the operands that b2 computed: an
// error of one unit in the last place would grow without bound in what is made of it. The whole expression, over arrays
// stored in random ways and with a random number of workers, must give the very bits that its nodes gave one by one.
// B2_DIFF is the number of expressions, B2_SEED makes them other ones.
func TestDifferential(t *testing.T) {
	judge := newJudge(t)
	seed, count := uint64(1), 300
	if s := os.Getenv("B2_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	if s := os.Getenv("B2_DIFF"); s != "" {
		count, _ = strconv.Atoi(s)
	}
	t.Logf("%d expressions, B2_SEED=%d", count, seed)
	failed := 0
	for i := range count {
		d := &drawer{t: t, r: rand.New(rand.NewPCG(seed, uint64(i))), judge: judge, name: fmt.Sprintf("%d:%d", seed, i)}
		if err := d.expression(); err != nil {
			t.Errorf("%s: %v", d.name, err)
			if failed++; failed > 20 {
				break
			}
		}
	}
	judge.end()
}

// judge is a Python process that compares answers with NumPy's.
type judge struct {
	t     *testing.T
	cmd   *exec.Cmd
	to    *bufio.Writer
	close func() error
	out   bytes.Buffer
	cases int
}

func newJudge(t *testing.T) *judge {
	t.Helper()
	exe := os.Getenv("B2_PYTHON")
	if exe == "" {
		t.Skip("B2_PYTHON names no Python with NumPy and Blosc2")
	}
	j := &judge{t: t, cmd: exec.Command(exe, "testdata/expr/judge.py")}
	in, err := j.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	j.to, j.close = bufio.NewWriterSize(in, 1<<16), in.Close
	j.cmd.Stdout, j.cmd.Stderr = &j.out, &j.out
	if err := j.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return j
}

// judged is a case as judge.py takes it.
type judged struct {
	Name   string         `json:"name"`
	Py     string         `json:"py"`
	Args   map[string]any `json:"args"`
	Got    any            `json:"got,omitempty"`
	Error  string         `json:"error,omitempty"`
	Kind   string         `json:"kind"`
	Budget float64        `json:"budget,omitempty"`
	Ref    string         `json:"ref,omitempty"`
}

func (j *judge) put(c judged) {
	line, err := json.Marshal(c)
	if err != nil {
		j.t.Fatal(err)
	}
	j.to.Write(append(line, '\n'))
	j.cases++
}

// end waits for the verdicts.
func (j *judge) end() {
	j.to.Flush()
	j.close()
	if err := j.cmd.Wait(); err != nil {
		j.t.Errorf("judge.py: %v\n%s", err, j.out.String())
	}
	faults := strings.Split(strings.TrimSpace(j.out.String()), "\n")
	for i, f := range faults {
		if f == "" {
			continue
		}
		if i == 40 {
			j.t.Errorf("and %d more", len(faults)-i)
			break
		}
		j.t.Error(f)
	}
	j.t.Logf("%d nodes were judged", j.cases)
}

// value is an array that b2 computed, or a number of the text.
type value struct {
	text   string // of the whole
	number bool
	dtype  dtype.DType
	shape  []int
	bytes  []byte
}

func (v value) array() any { return []any{v.dtype.NumPy(), v.shape, hex.EncodeToString(v.bytes)} }

// operand is the array as an operand.
func (v value) operand() *b2.Expr {
	return b2.PlainStored(v.bytes, dtype.Plain(v.dtype), b2.Shape(v.shape...))
}

// drawer draws one expression.
type drawer struct {
	t     *testing.T
	r     *rand.Rand
	judge *judge
	name  string
	shape []int            // that operands broadcast to
	vars  map[string]value // the operands of the whole
}

func (d *drawer) pick(n int) int { return d.r.IntN(n) }

// expression draws a tree, has each node judged and compares the whole with them.
func (d *drawer) expression() error {
	d.vars = map[string]value{}
	for range d.pick(4) {
		d.shape = append(d.shape, []int{1, 2, 3, 5, 17}[d.pick(5)])
	}
	if d.pick(30) == 0 && len(d.shape) > 0 {
		d.shape[d.pick(len(d.shape))] = 0
	}
	root, err := d.tree(1 + d.pick(4))
	if err != nil || root.number {
		return err
	}
	return d.whole(root)
}

// tree draws a value of at most that depth. A node that b2 refuses is judged, and another is drawn in its place.
func (d *drawer) tree(depth int) (value, error) {
	if depth == 0 || d.pick(8) == 0 {
		return d.leaf(), nil
	}
	for range 20 {
		s := &shapes[d.pick(len(shapes))]
		args := make([]value, s.arity)
		numbers := 0
		for i := range args {
			a, err := d.tree(depth - 1)
			if err != nil {
				return a, err
			}
			if args[i] = a; a.number {
				numbers++
			}
		}
		if numbers > 0 && (numbers == len(args) || s.arrays) {
			continue // Python's own arithmetic has tests of its own, and a method needs an array
		}
		out, ok, err := d.node(s, args)
		if err != nil || ok {
			return out, err
		}
	}
	return d.leaf(), nil
}

// node computes a node of given arguments; ok is false when it has no meaning.
func (d *drawer) node(s *form, args []value) (out value, ok bool, err error) {
	text, py, ref, nested := s.draw(d.r, args)
	c := judged{Name: d.name, Py: py, Args: map[string]any{}, Kind: s.kind, Budget: s.budget, Ref: ref}
	vars := b2.Vars{}
	for i, a := range args {
		if !a.number {
			name := fmt.Sprintf("x%d", i)
			vars[name], c.Args[name] = a.operand(), a.array()
		}
	}
	e, err := b2.Lazy(text, vars)
	if err != nil {
		var fault *b2.ExprError
		if !errors.As(err, &fault) || fault.Pos.Line < 1 {
			return out, false, fmt.Errorf("%s: an error without a place: %w", text, err)
		}
		c.Error = fault.Headline()
		d.judge.put(c)
		return out, false, nil
	}
	ctx := context.Background()
	data, err := b2.ReadBytes(ctx, e)
	if err != nil {
		return out, false, fmt.Errorf("%s: %w", text, err)
	}
	out = value{text: nested, dtype: e.DType(), shape: e.Shape(), bytes: data}
	if s.complexULP > 0 && (out.dtype.IsComplex() || slices.ContainsFunc(args, func(a value) bool { return a.dtype.IsComplex() })) {
		c.Kind, c.Budget = "ulp", s.complexULP
	}
	if k := out.dtype.Kind(); c.Kind == "ulp" && k == dtype.KindFloat && out.dtype != dtype.Float64 {
		c.Budget = 0.52
	}
	c.Got = out.array()
	d.judge.put(c)
	return out, true, nil
}

// whole computes the whole expression over stored arrays.
func (d *drawer) whole(root value) error {
	ctx := context.Background()
	vars := b2.Vars{}
	for name, v := range d.vars {
		vars[name] = v.operand()
		if d.pick(3) > 0 && !slices.Contains(v.shape, 0) && !layoutMatters(root.text) {
			a, err := v.operand().Compute(ctx, d.layout(v.shape)...)
			if err != nil {
				return err
			}
			vars[name] = a
		}
	}
	e, err := b2.Lazy(root.text, vars)
	if err != nil {
		return fmt.Errorf("%s: %w", root.text, err)
	}
	again, err := b2.Lazy(e.String(), vars)
	if err != nil && !strings.Contains(e.String(), "…") {
		return fmt.Errorf("%s: printed as %s: %w", root.text, e, err)
	}
	for _, e := range []*b2.Expr{e, again} {
		if e == nil {
			continue
		}
		got, err := b2.ReadBytes(ctx, e, b2.Workers(1+d.pick(3)))
		if err != nil {
			return fmt.Errorf("%s: %w", root.text, err)
		}
		if e.DType() != root.dtype || !slices.Equal(e.Shape(), root.shape) {
			return fmt.Errorf("%s (%s): %s %v, node by node %s %v", root.text, e, e.DType(), e.Shape(), root.dtype, root.shape)
		}
		if i := differs(got, root.bytes, root.dtype); i >= 0 {
			return fmt.Errorf("%s: element %d differs from what the nodes gave", e, i)
		}
	}
	return nil
}

// layoutMatters reports whether an expression has sums, whose last places depend on how their operands are cut.
func layoutMatters(text string) bool {
	text = strings.NewReplacer("cumsum(", "", "cumprod(", "").Replace(text)
	return slices.ContainsFunc([]string{"sum(", "prod(", "mean(", "std(", "var("}, func(f string) bool { return strings.Contains(text, f) })
}

// layout draws how an array is stored.
func (d *drawer) layout(s []int) []b2.ComputeOption {
	chunks, blocks := make([]int, len(s)), make([]int, len(s))
	for i, n := range s {
		chunks[i] = 1 + d.pick(n)
		blocks[i] = 1 + d.pick(chunks[i])
	}
	return []b2.ComputeOption{b2.Chunks(chunks...), b2.Blocks(blocks...), b2.Codec([]string{"lz4", "zstd", "blosclz"}[d.pick(3)])}
}

// differs is the first element that differs, NaNs apart; -1 when there is none.
func differs(a, b []byte, d dtype.DType) int {
	if len(a) != len(b) {
		return 0
	}
	size, part := d.Size(), d
	switch d {
	case dtype.Complex64:
		size, part = 4, dtype.Float32
	case dtype.Complex128:
		size, part = 8, dtype.Float64
	}
	for i := 0; i < len(a); i += size {
		if bytes.Equal(a[i:i+size], b[i:i+size]) {
			continue
		}
		x, y := number(a[i:], part), number(b[i:], part)
		if !part.IsFloat() || x == x || y == y {
			return i / d.Size()
		}
	}
	return -1
}
