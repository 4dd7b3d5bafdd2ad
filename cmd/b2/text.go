package main

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/arraytext"
)

// elementWriter writes elements in C order, as they come.
type elementWriter interface {
	write(data []byte)
	end() // after the last
}

// newElementWriter is the writer for a --format. Errors stay with the buffer.
func newElementWriter(format string, w *bufio.Writer, d b2.StoredType, shape []int) elementWriter {
	switch format {
	case "csv":
		row := 1
		if len(shape) > 0 {
			row = shape[len(shape)-1]
		}
		return &csvWriter{w: w, d: d, row: row}
	case "json":
		return newJSONWriter(w, d, shape)
	}
	return rawWriter{w}
}

// rawWriter writes the bytes of the elements.
type rawWriter struct{ w *bufio.Writer }

func (r rawWriter) write(data []byte) { r.w.Write(data) }
func (r rawWriter) end()              {}

// csvWriter writes a line for each row of the last axis.
type csvWriter struct {
	w   *bufio.Writer
	d   b2.StoredType
	row int // elements in a line
	n   int // written in this one
}

func (c *csvWriter) write(data []byte) {
	for ; len(data) > 0; data = data[c.d.DType.Size():] {
		c.w.WriteString(csvElement(c.d, data))
		if c.n++; c.n < c.row {
			c.w.WriteByte(',')
		} else {
			c.w.WriteByte('\n')
			c.n = 0
		}
	}
}

func (c *csvWriter) end() {}

// jsonWriter writes arrays of arrays. Numbers that JSON does not know are null.
type jsonWriter struct {
	w     *bufio.Writer
	d     b2.StoredType
	inner []int // the elements within each axis: a bracket opens and closes after so many
	shape []int
	n     int
}

func newJSONWriter(w *bufio.Writer, d b2.StoredType, shape []int) *jsonWriter {
	j := &jsonWriter{w: w, d: d, shape: shape, inner: make([]int, len(shape))}
	n := 1
	for i := len(shape) - 1; i >= 0; i-- {
		n *= shape[i]
		j.inner[i] = n
	}
	return j
}

func (j *jsonWriter) write(data []byte) {
	for ; len(data) > 0; data = data[j.d.DType.Size():] {
		if j.n > 0 {
			j.w.WriteByte(',')
		}
		for _, inner := range j.inner {
			if j.n%inner == 0 {
				j.w.WriteByte('[')
			}
		}
		j.w.WriteString(jsonElement(j.d, data))
		j.n++
		for _, inner := range j.inner {
			if j.n%inner == 0 {
				j.w.WriteByte(']')
			}
		}
	}
}

func (j *jsonWriter) end() {
	if j.n == 0 {
		j.empty(j.shape)
	}
	j.w.WriteByte('\n')
}

// empty writes the brackets of an array without elements.
func (j *jsonWriter) empty(shape []int) {
	j.w.WriteByte('[')
	for i := range shape[0] {
		if i > 0 {
			j.w.WriteByte(',')
		}
		j.empty(shape[1:])
	}
	j.w.WriteByte(']')
}

// csvElement is an element as a cell. Text stands in quotation marks, and so does what has commas in it.
func csvElement(t b2.StoredType, data []byte) string {
	text := ""
	switch {
	case t.Kind == 'S':
		text = byteString(t, data)
	case t.Kind == 'U':
		text = arraytext.Text(t, data)
	case t.Kind == 'V':
		text = arraytext.Element(t, data)
	default:
		return arraytext.Element(t, data)
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// byteString is an element of S without the NULs that fill it up.
func byteString(t b2.StoredType, data []byte) string {
	return strings.TrimRight(string(data[:t.DType.Size()]), "\x00")
}

// jsonElement is an element as JSON has it: times and complex numbers as strings, structs as objects, other bytes in
// hexadecimal. What JSON has no number for is null.
func jsonElement(t b2.StoredType, data []byte) string {
	data = data[:t.DType.Size()]
	switch {
	case t.Kind == 'b':
		return strconv.FormatBool(data[0] != 0)
	case t.Kind == 'f':
		if x := arraytext.Floats(t.DType, data)[0]; math.IsNaN(x) || math.IsInf(x, 0) {
			return "null"
		}
	case t.IsTime() && int64(binary.LittleEndian.Uint64(data)) == math.MinInt64:
		return "null"
	case t.Kind == 'M' || t.Kind == 'c':
		return jsonText(arraytext.Element(t, data))
	case t.Kind == 'S':
		return jsonText(byteString(t, data))
	case t.Kind == 'U':
		return jsonText(arraytext.Text(t, data))
	case t.IsStruct():
		return jsonStruct(t, data)
	case t.Kind == 'V':
		return `"` + hex.EncodeToString(data) + `"`
	}
	return arraytext.Element(t, data)
}

// jsonText is a string; bytes that are no UTF-8 become U+FFFD.
func jsonText(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(b)
}

// jsonStruct is a struct as an object.
func jsonStruct(t b2.StoredType, data []byte) string {
	parts := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		parts[i] = jsonText(f.Name) + ":" + jsonMember(f.Type, data[f.Offset:], f.Shape)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// jsonMember is a member of a struct, which may be an array.
func jsonMember(t b2.StoredType, data []byte, shape []int) string {
	if len(shape) == 0 {
		return jsonElement(arraytext.Member(t, data))
	}
	step := t.DType.Size()
	for _, n := range shape[1:] {
		step *= n
	}
	parts := make([]string, shape[0])
	for i := range parts {
		parts[i] = jsonMember(t, data[i*step:], shape[1:])
	}
	return "[" + strings.Join(parts, ",") + "]"
}
