package parser

import (
	"math"
	"strconv"
	"strings"
)

// String writes n as canonical text: spaces round operators except **, and only
// the parentheses needed. Parse(String(n)) gives the same tree, apart from
// positions and the spelling of numbers, which String writes in decimal.
func String(n Node) string {
	// The stack holds what is yet to be written, next on top, so that a tree
	// of any depth will do.
	var b strings.Builder
	stack := []piece{{node: n}}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if top.node == nil {
			b.WriteString(top.text)
			continue
		}
		parts := pieces(top.node)
		if level(top.node) < top.level {
			parts = append(append([]piece{{text: "("}}, parts...), piece{text: ")"})
		}
		for i := len(parts) - 1; i >= 0; i-- {
			stack = append(stack, parts[i])
		}
	}
	return b.String()
}

// A piece is plain text or, where node is set, a node that needs parentheses
// unless it binds as tightly as level.
type piece struct {
	text  string
	node  Node
	level int
}

// level is how tightly n binds: what the grammar takes it for.
func level(n Node) int {
	switch n := n.(type) {
	case *Cond:
		return levelCond
	case *Binary:
		return levelOf(n.Op)
	case *Compare:
		return levelCompare
	case *Unary:
		if n.Op == "not" {
			return levelNot
		}
		return levelUnary
	}
	return levelPostfix
}

// pieces takes n apart, one level deep.
func pieces(n Node) []piece {
	switch n := n.(type) {
	case *Unary:
		if n.Op == "not" {
			return []piece{{text: "not "}, {node: n.X, level: levelNot}}
		}
		return []piece{{text: n.Op}, {node: n.X, level: levelUnary}}
	case *Binary:
		return binaryPieces(n)
	case *Compare:
		list := []piece{{node: n.First, level: levelBitOr}}
		for _, o := range n.Ops {
			list = append(list, piece{text: " " + o.Op + " "}, piece{node: o.Y, level: levelBitOr})
		}
		return list
	case *Cond:
		return []piece{{node: n.Then, level: levelOr}, {text: " if "}, {node: n.Test, level: levelOr},
			{text: " else "}, {node: n.Else, level: levelCond}}
	case *Call:
		return callPieces(n)
	case *Attr:
		if x, ok := n.X.(*Number); ok && x.Kind == Int { // 1.T would be the number 1. and T
			return []piece{{text: "("}, {node: x}, {text: ")." + n.Name}}
		}
		return []piece{{node: n.X, level: levelPostfix}, {text: "." + n.Name}}
	case *Index:
		list := []piece{{node: n.X, level: levelPostfix}, {text: "["}}
		return append(append(list, commas(n.Items)...), piece{text: "]"})
	case *Slice:
		return slicePieces(n)
	case *Tuple:
		return tuplePieces(n)
	}
	return []piece{{text: leaf(n)}}
}

func binaryPieces(n *Binary) []piece {
	l := levelOf(n.Op)
	if n.Op == "**" {
		return []piece{{node: n.X, level: levelPostfix}, {text: "**"}, {node: n.Y, level: levelUnary}}
	}
	return []piece{{node: n.X, level: l}, {text: " " + n.Op + " "}, {node: n.Y, level: l + 1}}
}

func callPieces(n *Call) []piece {
	list := append([]piece{{node: n.Func, level: levelPostfix}, {text: "("}}, commas(n.Args)...)
	for i, k := range n.Kwargs {
		if i > 0 || len(n.Args) > 0 {
			list = append(list, piece{text: ", "})
		}
		list = append(list, piece{text: k.Name + "="}, piece{node: k.Value})
	}
	return append(list, piece{text: ")"})
}

func slicePieces(n *Slice) []piece {
	list := []piece{{node: n.Lo}, {text: ":"}, {node: n.Hi}}
	if n.Step != nil {
		list = append(list, piece{text: ":"}, piece{node: n.Step})
	}
	return list
}

func tuplePieces(n *Tuple) []piece {
	open, end := "(", ")"
	switch {
	case n.List:
		open, end = "[", "]"
	case len(n.Items) == 1:
		end = ",)"
	}
	return append(append([]piece{{text: open}}, commas(n.Items)...), piece{text: end})
}

// commas puts commas between items.
func commas(items []Node) []piece {
	var list []piece
	for i, n := range items {
		if i > 0 {
			list = append(list, piece{text: ", "})
		}
		list = append(list, piece{node: n})
	}
	return list
}

// leaf writes a node that has none below it.
func leaf(n Node) string {
	switch n := n.(type) {
	case *Number:
		return number(n)
	case *Bool:
		if n.Value {
			return "True"
		}
		return "False"
	case *NoneLit:
		return "None"
	case *StringLit:
		return quote(n.Value)
	case *Name:
		return n.Name
	case *Ellipsis:
		return "..."
	}
	return ""
}

// number writes a number so that its kind shows, as Python does.
func number(n *Number) string {
	if n.Kind == Int {
		return n.Int.String()
	}
	format := byte('f')
	if a := math.Abs(n.Float); a != 0 && (a < 1e-4 || a >= 1e16) {
		format = 'e'
	}
	text := strconv.FormatFloat(n.Float, format, -1, 64)
	if n.Kind == Imag {
		return text + "j"
	}
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text
}
