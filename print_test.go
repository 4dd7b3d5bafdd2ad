package b2_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir"
)

// TestPrintedExpressions reads what expressions print as, and expects the same elements.
func TestPrintedExpressions(t *testing.T) {
	ctx := context.Background()
	for _, f := range readCorpus(t) {
		f.printed(ctx, t)
	}
}

func (f corpusFile) printed(ctx context.Context, t *testing.T) {
	vars := f.vars(t, nil)
	for _, c := range f.cases {
		if c.Error != "" {
			continue
		}
		e, err := b2.Lazy(c.Expr, vars)
		if err != nil {
			t.Errorf("%s: %v", c.Expr, err)
			continue
		}
		again, err := b2.Lazy(e.String(), vars)
		if err != nil {
			t.Errorf("%s prints as %s: %v", c.Expr, e, err)
			continue
		}
		want, err1 := b2.ReadBytes(ctx, e)
		got, err2 := b2.ReadBytes(ctx, again)
		if err1 != nil || err2 != nil || e.DType() != again.DType() || !bytes.Equal(got, want) {
			t.Errorf("%s prints as %s, which is another expression (%v, %v)", c.Expr, e, err1, err2)
		}
		if again.String() != e.String() {
			t.Errorf("%s prints as %s, and that as %s", c.Expr, e, again)
		}
	}
}

// TestOpTable runs the example of every row, and checks that a row says all it must.
func TestOpTable(t *testing.T) {
	ctx := context.Background()
	names := map[string]bool{}
	for _, op := range ir.Ops() {
		for _, name := range append([]string{op.Name}, op.Aliases...) {
			if names[name] {
				t.Errorf("two rows answer to %s", name)
			}
			names[name] = true
		}
		if op.Doc == "" || op.Doc[len(op.Doc)-1] != '.' || len(op.Params)+len(op.Options) == 0 {
			t.Errorf("%s: the row has no sentence or no parameters", op.Name)
		}
		e, err := b2.Lazy(op.Example, nil)
		if err != nil {
			t.Errorf("%s: the example does not check: %v", op.Name, err)
			continue
		}
		if _, err := b2.ReadBytes(ctx, e); err != nil {
			t.Errorf("%s: the example does not run: %v", op.Name, err)
		}
	}
}

// TestExplainIsBrief explains expressions whose text is long.
func TestExplainIsBrief(t *testing.T) {
	a := counting(t, 4000)
	at := make([]int, 3000)
	for i := range at {
		at[i] = i * i % 4000
	}
	e := b2.Take(a, at)
	for range 12 {
		e = e.Add(e)
	}
	text := e.Explain()
	if len(text) > 20_000 || !strings.Contains(text, "take(o0, (0, 1, 4, 9, 16, 25, 36, 49, 64, 81, …), 0)") {
		t.Errorf("the explanation has %d bytes: %.300s", len(text), text)
	}
	if short := b2.Take(a, at[:3]).Explain(); !strings.HasPrefix(short, "take(o0, (0, 1, 4), 0)\n") {
		t.Errorf("explained as %.100s", short)
	}
}
