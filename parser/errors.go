package parser

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// An Error is one thing wrong with a text, and where. Parsing makes them, and so
// does whoever gives the expression its meaning, with [ErrorAt].
type Error struct {
	Src   string // the whole text; empty if unknown
	What  string // what the text is, "expr" or "index"; empty means "expr"
	Pos   Pos
	Width int    // runes to underline, at least 1
	Msg   string // what is wrong, lower case
	Hint  string // what to do about it; may be empty
}

// Error gives the place, the message and the hint on one line, the line of the
// text (cut if long) and a line with a caret:
//
//	expr:1:5: unknown function "sine" (did you mean "sin"?)
//	a + sine(b)
//	    ^~~~
func (e *Error) Error() string {
	head := e.Headline()
	if source, caret := excerpt(e.Src, e.Pos.Offset, e.Width); source != "" {
		return head + "\n" + source + "\n" + caret
	}
	return head
}

// Headline is the first line of Error alone.
func (e *Error) Headline() string {
	what := e.What
	if what == "" {
		what = "expr"
	}
	head := fmt.Sprintf("%s:%d:%d: %s", what, e.Pos.Line, e.Pos.Col, e.Msg)
	if e.Hint != "" {
		head += " (" + e.Hint + ")"
	}
	return head
}

// WithHint sets the hint and returns e.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// in says what kind of text the error is in.
func (e *Error) in(what string) *Error {
	e.What = what
	return e
}

// upTo makes the underline end at a byte offset of the text.
func (e *Error) upTo(end int) *Error {
	e.Width = runesBetween(e.Src, e.Pos.Offset, end)
	return e
}

// ErrorAt makes an error about the node n of the tree of src, with all of n underlined.
func ErrorAt(src string, n Node, format string, args ...any) *Error {
	if n == nil {
		return ErrorAtPos(src, Pos{Line: 1, Col: 1}, 1, format, args...)
	}
	start, end := n.Span()
	return ErrorAtPos(src, n.Pos(), runesBetween(src, start, end), format, args...)
}

// ErrorAtPos makes an error about width runes of src from pos on: an operator, or
// the name of a keyword argument.
func ErrorAtPos(src string, pos Pos, width int, format string, args ...any) *Error {
	return &Error{Src: src, Pos: pos, Width: max(width, 1), Msg: fmt.Sprintf(format, args...)}
}

// runesBetween counts the runes of src[start:end], with any offsets.
func runesBetween(src string, start, end int) int {
	start = min(max(start, 0), len(src))
	end = min(max(end, start), len(src))
	return max(utf8.RuneCountInString(src[start:end]), 1)
}

// maxErrors is how many errors Errors keeps.
const maxErrors = 10

// Errors are several errors of one text, in the order they were found, at most
// ten. The zero value is ready to use.
type Errors []*Error

// Add appends err, which may be an [*Error] or join several, unless there are ten
// already. It reports whether it could take all; an error of another type, or
// nil, it cannot.
func (es *Errors) Add(err error) bool {
	if err == nil {
		return false
	}
	var one *Error
	var more Errors
	switch {
	case errors.As(err, &more):
	case errors.As(err, &one):
		more = Errors{one}
	default:
		return false
	}
	room := maxErrors - len(*es)
	*es = append(*es, more[:max(min(room, len(more)), 0)]...)
	return len(more) <= room
}

// Err gives nil if there are no errors, the error itself if there is one, or else
// es. Always return es.Err(), not es: an empty Errors in an error is not nil.
func (es Errors) Err() error {
	switch len(es) {
	case 0:
		return nil
	case 1:
		return es[0]
	}
	return es
}

// Error joins the errors, each on lines of its own.
func (es Errors) Error() string {
	text := make([]string, len(es))
	for i, e := range es {
		text[i] = e.Error()
	}
	return strings.Join(text, "\n")
}

// Unwrap gives the errors to errors.Is and errors.As.
func (es Errors) Unwrap() []error {
	list := make([]error, len(es))
	for i, e := range es {
		list[i] = e
	}
	return list
}
