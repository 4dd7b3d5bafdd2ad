package dtype

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of what a file may state.
const (
	maxText    = 1 << 16 // bytes of the text of a type
	maxNesting = 16      // structs in structs
	maxSubDims = 16      // dimensions of a member that is an array
)

// ParseStored reads a type as files state it: numpy.dtype.str ("<f8", "|S5", "<M8[ns]"), a name ("float64",
// "datetime64[ns]"), or the list of a struct's fields ("[('a', '<i4'), ('b', '>f8', (2, 3))]").
func ParseStored(text string) (Stored, error) {
	s, err := parseStored(text)
	if err != nil {
		if len(text) > 100 {
			text = strings.ToValidUTF8(text[:100], "") + "…"
		}
		return Stored{}, fmt.Errorf("dtype %q: %w", text, err)
	}
	return s, nil
}

func parseStored(text string) (Stored, error) {
	if len(text) > maxText {
		return Stored{}, fmt.Errorf("it has %d bytes, more than %d", len(text), maxText)
	}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return Stored{}, fmt.Errorf("structs with offsets cannot be read, only lists of fields")
	}
	if !strings.HasPrefix(strings.TrimSpace(text), "[") {
		return parseSimple(text)
	}
	p := &fields{rest: text}
	s, err := p.list(0)
	if err == nil && p.peek() != 0 {
		err = p.unexpected("its end")
	}
	return s, err
}

// parseSimple reads a type without fields.
func parseSimple(text string) (Stored, error) {
	swapped, code := false, text
	if code != "" && strings.IndexByte("<>=|", code[0]) >= 0 {
		swapped = code[0] == '>'
		code = code[1:]
	} else if d, err := Parse(text); err == nil {
		return Plain(d), nil
	} else {
		for _, name := range [...]string{"datetime64", "timedelta64"} {
			if unit, ok := strings.CutPrefix(text, name); ok {
				code = map[byte]string{'d': "M8", 't': "m8"}[name[0]] + unit
			}
		}
	}
	if code == "" {
		return Stored{}, fmt.Errorf("it names no type")
	}
	switch kind, size := code[0], code[1:]; kind {
	case 'M', 'm':
		return parseTime(kind, size, swapped)
	case 'S', 'U', 'V':
		return parseRaw(kind, size, swapped)
	case 'O':
		return Stored{}, fmt.Errorf("elements that are Python objects cannot be read: the file holds pointers into a process that is gone")
	}
	d, err := Parse("<" + code)
	if err != nil {
		return Stored{}, fmt.Errorf("b2 does not know this type")
	}
	s := Plain(d)
	s.Swapped = swapped && d.Size() > 1
	return s, nil
}

// parseTime reads what stands behind the M or m: 8[ns].
func parseTime(kind byte, rest string, swapped bool) (Stored, error) {
	rest, ok := strings.CutPrefix(rest, "8")
	s := Stored{DType: Int64, Kind: kind, Swapped: swapped}
	if !ok || rest == "" {
		if !ok {
			return s, fmt.Errorf("a time has 8 bytes")
		}
		return s, nil
	}
	if len(rest) < 3 || rest[0] != '[' || rest[len(rest)-1] != ']' {
		return s, fmt.Errorf("%q is no unit of time", rest)
	}
	s.Unit = rest[1 : len(rest)-1]
	if s.Unit == "generic" {
		s.Unit = ""
		return s, nil
	}
	if _, _, ok := s.Step(); !ok {
		return s, fmt.Errorf("%q is no unit of time", s.Unit)
	}
	return s, nil
}

// Step is the unit of times in parts: "25s" is 25 of "s".
func (s Stored) Step() (count int64, unit string, ok bool) {
	unit = strings.TrimLeft(s.Unit, "0123456789")
	count = 1
	if digits := s.Unit[:len(s.Unit)-len(unit)]; digits != "" {
		n, err := strconv.ParseInt(digits, 10, 32)
		if err != nil || n < 1 || digits[0] == '0' {
			return 0, "", false
		}
		count = n
	}
	switch unit {
	case "Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as":
		return count, unit, true
	}
	return 0, "", false
}

// parseRaw reads the length behind S, U or V.
func parseRaw(kind byte, digits string, swapped bool) (Stored, error) {
	n, err := strconv.Atoi(digits)
	if err != nil || digits[0] < '0' || digits[0] > '9' {
		return Stored{}, fmt.Errorf("%q is no length", digits)
	}
	s := Stored{Kind: kind}
	if kind == 'U' {
		s.Swapped = swapped
		if n > MaxRaw/4 {
			return s, fmt.Errorf("elements of %d characters are longer than %d", n, MaxRaw/4)
		}
		n *= 4
	}
	s.DType = RawOf(n)
	if s.DType == Invalid {
		return s, fmt.Errorf("elements of %d bytes are not 1 to %d bytes long", n, MaxRaw)
	}
	return s, nil
}

// fields reads lists of fields, Python literals.
type fields struct{ rest string }

// peek is the next character that is no space; 0 at the end.
func (p *fields) peek() byte {
	p.rest = strings.TrimLeft(p.rest, " \t\r\n")
	if p.rest == "" {
		return 0
	}
	return p.rest[0]
}

func (p *fields) accept(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *fields) expect(c byte) error {
	if !p.accept(c) {
		return p.unexpected(fmt.Sprintf("%q", c))
	}
	return nil
}

