package shape

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Item is one entry of an index such as [2, 3:200:25, ..., None]. The zero value is the full slice ":".
type Item struct {
	Kind              ItemKind
	At                int   // of KindAt: the position, negative from the end
	Start, Stop, Step *int  // of KindSpan: nil where the text has nothing
	List              []int // of KindList: the positions, negative from the end; of KindMask: the numbers of the true ones
	Lengths           []int // of KindList: of its axes, where they are not one; of KindMask: of its axes
}

// ItemKind tells what an Item selects.
type ItemKind uint8

const (
	KindSpan     ItemKind = iota // start:stop:step
	KindAt                       // one position; the axis is dropped
	KindEllipsis                 // as many full slices as fit
	KindNewAxis                  // an axis of length 1
	KindList                     // listed positions
	KindMask                     // truth values, in the place of as many axes as they have
	KindArray                    // positions that are elements of an array
)

// String writes the item as in Python.
func (it Item) String() string {
	switch it.Kind {
	case KindAt:
		return strconv.Itoa(it.At)
	case KindEllipsis:
		return "..."
	case KindNewAxis:
		return "None"
	case KindList:
		lengths := it.Lengths
		if lengths == nil {
			lengths = []int{len(it.List)}
		}
		return formatList(lengths, func(i int) string { return strconv.Itoa(it.List[i]) })
	case KindMask:
		return it.formatMask()
	case KindArray:
		return "an array"
	}
	part := func(p *int) string {
		if p == nil {
			return ""
		}
		return strconv.Itoa(*p)
	}
	s := part(it.Start) + ":" + part(it.Stop)
	if it.Step != nil {
		s += ":" + part(it.Step)
	}
	return s
}

