package parser

import "github.com/alecthomas/participle/v2/lexer"

// Levels of Python's grammar, the loosest first. The parser climbs them and the
// printer asks them where parentheses are needed.
// https://docs.python.org/3/reference/expressions.html#operator-precedence
const (
	levelCond = iota + 1
	levelOr
	levelAnd
	levelNot
	levelCompare
	levelBitOr
	levelBitXor
	levelBitAnd
	levelShift
	levelAdd
	levelMul
	levelUnary
	levelPower
	levelPostfix
)

// levelOf gives the level of a binary operator that groups to the left, of a
// comparison, or of "**"; 0 for anything else.
func levelOf(op string) int {
	switch op {
	case "or":
		return levelOr
	case "and":
		return levelAnd
	case "<", "<=", ">", ">=", "==", "!=":
		return levelCompare
	case "|":
		return levelBitOr
	case "^":
		return levelBitXor
	case "&":
		return levelBitAnd
	case "<<", ">>":
		return levelShift
	case "+", "-":
		return levelAdd
	case "*", "/", "//", "%":
		return levelMul
	case "**":
		return levelPower
	}
	return 0
}

// expr reads any expression: a disjunction, or "x if c else y".
func (p *parser) expr() (Node, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	first := p.peek()
	then, err := p.climb(levelOr)
	if err != nil || !p.accept("if") {
		return then, err
	}
	test, err := p.climb(levelOr)
	if err != nil {
		return nil, err
	}
	if !p.accept("else") {
		return nil, p.wantElse(p.peek())
	}
	other, err := p.expr()
	if err != nil {
		return nil, err
	}
	return &Cond{place: p.from(first), Then: then, Test: test, Else: other}, nil
}

// climb reads operands joined by binary operators of level min or tighter. The
// loop builds the left spine, however long; the right operand of each
// operator is read by a climb that starts one level tighter.
func (p *parser) climb(min int) (Node, error) {
	first := p.peek()
	x, err := p.prefix(min)
	for err == nil {
		op := p.peek()
		level := levelOf(op.Value)
		if level < min || level == 0 {
			return x, nil
		}
		if level == levelCompare {
			x, err = p.compare(first, x)
			continue
		}
		p.next()
		var y Node
		if y, err = p.climb(level + 1); err == nil {
			x = &Binary{place: p.from(first), Op: op.Value, OpPos: posOf(op), X: x, Y: y}
		}
	}
	return nil, err
}

// compare reads the rest of a chain of comparisons after its first operand.
func (p *parser) compare(first *lexer.Token, x Node) (Node, error) {
	c := &Compare{First: x}
	for levelOf(p.peek().Value) == levelCompare {
		op := p.next()
		y, err := p.climb(levelBitOr)
		if err != nil {
			return nil, err
		}
		c.Ops = append(c.Ops, CompareOp{Op: op.Value, OpPos: posOf(op), Y: y})
	}
	c.place = p.from(first)
	return c, nil
}

// prefix reads unary operators and their operand, in the place of an operand of level min.
func (p *parser) prefix(min int) (Node, error) {
	op := p.peek()
	switch op.Value {
	case "-", "+", "~":
		return p.unary(func() (Node, error) { return p.prefix(levelUnary) })
	case "not":
		if min > levelNot {
			return nil, p.errorAt(op, `"not" cannot be the operand of a tighter operator`).WithHint("put it in parentheses: (not x)")
		}
		return p.unary(func() (Node, error) { return p.climb(levelNot) })
	}
	return p.power()
}

func (p *parser) unary(operand func() (Node, error)) (Node, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	op := p.next()
	x, err := operand()
	if err != nil {
		return nil, err
	}
	return &Unary{place: p.from(op), Op: op.Value, X: x}, nil
}

// power reads "x ** y". The exponent is a unary expression, so 2**-1 works and
// 2**3**2 groups to the right; a minus before x stays outside.
func (p *parser) power() (Node, error) {
	first := p.peek()
	x, err := p.postfix()
	if err != nil || !p.is("**") {
		return x, err
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	op := p.next()
	y, err := p.prefix(levelUnary)
	if err != nil {
		return nil, err
	}
	return &Binary{place: p.from(first), Op: "**", OpPos: posOf(op), X: x, Y: y}, nil
}
