package b2_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// counting is a stored array of 0, 1, 2 … in chunks of odd shapes.
func counting(t testing.TB, s ...int) *b2.Array {
	t.Helper()
	cut := slices.Clone(s)
	for i := range cut {
		cut[i] = min(s[i], 3)
	}
	n := 1
	for _, d := range s {
		n *= d
	}
	a, err := b2.Arange(context.Background(), 0, float64(n), 1, b2.Shape(s...), b2.Chunks(cut...), b2.Blocks(cut...))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestFluentViews writes each expression in Go and in Python.
func TestFluentViews(t *testing.T) {
	ctx := context.Background()
	a, b := counting(t, 4, 6), counting(t, 6, 4)
	for _, c := range []struct {
		text string
		e    *b2.Expr
	}{
		{"a.T + b", b2.Transpose(a).Add(b)},
		{"transpose(a, (1, 0))", a.Transpose(b2.Arg("axes", []int{1, 0}))},
		{"reshape(a, (3, -1))", a.Reshape([]int{3, -1})},
		{"concat((a, b.T))", b2.Concat([]any{a, b.Transpose()})},
		{"concat((a, a), axis=1)", b2.Concat([]any{a, a}, b2.Axis(1))},
		{"stack((a, a), axis=-1)", b2.Stack([]any{a, a}, b2.Axis(-1))},
		{"hstack((a, 2 * a))", b2.Hstack([]any{a, b2.Multiply(2, a)})},
		{"take(a, [3, 0, 3], axis=0)", b2.Take(a, []int{3, 0, 3}, b2.Axis(0))},
		{"roll(a, 5)", b2.Roll(a, []int{5})},
		{"roll(a, (1, 2), axis=(0, 1))", b2.Roll(a, []int{1, 2}, b2.Axis(0, 1))},
		{"flip(a, 1)", a.Flip(b2.Axis(1))},
		{"rot90(a, 3)", a.Rot90(b2.Arg("k", 3))},
		{"repeat(a, 2, axis=1)", a.Repeat([]int{2}, b2.Axis(1))},
		{"tile(a, (2, 1))", a.Tile([]int{2, 1})},
		{"moveaxis(a, 0, 1)", a.Moveaxis([]int{0}, []int{1})},
		{"swapaxes(a, 0, 1)", a.Swapaxes(0, 1)},
		{"squeeze(a[None])", a.Index("None").Squeeze()},
		{"expand_dims(a, 1)", a.ExpandDims([]int{1})},
		{"broadcast_to(a[0], (3, 6))", a.Index("0").BroadcastTo([]int{3, 6})},
		{"diagonal(a, 1)", a.Diagonal(b2.Arg("offset", 1))},
		{"eye(3, dtype=int32)", b2.Eye(3, b2.Type(b2.Int32))},
		{"full_like(a, 7)", a.FullLike(7)},
		{"a[[2, 0], 1:3]", a.Slice(b2.Positions(2, 0), b2.Span(1, 3, 1))},
		{"a[[2, 0], [1, 5]]", a.Slice(b2.Positions(2, 0), b2.Positions(1, 5))},
		{"a[[2, 0], [1, 5]]", a.Index("[2, 0], [1, 5]")},
		{"a[::-1, None, [5, 5, 0]]", a.Index("::-1, None, [5, 5, 0]")},
		{"a[..., None, 2]", a.Slice(b2.Ellipsis(), b2.NewAxis(), b2.At(2))},
		{"(a + 1)[-1][0]", b2.Add(a, 1).Index("-1").Index("0")},
	} {
		want, err := b2.Lazy(c.text, b2.Vars{"a": a, "b": b})
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if err := c.e.Err(); err != nil {
			t.Errorf("%s: in Go: %v", c.text, err)
			continue
		}
		x, err1 := b2.ReadBytes(ctx, want)
		y, err2 := b2.ReadBytes(ctx, c.e)
		if err1 != nil || err2 != nil || string(x) != string(y) || !slices.Equal(want.Shape(), c.e.Shape()) || len(x) == 0 {
			t.Errorf("%s: %v %v, in Go %v %v (%v, %v)", c.text, want.Shape(), x, c.e.Shape(), y, err1, err2)
		}
	}
}

// TestViewErrors has the words of errors that NumPy's do not hold.
func TestViewErrors(t *testing.T) {
	a := counting(t, 4, 6)
	for _, c := range []struct{ text, want string }{
		{"a.shape", "expr:1:1: a shape is a tuple"},
		{"1 + a.Y", "there is no attribute .Y"},
		{"1 + a.transposee", "there is no attribute .transposee"},
		{"a.sum", "write .sum() to call the function"},
		{"a[a * 0.5]", "an array of positions must be of integers"},
		{"a[a > 0, 1]", "too many indices"},
		{"a[a[0] > 0]", "size of axis is 4 but size of corresponding boolean axis is 6"},
		{"a[a > 0] + a", "the length of a selection"},
		{"a[a > 0][1]", "the length of a selection"},
		{"a[a > 0] + a[a > 1]", "different masks"},
		{"reshape(a[a > 0], 3)", "the length of a selection"},
		{"concat((a[a > 0], a[a > 0]))", "the length of a selection"},
		{"sum(a[a > 0], axis=1)", "goes over all of it"},
		{"a[a > 0].size", "the length of a selection"},
		{"reshape(a, a[a > 0].shape)", "the length of a selection"},
		{"a[[0, 1], [0, 1, 2]]", "cannot be broadcast together"},
		{"a[[0.5]]", "a list of positions has whole numbers"},
		{"a[[[0], [1, 2]]]", "different lengths"},
		{"reshape(a, (5, -1))", "24 elements of shape (4, 6) do not fill the shape (5, -1)"},
		{"concat((a, a[0]))", "array 0 has 2 axes, array 1 has 1"},
		{"concat(a)", "write concat((a, b))"},
		{"take(a, 9, axis=0)", "index 9 is out of bounds for axis 0 with size 4"},
		{"squeeze(a, 0)", "has length 4, not 1"},
		{"transpose(a, (0, 1, 2))", "do not order the 2 axes"},
		{"broadcast_to(a, (4, 7))", "cannot be broadcast to (4, 7)"},
		{"repeat(a, 9223372036854775807)", "too large"},
		{"tile(a, (9223372036854775807, 3))", "too large"},
		{"eye(9223372036854775807)", "too many elements"},
		{"reshape(a, (9223372036854775807, 9223372036854775807, -1))", "do not fill"},
		{"a[None, None, None, None, None, None, None, None, None, None, None, None, None, None, None]", "17 dimensions"},
		{"diagonal(broadcast_to(a, (99999999, 99999999, 4, 6)))[0] + a[9]", "out of bounds"},
		{"broadcast_to(a, (99999999, 99999999, 99999999, 4, 6))", "too many elements"},
	} {
		_, err := b2.Lazy(c.text, b2.Vars{"a": a})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.text, err, c.want)
		}
	}
	if err := a.Index("[9]").Err(); err == nil || !strings.Contains(err.Error(), "index 9 is out of bounds for axis 0") {
		t.Errorf("Index: %v", err)
	}
	if err := a.Index("None" + strings.Repeat(", None", 14)).Err(); err == nil {
		t.Error("Index made 17 axes")
	}
	if err := a.Index("a > 0").Err(); err == nil {
		t.Error("Index took a mask")
	}
	if err := a.Set(context.Background(), 1, b2.Positions(1, 2)); err == nil || !strings.Contains(err.Error(), "lists and arrays of positions, and masks, cannot") {
		t.Errorf("Set: %v", err)
	}
}

