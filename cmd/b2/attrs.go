package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/arraytext"
)

// attrLines lists attributes, those that cannot be read among the others.
func attrLines(values map[string]any, unread map[string]string) string {
	lines := map[string]string{}
	for name, v := range values {
		lines[name] = arraytext.Python(v)
	}
	for name, why := range unread {
		lines[name] = "(cannot be shown: " + why + ")"
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintf(&text, "  %s = %s\n", arraytext.Line(name), lines[name])
	}
	return text.String()
}

// attrJSON is an attribute's value with what JSON lacks put in words.
func attrJSON(v any) any {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Sprint(v)
		}
	case complex128:
		return arraytext.Python(v)
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
