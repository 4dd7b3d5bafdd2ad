package b2_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
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
// In the end every row of the op table was drawn with every kind of operand, and each of its options.
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
	drawn := newCoverage()
	failed := 0
	for i := range count {
		d := newDrawer(t, judge, drawn, seed, uint64(i))
		if err := d.expression(); err != nil {
			t.Errorf("%s: %v", d.name, err)
			if failed++; failed > 20 {
				break
			}
		}
	}
	drawn.complete(t, judge, seed)
	judge.end()
}

// value is an array that b2 computed, or a number of the text.
type value struct {
	text    string // of the whole
	number  bool
	literal any // the number in Go
	dtype   dtype.DType
	shape   []int
	bytes   []byte
	unsized bool // it is a selection, whose length b2 does not know before it computes it
	scalar  bool // it is made of numbers only
	anyZero bool // it has an extreme of zeros of both signs, and which of them depends on the order of elements
	loose   bool // it has a sum over a selection, which depends on the places of what was selected
}

func (v value) array() any { return []any{v.dtype.NumPy(), v.shape, hexOf(v.bytes)} }

// operand is the array as an operand.
func (v value) operand() *b2.Expr {
	return b2.PlainStored(v.bytes, dtype.Plain(v.dtype), b2.Shape(v.shape...))
}

// drawer draws one expression.
type drawer struct {
	t     *testing.T
	r     *rand.Rand
	judge *judge
	drawn *coverage
	name  string
	shape []int               // that operands broadcast to
	vars  map[string]variable // the operands of the whole

	category string // of all operands; "": any
	wanted   string // an option that must be given
	forms    []form
	names    []string // of operands; s is of structs
}

// variable is an operand of the whole, and what arrays are read from it: itself, or the fields of structs.
type variable struct {
	expr   *b2.Expr
	shape  []int
	values []value
}

func newDrawer(t *testing.T, j *judge, c *coverage, seed, i uint64) *drawer {
	d := &drawer{t: t, r: rand.New(rand.NewPCG(seed, i)), judge: j, drawn: c, name: fmt.Sprintf("%d:%d", seed, i), vars: map[string]variable{},
		forms: forms, names: []string{"a", "b", "c", "d", "f", "g", "h", "s"}}
	for range d.pick(4) {
		d.shape = append(d.shape, []int{1, 2, 3, 5, 17}[d.pick(5)])
	}
	if d.pick(30) == 0 && len(d.shape) > 0 {
		d.shape[d.pick(len(d.shape))] = 0
	}
	return d
}

func (d *drawer) pick(n int) int { return d.r.IntN(n) }

func pickOf[T any](d *drawer, list []T) T { return list[d.pick(len(list))] }

// expression draws a tree, has each node judged and compares the whole with them.
func (d *drawer) expression() error {
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
		f := &d.forms[d.pick(len(d.forms))]
		args := make([]value, f.arity)
		for i := range args {
			a, err := d.tree(depth - 1)
			if err != nil {
				return a, err
			}
			args[i] = a
		}
		out, ok, err := d.node(f, args)
		if err != nil || ok {
			return out, err
		}
	}
	return d.leaf(), nil
}

// makesSense is whether a form is drawn with such arguments.
func (f *form) makesSense(args []value) bool {
	numbers := 0
	for _, a := range args {
		if a.number {
			numbers++
		}
	}
	// Python's own arithmetic has tests of its own, and a method needs an array.
	return numbers == 0 || numbers < len(args) && !f.arrays
}

// node computes a node of given arguments; ok is false when it has no meaning.
func (d *drawer) node(f *form, args []value) (out value, ok bool, err error) {
	if !f.makesSense(args) {
		return out, false, nil
	}
	n := f.draw(d, args)
	c := n.judged(d.name, f)
	of := slices.ContainsFunc(n.args, func(a value) bool { return a.unsized })
	unsized := false
	if of {
		whole, err := d.meaning(fill(n.text, n.args, true))
		if err != nil {
			return out, false, nil
		}
		unsized = slices.Contains(whole.Shape(), -1)
	}
	vars := n.operands()
	text := fill(n.text, n.args, false)
	e, err := b2.Lazy(text, vars)
	if err != nil {
		var fault *b2.ExprError
		if !errors.As(err, &fault) || fault.Pos.Line < 1 {
			return out, false, fmt.Errorf("%s: an error without a place: %w", text, err)
		}
		c.Error = fault.Headline()
		d.drawn.refused(f, n)
		return out, false, d.judge.put(c)
	}
	out = value{text: fill(n.text, n.args, true), dtype: e.DType(), shape: e.Shape(), unsized: unsized || slices.Contains(e.Shape(), -1)}
	if out.bytes, err = b2.ReadBytes(context.Background(), e); err != nil {
		if refusedLate(err) {
			c.Error = err.Error()
			return out, false, d.judge.put(c)
		}
		return out, false, fmt.Errorf("%s: %w", text, err)
	}
	if err := out.count(e); err != nil {
		return out, false, fmt.Errorf("%s: %w", text, err)
	}
	out.anyZero = slices.ContainsFunc(n.args, func(a value) bool { return a.anyZero }) || f.kind == "zeros" && len(args) == 1 && args[0].bothZeros()
	out.scalar = !slices.ContainsFunc(n.args, func(a value) bool { return !a.number && !a.scalar })
	out.loose = of && !out.unsized || slices.ContainsFunc(n.args, func(a value) bool { return a.loose })
	if err := n.built(e, vars); err != nil {
		return out, false, fmt.Errorf("%s: %w", text, err)
	}
	f.settle(&c, n, out)
	c.Got = out.array()
	d.drawn.answered(f, n)
	if d.drawn.mutate {
		if err := d.judge.putMutated(d, c, out); err != nil {
			return out, false, err
		}
	}
	return out, !n.last, d.judge.put(c)
}

