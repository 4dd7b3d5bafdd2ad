package parser

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, src := range wrong {
		f.Add(src)
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		f.Add(randomText(r, 2))
	}
	f.Fuzz(func(t *testing.T, src string) {
		n, err := Parse(src)
		checkFuzzed(t, src, err)
		if err == nil {
			checkPrinted(t, n)
		}
		_, err = ParseIndex(src)
		checkFuzzed(t, src, err)
	})
}

// checkFuzzed checks that an error is ours and points into the text.
func checkFuzzed(t *testing.T, src string, err error) {
	if err == nil {
		return
	}
	var e *Error
	if !errors.As(err, &e) || e.Msg == "" || e.Width < 1 || e.Pos.Offset < 0 || e.Pos.Offset > len(src) {
		t.Errorf("bad error %#v", err)
		return
	}
	line := strings.LastIndexByte(src[:e.Pos.Offset], '\n') + 1
	if col := utf8.RuneCountInString(src[line:e.Pos.Offset]) + 1; col != e.Pos.Col {
		t.Errorf("column %d, want %d", e.Pos.Col, col)
	}
	if text := err.Error(); !utf8.ValidString(text) || strings.ContainsAny(text, "\x1b\x00") {
		t.Errorf("unprintable error %q", text)
	}
}

// checkPrinted checks that the printed tree is the tree again, and that nodes lie
// within the one they are in.
func checkPrinted(t *testing.T, n Node) {
	again, err := Parse(String(n))
	if err != nil {
		t.Fatalf("printed as %s\n%v", String(n), err)
	}
	if got, want := dump(again, false), dump(n, false); got != want {
		t.Errorf("printed as %s\n got %s\nwant %s", String(n), got, want)
	}
	for n := range Preorder(n) {
		start, end := n.Span()
		for _, c := range Children(n) {
			if s, e := c.Span(); s < start || e > end || s >= e {
				t.Errorf("%s at %d to %d is within %s at %d to %d", String(c), s, e, String(n), start, end)
			}
		}
	}
}
