package chart

import (
	"fmt"
	"html"
	"strings"
)

// picture is a chart of bars that lie on each other in groups.
type picture struct {
	title, notes string
	on           string // the machine
	axis         string // what the lengths mean
	series       []string
	groups       []group
	most         float64 // the length that the axis ends at; longer bars are cut there
	step         float64 // of the lines
}

// group is the bars of a row, one for each series.
type group struct {
	name string
	bars []bar
}

// bar is a length and what is written at its end; without a label it is not there.
type bar struct {
	length float64
	label  string
}

// The picture's measures.
const (
	left, right = 118, 70 // beside the axis
	wide        = 560     // the axis
	top         = 108
	thick       = 12 // a bar
	apart       = 9  // groups
	bottom      = 40
)

// style has colours that can be told apart by everyone and seen on both grounds.
const style = `
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-size: 16px; font-weight: 600 }
.small { font-size: 10px }
.end { text-anchor: end }
.middle { text-anchor: middle }
.ground { fill: #ffffff }
.line { stroke: #d0d7de }
.s0 { fill: #8c959f } .s1 { fill: #4c9be8 } .s2 { fill: #e08a1e }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.ground { fill: #0d1117 }
.line { stroke: #3d444d }
}
`

// svg is the picture as a file.
func (p picture) svg() []byte {
	var s strings.Builder
	height := top + bottom
	for range p.groups {
		height += len(p.series)*thick + apart
	}
	width := left + wide + right
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" role="img">`+"\n", width, height, width)
	fmt.Fprintf(&s, "<title>%s</title>\n<style>%s</style>\n", html.EscapeString(p.title), style)
	fmt.Fprintf(&s, `<rect class="ground" width="%d" height="%d"/>`+"\n", width, height)
	text(&s, "title", 16, 26, p.title)
	text(&s, "", 16, 46, p.notes)
	text(&s, "", 16, 62, p.on)
	p.legend(&s)
	p.lines(&s, height)
	at := top
	for _, g := range p.groups {
		p.group(&s, g, at)
		at += len(p.series)*thick + apart
	}
	s.WriteString("</svg>\n")
	return []byte(s.String())
}

func text(s *strings.Builder, class string, x, y float64, content string) {
	fmt.Fprintf(s, `<text class="%s" x="%.4g" y="%.4g">%s</text>`+"\n", class, x, y, html.EscapeString(content))
}

func (p picture) legend(s *strings.Builder) {
	x := 16
	for i, name := range p.series {
		fmt.Fprintf(s, `<rect class="s%d" x="%d" y="74" width="12" height="12"/>`+"\n", i, x)
		text(s, "", float64(x+17), 84, name)
		x += 40 + 7*len(name)
	}
}

// lines are those across the bars, with what they stand for.
func (p picture) lines(s *strings.Builder, height int) {
	for i := range int(p.most/p.step+1e-9) + 1 {
		v := float64(i) * p.step
		x := left + v/p.most*wide
		fmt.Fprintf(s, `<line class="line" x1="%.4g" x2="%.4g" y1="%d" y2="%d"/>`+"\n", x, x, top-8, height-bottom)
		text(s, "small middle", x, float64(height-bottom+14), fmt.Sprintf("%.4g", v))
	}
	text(s, "middle", left+wide/2, float64(height-8), p.axis)
}

// group draws the bars of a row. One that is cut has an open end.
func (p picture) group(s *strings.Builder, g group, y int) {
	text(s, "end", left-8, float64(y)+float64(len(p.series)*thick)/2+4, g.name)
	for i, b := range g.bars {
		if b.label == "" {
			continue
		}
		at := y + i*thick
		length, label := b.length/p.most*wide, b.label
		if b.length > p.most {
			length, label = wide, "⋯ "+label
		}
		fmt.Fprintf(s, `<rect class="s%d" x="%d" y="%d" width="%.4g" height="%d"/>`+"\n", i, left, at, max(length, 1), thick-1)
		text(s, "small", left+length+4, float64(at+thick-3), label)
	}
}
