// Package arraytext writes arrays as NumPy prints them: numpy.array2string(a, separator=", ") with NumPy's default
// options, so that a preview looks familiar and can be compared to the letter. In go the elements that are to be seen,
// out comes text. The command b2 calls it.
package arraytext

import (
	"strings"

	"github.com/b2gen/b2"
)

// Edge is how many elements are shown at each end of an axis that is not shown whole.
const Edge = 3

// summarized is the number of elements from which on an array is not shown whole.
const summarized = 1000

// mostShown bounds the elements in a text: six for each of 16 axes would be too many.
const mostShown = 1 << 14

// Shown is how many elements along each axis are to be seen: all, or as many from the start as from the end.
func Shown(shape []int) []int {
	out := append([]int{}, shape...)
	if count(shape) <= summarized {
		return out
	}
	for edge := Edge; ; edge-- {
		for i, n := range shape {
			out[i] = min(n, 2*edge)
		}
		if count(out) <= mostShown || edge == 1 {
			return out
		}
	}
}

// count multiplies lengths, and stops where that is more than anyone asks.
func count(shape []int) int {
	n := 1
	for _, d := range shape {
		if d == 0 {
			return 0
		}
		n = min(n, 1<<40/d+1) * d
	}
	return n
}

// Format writes an array of the given type and shape. Data has the shown elements only, as b2 reads them and in C order;
// where fewer are shown than an axis has, dots stand in the middle.
func Format(t b2.StoredType, data []byte, shape, shown []int) string {
	if count(shape) == 0 {
		return "[]"
	}
	words := words(t, data)
	if len(shape) == 0 {
		return strings.TrimSpace(words[0])
	}
	p := &page{words: words, shape: shape, shown: shown}
	return p.nested(0, " ", lineWidth)
}
