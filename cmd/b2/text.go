package main

import (
	"bufio"
	"math"
	"strconv"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/arraytext"
)

// elementWriter writes elements in C order, as they come.
type elementWriter interface {
	write(data []byte)
	end() // after the last
}

// newElementWriter is the writer for a --format. Errors stay with the buffer.
func newElementWriter(format string, w *bufio.Writer, d b2.DType, shape []int) elementWriter {
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
	d   b2.DType
	row int // elements in a line
	n   int // written in this one
}

func (c *csvWriter) write(data []byte) {
	for ; len(data) > 0; data = data[c.d.Size():] {
		c.w.WriteString(arraytext.Element(c.d, data))
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
	d     b2.DType
	inner []int // the elements within each axis: a bracket opens and closes after so many
	shape []int
	n     int
}

func newJSONWriter(w *bufio.Writer, d b2.DType, shape []int) *jsonWriter {
	j := &jsonWriter{w: w, d: d, shape: shape, inner: make([]int, len(shape))}
	n := 1
	for i := len(shape) - 1; i >= 0; i-- {
		n *= shape[i]
		j.inner[i] = n
	}
	return j
}

func (j *jsonWriter) write(data []byte) {
	for ; len(data) > 0; data = data[j.d.Size():] {
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

func jsonElement(d b2.DType, data []byte) string {
	switch d {
	case b2.Bool:
		return strconv.FormatBool(data[0] != 0)
	case b2.Float32, b2.Float64:
		if x := arraytext.Floats(d, data[:d.Size()])[0]; math.IsNaN(x) || math.IsInf(x, 0) {
			return "null"
		}
	}
	return arraytext.Element(d, data)
}