// bothZeros reports whether a value has zeros of both signs.
func (v value) bothZeros() bool {
	part := v.dtype.Part()
	var has [2]bool
	for i := 0; part.IsFloat() && i < len(v.bytes); i += part.Size() {
		if x := number(v.bytes[i:], part); x == 0 {
			has[map[bool]int{true: 1}[math.Signbit(x)]] = true
		}
	}
	return has[0] && has[1]
}

// refusedLate reports the errors that b2 finds only where NumPy does: in the elements.
func refusedLate(err error) bool {
	return slices.ContainsFunc([]string{"one result is of are NaN", "empty selection", "is out of bounds for axis", "shape mismatch: a mask"},
		func(s string) bool { return strings.Contains(err.Error(), s) })
}

// noQuantile reports the error of a nanquantile of a selection that turns out to be empty, of a type without NaN. NumPy
// gives NaN of another type, as b2 does where the emptiness is known, which it is node by node.
func noQuantile(err error, text string) bool {
	return strings.Contains(err.Error(), "one result is of an empty selection") && strings.Contains(text, "nan") && strings.Contains(text, "tile(")
}

// meaning is a whole text's, which it may not have of selections.
func (d *drawer) meaning(text string) (*b2.Expr, error) {
	vars := b2.Vars{}
	for name, v := range d.vars {
		vars[name] = v.expr
	}
	return b2.Lazy(text, vars)
}

// count puts the length of a selection into its shape.
func (v *value) count(e *b2.Expr) error {
	if !slices.Contains(v.shape, -1) {
		return nil
	}
	counted, err := e.Counted(context.Background())
	if err == nil {
		v.shape = counted.Shape()
	}
	return err
}

// whole computes the whole expression over stored arrays.
func (d *drawer) whole(root value) error {
	ctx := context.Background()
	vars := b2.Vars{}
	for name, v := range d.vars {
		vars[name] = v.expr
		if d.pick(3) > 0 && !slices.Contains(v.shape, 0) && !layoutMatters(root.text) {
			a, err := v.expr.Compute(ctx, d.layout(v.shape)...)
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
		got := value{dtype: e.DType(), shape: e.Shape()}
		got.bytes, err = b2.ReadBytes(ctx, e, b2.Workers(1+d.pick(3)), b2.ISA(pickOf(d, isas())))
		if err != nil && noQuantile(err, root.text) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", root.text, err)
		}
		if err := got.count(e); err != nil {
			return fmt.Errorf("%s: %w", root.text, err)
		}
		if got.dtype != root.dtype || !slices.Equal(got.shape, root.shape) {
			return fmt.Errorf("%s (%s): %s %v, node by node %s %v", root.text, e, got.dtype, got.shape, root.dtype, root.shape)
		}
		if i := differs(got.bytes, root.bytes, root.dtype); i >= 0 && !root.loose && !root.anyZero && !partOfSum(root.text) {
			return fmt.Errorf("%s: element %d differs from what the nodes gave (%s)", root.text, i, e)
		}
	}
	return nil
}

// layoutMatters reports whether an expression has sums, whose last places depend on how their operands are cut.
func layoutMatters(text string) bool {
	text = strings.NewReplacer("cumsum(", "", "cumprod(", "").Replace(text)
	return slices.ContainsFunc([]string{"sum(", "prod(", "mean(", "std(", "var(", "trace("}, func(f string) bool { return strings.Contains(text, f) })
}

// partOfSum reports whether an expression may take parts of sums. Those are sums of parts, of which a single column is
// summed like a row, and so in another order than as one of several.
func partOfSum(text string) bool {
	return layoutMatters(text) && slices.ContainsFunc([]string{"[", "take", "diag", "trace", "roll", "diff", "split"}, func(f string) bool { return strings.Contains(text, f) })
}

// layout draws how an array is stored.
func (d *drawer) layout(s []int) []b2.ComputeOption {
	chunks, blocks := make([]int, len(s)), make([]int, len(s))
	for i, n := range s {
		chunks[i] = 1 + d.pick(n)
		blocks[i] = 1 + d.pick(chunks[i])
	}
	return []b2.ComputeOption{b2.Chunks(chunks...), b2.Blocks(blocks...), b2.Codec(pickOf(d, []string{"lz4", "zstd", "blosclz"}))}
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
