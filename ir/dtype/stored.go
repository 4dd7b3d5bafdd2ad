package dtype

import (
	"fmt"
	"strconv"
	"strings"
)

// Stored is the type of elements as a file states it. b2 computes with DType, which has the same size; what this says
// beyond it is kept with arrays that are only sliced and copied. The zero value is no type.
type Stored struct {
	DType   DType  // what is computed with: Int64 for times, raw for strings, structs and void
	Kind    byte   // NumPy's letter: b i u f c, M m (datetime64, timedelta64), S (bytes), U (text), V (void and structs)
	Swapped bool   // big-endian numbers, times or text
	Unit    string // of times: "ns", "25s"; "" where they have none
	Fields  []Field
}

// Field is a member of a struct.
type Field struct {
	Name   string
	Offset int // bytes from the element's start
	Type   Stored
	Shape  []int // of a member that is an array itself; else empty
}

// Plain is the stored type of elements of d as b2 writes them.
func Plain(d DType) Stored {
	s := Stored{DType: d, Kind: 'V'}
	switch d.Kind() {
	case KindBool:
		s.Kind = 'b'
	case KindSigned:
		s.Kind = 'i'
	case KindUnsigned:
		s.Kind = 'u'
	case KindFloat:
		s.Kind = 'f'
	case KindComplex:
		s.Kind = 'c'
	}
	return s
}

// IsNumber reports bools and numbers, the types that can be computed with as they are.
func (s Stored) IsNumber() bool { return strings.IndexByte("biufc", s.Kind) >= 0 }

// IsTime reports datetime64 and timedelta64.
func (s Stored) IsTime() bool { return s.Kind == 'M' || s.Kind == 'm' }

// IsStruct reports elements that have fields.
func (s Stored) IsStruct() bool { return len(s.Fields) > 0 }

// SwapWidth is the number of bytes of each number that must be turned round to compute with it; 0: none. Those of text
// and of structs stay as they are.
func (s Stored) SwapWidth() int {
	switch {
	case !s.Swapped || s.DType.Kind() == KindRaw:
		return 0
	case s.Kind == 'c':
		return s.DType.Size() / 2
	}
	return s.DType.Size()
}

// Native is the type of the elements after they were turned round: the one that a copy has.
func (s Stored) Native() Stored {
	if s.DType.Kind() != KindRaw {
		s.Swapped = false
	}
	return s
}

// NumPy is numpy.dtype.str, such as ">f8", "<M8[ns]" or "|S5"; of a struct it is the list of its fields.
func (s Stored) NumPy() string {
	order := byte('<')
	if s.Swapped {
		order = '>'
	}
	size := s.DType.Size()
	switch s.Kind {
	case 'M', 'm':
		return string([]byte{order, s.Kind, '8'}) + s.unit()
	case 'S':
		return "|S" + strconv.Itoa(size)
	case 'U':
		return string(order) + "U" + strconv.Itoa(size/4)
	case 'V':
		if s.IsStruct() {
			return s.list(Stored.NumPy)
		}
		return "|V" + strconv.Itoa(size)
	}
	text := s.DType.NumPy()
	if s.Swapped {
		text = ">" + text[1:]
	}
	return text
}

func (s Stored) unit() string {
	if s.Unit == "" {
		return ""
	}
	return "[" + s.Unit + "]"
}

// String is the type as NumPy prints it: "float64", ">f8", "datetime64[ns]", "<U3" or the list of fields.
func (s Stored) String() string {
	switch {
	case s.Swapped || s.DType.Kind() == KindRaw:
	case s.Kind == 'M':
		return "datetime64" + s.unit()
	case s.Kind == 'm':
		return "timedelta64" + s.unit()
	default:
		return s.DType.String()
	}
	return s.Text()
}

// Text is the type as Blosc2's files state it: NumPy's dtype.str, but for structs the list of fields that NumPy prints.
func (s Stored) Text() string {
	if s.IsStruct() {
		return s.list(Stored.short)
	}
	return s.NumPy()
}

// short is the type of a field as NumPy prints it: "<f8", "S3", "?".
func (s Stored) short() string {
	switch {
	case s.IsStruct():
		return s.list(Stored.short)
	case s.Kind == 'b':
		return "?"
	}
	return strings.TrimPrefix(s.NumPy(), "|")
}

// list writes the fields as Python does, each type as text has it.
func (s Stored) list(text func(Stored) string) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, f := range s.Fields {
		if i > 0 {
			b.WriteString(", ")
		}
		of := text(f.Type)
		if !f.Type.IsStruct() {
			of = "'" + of + "'"
		}
		fmt.Fprintf(&b, "(%s, %s", quote(f.Name), of)
		if len(f.Shape) > 0 {
			b.WriteString(", (")
			for k, n := range f.Shape {
				if k > 0 {
					b.WriteString(", ")
				}
				b.WriteString(strconv.Itoa(n))
			}
			if len(f.Shape) == 1 {
				b.WriteByte(',')
			}
			b.WriteByte(')')
		}
		b.WriteByte(')')
	}
	b.WriteByte(']')
	return b.String()
}

// quote is a string as Python's repr writes it.
func quote(s string) string {
	mark := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		mark = '"'
	}
	var b strings.Builder
	b.WriteByte(mark)
	for _, r := range s {
		switch {
		case r == rune(mark) || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7F:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte(mark)
	return b.String()
}

// Find is the field of a name. Where a field is a struct, "a.b" is a field of it.
func (s Stored) Find(name string) ([]Field, bool) {
	for _, f := range s.Fields {
		if f.Name == name {
			return []Field{f}, true
		}
	}
	for _, f := range s.Fields {
		if rest, ok := strings.CutPrefix(name, f.Name+"."); ok {
			if path, ok := f.Type.Find(rest); ok {
				return append([]Field{f}, path...), true
			}
		}
	}
	return nil, false
}