func (p *fields) unexpected(want string) error {
	if p.peek() == 0 {
		return fmt.Errorf("it ends where %s should be", want)
	}
	r, _ := utf8.DecodeRuneInString(p.rest)
	return fmt.Errorf("%q stands where %s should be", r, want)
}

// list reads a struct: its fields follow each other without gaps.
func (p *fields) list(depth int) (Stored, error) {
	s := Stored{Kind: 'V'}
	if depth == maxNesting {
		return s, fmt.Errorf("structs are nested deeper than %d", maxNesting)
	}
	if err := p.expect('['); err != nil {
		return s, err
	}
	seen := map[string]bool{}
	size := 0
	for !p.accept(']') {
		f, bytes, err := p.field(depth)
		if err != nil {
			return s, err
		}
		if f.Name == "" { // as NumPy calls it
			f.Name = "f" + strconv.Itoa(len(s.Fields))
		}
		if seen[f.Name] {
			return s, fmt.Errorf("the field %q stands twice", f.Name)
		}
		seen[f.Name] = true
		f.Offset = size
		if size += bytes; size > MaxRaw {
			return s, fmt.Errorf("elements are longer than %d bytes", MaxRaw)
		}
		s.Fields = append(s.Fields, f)
		if !p.accept(',') {
			if err := p.expect(']'); err != nil {
				return s, err
			}
			break
		}
	}
	if s.DType = RawOf(size); s.DType == Invalid {
		return s, fmt.Errorf("the struct has no bytes")
	}
	return s, nil
}

// field reads ('name', type) or ('name', type, shape), and counts its bytes.
func (p *fields) field(depth int) (f Field, bytes int, err error) {
	if err = p.expect('('); err != nil {
		return f, 0, err
	}
	if f.Name, err = p.text(); err != nil {
		return f, 0, err
	}
	if err = p.expect(','); err != nil {
		return f, 0, err
	}
	if p.peek() == '[' {
		f.Type, err = p.list(depth + 1)
	} else {
		var text string
		if text, err = p.text(); err == nil {
			f.Type, err = parseSimple(text)
		}
		if err != nil {
			err = fmt.Errorf("field %q: %w", f.Name, err)
		}
	}
	if err != nil {
		return f, 0, err
	}
	bytes = f.Type.DType.Size()
	if p.accept(',') && p.peek() != ')' {
		if f.Shape, err = p.shape(); err != nil {
			return f, 0, err
		}
		for _, n := range f.Shape {
			if n == 0 || bytes > MaxRaw/n {
				return f, 0, fmt.Errorf("field %q: an array of shape %v is not 1 to %d bytes long", f.Name, f.Shape, MaxRaw)
			}
			bytes *= n
		}
		p.accept(',')
	}
	return f, bytes, p.expect(')')
}

// shape reads a length or a tuple of lengths.
func (p *fields) shape() ([]int, error) {
	if p.peek() != '(' {
		n, err := p.length()
		return []int{n}, err
	}
	p.accept('(')
	var list []int
	for !p.accept(')') {
		n, err := p.length()
		if err != nil {
			return nil, err
		}
		if list = append(list, n); len(list) > maxSubDims {
			return nil, fmt.Errorf("a field has more than %d dimensions", maxSubDims)
		}
		if !p.accept(',') {
			if err := p.expect(')'); err != nil {
				return nil, err
			}
			break
		}
	}
	return list, nil
}

func (p *fields) length() (int, error) {
	if c := p.peek(); c < '0' || c > '9' {
		return 0, p.unexpected("a length")
	}
	digits := p.rest[:len(p.rest)-len(strings.TrimLeft(p.rest, "0123456789"))]
	p.rest = p.rest[len(digits):]
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0, fmt.Errorf("a length of %s is too large", digits)
	}
	return n, nil
}

// text reads a string.
func (p *fields) text() (string, error) {
	mark := p.peek()
	if mark == '(' {
		return "", fmt.Errorf("a field with a title, or a type with a shape of its own, cannot be read")
	}
	if mark != '\'' && mark != '"' {
		return "", p.unexpected("a string")
	}
	var b strings.Builder
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; c {
		case mark:
			p.rest = p.rest[i+1:]
			return b.String(), nil
		case '\\':
			value, n, err := escape(p.rest[i+1:])
			if err != nil {
				return "", err
			}
			b.WriteString(value)
			i += n
		default:
			b.WriteByte(c)
		}
	}
	return "", fmt.Errorf("a string does not end")
}

// escape is what stands behind a backslash, and how many bytes that takes.
func escape(s string) (value string, n int, err error) {
	if s == "" {
		return "", 0, fmt.Errorf("a string does not end")
	}
	digits := 0
	switch s[0] {
	case '\\', '\'', '"':
		return s[:1], 1, nil
	case 'n':
		return "\n", 1, nil
	case 'r':
		return "\r", 1, nil
	case 't':
		return "\t", 1, nil
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	}
	if digits == 0 || len(s) < 1+digits {
		return "", 0, fmt.Errorf("the escape \\%c is not known", s[0])
	}
	v, err := strconv.ParseUint(s[1:1+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(v)) || v > utf8.MaxRune {
		return "", 0, fmt.Errorf("the escape \\%s is no character", s[:1+digits])
	}
	return string(rune(v)), 1 + digits, nil
}
