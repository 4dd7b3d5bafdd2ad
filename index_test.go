package b2_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// TestPick compares entries of Go with the index that they mean.
func TestPick(t *testing.T) {
	ctx := context.Background()
	a := counting(t, 3, 4, 5)
	at, err := b2.From(ctx, []int16{2, -1, 0, 1}, b2.Shape(2, 2))
	if err != nil {
		t.Fatal(err)
	}
	rows := b2.Plain([]bool{true, false, true}, b2.Shape(3))
	vars := b2.Vars{"a": a, "at": at, "rows": rows}
	for _, c := range []struct {
		text string
		e    *b2.Expr
	}{
		{"a[at]", a.Slice(b2.Pick(at))},
		{"a[:, at + 1, 1:3]", a.Slice(b2.All(), b2.Pick(b2.Add(at, 1)), b2.Span(1, 3, 1))},
		{"a[at, 1, at]", a.Slice(b2.Pick(at), b2.At(1), b2.Pick(at))},
		{"a[rows, 0]", a.Slice(b2.Pick(rows), b2.At(0))},
		{"a[True]", a.Slice(b2.Pick(true))},
		{"a[2]", a.Slice(b2.Pick(2))},
		{"a[[True, False, True], 0]", a.Index("[True, False, True], 0")},
		{"a[[True, False, True]]", a.Index("[[True, False, True]]")},
		{"a[-3]", a.Index("[-3]")},
		{"a[[-3]]", a.Index("[[-3]]")},
		{"a[:2**70]", a.Index(":2**70")},
		{"take_along_axis(a, argmax(a, axis=1, keepdims=True), 1)", b2.TakeAlongAxis(a, a.Argmax(b2.Axis(1), b2.KeepDims()), b2.Axis(1))},
	} {
		want, err := b2.Lazy(c.text, vars)
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		if err := c.e.Err(); err != nil {
			t.Errorf("%s: in Go: %v", c.text, err)
			continue
		}
		x, err1 := b2.ReadBytes(ctx, want)
		y, err2 := b2.ReadBytes(ctx, c.e)
		if err1 != nil || err2 != nil || string(x) != string(y) || !slices.Equal(want.Shape(), c.e.Shape()) {
			t.Errorf("%s: %v %v, in Go %v %v (%v, %v)", c.text, want.Shape(), x, c.e.Shape(), y, err1, err2)
		}
	}
}

// TestIndexErrors has the words of errors of Go's indices, those of texts with their place.
func TestIndexErrors(t *testing.T) {
	a := counting(t, 3, 4)
	for _, c := range []struct {
		e    *b2.Expr
		want string
	}{
		{a.Slice(b2.At(0), b2.Pick(0.5)), "item 1 of the slice: an index must be a whole number"},
		{a.Slice(b2.Pick(b2.Sqrt(a))), "an array of positions must be of integers"},
		{a.Slice(b2.Pick("x")), "a string is no operand"},
		{a.Slice(b2.Pick(a.Index("9"))), "index 9 is out of bounds for axis 0 with size 3"},
		{a.Index("0, 1.5"), "index:1:4: an index must be a whole number"},
		{a.Index("[[0, 'x']]"), "index:1:6: "},
		{a.Index("[[True, False]]"), "[[True, False]]: boolean index did not match"},
		{a.Index("2**70"), "index:1:1: an index must be a whole number"},
		{a.Index("[9]"), "[9]: index 9 is out of bounds for axis 0 with size 3"},
	} {
		if err := c.e.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	var e *b2.ExprError
	if err := a.Index("0, 1.5").Err(); !errors.As(err, &e) || e.Pos.Col != 4 {
		t.Errorf("%v has no place", err)
	}
	for _, item := range []b2.SliceItem{b2.Pick(a), b2.Positions(0, 1)} {
		if err := a.Set(context.Background(), 1, item); err == nil || !strings.Contains(err.Error(), "cannot stand in this index") {
			t.Errorf("Set: %v", err)
		}
	}
}

// TestStructsAtPositions takes records, and a field of them, at positions and where a mask is true.
func TestStructsAtPositions(t *testing.T) {
	ctx := context.Background()
	data := make([]byte, 12*4)
	for i := range data {
		data[i] = byte(i)
	}
	typ, err := b2.ParseStoredType("[('x', '<f8'), ('y', '<i4')]")
	if err != nil {
		t.Fatal(err)
	}
	vars := b2.Vars{"r": b2.PlainStored(data, typ, b2.Shape(4)), "b": b2.Plain([]int64{3, -4, 1}, b2.Shape(3)), "m": b2.Plain([]bool{true, false, false, true}, b2.Shape(4))}
	for text, rows := range map[string][]int{"r[b]": {3, 0, 1}, "r[m, None]": {0, 3}, "r[[True, False, True, False]]": {0, 2}, "r[False]": nil, "r[b[:0]]": nil} {
		e, err := b2.Lazy(text, vars)
		if err != nil {
			t.Fatal(err)
		}
		var want []byte
		for _, k := range rows {
			want = append(want, data[12*k:12*k+12]...)
		}
		got, err := b2.ReadBytes(ctx, e)
		if err != nil || string(got) != string(want) || len(rows) > 0 && e.StoredType().String() != typ.String() {
			t.Errorf("%s: %v %s (%v)", text, got, e.StoredType(), err)
		}
	}
	if _, err := b2.Lazy("r[b].y", vars); err == nil || !strings.Contains(err.Error(), "no attribute .y") {
		t.Errorf("a field of records at positions, which is not there: %v", err)
	}
}
