package parser

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// maxDigits bounds a number's text, as Python does, since converting takes more
// than linear time.
const maxDigits = 4300

// number reads a literal and checks that nothing clings to it: "1__0" is lexed as
// the number 1 and the name __0, "1.2.3" as 1.2 and .3.
func (p *parser) number() (Node, error) {
	t := p.next()
	if u := p.peek(); (u.Type == kindNumber || u.Type == kindName) && u.Pos.Offset == endOf(t) {
		return nil, p.badNumber(t)
	}
	if len(t.Value) > maxDigits {
		return nil, p.errorAt(t, "number of %d characters is longer than the limit of %d", len(t.Value), maxDigits)
	}
	n := &Number{place: p.from(t), Text: t.Value}
	text := strings.ReplaceAll(strings.ToLower(t.Value), "_", "")
	switch {
	case isInt(text):
		n.Kind = Int
		var ok bool
		if n.Int, ok = intValue(text); !ok {
			return nil, p.errorAt(t, "number %s has leading zeros", shown(t)).WithHint(
				"octal numbers start with 0o")
		}
		return n, nil
	case strings.HasSuffix(text, "j"):
		n.Kind = Imag
		text = strings.TrimSuffix(text, "j")
	default:
		n.Kind = Float
	}
	n.Float, _ = strconv.ParseFloat(text, 64)
	if math.IsInf(n.Float, 0) {
		return nil, p.errorAt(t, "number %s is too large for a float64", shown(t)).WithHint("write inf for infinity")
	}
	return n, nil
}

// isInt goes by the first letters, since "0x1e" and "0b1" hold e and b as digits.
func isInt(text string) bool {
	return strings.HasPrefix(text, "0x") || !strings.ContainsAny(text, ".ej")
}

// intValue refuses "010", as Python does: in C that is 8. All zeros are fine.
func intValue(text string) (*big.Int, bool) {
	if strings.Trim(text, "0") == "" {
		return new(big.Int), true
	}
	if text[0] == '0' && text[1] >= '0' && text[1] <= '9' {
		return nil, false
	}
	return new(big.Int).SetString(text, 0)
}

// badNumber words the error for a number with more letters or digits behind it.
func (p *parser) badNumber(t *lexer.Token) *Error {
	end := endOf(t)
	var tail string
	for u := p.peek(); (u.Type == kindNumber || u.Type == kindName) && u.Pos.Offset == end; u = p.peek() {
		tail += u.Value
		end = endOf(u)
		p.toks.Next()
		if len(tail) > maxDigits {
			break
		}
	}
	e := p.errorAt(t, "bad number %q", shorten(t.Value+tail)).upTo(end)
	return e.WithHint("%s", numberHint(t.Value, tail))
}

// numberHint guesses what was meant from a good number and the tail it has.
func numberHint(number, tail string) string {
	base := strings.ToLower(number + tail[:1])
	switch {
	case isKeyword(tail):
		return "put a space before " + tail
	case strings.HasPrefix(base, "0x"):
		return "hexadecimal digits, 0 to f, go after 0x"
	case strings.HasPrefix(base, "0b"):
		return "binary digits, 0 and 1, go after 0b"
	case strings.HasPrefix(base, "0o"):
		return "octal digits, 0 to 7, go after 0o"
	case strings.HasPrefix(tail, "_"):
		return "single underscores go between digits"
	case strings.HasPrefix(tail, "."):
		return "a number has one decimal point"
	case tail == "e" || tail == "E":
		return "digits go after the e of an exponent"
	case strings.HasSuffix(number, "."):
		return "to take an attribute, write (" + strings.TrimSuffix(number, ".") + ")." + shorten(tail)
	}
	return "to multiply, write " + shorten(number) + "*" + shorten(tail)
}
