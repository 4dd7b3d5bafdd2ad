package tutorial

import (
	"fmt"
	"strings"
	"time"
)

// mega is a size in MiB, which the Python tutorial calls MB.
func mega(bytes int64) string {
	m := float64(bytes) / (1 << 20)
	if m < 10 {
		return fmt.Sprintf("%.2f MiB", m)
	}
	return fmt.Sprintf("%.1f MiB", m)
}

// span is a time with as many digits as mean something.
func span(d time.Duration) string {
	switch {
	case d < time.Microsecond:
		return fmt.Sprintf("%d ns", d.Nanoseconds())
	case d < time.Millisecond:
		return fmt.Sprintf("%.1f µs", d.Seconds()*1e6)
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1e3)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// tuple is a shape as NumPy writes it.
func tuple(lengths []int) string {
	if len(lengths) == 1 {
		return fmt.Sprintf("(%d,)", lengths[0])
	}
	return "(" + list(lengths) + ")"
}

// list is a shape as the arguments of b2.Shape.
func list(lengths []int) string {
	words := make([]string, len(lengths))
	for i, n := range lengths {
		words[i] = fmt.Sprint(n)
	}
	return strings.Join(words, ", ")
}

// ratio is a quotient of times or sizes; 0 where there is nothing to divide by.
func ratio[T int64 | time.Duration](x, y T) float64 {
	if y == 0 {
		return 0
	}
	return float64(x) / float64(y)
}
