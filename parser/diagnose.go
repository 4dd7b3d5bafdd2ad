package parser

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"
)

// errorAt makes an error about the token t. At the end of the text it points just
// behind the last token, not behind blanks and comments.
func (p *parser) errorAt(t *lexer.Token, format string, args ...any) *Error {
	pos := posOf(t)
	if t.EOF() {
		pos = Pos{Line: 1, Col: 1}
		if p.prev != nil {
			pos = posOf(p.prev)
			pos.Offset += len(p.prev.Value)
			pos.Col += utf8.RuneCountInString(p.prev.Value)
		}
	}
	e := ErrorAtPos(p.src, pos, utf8.RuneCountInString(t.Value), format, args...)
	return e.in(p.what)
}

// wantOperand words the error for a token that cannot start an operand.
func (p *parser) wantOperand(t *lexer.Token) *Error {
	if t.EOF() {
		e := p.errorAt(t, "%s ends where an operand was expected", longName(p.what))
		if p.prev != nil {
			e.WithHint("nothing follows %s", shown(p.prev))
		}
		return e
	}
	if e := p.never(t); e != nil {
		return e
	}
	switch {
	case t.Value == "...":
		return p.errorAt(t, `"..." can only be an item of an index`).WithHint("as in a[..., 0]")
	case isClosing(t.Value) && len(p.open) == 0:
		return p.noOpening(t)
	case p.prev != nil && !isOpening(p.prev.Value) && p.prev.Value != ",":
		return p.errorAt(t, "expected an operand after %s, found %s", shown(p.prev), shown(t))
	}
	return p.errorAt(t, "expected an operand, found %s", shown(t))
}

// afterOperand words the error for a token after which the expression cannot go on.
func (p *parser) afterOperand(t *lexer.Token) *Error {
	if t.EOF() { // only brackets keep the text from ending
		open := &p.open[len(p.open)-1]
		return p.errorAt(t, "missing %q to close the %q at %d:%d", closerOf(open.Value), open.Value,
			open.Pos.Line, open.Pos.Column)
	}
	if e := p.never(t); e != nil {
		return e
	}
	switch {
	case isClosing(t.Value):
		return p.noOpening(t)
	case t.Value == ",":
		return p.errorAt(t, `"," outside of brackets`).WithHint("write (a, b) for a tuple")
	case t.Value == ":":
		return p.errorAt(t, `":" can only be in an index`).WithHint("as in a[1:5]")
	case t.Value == "not":
		return p.errorAt(t, `"not" cannot join two operands`).WithHint("compare with !=, or combine with 'and not'; there is no 'not in'")
	case t.Value == "else":
		return p.errorAt(t, `"else" without "if"`).WithHint("write x if c else y")
	case t.Value == "...", t.Type == kindName && !isKeyword(t.Value), t.Type == kindNumber, t.Type == kindString,
		isOpening(t.Value), t.Value == "True", t.Value == "False", t.Value == "None", t.Value == "~":
		return p.noOperator(t)
	}
	return p.errorAt(t, "unexpected %s", shown(t))
}

// wantElse words the error for "x if c" without its "else".
func (p *parser) wantElse(t *lexer.Token) *Error {
	if e := p.never(t); e != nil && !t.EOF() {
		return e
	}
	if t.EOF() {
		return p.errorAt(t, `"if" without "else"`).WithHint("write x if c else y")
	}
	return p.errorAt(t, `expected "else", found %s`, shown(t)).WithHint("write x if c else y")
}

func (p *parser) noOperator(t *lexer.Token) *Error {
	e := p.errorAt(t, "missing operator between %s and %s", shown(p.prev), shown(t))
	switch {
	case t.Type == kindString && p.prev.Type == kindName && endOf(p.prev) == t.Pos.Offset:
		e.WithHint("strings have no prefix")
	case len(p.open) > 0:
		e.WithHint("or a comma")
	}
	return e
}

// noOpening words the error for a closing bracket that fits no opening one.
func (p *parser) noOpening(t *lexer.Token) *Error {
	if len(p.open) == 0 {
		return p.errorAt(t, "%q closes nothing", t.Value)
	}
	open := &p.open[len(p.open)-1]
	return p.errorAt(t, "%q cannot close the %q at %d:%d", t.Value, open.Value, open.Pos.Line, open.Pos.Column).
		WithHint("%q is missing", closerOf(open.Value))
}

