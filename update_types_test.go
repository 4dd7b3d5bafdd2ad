package b2_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// typed is elements of a stored type, as they lie in memory.
func typed(t *testing.T, text, data string) *b2.Expr {
	t.Helper()
	s, err := b2.ParseStoredType(text)
	if err != nil {
		t.Fatal(err)
	}
	return b2.PlainStored([]byte(data), s, b2.Shape(len(data)/s.DType.Size()))
}

// Values whose elements mean something else than the array's are errors that name both types, and change nothing.
func TestUpdateOfOtherType(t *testing.T) {
	ctx := context.Background()
	const eight = "\x01\x00\x00\x00\x00\x00\x00\x00"
	for _, c := range []struct {
		array, value string
		fits         bool
		want         string
	}{
		{"<M8[ns]", "<M8[s]", false, "values of datetime64[s] in an array of datetime64[ns]: multiply or divide"},
		{"<M8[ns]", "<M8[ns]", true, ""},
		{">M8[ns]", "<M8[ns]", true, ""},
		{"<M8[ns]", ">M8[ns]", true, ""},
		{"<M8[ns]", "<m8[ns]", false, "datetime64[ns]"},
		{"<M8[ns]", "<M8", false, "datetime64[ns]"},
		{"<M8[ns]", "<i8", true, ""},
		{"<m8[us]", "<i4", true, ""},
		{"<M8[ns]", "<f8", false, "or the values integers"},
		{"<i8", "<M8[ns]", false, "adding 0"},
		{"<i8", ">i8", true, ""},
		{"<f8", "<i4", true, ""},
		{"<U2", "|S8", false, "values of |S8 in an array of <U2"},
		{"|S8", "<U2", false, "|S8"},
		{"|S8", "|S4", false, "|S8"},
		{"|S8", "|V8", false, "|S8"},
		{"|S8", "|S8", true, ""},
		{">U2", "<U1", false, ">U2"},
		{">U2", "<U2", true, ""},
		{"<U2", ">U2", true, ""},
		{"[('a', '<i4'), ('b', '<f4')]", "[('a', '<i4'), ('b', '<f4')]", true, ""},
		{"[('a', '<i4'), ('b', '<f4')]", "[('a', '<i4'), ('c', '<f4')]", false, "'c'"},
		{"[('a', '<i4'), ('b', '<f4')]", "[('a', '>i4'), ('b', '<f4')]", false, "'>i4'"},
		{"|V8", "[('a', '<i4'), ('b', '<f4')]", false, "|V8"},
	} {
		a, err := typed(t, c.array, eight).Compute(ctx)
		if err != nil {
			t.Fatal(c.array, err)
		}
		value := typed(t, c.value, eight).Slice(b2.Span(0, 1, 1))
		stored, err := value.Compute(ctx)
		if err != nil {
			t.Fatal(c.value, err)
		}
		for _, v := range []any{value, stored, stored.Index("::-1")} {
			for what, err := range map[string]error{"set": a.Set(ctx, v, b2.Span(0, 1, 1)), "append": a.Append(ctx, v)} {
				if c.fits != (err == nil) || err != nil && !strings.Contains(err.Error(), c.want) {
					t.Errorf("%s, %s in %s: %v", what, c.value, c.array, err)
				}
			}
		}
		if n := a.Shape()[0]; c.fits != (n > 1) {
			t.Errorf("%s in %s: %d elements", c.value, c.array, n)
		}
	}
}

// Text is turned round where the array has it in the other byte order, sliced, repeated or in a member of structs.
func TestUpdateTurnsText(t *testing.T) {
	ctx := context.Background()
	const be, le = "\x00\x00\x00a\x00\x00\x00b\x00\x00\x00c\x00\x00\x00\x00", "d\x00\x00\x00e\x00\x00\x00f\x00\x00\x00\x00\x00\x00\x00"
	a, err := typed(t, ">U2", be).Compute(ctx)
	if err != nil {
		t.Fatal(err)
	}
	little := typed(t, "<U2", le)
	structs := typed(t, "[('n', '<i4'), ('s', '<U2')]", "\x01\x00\x00\x00g\x00\x00\x00h\x00\x00\x00")
	stored, err := structs.Compute(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.Append(ctx, little), a.Append(ctx, a.Index("0, None")), a.Set(ctx, little.Slice(b2.At(1)), b2.Span(0, 2, 1)),
		a.Append(ctx, stored.Field("s"))); err != nil {
		t.Fatal(err)
	}
	got, err := b2.ReadStrings(ctx, a)
	if want := []string{"f", "f", "de", "f", "ab", "gh"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	if a.StoredType().NumPy() != ">U2" {
		t.Error(a.StoredType())
	}
}

// Times of another unit go in as counts once they are multiplied, as the error says.
func TestUpdateTimesOfOtherUnit(t *testing.T) {
	ctx := context.Background()
	a, err := typed(t, "<M8[ms]", "\x07\x00\x00\x00\x00\x00\x00\x00").Compute(ctx)
	if err != nil {
		t.Fatal(err)
	}
	seconds := typed(t, "<M8[s]", "\x02\x00\x00\x00\x00\x00\x00\x00")
	if err := errors.Join(a.Append(ctx, seconds.Multiply(1000)), a.Set(ctx, 5, b2.At(0))); err != nil {
		t.Fatal(err)
	}
	if got, err := b2.Read[int64](ctx, a); err != nil || !slices.Equal(got, []int64{5, 2000}) {
		t.Errorf("%v, %v", got, err)
	}
}

// An array with the delta filter gets its first elements in chunks of one block, at once or after it was resized, and
// keeps the filter.
func TestUpdateFirstElementsWithDelta(t *testing.T) {
	ctx := context.Background()
	data := make([]float64, 300*1000)
	for i := range data {
		data[i] = float64(i * i % 1000003)
	}
	value := b2.Plain(data, b2.Shape(300, 1000))
	sizes := map[string]int64{}
	for name, fill := range map[string]func(a *b2.Array) error{
		"append": func(a *b2.Array) error { return a.Append(ctx, value) },
		"set":    func(a *b2.Array) error { return errors.Join(a.Resize(ctx, 300, 1000), a.Set(ctx, value)) },
	} {
		a, err := b2.From(ctx, []float64{}, b2.Shape(0, 1000), b2.Filters("delta", "shuffle"))
		if err != nil {
			t.Fatal(err)
		}
		if err := fill(a); err != nil || !slices.Equal(a.Chunks(), a.Blocks()) {
			t.Fatalf("%s: %v; chunks %v, blocks %v", name, err, a.Chunks(), a.Blocks())
		}
		if got, err := b2.Read[float64](ctx, a); err != nil || !slices.Equal(got, data) {
			t.Errorf("%s: %v, or other elements", name, err)
		}
		sizes[name] = a.CBytes()
	}
	fresh, err := b2.From(ctx, data, b2.Shape(300, 1000), b2.Filters("delta", "shuffle"))
	if err != nil {
		t.Fatal(err)
	}
	if sizes["append"] != fresh.CBytes() || sizes["set"] != fresh.CBytes() {
		t.Errorf("stored in %v bytes, a new array in %d: not with the same filters", sizes, fresh.CBytes())
	}
}
