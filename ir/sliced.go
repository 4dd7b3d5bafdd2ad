package ir

import "github.com/b2gen/b2/parser"

// sliced is x.slice((slice(1, 3, None), 2)), the form in which Python-Blosc2 saves x[1:3, 2].
func (c *checker) sliced(t *parser.Call, f *parser.Attr) *Node {
	if len(t.Args) != 1 || len(t.Kwargs) != 0 {
		c.errorf(t, "slice takes 1 argument, the index").WithHint("write x[1:3, 2]")
		return nil
	}
	items := []parser.Node{t.Args[0]}
	if tuple, ok := t.Args[0].(*parser.Tuple); ok {
		items = tuple.Items
	}
	spans := make([]parser.Node, len(items))
	for i, it := range items {
		spans[i] = spanOf(it)
	}
	return c.indexed(t, c.node(f.X), spans)
}

// spanOf is start:stop:step for the call slice(start, stop, step), and any other item as it is.
func spanOf(t parser.Node) parser.Node {
	call, ok := t.(*parser.Call)
	if !ok || len(call.Kwargs) != 0 || len(call.Args) < 1 || len(call.Args) > 3 {
		return t
	}
	if name, ok := call.Func.(*parser.Name); !ok || name.Name != "slice" {
		return t
	}
	s := &parser.Slice{}
	switch a := call.Args; len(a) {
	case 1:
		s.Hi = a[0]
	case 2:
		s.Lo, s.Hi = a[0], a[1]
	default:
		s.Lo, s.Hi, s.Step = a[0], a[1], a[2]
	}
	return s
}
