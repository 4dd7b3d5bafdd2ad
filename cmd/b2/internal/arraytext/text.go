package arraytext

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/b2gen/b2"
)

// Member is a member of a struct and its bytes, turned round where it is big-endian.
func Member(t b2.StoredType, data []byte) (b2.StoredType, []byte) {
	width := t.SwapWidth()
	if width == 0 {
		return t, data
	}
	data = slices.Clone(data[:t.DType.Size()])
	for i := 0; i < len(data); i += width {
		slices.Reverse(data[i : i+width])
	}
	return t.Native(), data
}

// turned is a column of members, turned round where they are big-endian.
func turned(t b2.StoredType, column []byte) (b2.StoredType, []byte) {
	for i, size := 0, t.DType.Size(); i < len(column); i += size {
		_, native := Member(t, column[i:])
		copy(column[i:i+size], native)
	}
	return t.Native(), column
}

// Text is an element of NumPy's U. What is no character comes as U+FFFD.
func Text(t b2.StoredType, data []byte) string {
	var order binary.ByteOrder = binary.LittleEndian
	if t.Swapped {
		order = binary.BigEndian
	}
	data = data[:t.DType.Size()]
	for len(data) > 0 && order.Uint32(data[len(data)-4:]) == 0 {
		data = data[:len(data)-4]
	}
	var b strings.Builder
	for ; len(data) > 0; data = data[4:] {
		c := order.Uint32(data)
		if c > utf8.MaxRune {
			c = utf8.RuneError
		}
		b.WriteRune(rune(c))
	}
	return b.String()
}

// mark is the quotation mark that Python's repr takes.
func mark(s string) byte {
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		return '"'
	}
	return '\''
}

// quoted is text as Python's repr writes it.
func quoted(s string) string {
	q := mark(s)
	b := []byte{q}
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			b = appendASCII(b, byte(r), q)
		case unicode.IsGraphic(r) && (r == ' ' || !unicode.IsSpace(r)):
			b = utf8.AppendRune(b, r)
		case r < 0x100:
			b = fmt.Appendf(b, `\x%02x`, r)
		case r < 0x10000:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = fmt.Appendf(b, `\U%08x`, r)
		}
	}
	return string(append(b, q))
}

// bytesText is bytes as Python's repr writes them, or each as a number in hexadecimal, as NumPy has void.
func bytesText(s string, hex bool) string {
	q := mark(s)
	if hex {
		q = '\''
	}
	b := []byte{'b', q}
	for i := range len(s) {
		if hex || s[i] >= utf8.RuneSelf {
			b = fmt.Appendf(b, `\x%02X`, s[i])
			if !hex {
				b = append(b[:len(b)-2], strconv.FormatUint(uint64(s[i]), 16)...)
			}
			continue
		}
		b = appendASCII(b, s[i], q)
	}
	return string(append(b, q))
}

func appendASCII(b []byte, c, q byte) []byte {
	switch {
	case c == q || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, `\n`...)
	case c == '\r':
		return append(b, `\r`...)
	case c == '\t':
		return append(b, `\t`...)
	case c < ' ' || c == 0x7F:
		return fmt.Appendf(b, `\x%02x`, c)
	}
	return append(b, c)
}
