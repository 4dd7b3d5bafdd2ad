package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/b2gen/b2"
)

// expression is the lazy expression of a command line: text over operands, or a file by itself, and perhaps a part of
// it. Close the sources when done with it, also after an error.
func (s *sources) expression(text string, args []string, slice string, opts ...b2.LazyOption) (*b2.Expr, error) {
	if isFile(text) {
		if len(args) > 0 {
			return nil, fmt.Errorf("%s stands where the expression should be: write it first, then the files, as in 'a + b' a.b2nd b.b2nd", text)
		}
		name := stem(text)
		if name == "" {
			name = "array"
		}
		text, args = name, []string{name + "=" + text}
	}
	if err := s.bind(args); err != nil {
		return nil, err
	}
	e, err := s.lazy(text, opts)
	if err != nil {
		return nil, err
	}
	if slice != "" {
		e = e.Index(slice)
	}
	return e, e.Err()
}

// isFile tells a file from an expression; none can end in these attributes.
func isFile(text string) bool {
	ext := filepath.Ext(text)
	return text == "-" || ext == ".b2nd" || ext == ".npy"
}

// lazy builds the expression. Names that nothing binds are looked for as files in the current folder; which names
// these are, the errors say.
func (s *sources) lazy(text string, opts []b2.LazyOption) (*b2.Expr, error) {
	for {
		e, err := b2.Lazy(text, s.vars, opts...)
		if err == nil {
			return e, nil
		}
		found, err := s.find(err)
		if err != nil || !found {
			return nil, err
		}
	}
}

// find opens NAME.b2nd for the unknown names among the faults of an expression. Without any such file the error says
// where was looked.
func (s *sources) find(err error) (found bool, _ error) {
	for _, fault := range faults(err) {
		name, ok := unknownName(fault)
		if !ok {
			continue
		}
		if _, bound := s.vars[name]; bound {
			found = true // it stands in the text twice
			continue
		}
		path := name + ".b2nd"
		if _, e := os.Stat(path); e == nil {
			if e := s.add(name, path); e != nil {
				return false, e
			}
			found = true
		} else if !strings.HasPrefix(fault.Hint, "did you mean") {
			fault.Hint = fmt.Sprintf("bind it as %s=FILE; there is no %s here", name, path)
		}
	}
	if found {
		return true, nil
	}
	return false, err
}

// faults are the faults of an expression.
func faults(err error) []*b2.ExprError {
	var several b2.ExprErrors
	if errors.As(err, &several) {
		return several
	}
	var one *b2.ExprError
	if errors.As(err, &one) {
		return []*b2.ExprError{one}
	}
	return nil
}

// unknownName is the name that a fault is about when nothing binds it.
func unknownName(fault *b2.ExprError) (string, bool) {
	if !strings.HasPrefix(fault.Msg, "unknown name ") {
		return "", false
	}
	runes := []rune(fault.Src[min(fault.Pos.Offset, len(fault.Src)):])
	return string(runes[:min(fault.Width, len(runes))]), true
}