// TestSelections reads selections in all ways.
func TestSelections(t *testing.T) {
	ctx := context.Background()
	a := counting(t, 40, 61)
	e, err := b2.Lazy("(a * 2)[a % 7 == 3]", b2.Vars{"a": a})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(e.Shape(), []int{-1}) || e.NBytes() != -1 || e.Kernel() != "" || !strings.Contains(e.Explain(), "the mask") || e.Info() == "" {
		t.Errorf("shape %v, %d bytes, kernel %q\n%s\n%s", e.Shape(), e.NBytes(), e.Kernel(), e.Explain(), e.Info())
	}
	var want []int64
	for i := int64(3); i < 40*61; i += 7 {
		want = append(want, 2*i)
	}
	got, err := b2.Read[int64](ctx, e)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Read: %v, %v", got, err)
	}
	into := make([]int64, len(want))
	if err := b2.ReadInto(ctx, into, e); err != nil || !slices.Equal(into, want) {
		t.Errorf("ReadInto: %v, %v", into, err)
	}
	if err := b2.ReadInto(ctx, into[1:], e); err == nil {
		t.Error("ReadInto took a slice that is too short")
	}
	x, err := e.Compute(ctx, b2.Chunks(100))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b2.Read[int64](ctx, x); err != nil || !slices.Equal(got, want) {
		t.Errorf("Compute: %v, %v", got, err)
	}
	n := 0
	for b, err := range e.Blocks(ctx, b2.BlockShape(50)) {
		if err != nil || b.Start[0] != n {
			t.Fatalf("block at %v: %v", b.Start, err)
		}
		n += b.Shape[0]
	}
	if n != len(want) {
		t.Errorf("Blocks gives %d elements, want %d", n, len(want))
	}
	rows, err := b2.Lazy("a[a[:, 0] % 2 == 0]", b2.Vars{"a": a})
	if err != nil {
		t.Fatal(err)
	}
	y, err := rows.Compute(ctx)
	if err != nil || !slices.Equal(y.Shape(), []int{20, 61}) {
		t.Errorf("rows: %v, %v", y, err)
	}
	for _, text := range []string{"max(a[a < 0])", "min(a[a < 0]) + a", "a[a > 9999].max()"} {
		e, err := b2.Lazy(text, b2.Vars{"a": a})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b2.ReadBytes(ctx, e); err == nil || !strings.Contains(err.Error(), "of an empty selection has no value") {
			t.Errorf("%s: %v", text, err)
		}
		if _, err := e.Compute(ctx); err == nil {
			t.Errorf("%s is computed", text)
		}
	}
	if err := a.Set(ctx, e); err == nil {
		t.Error("Set took a selection")
	}
}

