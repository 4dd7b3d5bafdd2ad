package arraytext

import (
	"strings"
	"unicode/utf8"
)

// NumPy's defaults.
const (
	lineWidth = 75
	separator = ", "
	dots      = "..."
)

// page lays words out, one for each shown element in C order.
type page struct {
	words        []string // those not yet written
	shape, shown []int
}

// items lists what stands between the brackets of an axis: its shown elements, and dots in their middle if some are
// left out.
func (p *page) items(axis int, element func() string) []string {
	n := p.shown[axis]
	list := make([]string, 0, n+1)
	for i := range n {
		if n < p.shape[axis] && i == n/2 {
			list = append(list, dots)
		}
		list = append(list, element())
	}
	return list
}

// nested writes the part of an array from axis on. Indent stands before the lines after the first, and width is how
// long lines may be; both shrink by a bracket with each axis.
func (p *page) nested(axis int, indent string, width int) string {
	if axis == len(p.shape)-1 {
		return p.row(axis, indent, width)
	}
	parts := p.items(axis, func() string { return p.nested(axis+1, indent+" ", width-1) })
	between := "," + strings.Repeat("\n", len(p.shape)-1-axis) + indent
	return "[" + strings.Join(parts, between) + "]"
}

// row writes the last axis and breaks it where a line would be too long. Each word needs room for the comma or bracket
// behind it. A word that is too long even for a line of its own is not broken off.
func (p *page) row(axis int, indent string, width int) string {
	items := p.items(axis, func() string {
		w := p.words[0]
		p.words = p.words[1:]
		return w
	})
	var s strings.Builder
	s.WriteString("[")
	used := len(indent) // the bracket stands where the indent ends
	for i, w := range items {
		if used+utf8.RuneCountInString(w) > width-1 && used > len(indent) {
			s.WriteString("\n" + indent)
			used = len(indent)
		}
		s.WriteString(w)
		used += utf8.RuneCountInString(w)
		if i < len(items)-1 {
			comma := separator
			if next := items[i+1]; used+len(comma)+utf8.RuneCountInString(next) > width-1 {
				comma = "," // no space at the end of a line
			}
			s.WriteString(comma)
			used += len(separator)
		}
	}
	s.WriteString("]")
	return s.String()
}
