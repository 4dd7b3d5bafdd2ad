package arraytext

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"github.com/b2gen/b2"
)

// words formats the elements, all equally wide.
func words(d b2.DType, data []byte) []string {
	switch d {
	case b2.Float32, b2.Float64:
		return floats(Floats(d, data), 8*d.Size())
	}
	list := make([]string, len(data)/d.Size())
	width := 0
	if d == b2.Bool {
		width = len("False") // even where all are true
	}
	for i := range list {
		list[i] = Element(d, data[i*d.Size():])
		width = max(width, len(list[i]))
	}
	for i, w := range list {
		list[i] = strings.Repeat(" ", width-len(w)) + w
	}
	return list
}

// Floats decodes float32 or float64 elements.
func Floats(d b2.DType, data []byte) []float64 {
	list := make([]float64, len(data)/d.Size())
	for i := range list {
		list[i] = float(d, data[i*d.Size():])
	}
	return list
}

func float(d b2.DType, data []byte) float64 {
	if d == b2.Float32 {
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(data)))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(data))
}

// Element is the first element of data as Python writes it, a float with as few digits as tell it from its
// neighbours.
func Element(d b2.DType, data []byte) string {
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
	case b2.Uint64:
		return strconv.FormatUint(binary.LittleEndian.Uint64(data), 10)
	}
	return shortest(float(d, data), 8*d.Size())
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
		return strconv.FormatFloat(x, 'e', -1, bits)
	}
	s := strconv.FormatFloat(x, 'f', -1, bits)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}
