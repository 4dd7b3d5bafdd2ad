package tutorial

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	pageWidth = 88
	indent    = "  "
)

// page prints the text of the tutorial. It remembers the first error, after which it prints nothing.
type page struct {
	w   io.Writer
	err error
}

func (p *page) print(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, text)
	}
}

// heading starts a chapter.
func (p *page) heading(text string) {
	p.print(text + "\n" + strings.Repeat("-", utf8.RuneCountInString(text)) + "\n\n")
}

// code shows the lines of a step as a program would have them.
func (p *page) code(lines ...string) {
	for _, line := range lines {
		p.print("    " + line + "\n")
	}
	p.print("\n")
}

// say prints a paragraph and an empty line.
func (p *page) say(format string, args ...any) {
	p.print(wrap(fmt.Sprintf(format, args...), pageWidth) + "\n")
}

// fact prints a line of an outcome.
func (p *page) fact(name, format string, args ...any) {
	p.print(fmt.Sprintf(indent+"%-8s %s\n", name, fmt.Sprintf(format, args...)))
}

// block prints lines as they are, set in.
func (p *page) block(text string) {
	for line := range strings.Lines(text) {
		p.print(indent + line)
	}
	p.gap()
}

func (p *page) gap() { p.print("\n") }

// wrap breaks a text into lines of at most width letters, at spaces.
func wrap(text string, width int) string {
	var s strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case column == 0:
		case column+1+n > width:
			s.WriteByte('\n')
			column = 0
		default:
			s.WriteByte(' ')
			column++
		}
		s.WriteString(word)
		column += n
	}
	s.WriteByte('\n')
	return s.String()
}
