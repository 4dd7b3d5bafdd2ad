package parser

import "math/big"

// A Node is an expression, or an item of an index ([*Slice], [*Ellipsis]).
// Only this package has types that are Nodes.
type Node interface {
	// Pos is where the node starts.
	Pos() Pos
	// Span gives the byte offsets of the node's first byte and of the one after
	// its last. Parentheses around a node are not part of it, but they
	// are part of the node they are an operand of.
	Span() (start, end int)

	sealed()
}

// A Pos is a place in the text. The zero Pos means unknown.
type Pos struct {
	Offset int // in bytes, from 0
	Line   int // from 1
	Col    int // in runes, from 1
}

// place is what every node embeds: where it stands.
type place struct {
	pos Pos
	end int
}

func (p place) Pos() Pos               { return p.pos }
func (p place) Span() (start, end int) { return p.pos.Offset, p.end }
func (place) sealed()                  {}

// A NumberKind says which field of a [Number] holds its value.
type NumberKind int

// The kinds of numbers.
const (
	Int   NumberKind = iota // 16, 0x10, 0b1, 0o7, 1_000
	Float                   // 1e3, .5, 5.
	Imag                    // 2j, .5J
)

// A Number is a literal, never negative: "-1" is a [Unary] of 1.
type Number struct {
	place
	Text  string // as written; [String] goes by the value
	Kind  NumberKind
	Int   *big.Int // value of an Int, of any size; nil for the others
	Float float64  // value of a Float (finite), imaginary part of an Imag
}

// A Bool is True or False.
type Bool struct {
	place
	Value bool
}

// A NoneLit is None: a new axis in an index, no value as an argument.
type NoneLit struct{ place }

// A StringLit is a string literal, as in dtype="float32".
type StringLit struct {
	place
	Value string // without quotes and escapes
}

// A Name is a variable, a function or a constant such as pi or nan: the checker says.
type Name struct {
	place
	Name string
}

// A Unary is one of - + ~ not before X.
type Unary struct {
	place
	Op string
	X  Node
}

// A Binary is one of + - * / // % ** << >> & | ^ and or between X and Y.
type Binary struct {
	place
	Op    string
	OpPos Pos
	X, Y  Node
}

// A Compare is a chain of at least one comparison: "a < b <= c" means
// "a < b and b <= c".
type Compare struct {
	place
	First Node
	Ops   []CompareOp
}

// A CompareOp is one link of a [Compare]: one of < <= > >= == != and its right operand.
type CompareOp struct {
	Op    string
	OpPos Pos
	Y     Node
}

// A Cond is "Then if Test else Else".
type Cond struct {
	place
	Then, Test, Else Node
}

// A Call is Func(Args..., Kwargs...).
type Call struct {
	place
	Func   Node // *Name or *Attr
	Args   []Node
	Kwargs []Kwarg // each name once
}

// A Kwarg is name=value in a call.
type Kwarg struct {
	Name    string
	NamePos Pos
	Value   Node
}

// An Attr is X.Name.
type Attr struct {
	place
	X       Node
	Name    string
	NamePos Pos
}

// An Index is X[Items...], with at least one item. As in NumPy a[1,] is a[1];
// a[(1, 2)] has one item, a [Tuple].
type Index struct {
	place
	X     Node
	Items []Node // expressions, *Slice, *Ellipsis, *NoneLit
}

// A Slice is Lo:Hi:Step, an item of an index. Those not given are nil.
type Slice struct {
	place
	Lo, Hi, Step Node
}

// An Ellipsis is "...", an item of an index.
type Ellipsis struct{ place }

// A Tuple is (a, b), (a,), () or, with List set, [a, b].
type Tuple struct {
	place
	Items []Node
	List  bool
}
