package ir

import (
	"slices"
	"strconv"
	"sync"
	"weak"

	"github.com/b2gen/b2/ir/shape"
)

// origin says of a node what Slice and Reaxis made it of: axes, as Reaxis takes them, of spans of base. With it they work
// on the base again instead of on copies of copies: an expression that takes parts of itself over and over, as a stencil of
// Roll and Add does, would double with each step.
type origin struct {
	base  *Node
	spans []shape.Span
	axes  []int
}

// under is what spans of the node are of its base.
func (o *origin) under(spans []shape.Span) []shape.Span {
	out := slices.Clone(o.spans)
	for i, a := range o.axes {
		if a != NewAxis {
			out[a] = out[a].Of(spans[i])
		}
	}
	return out
}

// reordered is what axes of the node are of its base.
func (o *origin) reordered(axes []int) []int {
	out := slices.Clone(axes)
	for i, a := range axes {
		if a != NewAxis {
			out[i] = o.axes[a]
		}
	}
	return out
}

// parts are the nodes that were made of one, as long as they are in use.
type parts struct {
	lock  sync.Mutex
	made  map[string]weak.Pointer[Node]
	limit int // of made, when those that are gone are dropped
}

// newNode makes a node. Every node is made here or by newPart, also one that is like another: what was made of that one is
// not made of it.
func newNode(n Node) *Node {
	n.origin, n.parts = nil, &parts{}
	return &n
}

// newPart makes a node that Slice or Reaxis has made of another.
func newPart(n Node, o *origin) *Node {
	out := newNode(n)
	out.origin = o
	return out
}

// part is the node that make gives, which may have been made before.
func (n *Node) part(key string, make func() *Node) *Node {
	if have := n.parts.find(key); have != nil {
		return have
	}
	return n.parts.keep(key, make())
}

func (p *parts) find(key string) *Node {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.made[key].Value()
}

// keep remembers a node, unless there is one by now, which it returns.
func (p *parts) keep(key string, n *Node) *Node {
	p.lock.Lock()
	defer p.lock.Unlock()
	if have := p.made[key].Value(); have != nil {
		return have
	}
	if p.made == nil {
		p.made = map[string]weak.Pointer[Node]{}
	}
	if len(p.made) >= p.limit {
		for k, w := range p.made {
			if w.Value() == nil {
				delete(p.made, k)
			}
		}
		p.limit = 2*len(p.made) + 16
	}
	p.made[key] = weak.Make(n)
	return n
}

// partKey names what is made of a node with spans or axes.
func partKey(kind byte, list ...int) string {
	key := []byte{kind}
	for _, v := range list {
		key = strconv.AppendInt(append(key, ' '), int64(v), 10)
	}
	return string(key)
}
