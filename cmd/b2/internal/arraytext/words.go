package arraytext

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"github.com/b2gen/b2"
)

// words formats the elements, those of most types equally wide.
func words(t b2.StoredType, data []byte) []string {
	d := t.DType
	switch {
	case t.IsTime():
		return times(t, data)
	case t.IsStruct():
		return structs(t, data)
	case t.Kind == 'f':
		return floats(Floats(d, data), 8*d.Size())
	case t.Kind == 'c':
		return complexes(d, data)
	}
	list := make([]string, len(data)/d.Size())
	for i := range list {
		list[i] = Element(t, data[i*d.Size():])
	}
	if t.Kind == 'S' || t.Kind == 'U' || t.Kind == 'V' {
		return list
	}
	return flushRight(list, map[bool]int{true: len("False")}[d == b2.Bool]) // even where all are true
}

// flushRight makes words equally wide, and no narrower than least.
func flushRight(list []string, least int) []string {
	width := least
	for _, w := range list {
		width = max(width, len(w))
	}
	for i, w := range list {
		list[i] = strings.Repeat(" ", width-len(w)) + w
	}
	return list
}

// structs formats structs, each field as if it were an array of its own.
func structs(t b2.StoredType, data []byte) []string {
	size := t.DType.Size()
	list := make([]string, len(data)/size)
	for k, f := range t.Fields {
		own := f.Type.DType.Size() // of an element; the field has as many as its shape says
		bytes := own * count(f.Shape)
		var column []byte
		for i := range list {
			column = append(column, data[i*size+f.Offset:][:bytes]...)
		}
		w := words(turned(f.Type, column))
		each := bytes / own
		for i := range list {
			text := nested(w[i*each:(i+1)*each], f.Shape)
			if list[i] += ", " + text; k == 0 {
				list[i] = "(" + text
			}
		}
	}
	for i := range list {
		if list[i] += ")"; len(t.Fields) == 1 {
			list[i] = strings.TrimSuffix(list[i], ")") + ",)"
		}
	}
	return list
}

// nested writes the elements of an array in one line.
func nested(words []string, shape []int) string {
	if len(shape) == 0 {
		return words[0]
	}
	parts := make([]string, shape[0])
	each := len(words) / len(parts)
	for i := range parts {
		parts[i] = nested(words[i*each:(i+1)*each], shape[1:])
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// Floats decodes float elements.
func Floats(d b2.DType, data []byte) []float64 {
	list := make([]float64, len(data)/d.Size())
	for i := range list {
		list[i] = float(d, data[i*d.Size():])
	}
	return list
}

func float(d b2.DType, data []byte) float64 {
	switch d {
	case b2.Float16:
		return float64(b2.Half(binary.LittleEndian.Uint16(data)).Float32())
	case b2.Float32:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(data)))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(data))
}

// Element is the first element of data as Python writes it: a float with as few digits as tell it from its neighbours,
// a time of the calendar as ISO 8601 has it, a struct as a tuple.
func Element(t b2.StoredType, data []byte) string {
	data = data[:t.DType.Size()]
	switch t.Kind {
	case 'M':
		return Time(t, int64(binary.LittleEndian.Uint64(data)))
	case 'm':
		if n := int64(binary.LittleEndian.Uint64(data)); n == math.MinInt64 {
			return nat
		}
	case 'S':
		return bytesText(strings.TrimRight(string(data), "\x00"), false)
	case 'U':
		return quoted(Text(t, data))
	case 'V':
		if !t.IsStruct() {
			return bytesText(string(data), true)
		}
		return structElement(t, data)
	case 'c':
		return complexText(t.DType, data)
	case 'f':
		return shortest(float(t.DType, data), 8*t.DType.Size())
	}
	return integer(t.DType, data)
}

// structElement is a struct as a tuple. Big-endian members are turned round.
func structElement(t b2.StoredType, data []byte) string {
	parts := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		own := f.Type.DType.Size()
		var list []string
		for at := f.Offset; len(list) < count(f.Shape); at += own {
			list = append(list, Element(Member(f.Type, data[at:])))
		}
		parts[i] = nested(list, f.Shape)
	}
	if len(parts) == 1 {
		return "(" + parts[0] + ",)"
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// integer is an integer or bool.
func integer(d b2.DType, data []byte) string {
	switch d {
	case b2.Bool:
		if data[0] == 0 {
			return "False"
		}
		return "True"
	case b2.Int8:
		return strconv.FormatInt(int64(int8(data[0])), 10)
	case b2.Int16:
		return strconv.FormatInt(int64(int16(binary.LittleEndian.Uint16(data))), 10)
	case b2.Int32:
		return strconv.FormatInt(int64(int32(binary.LittleEndian.Uint32(data))), 10)
	case b2.Int64:
		return strconv.FormatInt(int64(binary.LittleEndian.Uint64(data)), 10)
	case b2.Uint8:
		return strconv.FormatUint(uint64(data[0]), 10)
	case b2.Uint16:
		return strconv.FormatUint(uint64(binary.LittleEndian.Uint16(data)), 10)
	case b2.Uint32:
		return strconv.FormatUint(uint64(binary.LittleEndian.Uint32(data)), 10)
	}
	return strconv.FormatUint(binary.LittleEndian.Uint64(data), 10)
}

// shortest is a float in the notation that suits its size.
func shortest(x float64, bits int) string {
	switch {
	case math.IsNaN(x):
		return "nan"
	case math.IsInf(x, 1):
		return "inf"
	case math.IsInf(x, -1):
		return "-inf"
	}
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= 1e16) {
		return formatFloat(x, 'e', -1, bits)
	}
	s := formatFloat(x, 'f', -1, bits)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}
