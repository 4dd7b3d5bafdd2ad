package parser

// ParseIndex reads the inside of an index, such as "2:200:25, :, 5" or
// "..., None, ::-3". Brackets around it all are allowed, so "[1, 2]" is two items
// and "[[1, 2]]" is one. The error, if any, is an [*Error].
func ParseIndex(src string) ([]Node, error) {
	p, err := newParser(src, "index")
	if err != nil {
		return nil, err
	}
	if p.bracketed() {
		p.opening()
	}
	if t := p.peek(); t.EOF() || t.Value == "]" && len(p.open) > 0 {
		return nil, p.errorAt(t, "empty index").WithHint("write ... for everything")
	}
	items, err := p.indexItems()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); !t.EOF() {
		return nil, p.afterOperand(t)
	}
	return items, nil
}

// indexItems reads the items up to "]" when one is open, or else to the end.
func (p *parser) indexItems() ([]Node, error) {
	if len(p.open) > 0 {
		items, _, err := p.items("]", p.item)
		return items, err
	}
	var items []Node
	for !p.peek().EOF() {
		n, err := p.item()
		if err != nil {
			return nil, err
		}
		items = append(items, n)
		if !p.accept(",") {
			break
		}
	}
	return items, nil
}

// bracketed tells whether a bracket opens at the first token and closes at the
// last one, or never, which is an error for others to find.
func (p *parser) bracketed() bool {
	if !p.is("[") {
		return false
	}
	here := p.toks.MakeCheckpoint()
	defer p.toks.LoadCheckpoint(here)
	for depth := 0; !p.peek().EOF(); {
		switch p.toks.Next().Value {
		case "[", "(":
			depth++
		case "]", ")":
			depth--
		}
		if depth == 0 {
			return p.peek().EOF()
		}
	}
	return true
}

// item reads one item of an index: "...", a slice or an expression.
func (p *parser) item() (Node, error) {
	first := p.peek()
	if p.accept("...") {
		return &Ellipsis{place: p.from(first)}, nil
	}
	var part [3]Node
	colons := 0
	for {
		if !p.endOfPart() {
			n, err := p.expr()
			if err != nil {
				return nil, err
			}
			part[colons] = n
		}
		if colons == 2 || !p.accept(":") {
			break
		}
		colons++
	}
	if p.is(":") {
		return nil, p.errorAt(p.peek(), "a slice has at most three parts").WithHint("start:stop:step")
	}
	if colons == 0 {
		if part[0] == nil {
			return nil, p.wantOperand(first)
		}
		return part[0], nil
	}
	return &Slice{place: p.from(first), Lo: part[0], Hi: part[1], Step: part[2]}, nil
}

// endOfPart tells whether a part of a slice is left out.
func (p *parser) endOfPart() bool {
	t := p.peek()
	return t.EOF() || t.Value == ":" || t.Value == "," || t.Value == "]"
}
