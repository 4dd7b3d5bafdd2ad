package parser

import "iter"

// Children gives the nodes right below n, in the order of the text, without nils.
func Children(n Node) []Node {
	switch n := n.(type) {
	case *Unary:
		return []Node{n.X}
	case *Binary:
		return []Node{n.X, n.Y}
	case *Compare:
		list := []Node{n.First}
		for _, o := range n.Ops {
			list = append(list, o.Y)
		}
		return list
	case *Cond:
		return []Node{n.Then, n.Test, n.Else}
	case *Call:
		list := append([]Node{n.Func}, n.Args...)
		for _, k := range n.Kwargs {
			list = append(list, k.Value)
		}
		return list
	case *Attr:
		return []Node{n.X}
	case *Index:
		return append([]Node{n.X}, n.Items...)
	case *Slice:
		return given(n.Lo, n.Hi, n.Step)
	case *Tuple:
		return n.Items
	}
	return nil
}

// given drops nils.
func given(nodes ...Node) []Node {
	var list []Node
	for _, n := range nodes {
		if n != nil {
			list = append(list, n)
		}
	}
	return list
}

// Preorder gives n and all nodes below it, each before those below it.
func Preorder(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		stack := []Node{n}
		for len(stack) > 0 {
			n := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if n == nil {
				continue
			}
			if !yield(n) {
				return
			}
			below := Children(n)
			for i := len(below) - 1; i >= 0; i-- {
				stack = append(stack, below[i])
			}
		}
	}
}

// Postorder gives n and all nodes below it, each after those below it, so that
// whoever computes something of every node has that of its children already.
func Postorder(n Node) iter.Seq[Node] {
	type visit struct {
		node   Node
		opened bool // children are on the stack, above
	}
	return func(yield func(Node) bool) {
		stack := []visit{{node: n}}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.node == nil || top.opened {
				n := top.node
				stack = stack[:len(stack)-1]
				if n != nil && !yield(n) {
					return
				}
				continue
			}
			top.opened = true
			below := Children(top.node)
			for i := len(below) - 1; i >= 0; i-- {
				stack = append(stack, visit{node: below[i]})
			}
		}
	}
}
