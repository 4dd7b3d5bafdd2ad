package ir

import (
	"errors"
	"math"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/parser"
)

func (c *checker) index(t *parser.Index) *Node {
	if a, ok := t.X.(*parser.Attr); ok && a.Name == "shape" { // a.shape[0]
		if n, ok := c.whole(t, "one length of a shape is a number; more are for shape="); ok {
			return newWhole(n)
		}
		return nil
	}
	n := c.node(t.X)
	if text, ok := t.Items[0].(*parser.StringLit); ok && len(t.Items) == 1 && n != nil {
		return c.field(t, n, text)
	}
	trees := t.Items
	if len(trees) == 1 {
		if tuple, ok := trees[0].(*parser.Tuple); ok && !tuple.List { // a[(1, 2)] is a[1, 2]
			trees = tuple.Items
		}
	}
	return c.indexed(t, n, trees)
}

// field is a["name"].
func (c *checker) field(t *parser.Index, n *Node, name *parser.StringLit) *Node {
	f, ok, err := member(n, name.Value)
	if !ok {
		c.errorf(name, "only arrays of structs have fields; this one is %s", n.DType)
		return nil
	}
	if err != nil {
		c.errorf(name, "%v", err)
		return nil
	}
	return f
}

// indexed is what the entries of an index take of n.
func (c *checker) indexed(t parser.Node, n *Node, trees []parser.Node) *Node {
	entries, ok := c.entries(trees)
	if n == nil || !ok {
		return nil
	}
	out, err := IndexWith(n, entries)
	if err != nil {
		var item *shape.ItemError
		if errors.As(err, &item) {
			t = trees[item.Item]
		}
		c.errorf(t, "%v", err)
		return nil
	}
	return out
}

// ParseIndex reads an index as in Python, such as "2, 3:200:25, ...", with or without its brackets.
func ParseIndex(text string) ([]shape.Item, error) {
	nodes, err := parser.ParseIndex(text)
	if err != nil {
		return nil, err
	}
	c := &checker{src: text, what: "index"}
	entries, _ := c.entries(nodes)
	for i, e := range entries {
		if e.Array != nil {
			c.errorf(nodes[i], "an array cannot stand in the text of an index; write the index in the expression, or use b2.Pick")
		}
	}
	items, _ := ItemsOf(entries)
	return items, c.errs.Err()
}

// entries are those of an index.
func (c *checker) entries(nodes []parser.Node) (entries []Entry, ok bool) {
	before := len(c.errs)
	entries = make([]Entry, len(nodes))
	for i, t := range nodes {
		switch t := t.(type) {
		case *parser.Slice:
			entries[i].Item = shape.Item{Start: c.bound(t.Lo), Stop: c.bound(t.Hi), Step: c.bound(t.Step)}
		case *parser.Ellipsis:
			entries[i].Kind = shape.KindEllipsis
		case *parser.NoneLit:
			entries[i].Kind = shape.KindNewAxis
		case *parser.Tuple:
			if l, ok := c.listed(t); ok {
				entries[i].Item = l.item()
			}
		default:
			n := c.node(t)
			if n == nil {
				continue
			}
			var err error
			if entries[i], err = EntryOf(n); err != nil {
				c.errorf(t, "%v", err)
			}
		}
	}
	return entries, len(c.errs) == before
}

// bound is the whole number that t must be, at most what an int holds; nil for an absent one.
func (c *checker) bound(t parser.Node) *int {
	if t == nil {
		return nil
	}
	if _, none := t.(*parser.NoneLit); none {
		return nil
	}
	if _, index := t.(*parser.Index); !index {
		n := c.node(t)
		if n == nil {
			return nil
		}
		if v, ok := n.integer(); ok && !fits(v, dtype.Int64) {
			far := math.MaxInt
			if v.Sign() < 0 {
				far = math.MinInt
			}
			return &far
		}
		if n.Kind == ConstNode && n.weak == nil && (n.DType.IsInteger() || n.DType == dtype.Bool) { // int64(2), True
			v := signed(n.DType, n.Bits)
			return &v
		}
	}
	if v, ok := c.whole(t, "an index must be a whole number"); ok {
		return &v
	}
	return nil
}

// list is what a list in brackets holds: whole numbers or truth values.
type list struct {
	at     []int // True is 1
	shape  []int
	truths int // how many of them are truth values
}

// item is the entry of an index that the list is: a mask if it is of truth values only.
func (l list) item() shape.Item {
	if l.truths == 0 || l.truths < len(l.at) {
		return shape.Item{Kind: shape.KindList, List: l.at, Lengths: l.shape}
	}
	truths := make([]bool, len(l.at))
	for i, v := range l.at {
		truths[i] = v != 0
	}
	return maskItem(truths, l.shape)
}

