package parser

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestString(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"( (a)+(b*c) )", "a + b * c"},
		{"(a+b)*c", "(a + b) * c"},
		{"a-(b-c)", "a - (b - c)"},
		{"(-x)**2", "(-x)**2"},
		{"-(x**2)", "-x**2"},
		{"2**(-1)", "2**-1"},
		{"(2**3)**2", "(2**3)**2"},
		{"2**(3**2)", "2**3**2"},
		{"(not a)==b", "(not a) == b"},
		{"not(a==b)", "not a == b"},
		{"(a<b)<c", "(a < b) < c"},
		{"(a if b else c) if d else e", "(a if b else c) if d else e"},
		{"a if b else (c if d else e)", "a if b else c if d else e"},
		{"a and(b and c)", "a and (b and c)"},
		{"(1).real+0x10", "(1).real + 16"},
		{"1e3+1e-7+2J+1e20+.5+5.", "1000.0 + 1e-07 + 2j + 1e+20 + 0.5 + 5.0"},
		{"f ( (a), k = (1,) )[ 1 : ,None,::2]", "f(a, k=(1,))[1:, None, ::2]"},
		{`"it's\t\\ α\x7f"`, `'it\'s\x09\\ α\x7f'`},
		{"[ (), [ 1,] ]", "[(), [1]]"},
	} {
		t.Run(c.src, func(t *testing.T) {
			n, err := Parse(c.src)
			if err != nil {
				t.Fatal(err)
			}
			if got := String(n); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestRoundTrip checks that printing loses nothing, and that no pair of
// parentheses printed could be left out.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		src := randomText(r, 3)
		n, err := Parse(src)
		if err != nil {
			continue
		}
		text, want := String(n), dump(n, false)
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("%s\nprinted as %s\n%v", src, text, err)
		}
		if got := dump(again, false); got != want {
			t.Fatalf("%s\nprinted as %s\n got %s\nwant %s", src, text, got, want)
		}
		if twice := String(again); twice != text {
			t.Fatalf("%s\nprinted as %s\n and then %s", src, text, twice)
		}
	}
}

func TestWalk(t *testing.T) {
	n, err := Parse("a + f(b[1:, c], k=(d,)) if x < y <= z else -w.T")
	if err != nil {
		t.Fatal(err)
	}
	names := func(seq func(func(Node) bool)) (list []string) {
		for n := range seq {
			if n, ok := n.(*Name); ok {
				list = append(list, n.Name)
			}
		}
		return list
	}
	want := []string{"a", "f", "b", "c", "d", "x", "y", "z", "w"}
	if got := names(Preorder(n)); !slices.Equal(got, want) {
		t.Errorf("preorder %v, want %v", got, want)
	}
	if got := names(Postorder(n)); !slices.Equal(got, want) {
		t.Errorf("postorder %v, want %v", got, want)
	}
	pre, post := slices.Collect(Preorder(n)), slices.Collect(Postorder(n))
	if len(pre) != len(post) || pre[0] != n || post[len(post)-1] != n {
		t.Errorf("%d nodes before, %d after; the root should be first and last", len(pre), len(post))
	}
	for range Postorder(n) {
		break
	}
	for range Preorder(nil) {
		t.Error("nil has no nodes")
	}
}
