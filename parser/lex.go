package parser

import (
	"github.com/alecthomas/participle/v2/lexer"
)

// lexicon splits text into tokens. Never changed once built.
//
// The first rule that matches wins. Those with a lower-case name are dropped.
// "Other" takes one character of anything else, so that lexing never fails and
// the parser, which knows what it was waiting for, words the error. Numbers match
// here only when well formed; number.go looks at what clings to them.
var lexicon = lexer.MustSimple([]lexer.SimpleRule{
	{Name: "space", Pattern: `(?:[ \t\r\n\f\v]|\\\r?\n)+`},
	{Name: "comment", Pattern: `#[^\n]*`},
	{Name: "Name", Pattern: `[\pL\p{Nl}_][\pL\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*`},
	{Name: "Number", Pattern: `0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|` +
		`(?:` + digits + `\.(?:` + digits + `)?|\.` + digits + `|` + digits + `)(?:[eE][+-]?` + digits + `)?[jJ]?`},
	{Name: "Op", Pattern: `\.\.\.|\*\*|//|<<|>>|<=|>=|==|!=|:=|->|<>|&&|\|\||[-+*/%@&|^~<>()\[\]{},:.=!?;]`},
	{Name: "String", Pattern: `'(?:[^'\\\n]|\\[^\n])*'|"(?:[^"\\\n]|\\[^\n])*"`},
	{Name: "Other", Pattern: `(?s:.)`},
})

const digits = `[0-9](?:_?[0-9])*`

var (
	kindName   = lexicon.Symbols()["Name"]
	kindNumber = lexicon.Symbols()["Number"]
	kindString = lexicon.Symbols()["String"]
	kindOther  = lexicon.Symbols()["Other"]
)

// lex gives all tokens of src. The lexicon matches everything, so an error
// would be a fault of ours; it is passed on all the same.
func lex(src string) (*lexer.PeekingLexer, error) {
	l, err := lexicon.LexString("", src)
	if err != nil {
		return nil, err
	}
	return lexer.Upgrade(l)
}

// posOf converts participle's position, which counts as ours does.
func posOf(t *lexer.Token) Pos {
	return Pos{Offset: t.Pos.Offset, Line: t.Pos.Line, Col: t.Pos.Column}
}

// endOf is the offset after t's last byte.
func endOf(t *lexer.Token) int { return t.Pos.Offset + len(t.Value) }

// isKeyword tells whether a word is reserved in Python, and so cannot be a name.
// Words that we give no meaning are reserved too: an expression that works here
// works in Python.
func isKeyword(word string) bool {
	switch word {
	case "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
		"def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
		"is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield":
		return true
	}
	return false
}
