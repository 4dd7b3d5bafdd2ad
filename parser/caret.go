package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Columns of an excerpt before and after the place it shows: a line of a
// megabyte is not for reading.
const (
	columnsBefore = 60
	columnsAfter  = 60
)

// excerpt gives the line of src around an offset, cut to what a screen holds, and
// a line with a caret under the offset and "~" under the rest of width runes, up
// to the end of the line. Both are empty when there is nothing to show.
func excerpt(src string, offset, width int) (source, caret string) {
	offset = min(max(offset, 0), len(src))
	start := strings.LastIndexByte(src[:offset], '\n') + 1
	end := len(src)
	if i := strings.IndexByte(src[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	if strings.TrimSpace(src[start:end]) == "" {
		return "", ""
	}
	before, cut := lastRunes(src[start:offset], columnsBefore)
	under, after, more := underlined(strings.TrimRight(src[offset:end], "\r"), width)
	if cut {
		before = "…" + before
	}
	source = clean(before + under + after)
	if more {
		source += "…"
	}
	return source, blanks(before) + "^" + strings.Repeat("~", max(columns(under)-1, 0))
}

// lastRunes gives the last n runes of s, and whether that is not all of it.
func lastRunes(s string, n int) (tail string, cut bool) {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:], at > 0
}

// underlined splits s after its first width runes and drops what is too far to
// the right to show.
func underlined(s string, width int) (under, after string, more bool) {
	count, split := 0, len(s)
	for i := range s {
		if count == width {
			split = i
		}
		if count == columnsAfter {
			split = min(split, i)
			return s[:split], s[split:i], true
		}
		count++
	}
	return s[:split], s[split:], false
}

// clean replaces what would move the cursor or confuse a terminal, except tabs.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && !unicode.IsPrint(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// blanks is as wide as s on a screen: tabs stay tabs, whatever their width.
func blanks(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteString(strings.Repeat(" ", columnsOf(r)))
		}
	}
	return b.String()
}

// columns is how wide s is on a screen, with tabs taken as one.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

// columnsOf is 2 for most East Asian characters and emoji, 0 for combining marks.
// Blocks of Unicode TR 11 with width W or F, roughly.
func columnsOf(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && r <= 0x115F,
		r >= 0x2E80 && r <= 0xA4CF && r != 0x303F,
		r >= 0xAC00 && r <= 0xD7A3,
		r >= 0xF900 && r <= 0xFAFF,
		r >= 0xFE30 && r <= 0xFE6F,
		r >= 0xFF00 && r <= 0xFF60,
		r >= 0xFFE0 && r <= 0xFFE6,
		r >= 0x1F300 && r <= 0x1FAFF,
		r >= 0x20000 && r <= 0x3FFFD:
		return 2
	}
	return 1
}
