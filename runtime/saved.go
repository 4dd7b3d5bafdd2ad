package runtime

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/frame"
)

// Saved is what Python-Blosc2 keeps in the form of an array that has no elements of its own: an expression, a function,
// or the place of an array elsewhere. What is not known of it is empty.
type Saved struct {
	Kind       string            `json:"kind"`                 // lazyexpr, lazyudf, proxy, remote or unknown
	Expression string            `json:"expression,omitempty"` // its text, or the function's name
	Operands   map[string]string `json:"operands,omitempty"`   // where those of an expression or a function are
	Source     string            `json:"source,omitempty"`     // where the array is, of a proxy or an address
	Shape      []int             `json:"shape,omitempty"`      // that the result has, or the array
	DType      string            `json:"dtype,omitempty"`
}

// saved tells what the frame stands for; nil: for itself.
func (f *frameFile) saved() *Saved {
	s := &Saved{Kind: f.frame.Kind()}
	switch s.Kind {
	case frame.KindArray, frame.KindSChunk, frame.KindObjects:
		return nil
	}
	if m := f.frame.B2ND(); m != nil {
		s.Shape, s.DType = m.Shape, m.DType
		if t, err := f.frame.Stored(); err == nil {
			s.DType = t.String()
		}
	}
	if s.Kind == frame.KindProxy {
		s.Source = address(f.frame.MetaValue("proxy-source"))
		return s
	}
	payload, _ := f.payload() // what cannot be read is shown as not known
	s.Expression = cmp.Or(text(payload["expression"]), text(payload["name"]))
	if operands, ok := payload["operands"].(map[string]any); ok {
		s.Operands = make(map[string]string, len(operands))
		for name, v := range operands {
			s.Operands[name] = address(v)
		}
	}
	if s.Kind == frame.KindRemote {
		s.Source = cmp.Or(address(payload["source"]), address(payload))
	}
	return s
}

// text is a value that is a string; else "".
func text(v any) string {
	s, _ := v.(string)
	return s
}

// address is where an operand or a source is, as Python-Blosc2 notes it: a path, or a map with one. Keys of access,
// which some have beside it, are left out.
func address(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return text(v)
	}
	base := cmp.Or(text(m["urlpath"]), text(m["local_abspath"]), text(m["urlbase"]))
	if list, ok := m["urlpath"].([]any); ok && len(list) > 1 { // of a server: path, server, key
		base, m = text(list[1]), map[string]any{"path": list[0]}
	}
	if path := text(m["path"]); path != "" { // on a server
		return strings.TrimSuffix(base, "/") + "/" + path
	}
	if key := cmp.Or(text(m["key"]), text(m["dataset"])); key != "" { // in a store
		return base + ":" + key
	}
	return base
}

// err says that it is no array, and what to do.
func (s *Saved) err() error {
	of := ""
	if s.Expression != "" {
		of = ", " + printable(s.Expression)
	}
	source := "its source"
	if s.Source != "" {
		source = printable(s.Source)
	}
	switch s.Kind {
	case frame.KindLazyExpr:
		return fmt.Errorf("%w but a saved expression%s: it holds no elements: OpenExpr, or b2 eval, computes it", ErrNotArray, of)
	case frame.KindLazyUDF:
		return fmt.Errorf("%w but a saved function of Python-Blosc2%s: it holds no elements: compute it there first", ErrNotArray, of)
	case frame.KindProxy:
		return fmt.Errorf("%w but a proxy of Python-Blosc2, which holds what was fetched so far: open %s", ErrNotArray, source)
	case frame.KindRemote:
		return fmt.Errorf("%w but the address of one, of Python-Blosc2: fetch %s there first", ErrNotArray, source)
	}
	return fmt.Errorf("%w but something else that Python-Blosc2 saved: open it there", ErrNotArray)
}

// lines are what info shows of it.
func (s *Saved) lines() [][2]string {
	lines := [][2]string{{"kind", s.Kind}}
	add := func(key, value string) {
		if value != "" {
			lines = append(lines, [2]string{key, printable(value)})
		}
	}
	add("expression", s.Expression)
	key := "operands"
	for _, name := range slices.Sorted(maps.Keys(s.Operands)) {
		add(key, name+": "+s.Operands[name])
		key = ""
	}
	add("source", s.Source)
	if s.DType != "" {
		lines = append(lines, [2]string{"shape", shape.Format(s.Shape)}, [2]string{"dtype", s.DType})
	}
	return lines
}

// printable is text for a line: what a terminal would not show as it is stands in quotes, and the end of what is long
// is left out.
func printable(s string) string {
	const most = 200 // characters
	for i, c := range s {
		if c == utf8.RuneError || !unicode.IsPrint(c) {
			return strconv.Quote(s[:min(len(s), most)])
		}
		if i >= most {
			return s[:i] + "…"
		}
	}
	return s
}
