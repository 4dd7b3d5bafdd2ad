// Package shape has the arithmetic of array shapes: broadcasting, axes and slices, by NumPy's rules.
package shape

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MaxDims is the largest number of dimensions, Blosc2's.
const MaxDims = 16

// MaxElements is the most elements of an array: as many as the bits of complex ones can be counted of.
const MaxElements = math.MaxInt / 8 / 16

// Size is the number of elements of a shape; ok is false when there are more than MaxElements.
func Size(s []int) (n int, ok bool) {
	n, zero := 1, false
	ok = true
	for _, d := range s {
		switch {
		case d == 0:
			zero = true
		case n > MaxElements/d:
			ok = false
		default:
			n *= d
		}
	}
	if zero {
		return 0, true
	}
	return n, ok
}

// Len is the number of elements of a shape known not to overflow.
func Len(s []int) int {
	n := 1
	for _, d := range s {
		n *= d
	}
	return n
}

// Format writes a shape as Python does: (), (3,) or (2, 3).
func Format(s []int) string {
	parts := make([]string, len(s))
	for i, d := range s {
		parts[i] = strconv.Itoa(d)
	}
	if len(s) == 1 {
		return "(" + parts[0] + ",)"
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// Broadcast is the common shape of several, aligned at their last axes.
func Broadcast(shapes ...[]int) ([]int, error) {
	n := 0
	for _, s := range shapes {
		n = max(n, len(s))
	}
	out := make([]int, n)
	for k := range n { // k counts from the last axis
		d := 1
		for _, s := range shapes {
			if k >= len(s) {
				continue
			}
			switch e := s[len(s)-1-k]; {
			case e == d || e == 1:
			case d == 1:
				d = e
			default:
				return nil, clash(shapes)
			}
		}
		out[n-1-k] = d
	}
	return out, nil
}

func clash(shapes [][]int) error {
	parts := make([]string, len(shapes))
	for i, s := range shapes {
		parts[i] = Format(s)
	}
	return fmt.Errorf("shapes %s cannot be broadcast together", strings.Join(parts, " and "))
}

// Axes checks axis numbers against a number of dimensions: negative ones count from the end; the result is
// sorted and has no repeats.
func Axes(axes []int, ndim int) ([]int, error) {
	seen := make([]bool, ndim)
	for _, a := range axes {
		k := a
		if k < 0 {
			k += ndim
		}
		if k < 0 || k >= ndim {
			return nil, fmt.Errorf("axis %d is out of bounds for an array of %d dimensions", a, ndim)
		}
		if seen[k] {
			return nil, fmt.Errorf("axis %d is given twice", a)
		}
		seen[k] = true
	}
	out := make([]int, 0, len(axes))
	for k, s := range seen {
		if s {
			out = append(out, k)
		}
	}
	return out, nil
}

// AxisSet is a set of axes counted from the last one: bit 0 is the last axis, as broadcasting aligns them.
type AxisSet uint32

// AllAxes is every axis that an array may have.
const AllAxes = ^AxisSet(0)

// Varying is the set of axes along which a shape has more than one element or none.
func Varying(s []int) AxisSet {
	var set AxisSet
	for i, d := range s {
		if d != 1 {
			set |= 1 << (len(s) - 1 - i)
		}
	}
	return set
}

// Has reports whether axis k, counted from the last, is in the set.
func (s AxisSet) Has(k int) bool { return s>>k&1 != 0 }

// Within reports whether every axis of s is in t.
func (s AxisSet) Within(t AxisSet) bool { return s&^t == 0 }
