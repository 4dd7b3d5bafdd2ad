package parser

import "testing"

func TestParse(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"a", "a"},
		{"sin(a) + exp(b)", "(+ (call sin a) (call exp b))"},
		{"-x**2", "(u- (** x 2))"},
		{"2**-1", "(** 2 (u- 1))"},
		{"2**-1**2", "(** 2 (u- (** 1 2)))"},
		{"2**3**2", "(** 2 (** 3 2))"},
		{"-a.T[0](1)**2", "error"},
		{"-a.T[0]**2", "(u- (** (index (.T a) 0) 2))"},
		{"a-b-c", "(- (- a b) c)"},
		{"a/b//c%d*e", "(* (% (// (/ a b) c) d) e)"},
		{"a+b*c", "(+ a (* b c))"},
		{"a<<b+c", "(<< a (+ b c))"},
		{"a&b<<c", "(& a (<< b c))"},
		{"a^b&c", "(^ a (& b c))"},
		{"a|b^c", "(| a (^ b c))"},
		{"a&b == c", "(cmp == (& a b) c)"},
		{"a < b <= c != d", "(cmp < <= != a b c d)"},
		{"(a < b) < c", "(cmp < (cmp < a b) c)"},
		{"not a == b", "(unot (cmp == a b))"},
		{"not not x", "(unot (unot x))"},
		{"not a and b or c", "(or (and (unot a) b) c)"},
		{"a or b and c", "(or a (and b c))"},
		{"--x", "(u- (u- x))"},
		{"-+~x", "(u- (u+ (u~ x)))"},
		{"~a & b", "(& (u~ a) b)"},
		{"a if b else c if d else e", "(if b a (if d c e))"},
		{"a or b if c or d else e or f", "(if (or c d) (or a b) (or e f))"},
		{"a * (b + c)", "(* a (+ b c))"},
		{"()", "(tuple)"},
		{"(a,)", "(tuple a)"},
		{"(a, b)", "(tuple a b)"},
		{"[[1, 2], [3, 4,]]", "(list (list 1 2) (list 3 4))"},
		{"reshape(a, (3, 4))", "(call reshape a (tuple 3 4))"},
		{"a.sum(axis=0, keepdims=True)", "(call axis= keepdims= (.sum a) 0 True)"},
		{"sum(a, dtype='f4',)", "(call dtype= sum a '6634')"},
		{"f(x == 1)", "(call f (cmp == x 1))"},
		{"a[2:200:25, :, 5]", "(index a (slice 2 200 25) (slice _ _ _) 5)"},
		{"a[::-3, 7, -5:]", "(index a (slice _ _ (u- 3)) 7 (slice (u- 5) _ _))"},
		{"a[..., None, b > 0]", "(index a ... None (cmp > b 0))"},
		{"a[:,]", "(index a (slice _ _ _))"},
		{"(a)[1:2][3].T", "(.T (index (index a (slice 1 2 _)) 3))"},
		{"1.5.real", "(.real f3ff8000000000000)"},
		{"0x1e + 0b1 + 0o17 + 1_0", "(+ (+ (+ 30 1) 15) 10)"},
		{"1e3 + .5 + 5. + 2j", "(+ (+ (+ f408f400000000000 f3fe0000000000000) f4014000000000000) j4000000000000000)"},
		{"π*größe", "(* π größe)"},
		{"nan + inf", "(+ nan inf)"},
		{"a\n +\n b # the end", "(+ a b)"},
		{"# first\na + \\\n b", "(+ a b)"},
		{"f(a, # one\n  b)", "(call f a b)"},
		{`'\x41é\'"'`, "'41c3a92722'"},
	} {
		t.Run(c.src, func(t *testing.T) {
			got := "error"
			if n, err := Parse(c.src); err == nil {
				got = dump(n, false)
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestParseIndex(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"2:200:25, :, 5", "(tuple (slice 2 200 25) (slice _ _ _) 5)"},
		{"::-3, 7, -5:", "(tuple (slice _ _ (u- 3)) 7 (slice (u- 5) _ _))"},
		{"..., None, 3", "(tuple ... None 3)"},
		{"[1, 2]", "(tuple 1 2)"},
		{" [1:2,] ", "(tuple (slice 1 2 _))"},
		{"[[1, 2]]", "(tuple (list 1 2))"},
		{"[1, 2], [3, 4]", "(tuple (list 1 2) (list 3 4))"},
		{"[1, 2] + a", "(tuple (+ (list 1 2) a))"},
		{"1,", "(tuple 1)"},
		{":", "(tuple (slice _ _ _))"},
		{"a > 0", "(tuple (cmp > a 0))"},
		{"a[1:2]:b", "(tuple (slice (index a (slice 1 2 _)) b _))"},
	} {
		t.Run(c.src, func(t *testing.T) {
			items, err := ParseIndex(c.src)
			if err != nil {
				t.Fatal(err)
			}
			if got := dump(&Tuple{Items: items}, false); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestPositions(t *testing.T) {
	src := "(é + b)\n * f(k=c)[1:]"
	n, err := Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	for want, n := range map[string]Node{
		src:          n,
		"é + b":      n.(*Binary).X,
		"f(k=c)[1:]": n.(*Binary).Y,
		"1:":         n.(*Binary).Y.(*Index).Items[0],
		"c":          n.(*Binary).Y.(*Index).X.(*Call).Kwargs[0].Value,
	} {
		start, end := n.Span()
		if got := src[start:end]; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got, want := n.(*Binary).OpPos, (Pos{Offset: 10, Line: 2, Col: 2}); got != want {
		t.Errorf("operator at %v, want %v", got, want)
	}
	if got, want := n.(*Binary).Y.(*Index).X.(*Call).Kwargs[0].NamePos, (Pos{Offset: 14, Line: 2, Col: 6}); got != want {
		t.Errorf("keyword at %v, want %v", got, want)
	}
}
