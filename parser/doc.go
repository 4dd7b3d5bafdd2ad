// Package parser turns the text of an expression, such as "sin(a) + exp(b)",
// into a syntax tree, or into an error that points at the place.
//
// In goes text: [Parse] takes a whole expression, [ParseIndex] the inside of
// the brackets of an index. Out comes a [Node], which knows where in the text it
// stands, or an [*Error], which shows the line with a caret. The grammar is the
// part of Python's expression grammar that arrays need, with exactly Python's
// precedence; names mean nothing here. Package ir calls this package, gives
// the names meaning and shapes and element types, and makes its own errors with
// [ErrorAt], [Suggest] and [Errors] so that all of them look alike.
//
// Newlines are white space and "#" starts a comment, so an expression may be
// laid out over several lines. Text can be hostile: nesting and length
// are limited (see [MaxDepth] and [MaxSize]), time is linear in the length, and
// no input makes the parser panic.
//
// A tree can be deep to the left, and only there: "a+a+a+…" and "a[0][0]…" nest
// once a term, to hundreds of thousands of levels in the longest text. Code that
// visits a tree should use [Preorder] or [Postorder], which keep their own stack,
// as [String] does.
//
// The tokens come from participle's lexer and its PeekingLexer. The climbing of
// precedences in expr.go is written by hand, since participle has neither left
// recursion nor precedence, and it reads the PeekingLexer directly, since
// participle's own driver would flatten our errors to a line of text.
package parser
