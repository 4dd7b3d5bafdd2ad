package parser

import "github.com/alecthomas/participle/v2/lexer"

// atom reads a literal, a name, or something in brackets.
func (p *parser) atom() (Node, error) {
	t := p.peek()
	switch {
	case t.Value == "(":
		return p.parens()
	case t.Value == "[":
		return p.list()
	case t.Type == kindNumber:
		return p.number()
	case t.Type == kindString:
		return p.stringLit()
	case t.Type == kindName:
		return p.word(t)
	}
	return nil, p.wantOperand(t)
}

func (p *parser) word(t *lexer.Token) (Node, error) {
	switch t.Value {
	case "True", "False":
		p.next()
		return &Bool{place: p.from(t), Value: t.Value == "True"}, nil
	case "None":
		p.next()
		return &NoneLit{place: p.from(t)}, nil
	}
	if isKeyword(t.Value) {
		return nil, p.wantOperand(t)
	}
	p.next()
	return &Name{place: p.from(t), Name: t.Value}, nil
}

// parens reads (x), which is x, or a tuple: (), (x,), (x, y).
func (p *parser) parens() (Node, error) {
	t := p.peek()
	p.opening()
	items, comma, err := p.items(")", p.expr)
	if err != nil {
		return nil, err
	}
	if len(items) == 1 && !comma {
		return items[0], nil
	}
	return &Tuple{place: p.from(t), Items: items}, nil
}

func (p *parser) list() (Node, error) {
	t := p.peek()
	p.opening()
	items, _, err := p.items("]", p.expr)
	if err != nil {
		return nil, err
	}
	return &Tuple{place: p.from(t), Items: items, List: true}, nil
}

// items reads what one reads, between commas, up to and including the closer.
// It tells whether the last item had a comma after it.
func (p *parser) items(closer string, one func() (Node, error)) (items []Node, comma bool, err error) {
	for !p.is(closer) {
		n, err := one()
		if err != nil {
			return nil, false, err
		}
		items = append(items, n)
		if comma = p.accept(","); !comma {
			break
		}
	}
	return items, comma, p.closing()
}
