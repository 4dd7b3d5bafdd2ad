package parser

import (
	"strings"
	"testing"
	"time"
)

func TestLongSums(t *testing.T) {
	for _, c := range []struct{ name, src string }{
		{"sum", "a" + strings.Repeat(" + a", 30_000)},
		{"or", "a" + strings.Repeat(" or a", 30_000)},
		{"compare", "a" + strings.Repeat(" < a", 30_000)},
		{"index", "a" + strings.Repeat("[0]", 30_000)},
		{"attribute", "a" + strings.Repeat(".T", 30_000)},
		{"arguments", "f(a" + strings.Repeat(", a", 30_000) + ")"},
		{"mixed", "a" + strings.Repeat(" + a*-a**2", 15_000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			n, err := Parse(c.src)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d bytes in %v", len(c.src), time.Since(start))
			if got := String(n); got != strings.ReplaceAll(c.src, "*-", " * -") {
				t.Errorf("printed as %.100s", got)
			}
			count := 0
			for range Postorder(n) {
				count++
			}
			if count <= 30_000 {
				t.Errorf("%d nodes", count)
			}
		})
	}
}

func TestDepth(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"parentheses", "(", ")"},
		{"lists", "[", "]"},
		{"calls", "f(", ")"},
		{"indices", "a[", "]"},
		{"minus", "-", ""},
		{"not", "not ", ""},
		{"powers", "a**", ""},
		{"conditionals", "a if b else ", ""},
		{"slices", "a[1:", "]"},
		{"left open", "(", ""},
		{"keywords", "f(k=", ")"},
		{"minus in parentheses", "-(", ")"},
	} {
		t.Run(c.name, func(t *testing.T) {
			deep := func(n int) string { return strings.Repeat(c.before, n) + "a" + strings.Repeat(c.after, n) }
			if n, err := Parse(deep(200)); c.name != "left open" && err != nil {
				t.Error(err)
			} else if err == nil && strings.ReplaceAll(String(n), " ", "") != "a" && len(String(n)) < 200 {
				t.Errorf("printed as %s", String(n))
			}
			_, err := Parse(deep(10_000))
			e, ok := err.(*Error)
			if !ok || !strings.Contains(e.Msg, "nested deeper than 500 levels") || e.Pos.Col < MaxDepth/2 {
				t.Errorf("got %.200v", err)
			}
			if len(err.Error()) > 1000 {
				t.Errorf("error has %d bytes", len(err.Error()))
			}
		})
	}
}

func TestSize(t *testing.T) {
	_, err := Parse(strings.Repeat("a", MaxSize+1))
	if err == nil || err.Error() != "expr:1:1: text of 1048577 bytes is longer than the limit of 1048576" {
		t.Errorf("got %v", err)
	}
	if _, err = Parse(strings.Repeat("a", MaxSize)); err != nil {
		t.Error(err)
	}
	start := time.Now()
	if _, err = Parse(strings.Repeat("a,", MaxSize/2)); err == nil {
		t.Error("no error for a tuple without brackets")
	}
	t.Logf("%d tokens in %v", MaxSize, time.Since(start))
	for _, src := range []string{strings.Repeat("1", MaxSize), strings.Repeat("1_", MaxSize/2), strings.Repeat("1.5", MaxSize/3)} {
		if _, err := Parse(src); err == nil || len(err.Error()) > 1000 {
			t.Errorf("got %.200v", err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, src := range []string{"a", "sin(a)*2 + b**2", "where(a[2:200:25, None] > 0.5, a.sum(axis=0), 1e-3 * x + y)"} {
		b.Run(src, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, err := Parse(src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
