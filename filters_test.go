package b2_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// TestFilters stores arrays with filters that have a number or a condition. Python-Blosc2 compares them with what the
// same lossy filter makes of the same numbers there.
func TestFilters(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	i, err := b2.Arange(ctx, 0, 200_000, 1, b2.Shape(20, 10_000))
	if err != nil {
		t.Fatal(err)
	}
	script := `
def check(name, dtype, lossy, meta):
    want = (np.arange(200_000) % 5_000 * 977).astype(dtype).reshape(20, 10_000)
    if lossy:
        want = blosc2.asarray(want, cparams=dict(filters=[lossy], filters_meta=[meta], codec=blosc2.Codec.ZSTD))[()]
    a = blosc2.open(name, mode="r")
    for key in (slice(None), (slice(3, 17), slice(4_000, 9_999)), (19, slice(9_000, None))):
        if np.asarray(a[key]).tobytes() != want[key].tobytes():
            print(name, key)
`
	for k, c := range []struct{ dtype, filters, lossy, info string }{
		{"float64", "trunc_prec:10 shuffle", "blosc2.Filter.TRUNC_PREC, 10", "trunc_prec:10, shuffle"},
		{"float32", "trunc_prec:-8 shuffle bytedelta", "blosc2.Filter.TRUNC_PREC, -8", "trunc_prec:15, shuffle, bytedelta"},
		{"int64", "int_trunc:-9", "blosc2.Filter.INT_TRUNC, -9", "int_trunc:55"},
		{"int16", "int_trunc:4 bitshuffle", "blosc2.Filter.INT_TRUNC, 4", "int_trunc:4, bitshuffle"},
		{"int32", "delta shuffle", "None, 0", "delta, shuffle"},
		{"float64", "shuffle:4 bytedelta:4", "None, 0", "shuffle:4, bytedelta:4"},
		{"float64", "trunc_prec:20 delta shuffle:2 bitshuffle shuffle bytedelta", "blosc2.Filter.TRUNC_PREC, 20",
			"trunc_prec:20, delta, shuffle:2, bitshuffle, shuffle, bytedelta"},
	} {
		e, err := b2.Lazy(c.dtype+"(i % 5000 * 977)", b2.Vars{"i": i})
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%d.b2nd", k)
		a, err := e.Compute(ctx, b2.Path(filepath.Join(dir, name)), b2.Filters(strings.Fields(c.filters)...))
		if err != nil {
			t.Fatalf("%s: %v", c.filters, err)
		}
		if !strings.Contains(a.Info(), "filters "+c.info+"\n") {
			t.Errorf("%s: info says\n%s", c.filters, a.Info())
		}
		a.Close()
		script += fmt.Sprintf("check(%q, %q, %s)\n", name, c.dtype, c.lossy)
	}
	if out := python(t, dir, script); out != "" {
		t.Errorf("differ:\n%s", out)
	}
}
