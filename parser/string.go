package parser

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// stringLit reads a string literal.
func (p *parser) stringLit() (Node, error) {
	t := p.next()
	value, bad, ok := unquote(t.Value[1 : len(t.Value)-1])
	if !ok {
		e := p.errorAt(t, "unknown escape %s in a string", shorten(bad))
		return nil, e.WithHint(`write \\ for a backslash`)
	}
	return &StringLit{place: p.from(t), Value: value}, nil
}

// unquote resolves the escapes of Python that data type names and the like could
// need. When ok is false, bad is the start of the escape that is not one of them.
func unquote(s string) (value, bad string, ok bool) {
	var b strings.Builder
	for {
		plain, rest, escape := strings.Cut(s, `\`)
		b.WriteString(plain)
		if !escape {
			return b.String(), "", true
		}
		r, size := escaped(rest)
		if size == 0 {
			_, n := utf8.DecodeRuneInString(rest)
			return "", `\` + rest[:n], false
		}
		b.WriteRune(r)
		s = rest[size:]
	}
}

// escaped decodes what follows a backslash; size is 0 when it is not an escape.
func escaped(s string) (r rune, size int) {
	if s == "" {
		return 0, 0
	}
	switch s[0] {
	case '\\', '\'', '"':
		return rune(s[0]), 1
	case 'n':
		return '\n', 1
	case 't':
		return '\t', 1
	case 'r':
		return '\r', 1
	case 'x':
		return hexRune(s, 2)
	case 'u':
		return hexRune(s, 4)
	case 'U':
		return hexRune(s, 8)
	}
	return 0, 0
}

// hexRune decodes the n hexadecimal digits after the first letter of s.
func hexRune(s string, n int) (r rune, size int) {
	if len(s) < 1+n {
		return 0, 0
	}
	v, err := strconv.ParseUint(s[1:1+n], 16, 32)
	if err != nil || v > unicode.MaxRune || !utf8.ValidRune(rune(v)) {
		return 0, 0
	}
	return rune(v), 1 + n
}

// quote is the inverse of unquote, with the quotes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		switch {
		case r == '\\' || r == '\'':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}
