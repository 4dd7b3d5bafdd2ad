package npy

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// literals reads the Python literals that headers are made of, one after the other.
type literals struct{ rest string }

// peek is the next character that is no space; 0 at the end.
func (p *literals) peek() byte {
	p.rest = strings.TrimLeft(p.rest, " \t\r\n")
	if p.rest == "" {
		return 0
	}
	return p.rest[0]
}

func (p *literals) accept(word string) bool {
	p.peek()
	rest, ok := strings.CutPrefix(p.rest, word)
	p.rest = rest
	return ok
}

func (p *literals) expect(word string) error {
	if p.accept(word) {
		return nil
	}
	return p.unexpected(strconv.Quote(word))
}

func (p *literals) unexpected(want string) error {
	if p.peek() == 0 {
		return fmt.Errorf("it ends where %s should be", want)
	}
	return fmt.Errorf("%q stands where %s should be", p.rest[:1], want)
}

// end allows nothing more; NumPy pads headers with spaces and a new line.
func (p *literals) end() error {
	if p.peek() != 0 {
		return p.unexpected("its end")
	}
	return nil
}

// text reads a string. None of those that matter has a backslash.
func (p *literals) text() (string, error) {
	quote := p.peek()
	if quote != '\'' && quote != '"' {
		return "", p.unexpected("a string")
	}
	end := strings.IndexByte(p.rest[1:], quote)
	if end < 0 {
		return "", errors.New("a string does not end")
	}
	text := p.rest[1 : 1+end]
	p.rest = p.rest[end+2:]
	return text, nil
}

// list is the text of a list, with all that is in it. What stands between its brackets is left to others.
func (p *literals) list() (string, error) {
	depth, quote := 0, byte(0)
	for i := 0; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '\'' || c == '"':
			quote = c
		case c == '[':
			depth++
		case c == ']':
			if depth--; depth == 0 {
				text := p.rest[:i+1]
				p.rest = p.rest[i+1:]
				return text, nil
			}
		}
	}
	return "", errors.New("a list does not end")
}

func (p *literals) truth() (bool, error) {
	switch {
	case p.accept("True"):
		return true, nil
	case p.accept("False"):
		return false, nil
	}
	return false, p.unexpected("True or False")
}

// lengths reads a tuple of lengths. Python 2 wrote some with an L behind.
func (p *literals) lengths() ([]int, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	list := []int{}
	for !p.accept(")") {
		n, err := p.length()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
		p.accept("L")
		if !p.accept(",") {
			if err := p.expect(")"); err != nil {
				return nil, err
			}
			break
		}
	}
	return list, nil
}

func (p *literals) length() (int, error) {
	if c := p.peek(); c < '0' || c > '9' {
		return 0, p.unexpected("the length of an axis")
	}
	n := len(p.rest) - len(strings.TrimLeft(p.rest, "0123456789"))
	v, err := strconv.Atoi(p.rest[:n])
	if err != nil {
		return 0, fmt.Errorf("an axis of %s elements is too long", p.rest[:n])
	}
	p.rest = p.rest[n:]
	return v, nil
}
