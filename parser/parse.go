package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"
)

// Limits on the text, so that hostile text costs little.
const (
	MaxDepth = 500     // levels of brackets, unary operators, powers and conditionals
	MaxSize  = 1 << 20 // bytes
)

// Parse reads one expression. The error, if any, is an [*Error].
func Parse(src string) (Node, error) {
	p, err := newParser(src, "expr")
	if err != nil {
		return nil, err
	}
	if p.peek().EOF() {
		return nil, p.errorAt(p.peek(), "empty expression")
	}
	n, err := p.expr()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); !t.EOF() {
		return nil, p.afterOperand(t)
	}
	return n, nil
}

// parser walks over the tokens of one text.
type parser struct {
	src   string
	what  string // of Error.What
	toks  *lexer.PeekingLexer
	prev  *lexer.Token  // the token read last, nil at the start
	open  []lexer.Token // brackets not closed yet, outermost first
	depth int
}

func newParser(src, what string) (*parser, error) {
	if len(src) > MaxSize {
		e := ErrorAtPos("", Pos{Line: 1, Col: 1}, 1, "text of %d bytes is longer than the limit of %d", len(src), MaxSize)
		e.What = what
		return nil, e
	}
	p := &parser{src: src, what: what}
	if i := invalidUTF8(src); i >= 0 {
		at := lexer.Position{Line: 1, Column: 1}
		at.Advance(src[:i])
		return nil, p.errorAt(&lexer.Token{Value: "?", Pos: at}, "byte 0x%02x is not UTF-8 text", src[i])
	}
	toks, err := lex(src)
	if err != nil {
		return nil, p.errorAt(&lexer.Token{Pos: lexer.Position{Line: 1, Column: 1}}, "%v", err)
	}
	p.toks = toks
	return p, nil
}

// invalidUTF8 gives the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			return i
		}
	}
	return -1
}

func (p *parser) peek() *lexer.Token { return p.toks.Peek() }

func (p *parser) next() *lexer.Token {
	p.prev = p.toks.Next()
	return p.prev
}

// is tells whether the next token is this operator or keyword. Texts of other
// kinds of tokens never look like one.
func (p *parser) is(text string) bool { return p.peek().Value == text }

// accept reads the next token if it is this operator or keyword.
func (p *parser) accept(text string) bool {
	if !p.is(text) {
		return false
	}
	p.next()
	return true
}

// from is the place of a node that starts at token t and ends at the last one read.
func (p *parser) from(t *lexer.Token) place {
	return place{pos: posOf(t), end: endOf(p.prev)}
}

// enter counts one more level of nesting; leave must follow when it gives no error.
func (p *parser) enter() error {
	if p.depth >= MaxDepth {
		return p.errorAt(p.peek(), "expression is nested deeper than %d levels", MaxDepth)
	}
	p.depth++
	return nil
}

func (p *parser) leave() { p.depth-- }

// opening reads an opening bracket.
func (p *parser) opening() {
	p.open = append(p.open, *p.next())
}

// closing reads the bracket that closes the last one opened.
func (p *parser) closing() error {
	last := len(p.open) - 1
	if t := p.peek(); t.Value != closerOf(p.open[last].Value) {
		return p.afterOperand(t)
	}
	p.next()
	p.open = p.open[:last]
	return nil
}

func closerOf(open string) string {
	if open == "(" {
		return ")"
	}
	return "]"
}
