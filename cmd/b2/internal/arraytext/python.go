package arraytext

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/b2gen/b2"
)

// Python is the value of an attribute as Python's repr writes it. The entries of maps, whose order is not known, are
// sorted; of a value that only Python has, type and size are told.
func Python(v any) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case bool:
		if v {
			return "True"
		}
		return "False"
	case float64:
		return shortest(v, 64)
	case complex128:
		return pythonComplex(real(v), imag(v), 64)
	case string:
		return quoted(v)
	case []byte:
		return bytesText(string(v), false)
	case []any:
		return "[" + pythonList(v) + "]"
	case b2.Tuple:
		if len(v) == 1 {
			return "(" + pythonList(v) + ",)"
		}
		return "(" + pythonList(v) + ")"
	case map[string]any:
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, quoted(key)+": "+Python(v[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case b2.Extension:
		return fmt.Sprintf("<extension %d, %d bytes>", v.Type, len(v.Data))
	}
	return fmt.Sprint(v) // whole numbers
}

func pythonList(list []any) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = Python(x)
	}
	return strings.Join(parts, ", ")
}

// pythonComplex is a complex number of so many bits a part.
func pythonComplex(re, im float64, bits int) string {
	i := strings.TrimSuffix(shortest(im, bits), ".0") + "j"
	if re == 0 && !math.Signbit(re) {
		return i
	}
	if i[0] != '-' {
		i = "+" + i
	}
	return "(" + strings.TrimSuffix(shortest(re, bits), ".0") + i + ")"
}

// Line is text for a line, in quotation marks if it has what a terminal does not show as it is.
func Line(text string) string {
	switch {
	case !utf8.ValidString(text):
		return bytesText(text, false)
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		return quoted(text)
	}
	return text
}