// TestSetOfViews computes arrays into themselves: what is read is the old version.
func TestSetOfViews(t *testing.T) {
	ctx := context.Background()
	for _, text := range []string{"a.T", "roll(a, 7)", "concat((a[5:], a[:5]), axis=0)", "reshape(a.T, a.shape)", "take(a, [8, 7, 6, 5, 4, 3, 2, 1, 0], axis=0)", "a[::-1, ::-1]", "a + a.T", "a[[3, 1, 4, 1, 5, 8, 2, 6, 5]]"} {
		a := counting(t, 9, 9)
		e, err := b2.Lazy(text, b2.Vars{"a": a})
		if err != nil {
			t.Fatal(err)
		}
		want, err := b2.ReadBytes(ctx, e)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Set(ctx, e); err != nil {
			t.Fatal(err)
		}
		if got, err := b2.ReadBytes(ctx, a); err != nil || string(got) != string(want) {
			t.Errorf("%s: %v, want %v (%v)", text, got, want, err)
		}
		if again, err := b2.ReadBytes(ctx, e); err != nil || string(again) != string(want) {
			t.Errorf("%s: the expression changed with the array", text)
		}
	}
}

// TestViewsOfStoredTypes keeps what files say of elements.
func TestViewsOfStoredTypes(t *testing.T) {
	ctx := context.Background()
	words, err := b2.ParseStoredType("|S2")
	if err != nil {
		t.Fatal(err)
	}
	s := b2.PlainStored([]byte("aabbccddeeff"), words, b2.Shape(2, 3))
	for _, c := range []struct {
		e    *b2.Expr
		want string
	}{
		{b2.Transpose(s), "aa dd bb ee cc ff"},
		{b2.Concat([]any{s, s.Index("::-1")}), "aa bb cc dd ee ff dd ee ff aa bb cc"},
		{s.Reshape([]int{3, 2}).Index("1"), "cc dd"},
		{s.Index("[1, 0, 1], 2"), "ff cc ff"},
		{b2.Flip(s), "ff ee dd cc bb aa"},
		{b2.Roll(s, []int{1}), "ff aa bb cc dd ee"},
	} {
		x, err := c.e.Compute(ctx)
		if err != nil {
			t.Error(err)
			continue
		}
		got, err := b2.ReadStrings(ctx, x)
		if err != nil || strings.Join(got, " ") != c.want || c.e.StoredType().String() != words.String() {
			t.Errorf("%s: %v, want %s (%v)", c.e.StoredType(), got, c.want, err)
		}
	}
}

// TestSelectionsOfParts: what is free of an array is of a selection, too, and masks too long to be compared are not alike.
func TestSelectionsOfParts(t *testing.T) {
	ctx := context.Background()
	a := b2.Plain([]float64{1, -2, 3}, b2.Shape(3))
	for text, want := range map[string][]float64{"imag(a[a > 0])": {0, 0}, "a[a > 0] + imag(a[a > 0])": {1, 3}, "sum(imag(a[a > 0]) + 1)": {2}, "real(a[a > 0])": {1, 3}} {
		got, err := b2.Read[float64](ctx, must(b2.Lazy(text, b2.Vars{"a": a}))(t))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v %v, want %v", text, got, err, want)
		}
	}
	ones := strings.Repeat(" * 1", 60_000)
	_, err := b2.Lazy("a[a"+ones+" > 0] + a[a"+ones+" > 2]", b2.Vars{"a": a})
	if err == nil || !strings.Contains(err.Error(), "different masks") {
		t.Errorf("selections by two long masks: %.300v", err)
	}
	empty := b2.Plain([]float64{}, b2.Shape(0, 5))
	got, err := b2.Read[float64](ctx, must(b2.Lazy("sum(cumsum(e, axis=0), axis=0)[1:3]", b2.Vars{"e": empty}))(t))
	if err != nil || !slices.Equal(got, []float64{0, 0}) {
		t.Errorf("a part of a sum of nothing: %v %v", got, err)
	}
}

// TestSelectionsOfComplex: means, minima and maxima of selected complex numbers have both parts.
func TestSelectionsOfComplex(t *testing.T) {
	ctx := context.Background()
	z := b2.Plain([]complex128{1 + 2i, 5 + 1i, 3 - 1i, -7i}, b2.Shape(4))
	w := b2.Plain([]bool{true, false, true, false}, b2.Shape(4))
	for text, want := range map[string]complex128{"mean(z[w])": 2 + 0.5i, "min(z[w])": 1 + 2i, "max(z[w])": 3 - 1i, "sum(z[w])": 4 + 1i} {
		got, err := b2.Read[complex128](ctx, must(b2.Lazy(text, b2.Vars{"z": z, "w": w}))(t))
		if err != nil || !slices.Equal(got, []complex128{want}) {
			t.Errorf("%s: got %v %v, want %v", text, got, err, want)
		}
	}
	if _, err := b2.Lazy("trace(z[w])", b2.Vars{"z": z, "w": w}); err == nil {
		t.Error("the trace of a selection is no error")
	}
}
