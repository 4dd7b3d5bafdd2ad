package parser

import "github.com/alecthomas/participle/v2/lexer"

// postfix reads an atom and the calls, attributes and indices after it.
func (p *parser) postfix() (Node, error) {
	first := p.peek()
	x, err := p.atom()
	for err == nil {
		switch p.peek().Value {
		case ".":
			x, err = p.attr(first, x)
		case "[":
			x, err = p.index(first, x)
		case "(":
			x, err = p.call(first, x)
		default:
			return x, nil
		}
	}
	return nil, err
}

func (p *parser) attr(first *lexer.Token, x Node) (Node, error) {
	p.next()
	t := p.peek()
	if t.Type != kindName {
		return nil, p.errorAt(t, `expected a name after ".", found %s`, shown(t))
	}
	if isKeyword(t.Value) {
		return nil, p.errorAt(t, "%q is a reserved word and cannot be a name", t.Value)
	}
	p.next()
	return &Attr{place: p.from(first), X: x, Name: t.Value, NamePos: posOf(t)}, nil
}

func (p *parser) index(first *lexer.Token, x Node) (Node, error) {
	p.opening()
	if p.is("]") {
		return nil, p.errorAt(p.peek(), "empty index").WithHint("write [...] for everything")
	}
	items, _, err := p.items("]", p.item)
	if err != nil {
		return nil, err
	}
	return &Index{place: p.from(first), X: x, Items: items}, nil
}

func (p *parser) call(first *lexer.Token, x Node) (Node, error) {
	switch x.(type) {
	case *Name, *Attr:
	default:
		e := p.errorAt(first, "only a function or a method can be called")
		return nil, e.upTo(endOf(p.prev)).WithHint(`write * to multiply`)
	}
	c := &Call{Func: x}
	p.opening()
	for !p.is(")") {
		if err := p.argument(c); err != nil {
			return nil, err
		}
		if !p.accept(",") {
			break
		}
	}
	if err := p.closing(); err != nil {
		return nil, err
	}
	c.place = p.from(first)
	return c, nil
}

// argument reads one argument, by position or by keyword, into c.
func (p *parser) argument(c *Call) error {
	t := p.peek()
	if t.Value == "*" || t.Value == "**" {
		return p.errorAt(t, "arguments cannot be unpacked with %q", t.Value)
	}
	if !p.atKeyword() {
		x, err := p.expr()
		if err == nil && len(c.Kwargs) > 0 && !p.is("=") && !p.is("for") {
			last := c.Kwargs[len(c.Kwargs)-1].Name
			return ErrorAt(p.src, x, "positional argument after keyword argument %q", last).in(p.what)
		}
		c.Args = append(c.Args, x)
		return err
	}
	for _, k := range c.Kwargs {
		if k.Name == t.Value {
			return p.errorAt(t, "keyword argument %q is given twice", t.Value)
		}
	}
	p.next()
	p.next()
	x, err := p.expr()
	c.Kwargs = append(c.Kwargs, Kwarg{Name: t.Value, NamePos: posOf(t), Value: x})
	return err
}

// atKeyword looks ahead for "name =".
func (p *parser) atKeyword() bool {
	t := p.peek()
	if t.Type != kindName || isKeyword(t.Value) {
		return false
	}
	here := p.toks.MakeCheckpoint()
	defer p.toks.LoadCheckpoint(here)
	p.toks.Next()
	return p.is("=")
}