// never words the error for a token that is wrong wherever it stands, or gives nil.
func (p *parser) never(t *lexer.Token) *Error {
	if t.Type == kindOther {
		r, _ := utf8.DecodeRuneInString(t.Value)
		return p.strange(t, r)
	}
	msg, hint := neverValid(t.Value)
	if t.Value == "=" && len(p.open) > 0 {
		msg, hint = `unexpected "="`, "use == to compare; a keyword argument starts with a plain name"
	}
	if msg == "" {
		if !isKeyword(t.Value) || hasMeaning(t.Value) {
			return nil
		}
		msg = fmt.Sprintf("%q is a reserved word and cannot be a name", t.Value)
	}
	return p.errorAt(t, "%s", msg).WithHint("%s", hint)
}

// hasMeaning tells which reserved words the grammar has.
func hasMeaning(word string) bool {
	switch word {
	case "and", "or", "not", "if", "else", "True", "False", "None":
		return true
	}
	return false
}

// neverValid knows what people write who come from Python's statements or from
// other languages.
func neverValid(text string) (msg, hint string) {
	switch text {
	case "=", ":=":
		return "an expression has no assignment", "use == to compare"
	case "@":
		return "the matrix product @ is not supported", "* multiplies element by element"
	case "&&":
		return `unknown operator "&&"`, "use 'and', or & for bits"
	case "||":
		return `unknown operator "||"`, "use 'or', or | for bits"
	case "!":
		return `unknown operator "!"`, "use 'not', or ~ for bits"
	case "<>":
		return `unknown operator "<>"`, "use !="
	case "?":
		return `unknown operator "?"`, "write x if c else y"
	case "->":
		return `unknown operator "->"`, ""
	case ";":
		return "one expression only", `";" does not separate anything`
	case "{", "}":
		return "there are no sets or dictionaries", "write (a, b) for a tuple"
	case "in":
		return "'in' is not supported", "compare with ==, and combine with 'or'"
	case "is":
		return "'is' is not supported", "use == to compare values"
	case "lambda", "def":
		return "functions cannot be defined in an expression", ""
	case "for", "while":
		return "there are no loops or comprehensions", "operators work on whole arrays"
	}
	return "", ""
}

// strange words the error for a character that belongs to no token.
func (p *parser) strange(t *lexer.Token, r rune) *Error {
	if r == '\'' || r == '"' {
		return p.errorAt(t, "string is not terminated").WithHint("the closing %c is missing on this line", r)
	}
	if !unicode.IsPrint(r) {
		return p.errorAt(t, "unknown character %U", r).WithHint("it is invisible; remove it or put a plain space")
	}
	return p.errorAt(t, `unknown character "%s"`, t.Value).WithHint("%s", lookalike(r))
}

// lookalike helps with what word processors and books put in the place of ASCII.
func lookalike(r rune) string {
	switch r {
	case '“', '”', '„', '‘', '’', '‚', '«', '»', '`', '´':
		return "use plain quotes, ' or \""
	case '×', '·', '∙', '⋅', '∗', '✕':
		return "use *"
	case '÷', '∕', '⁄':
		return "use /"
	case '−', '–', '—', '‒':
		return "use -"
	case '≤', '⩽':
		return "use <="
	case '≥', '⩾':
		return "use >="
	case '≠':
		return "use !="
	case '²':
		return "use **2"
	case '³':
		return "use **3"
	case '√':
		return "use sqrt(x)"
	case '¬':
		return "use 'not', or ~ for bits"
	case '∧':
		return "use 'and'"
	case '∨':
		return "use 'or'"
	case '…':
		return "use ..."
	case '∞':
		return "use inf"
	case '，':
		return "use ,"
	case '（', '）':
		return "use plain parentheses"
	}
	return ""
}

func isOpening(s string) bool { return s == "(" || s == "[" }
func isClosing(s string) bool { return s == ")" || s == "]" }

func longName(what string) string {
	if what == "expr" {
		return "expression"
	}
	return what
}

// shown is a token as messages quote it.
func shown(t *lexer.Token) string {
	if t.EOF() {
		return "the end"
	}
	if t.Type == kindString {
		return shorten(t.Value)
	}
	return `"` + shorten(t.Value) + `"`
}

// shorten makes any text fit for a message: not long, and harmless to a terminal.
func shorten(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return clean(s)
	}
	return clean(string([]rune(s)[:most])) + "…"
}