// listed reads a list of whole numbers and truth values, or of such lists of one length.
func (c *checker) listed(t *parser.Tuple) (l list, ok bool) {
	l = list{at: []int{}, shape: []int{len(t.Items)}}
	var inner []int
	for i, it := range t.Items {
		below := list{shape: []int{}}
		switch it := it.(type) {
		case *parser.Tuple:
			if below, ok = c.listed(it); !ok {
				return l, false
			}
		case *parser.Bool:
			if below.at, below.truths = []int{0}, 1; it.Value {
				below.at[0] = 1
			}
		default:
			v, ok := c.whole(it, "a list of positions has whole numbers")
			if !ok {
				return l, false
			}
			below.at = []int{v}
		}
		if i > 0 && !slices.Equal(below.shape, inner) {
			c.errorf(t, "the lists in this one have different lengths")
			return l, false
		}
		inner, l.at, l.truths = below.shape, append(l.at, below.at...), l.truths+below.truths
	}
	l.shape = append(l.shape, inner...)
	return l, true
}

// attribute is the meaning of x.T and the like.
func (c *checker) attribute(t *parser.Attr) *Node {
	switch t.Name {
	case "T", "mT":
		n := c.node(t.X)
		if n == nil {
			return nil
		}
		out, err := transposed(n, t.Name == "mT")
		if err != nil {
			c.errs.Add(parser.ErrorAtPos(c.src, t.NamePos, len(t.Name), "%v", err))
			return nil
		}
		return out
	case "real", "imag":
		op, _ := Find(t.Name)
		return c.apply(t.NamePos, t.Name, op, nil, t.X)
	case "ndim", "size":
		n := c.node(t.X)
		if n == nil {
			return nil
		}
		if err := n.sized(); err != nil && (t.Name == "size" || len(n.Shape) == 0) {
			c.errorf(t, "%v", err)
			return nil
		}
		if t.Name == "ndim" {
			return newWhole(len(n.Shape))
		}
		return newWhole(shape.Len(n.Shape))
	case "shape":
		c.errorf(t, "a shape is a tuple, no array; take a length of it, as in %s[0]", parser.String(t))
		return nil
	case "dtype":
		c.errorf(t, "an element type is no array; it is for dtype= and astype")
		return nil
	}
	n := c.node(t.X)
	if n == nil {
		return nil
	}
	if f, ok, err := member(n, t.Name); err == nil && ok {
		return f
	} else if ok {
		c.errs.Add(parser.ErrorAtPos(c.src, t.NamePos, len(t.Name), "%v", err))
		return nil
	}
	err := c.errorf(t, "there is no attribute .%s", t.Name)
	if s := parser.Suggest(t.Name, attributes); s != "" {
		err.WithHint("did you mean .%s?", s)
	} else if op, ok := Find(t.Name); ok {
		err.WithHint("write .%s() to call the function", op.Name)
	}
	return nil
}

// attributes are the names that attribute knows.
var attributes = []string{"T", "mT", "ndim", "size", "shape", "dtype", "real", "imag"}

// shapeOf reads the shape that t means: a.shape, or a part of it, a.shape[1:]; ok is false when it is neither.
func (c *checker) shapeOf(t parser.Node) (s []int, ok bool) {
	if x, index := t.(*parser.Index); index && len(x.Items) == 1 {
		span, slice := x.Items[0].(*parser.Slice)
		if !slice {
			return nil, false
		}
		if s, ok = c.shapeOf(x.X); !ok {
			return nil, false
		}
		item := shape.Item{Start: c.bound(span.Lo), Stop: c.bound(span.Hi), Step: c.bound(span.Step)}
		sel, err := shape.Resolve([]shape.Item{item}, []int{len(s)})
		if err != nil {
			c.errorf(t, "%v", err)
			return nil, true
		}
		part := []int{}
		for k := range sel.Spans[0].Count {
			part = append(part, s[sel.Spans[0].Start+k*sel.Spans[0].Step])
		}
		return part, true
	}
	a, ok := t.(*parser.Attr)
	if !ok || a.Name != "shape" {
		return nil, false
	}
	n := c.node(a.X)
	if n == nil {
		return nil, true
	}
	if err := n.sized(); err != nil {
		c.errorf(t, "%v", err)
		return nil, true
	}
	return slices.Clone(n.Shape), true
}

// lengthOf reads a.shape[0]; ok is false when t is no such thing.
func (c *checker) lengthOf(t parser.Node) (n int, ok bool) {
	x, index := t.(*parser.Index)
	if !index || len(x.Items) != 1 {
		return 0, false
	}
	if _, slice := x.Items[0].(*parser.Slice); slice {
		return 0, false
	}
	before := len(c.errs)
	s, ok := c.shapeOf(x.X)
	if !ok || len(c.errs) > before {
		return 0, ok
	}
	at, ok := c.whole(x.Items[0], "an index must be a whole number")
	if !ok {
		return 0, true
	}
	sel, err := shape.Resolve([]shape.Item{{Kind: shape.KindAt, At: at}}, []int{len(s)})
	if err != nil {
		c.errorf(t, "%v", err)
		return 0, true
	}
	return s[sel.Spans[0].Start], true
}