// formatList writes a list, of lists where it has several axes, and of its elements by their numbers.
func formatList(lengths []int, element func(int) string) string {
	n := Len(lengths)
	var write func(from, n int, lengths []int) string
	write = func(from, n int, lengths []int) string {
		if len(lengths) == 0 {
			return element(from)
		}
		parts := make([]string, lengths[0])
		for i := range parts {
			each := n / lengths[0]
			parts[i] = write(from+i*each, each, lengths[1:])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return write(0, n, lengths)
}

// formatMask writes truth values, unless they are those of an array.
func (it Item) formatMask() string {
	if it.List == nil {
		return "a mask of shape " + Format(it.Lengths)
	}
	return formatList(it.Lengths, func(i int) string {
		if slices.Contains(it.List, i) {
			return "True"
		}
		return "False"
	})
}

// Full reports whether the item is ":".
func (it Item) Full() bool {
	return it.Kind == KindSpan && it.Start == nil && it.Stop == nil && it.Step == nil
}

// Axes is how many axes of the array the item takes; an ellipsis takes those that are left.
func (it Item) Axes() int {
	switch it.Kind {
	case KindEllipsis, KindNewAxis:
		return 0
	case KindMask:
		return len(it.Lengths)
	}
	return 1
}

// Left is how many axes of an array are left for the ellipsis, or for the end.
func Left(items []Item, ndim int) (int, error) {
	used, dots := 0, false
	for _, it := range items {
		if it.Kind == KindEllipsis && dots {
			return 0, fmt.Errorf("an index can have only one ellipsis ('...')")
		}
		dots = dots || it.Kind == KindEllipsis
		used += it.Axes()
	}
	if used > ndim {
		return 0, fmt.Errorf("too many indices: the array has %d dimensions, but %d were indexed", ndim, used)
	}
	return ndim - used, nil
}

// FormatIndex writes an index as in Python, without its brackets.
func FormatIndex(items []Item) string {
	parts := make([]string, len(items))
	for i, it := range items {
		parts[i] = it.String()
	}
	return strings.Join(parts, ", ")
}

// Span is what an index takes of one axis: Count positions from Start, Step apart (Step may be negative).
type Span struct{ Start, Step, Count int }

// Of is what t takes of the positions that s takes.
func (s Span) Of(t Span) Span {
	if t.Count <= 1 {
		return Span{s.Start + s.Step*t.Start, 1, t.Count}
	}
	return Span{s.Start + s.Step*t.Start, s.Step * t.Step, t.Count}
}

// Within is what the span takes of the n positions from lo on, counted from lo; ok is false when it takes none.
func (s Span) Within(lo, n int) (part Span, ok bool) {
	below := func(p int) int { // places of the span whose positions, by their size, come before p
		start, step := s.Start, s.Step
		if step < 0 {
			start, step, p = -start, -step, 1-p
		}
		if p <= start {
			return 0
		}
		return min((p-start-1)/step+1, s.Count)
	}
	first, end := below(lo), below(lo+n)
	if s.Step < 0 {
		first, end = end, first
	}
	return Span{s.Start + s.Step*first - lo, s.Step, end - first}, end > first
}

// Selection is an index resolved against a shape.
type Selection struct {
	Spans []Span // one for each axis of the array
	Drop  []bool // the axes that single positions remove
	Shape []int  // of the result: dropped axes left out, new ones put in
}

// ItemError is the fault of one item of an index.
type ItemError struct {
	Item int
	Err  error
}

func (e *ItemError) Error() string { return e.Err.Error() }
func (e *ItemError) Unwrap() error { return e.Err }

// Resolve applies an index to a shape by NumPy's rules: slices are clipped, positions must exist. The error of an item is
// an *ItemError.
func Resolve(items []Item, shape []int) (Selection, error) {
	expanded, err := Expand(items, len(shape))
	if err != nil {
		return Selection{}, err
	}
	dots := slices.IndexFunc(items, func(it Item) bool { return it.Kind == KindEllipsis })
	var sel Selection
	for i, it := range expanded {
		if it.Kind == KindNewAxis {
			sel.Shape = append(sel.Shape, 1)
			continue
		}
		axis := len(sel.Spans)
		span, err := it.resolve(axis, shape[axis])
		if err != nil {
			if dots >= 0 && i > dots {
				i -= len(expanded) - len(items)
			}
			return Selection{}, &ItemError{i, err}
		}
		sel.Spans = append(sel.Spans, span)
		sel.Drop = append(sel.Drop, it.Kind == KindAt)
		if it.Kind != KindAt {
			sel.Shape = append(sel.Shape, span.Count)
		}
	}
	return sel, nil
}

// Expand replaces the ellipsis, and what is missing at the end, by full slices.
func Expand(items []Item, ndim int) ([]Item, error) {
	left, err := Left(items, ndim)
	if err != nil {
		return nil, err
	}
	full := make([]Item, left)
	dots := slices.IndexFunc(items, func(it Item) bool { return it.Kind == KindEllipsis })
	if dots < 0 {
		return append(append([]Item(nil), items...), full...), nil
	}
	out := append([]Item(nil), items[:dots]...)
	return append(append(out, full...), items[dots+1:]...), nil
}

func (it Item) resolve(axis, n int) (Span, error) {
	if it.Kind == KindList || it.Kind == KindMask || it.Kind == KindArray {
		return Span{}, fmt.Errorf("lists and arrays of positions, and masks, cannot stand in this index")
	}
	if it.Kind == KindAt {
		at := it.At
		if at < 0 {
			at += n
		}
		if at < 0 || at >= n {
			return Span{}, fmt.Errorf("index %d is out of bounds for axis %d with size %d", it.At, axis, n)
		}
		return Span{at, 1, 1}, nil
	}
	step := 1
	if it.Step != nil {
		step = *it.Step
	}
	if step == 0 {
		return Span{}, fmt.Errorf("slice step of axis %d cannot be zero", axis)
	}
	if step > 0 {
		start, stop := clip(it.Start, 0, n, 0, n), clip(it.Stop, n, n, 0, n)
		return Span{start, step, steps(stop-start, step)}, nil
	}
	start, stop := clip(it.Start, n-1, n, -1, n-1), clip(it.Stop, -1, n, -1, n-1)
	return Span{start, step, steps(start-stop, -step)}, nil
}

// steps is how many steps fit in a distance; written so that it cannot overflow.
func steps(dist, step int) int {
	if dist <= 0 {
		return 0
	}
	return (dist-1)/step + 1
}

// clip is a slice bound: def when absent, from the end when negative, then kept within [lo, hi].
func clip(p *int, def, n, lo, hi int) int {
	if p == nil {
		return def
	}
	v := *p
	if v < 0 {
		v += n
	}
	return min(max(v, lo), hi)
}

// Access says how one axis of an array is read: position Start + Step*i at place i of the reader's axis number
// Axis, counted from the last; only position Start is read where Axis is -1.
type Access struct{ Axis, Start, Step int }

// Whole is the access that reads an array of n dimensions as it is.
func Whole(n int) []Access {
	access := make([]Access, n)
	for i := range access {
		access[i] = Access{Axis: n - 1 - i, Step: 1}
	}
	return access
}
