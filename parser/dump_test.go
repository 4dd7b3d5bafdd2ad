package parser

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// dump writes a tree with every operation in parentheses, operator first. With
// spans each node but "and" and "or" is followed by @start-end. testdata/dump.py
// writes the same of Python's tree.
func dump(n Node, spans bool) string {
	var b strings.Builder
	dumpTo(&b, n, spans)
	return b.String()
}

func dumpTo(b *strings.Builder, n Node, spans bool) {
	list := func(head string, nodes ...Node) {
		b.WriteString("(" + head)
		for _, n := range nodes {
			b.WriteByte(' ')
			dumpTo(b, n, spans)
		}
		b.WriteString(")")
	}
	switch n := n.(type) {
	case nil:
		b.WriteString("_")
		return
	case *Unary:
		list("u"+n.Op, n.X)
	case *Binary:
		list(n.Op, n.X, n.Y)
	case *Compare:
		head := "cmp"
		for _, o := range n.Ops {
			head += " " + o.Op
		}
		list(head, Children(n)...)
	case *Cond:
		list("if", n.Test, n.Then, n.Else)
	case *Call:
		head := "call"
		for _, k := range n.Kwargs {
			head += " " + k.Name + "="
		}
		list(head, Children(n)...)
	case *Attr:
		list("."+n.Name, n.X)
	case *Index:
		list("index", Children(n)...)
	case *Slice:
		list("slice", n.Lo, n.Hi, n.Step)
	case *Tuple:
		if n.List {
			list("list", n.Items...)
		} else {
			list("tuple", n.Items...)
		}
	default:
		b.WriteString(dumpLeaf(n))
	}
	if b, ok := n.(*Binary); ok && (b.Op == "and" || b.Op == "or") {
		return // in Python's tree all of a chain are one node
	}
	if spans {
		start, end := n.Span()
		fmt.Fprintf(b, "@%d-%d", start, end)
	}
}

func dumpLeaf(n Node) string {
	switch n := n.(type) {
	case *Number:
		if n.Kind == Int {
			return n.Int.String()
		}
		bits := strconv.FormatUint(math.Float64bits(n.Float), 16)
		if n.Kind == Imag {
			return "j" + bits
		}
		return "f" + bits
	case *StringLit:
		return fmt.Sprintf("'%x'", n.Value)
	}
	return leaf(n)
}
