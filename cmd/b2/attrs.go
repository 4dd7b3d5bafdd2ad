package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/b2gen/b2"
)

// attrText is an attribute's value as info shows it.
func attrText(v any) string {
	switch v := v.(type) {
	case complex128:
		return pythonComplex(v)
	case b2.Extension:
		return fmt.Sprintf("extension %d, %d bytes", v.Type, len(v.Data))
	}
	return fmt.Sprintf("%#v", v)
}

// shown is text for a line of a list: what a terminal does not show as it is stands in quotes, as Go and Python do it.
func shown(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }) {
		return strconv.Quote(text)
	}
	return text
}

// attrJSON is an attribute's value with what JSON lacks put in words.
func attrJSON(v any) any {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Sprint(v)
		}
	case complex128:
		return pythonComplex(v)
	case b2.Extension:
		return map[string]any{"extension": v.Type, "data": v.Data}
	case []any:
		return attrList(v)
	case b2.Tuple:
		return attrList(v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = attrJSON(x)
		}
		return out
	}
	return v
}

func attrList(list []any) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = attrJSON(x)
	}
	return out
}

// pythonComplex writes a complex number as Python does.
func pythonComplex(c complex128) string {
	return strings.Replace(strconv.FormatComplex(c, 'g', -1, 128), "i)", "j)", 1)
}
